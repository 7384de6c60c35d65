// Files with questions: the columns of an unknown file, with the preview that follows
// each choice; ambiguous dates; cells that look like keys. Each with JavaScript and
// without.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { assertAccessible, assertNoSidewaysScroll, takePictures } from './checks.js';
import { assertUnprocessable, begin, invite, join, press } from './claimant.js';
import {
  KEY,
  ftxExport,
  gzipOf,
  notesWithKey,
  openDates,
  tarGzOf,
  unknownExport,
  workbook,
  zipOf,
} from './exports.js';
import { Visitor, startBrowser, startDemo } from './harness.js';

const PASSWORD = 'seven green kites over water';

let demo;
let browser;

before(async () => {
  [demo, browser] = await Promise.all([startDemo(), startBrowser()]);
});

after(async () => {
  await browser?.close();
  await demo?.stop();
});

/** A new claimant who has begun a claim; returns the person and the claim's address. */
async function claimant(number, options) {
  const coordinator = await Visitor.arrive(browser, demo);
  await coordinator.signIn(demo.account('coordinator'));
  const home = await coordinator.incident();
  const link = await invite(coordinator, home, `files.${number}@example.org`);
  await coordinator.leave();
  const visitor = await Visitor.arrive(browser, demo, options);
  await join(visitor, link, 'Bea Invented', PASSWORD);
  const claim = await begin(visitor, home, async () => {});
  return [visitor, claim];
}

/** Checks a page as every journey does. */
async function look(visitor, name) {
  visitor.assertNoComplaints(name);
  if (!visitor.javascript) return;
  await assertAccessible(visitor.page, name);
  await assertNoSidewaysScroll(visitor.page, name);
  await takePictures(visitor.page, `files-${name}`);
}

async function send(visitor, claim, files) {
  await visitor.open(`${claim}/evidence`);
  await visitor.page.getByLabel('Choose files').setInputFiles(files);
  await press(visitor, 'Send the files');
  visitor.assertNoComplaints('sending');
}

/** Opens the columns of an unknown file that was just uploaded. */
async function openColumns(visitor, claim, other) {
  await send(visitor, claim, [other]);
  const card = visitor.page.locator(`#file-${other.sha256}`);
  await card.getByText('kept, not read').waitFor();
  const loaded = visitor.page.waitForEvent('load');
  await card.getByRole('link', { name: 'Explain the columns of this file' }).click();
  await loaded;
  await visitor.settled();
  await visitor.page.getByRole('heading', { level: 1, name: 'What do the columns mean?' }).waitFor();
}

/** Maps the unknown export, except for the words that name a side. */
async function explain({ page }) {
  await page.getByLabel('Exchange', { exact: true }).fill('bit-example');
  for (const [column, role] of [
    [1, 'time'],
    [2, 'market'],
    [3, 'side'],
    [4, 'size'],
    [5, 'price'],
    [6, ''],
  ]) {
    await page.locator(`[name=column-${column}]`).selectOption(role);
  }
  await page.locator('[name=kind]').selectOption('trade');
  await page.locator('[name=dates]').selectOption('day_first');
  await page.locator('[name=zone]').fill('Europe/Berlin');
  await page.locator('details', { has: page.locator('[name=buy]') }).evaluate((more) => {
    more.open = true;
  });
}

/** Imports the mapped file and finds its entries. */
async function readSo(visitor, claim, other) {
  const { page } = visitor;
  await press(visitor, 'Import this file');
  assert.match(page.url(), new RegExp(`/evidence/${other.sha256}`));
  await page.getByText('The file was imported with your explanation of its columns').waitFor();
  await visitor.open(`${claim}/entries`);
  // Berlin is two hours ahead of UTC in October.
  await page.getByText('2022-10-18 19:00:09').first().waitFor();
  await page.getByText('9,500').first().waitFor();
  visitor.assertNoComplaints('entries of an explained file');
}

