// The claimant's part, step by step, for journeys with and without JavaScript. Every
// step uses what a person sees: labels, buttons, headings.

import assert from 'node:assert/strict';

import { CONTESTED, PERIOD, emptyFile, ftxExport, screenshot } from './exports.js';

const READING_SECONDS_MAX = 30;

/** A coordinator invites a claimant; returns the link, which is shown once. */
export async function invite(coordinator, home, email) {
  const { page } = coordinator;
  await coordinator.open(`${home}/group/people`);
  await page.locator('[name=addresses]').fill(email);
  await press(coordinator, 'Make links');
  const list = await page.locator('#links').inputValue();
  return list.match(/https?:\/\/[^\s"]+\/join\/[^\s"]+/)[0];
}

/** Opens the link, leaves, returns later, joins. */
export async function join(visitor, link, name, password) {
  await visitor.open(link);
  // Opening the link does not use it up.
  await visitor.open(link);
  const { page } = visitor;
  await page.getByLabel('New password').fill('short');
  await press(visitor, 'Go on');
  await assertUnprocessable(visitor, ['Enter a name', 'at least 8 characters']);
  await page.getByLabel('Name', { exact: true }).fill(name);
  await page.getByLabel('New password').fill(password);
  await press(visitor, 'Go on');
  assert.match(visitor.page.url(), /\/i\//);
}

/** Begins a claim; returns the address of its task list. */
export async function begin(visitor, home, look) {
  await visitor.open(`${home}/claim`);
  await look('claim-start');
  await press(visitor, 'Start your claim');
  await visitor.page.getByRole('heading', { level: 1, name: 'Your claim' }).waitFor();
  await look('claim-tasks');
  return `${home}/claim`;
}

/** Uploads an export, a screenshot and a broken download; states the zone. */
export async function handOver(visitor, claim, claimant, look) {
  const { page } = visitor;
  const [trades, picture] = [ftxExport(claimant), screenshot(claimant)];
  await visitor.open(`${claim}/evidence`);
  await page.getByLabel('Choose files').setInputFiles([emptyFile()]);
  await assertRefusedOnce(visitor, 'broken-off.csv is empty');

  // The page with the error also accepts the next files.
  if (!visitor.javascript) await visitor.open(`${claim}/evidence`);
  await page.getByLabel('Choose files').setInputFiles([trades, picture]);
  if (visitor.javascript) await assertLooks(page);
  await look('claim-evidence-before');
  await press(visitor, 'Send the files');
  const zone = page.locator(`[name="zone-${trades.sha256}"]`);
  await until(visitor, `${claim}/evidence`, () => zone.isVisible());
  await page.locator(`#file-${picture.sha256}`).getByText('kept, not read').waitFor();

  await zone.fill('UTC');
  await page.locator(`[name="account-${trades.sha256}"]`).fill('main');
  await press(visitor, 'Save these answers');
  const card = page.locator(`#file-${trades.sha256}`);
  await until(visitor, `${claim}/evidence`, () => card.getByText('7 entries').isVisible());
  await card.getByText('2022-10-10 09:00:00').waitFor();
  await look('claim-evidence');
  return [trades, picture];
}

/** Refused files are sent only once, and the page explains why. */
async function assertRefusedOnce(visitor, error) {
  const { page } = visitor;
  let sent = 0;
  const count = (request) => {
    if (request.method() === 'POST') sent += 1;
  };
  page.on('request', count);
  await page.locator('main').getByRole('button', { name: 'Send the files' }).click();
  await page.locator('.error-summary').getByText(error).waitFor();
  await page.locator('#upload .error').getByText(error).waitFor();
  await assertUnprocessable(visitor, [error]);
  page.off('request', count);
  assert.equal(sent, 1, 'the refused files were sent once');
  if (visitor.javascript) {
    assert.match(await page.evaluate(() => document.activeElement.className), /error-summary/);
    assert.equal(await page.locator('#files').inputValue(), '');
  }
}

/** The island describes each file before anything is sent. */
async function assertLooks(page) {
  const look = page.locator('leptos-island .look');
  await look.getByText('7 rows').waitFor();
  await look.getByText('kept as it is').waitFor();
  assert.match(await look.innerText(), /FTX/);
}

/** Contests entries: by period, then one more row. */
export async function contest(visitor, claim, look) {
  const { page } = visitor;
  await visitor.open(`${claim}/entries`);
  const [from, to] = PERIOD;
  await page.locator('[name=from]').fill(to);
  await page.locator('[name=to]').fill(from);
  await page.locator('form[action$="/period"] [name=reason]').fill('I was asleep and my bot was off');
  await press(visitor, 'Count the entries of this period');
  await assertUnprocessable(visitor, ['must be later than']);
  // The typed values are still there.
  assert.equal(await page.locator('form[action$="/period"] [name=reason]').inputValue(), 'I was asleep and my bot was off');
  await page.locator('[name=from]').fill(from);
  await page.locator('[name=to]').fill(to);
  await press(visitor, 'Count the entries of this period');
  await page.getByRole('heading', { level: 1, name: 'Check the count before you save' }).waitFor();
  await look('claim-count');
  await press(visitor, `Mark ${CONTESTED} entries as not mine`);
  await page.getByText(`${CONTESTED} entries were not yours`).first().waitFor();

  await page.locator('tr', { hasText: '2022-10-21' }).locator('input[type=checkbox]').check();
  await page.getByLabel('They were not mine').check();
  await page.locator('[name=row-reason]').fill('The rest of that token, not sold by me');
  await press(visitor, 'Save this for the ticked rows');
  await page.getByText(`${CONTESTED + 1} entries were not yours`).first().waitFor();
  await look('claim-entries');

  await visitor.open(`${claim}/loss`);
  await page.getByRole('heading', { level: 1, name: 'Your loss' }).waitFor();
  await look('claim-loss');
  return (await page.locator('main').innerText()).match(/[\d,]+\.\d\d/)?.[0];
}

/** Statement, consents to everybody, declaration; returns the text of the receipt. */
export async function handIn(visitor, claim, name, look) {
  const { page } = visitor;
  await visitor.open(`${claim}/statement`);
  await page.locator('[name=statement]').fill('My keys were used.\n\nI noticed it the next morning.');
  await press(visitor, 'Save and go on');
  await visitor.open(`${claim}/consents`);
  for (const yes of await page.locator('input[type=radio][value=yes]').all()) await yes.check();
  await look('claim-consents');
  await press(visitor, 'Save and go on');

  await visitor.open(`${claim}/declaration`);
  await page.locator('[name=name]').fill(name);
  await press(visitor, 'Sign and hand in');
  await assertUnprocessable(visitor, ['Tick the box if it is true']);
  assert.equal(await page.locator('[name=name]').inputValue(), name);
  await page.getByLabel('Yes, this is true as far as I know').check();
  await look('claim-declaration');
  await press(visitor, 'Sign and hand in');
  await page.getByRole('heading', { level: 1, name: 'Receipt' }).waitFor();
  await look('claim-receipt');
  return page.locator('main').innerText();
}

/** Presses a button in the page's body and waits for the next page. */
export async function press(visitor, name) {
  const loaded = visitor.page.waitForEvent('load');
  await visitor.page.locator('main').getByRole('button', { name, exact: true }).click();
  await loaded;
  await visitor.settled();
}

/** The page is shown again with these errors, in the summary and beside the fields. */
export async function assertUnprocessable(visitor, errors) {
  assert.ok(visitor.unprocessable > 0, `a 422 with ${errors}`);
  const summary = visitor.page.locator('.error-summary');
  for (const error of errors) await summary.getByText(error).waitFor();
  visitor.assertNoComplaints(errors.join(', '));
}

/** Loads a page again until it shows what is expected. */
async function until(visitor, address, shows) {
  for (let second = 0; !(await shows()); second += 1) {
    assert.ok(second < READING_SECONDS_MAX, `${address} does not come to show it`);
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    await visitor.open(address);
  }
}