test('columns are mapped with a preview that follows each choice', async () => {
  const [visitor, claim] = await claimant(1);
  const { page } = visitor;
  const other = unknownExport(1);
  await openColumns(visitor, claim, other);
  await look(visitor, 'columns');
  const preview = page.locator('#preview');
  await explain(visitor);
  await preview.getByText('2 rows can’t be read').waitFor();
  await page.locator('[name=sell]').fill('Myynti');
  await page.locator('[name=sell]').blur();
  await preview.getByText('one row can’t be read').waitFor();
  await preview.getByText('2022-10-18 19:00:09').waitFor();
  await page.locator('[name=buy]').fill('Osto');
  await page.locator('[name=buy]').blur();
  await preview.getByText('every row can be read').waitFor();
  assert.equal(new URL(page.url()).pathname, `${claim}/evidence/${other.sha256}/columns`);
  // An unknown zone removes the preview; a known one restores it.
  await page.locator('[name=zone]').fill('Mars');
  await page.locator('[name=zone]').blur();
  await preview.getByText('every row can be read').waitFor({ state: 'detached' });
  await page.locator('[name=zone]').fill('Europe/Berlin');
  await page.locator('[name=zone]').blur();
  await preview.getByText('every row can be read').waitFor();
  await look(visitor, 'columns-preview');
  await readSo(visitor, claim, other);
  await visitor.leave();
});

test('columns are mapped without JavaScript', async () => {
  const [visitor, claim] = await claimant(2, { javascript: false });
  const { page } = visitor;
  const other = unknownExport(2);
  await openColumns(visitor, claim, other);
  await page.getByLabel('Exchange', { exact: true }).fill('');
  await press(visitor, 'Import this file');
  await assertUnprocessable(visitor, ['Name the exchange']);
  await page.getByLabel('Exchange', { exact: true }).fill('bit-example');
  for (const [column, role] of Object.entries({ 1: 'time', 2: 'market', 3: 'side', 4: 'size', 5: 'price' })) {
    await page.locator(`[name=column-${column}]`).selectOption(role);
  }
  await page.locator('[name=kind]').selectOption('trade');
  await page.locator('[name=dates]').selectOption('day_first');
  await page.locator('[name=zone]').fill('Europe/Berlin');
  await page.locator('summary', { hasText: 'Values that are the same for every row' }).click();
  await page.locator('[name=sell]').fill('Myynti');
  await page.locator('[name=buy]').fill('Osto');
  await press(visitor, 'Preview');
  await page.locator('#preview').getByText('every row can be read').waitFor();
  await readSo(visitor, claim, other);
  await visitor.leave();
});

for (const javascript of [true, false]) {
  const how = javascript ? 'with' : 'without';
  test(`day or month first is asked and read as answered ${how} JavaScript`, async () => {
    const number = javascript ? 3 : 4;
    const [visitor, claim] = await claimant(number, { javascript });
    const { page } = visitor;
    const open = openDates(number);
    if (javascript) {
      await visitor.open(`${claim}/evidence`);
      await page.getByLabel('Choose files').setInputFiles([open]);
      await page.locator('.look').getByText('day-first or month-first').waitFor();
    }
    await send(visitor, claim, [open]);
    const card = page.locator(`#file-${open.sha256}`);
    await card.getByText('“05/10/2022 09:00:00” is then 2022-05-10.').waitFor();
    await card.getByLabel('The month comes first').check();
    await look(visitor, 'day-order');
    await press(visitor, 'Save these answers');
    await card.getByText('2022-05-10 09:00:00').waitFor();
    await card.getByText('2 entries').waitFor();
    await card.getByLabel('The day comes first').check();
    await press(visitor, 'Save these answers');
    await card.getByText('2022-10-05 09:00:00').waitFor();
    visitor.assertNoComplaints('answering');
    await visitor.leave();
  });
}

test('what looks like a key is held back before it is sent', async () => {
  const [visitor, claim] = await claimant(5);
  const { page } = visitor;
  const [notes, trades] = [notesWithKey(5), ftxExport(50)];
  let sent = 0;
  page.on('request', (request) => {
    if (request.method() === 'POST' && request.url().endsWith('/evidence')) sent += 1;
  });
  await visitor.open(`${claim}/evidence`);
  await page.getByLabel('Choose files').setInputFiles([notes, trades]);
  const island = page.locator('.look');
  await island.getByText('line 2, column 3').waitFor();
  assert.ok(!(await page.content()).includes(KEY.slice(0, 12)), 'nothing of it is shown');
  await look(visitor, 'secrets-before');
  await page.getByRole('button', { name: 'Send the files' }).click();
  await island.getByText('Nothing was sent').waitFor();
  assert.equal(sent, 0, 'it is held back');
  // Without it, the other file is sent unchanged.
  await page.getByRole('button', { name: 'Leave out these files' }).click();
  await island.getByText('line 2, column 3').waitFor({ state: 'detached' });
  await island.getByText('7 rows').waitFor();
  await press(visitor, 'Send the files');
  assert.equal(sent, 1);
  await page.locator(`#file-${trades.sha256}`).waitFor();
  assert.equal(await page.locator(`#file-${notes.sha256}`).count(), 0);
  // It is sent after the person agrees.
  await page.getByLabel('Choose files').setInputFiles([notes]);
  await page.getByLabel('Send these files anyway').check();
  await press(visitor, 'Send the files');
  assert.equal(sent, 2);
  await assertWarned(visitor, claim, notes);
  await visitor.leave();
});

test('archives and workbooks are inspected before they are sent', async () => {
  const [visitor, claim] = await claimant(7);
  const { page } = visitor;
  const inside = [ftxExport(70), notesWithKey(7), badRow(71)];
  await visitor.open(`${claim}/evidence`);
  const found = async (file) => {
    await page.getByLabel('Choose files').setInputFiles([file]);
    const card = page.locator('.look .card', { has: page.getByRole('heading', { name: file.name }) });
    await card.locator('progress').waitFor({ state: 'detached' });
    return (await card.innerText()).replaceAll('\u202f', ' ');
  };
  for (const archive of [zipOf('sent.zip', inside), tarGzOf('sent.tar.gz', inside)]) {
    const text = await found(archive);
    assert.match(text, /trades\.csv\s+FTX trades, 7 rows/);
    assert.match(text, /bad\.csv\s+FTX trades, 8 rows\s+One row we can’t read \(line 9\)/);
    assert.match(text, /notes\.csv\s+We can’t read this file[\s\S]*line 2, column 3/);
    assert.ok(!text.includes(KEY.slice(0, 12)), 'nothing of it is shown');
    await page.getByRole('button', { name: 'Leave out these files' }).waitFor();
  }
  await look(visitor, 'looked-inside');
  assert.match(await found(gzipOf(ftxExport(70))), /trades\.csv\s+FTX trades, 7 rows/);
  for (const ending of ['xlsx', 'xls']) {
    // Its dates and prices are floats; nothing separates rows and times.
    assert.match(
      await found(workbook(ending)),
      /Binance spot trade history, 5 rows\s+From 2022-10-07 09:05:00 UTC to 2022-10-18 21:00:09 UTC/,
    );
  }
  const broken = zipOf('broken.zip', inside);
  broken.buffer = broken.buffer.subarray(0, broken.buffer.length - 1);
  assert.match(await found(broken), /could not read all of it/);
  await visitor.leave();
});

/** An export whose last row has no proper time. */
function badRow(claimant) {
  const { buffer } = ftxExport(claimant);
  const lines = buffer.toString().trimEnd().split('\n');
  const bad = lines.at(-1).replace(/"10\/[^"]*"/, '"some day"');
  return { name: 'bad.csv', buffer: Buffer.from(`${lines.join('\n')}\n${bad}\n`) };
}

test('what looks like a key is warned of without JavaScript', async () => {
  const [visitor, claim] = await claimant(6, { javascript: false });
  const notes = notesWithKey(6);
  await send(visitor, claim, [notes]);
  await assertWarned(visitor, claim, notes);
  await visitor.leave();
});

/** List and file show that it exists and where, but not its content. */
async function assertWarned(visitor, claim, notes) {
  const { page } = visitor;
  await page.locator(`#file-${notes.sha256}`).getByText('One cell looks like a key').waitFor();
  await look(visitor, 'secrets-list');
  await visitor.open(`${claim}/evidence/${notes.sha256}`);
  await page.getByText('line 2, column 3').first().waitFor();
  assert.ok(!(await page.content()).includes(KEY.slice(0, 12)), 'nothing of it is shown');
  await look(visitor, 'secrets-file');
  const loaded = page.waitForEvent('load');
  await page.locator('.inset').getByRole('link', { name: 'Remove this file' }).click();
  await loaded;
  await visitor.settled();
  await press(visitor, 'Remove this file');
  assert.equal(await page.locator(`#file-${notes.sha256}`).count(), 0);
  visitor.assertNoComplaints('removing it');
}
