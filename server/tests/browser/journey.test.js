// Three people, one case. A claimant joins by a link, uploads, contests and signs. One
// coordinator reviews, freezes and requests a release; another approves it. An
// investigator downloads the bundle, and stock tools verify it.

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { promisify } from 'node:util';

import { assertAccessible, assertNoSidewaysScroll, takePictures } from './checks.js';
import { begin, contest, handIn, handOver, invite, join, press } from './claimant.js';
import { Visitor, startBrowser, startDemo, startTwo } from './harness.js';

const VERIFY = path.resolve(import.meta.dirname, '../verify-bundle.sh');
const PASSWORD = 'eleven paper boats at noon';

let demo;
let browser;
before(async () => {
  const start = process.env.JOURNEY_SERVERS === '2' ? startTwo : startDemo;
  [demo, browser] = await Promise.all([start(), startBrowser()]);
});
after(async () => {
  await browser?.close();
  await demo?.stop();
});

async function arrive(account, options) {
  const visitor = await Visitor.arrive(browser, demo, options);
  if (account) await visitor.signIn(account);
  return visitor;
}

/** The claimant's whole part; returns reference and receipt. */
async function claimantsPart(number, options) {
  const coordinator = await arrive(demo.account('coordinator'));
  const home = await coordinator.incident();
  const email = `claimant.${number}@example.org`;
  const link = await invite(coordinator, home, email);
  coordinator.assertNoComplaints('inviting');
  await coordinator.leave();

  const claimant = await arrive(null, options);
  const look = async (name) => {
    claimant.assertNoComplaints(name);
    if (!claimant.javascript) return;
    await assertAccessible(claimant.page, name);
    await assertNoSidewaysScroll(claimant.page, name);
    await takePictures(claimant.page, `journey-${name}`);
  };
  await join(claimant, link, 'Ada Invented', PASSWORD);
  const claim = await begin(claimant, home, look);
  const files = await handOver(claimant, claim, number, look);
  const loss = await contest(claimant, claim, look);
  assert.ok(loss, 'a loss is shown');
  const receipt = await handIn(claimant, claim, 'Ada Invented', look);
  for (const { name, sha256 } of files) {
    assert.ok(receipt.includes(name) && receipt.includes(sha256), `the receipt names ${name}`);
  }
  const reference = receipt.match(/Reference\s+(\S+)/)?.[1];
  assert.ok(reference, 'the receipt has a reference');
  claimant.assertNoComplaints('the whole of it');
  await claimant.leave();
  return { home, reference, files };
}

test('from an export to a bundle that stock tools verify', async () => {
  const { home, reference, files } = await claimantsPart(1);
  await demo.midway?.();

  const first = await arrive(demo.account('coordinator', 0));
  await decide(first, `${home}/group/claims/${reference}`, 'review');
  await decide(first, `${home}/group/claims/${reference}`, 'accept');
  await first.open(`${home}/group/totals`);
  const totals = await first.context.request.get(`${home}/group/totals.json`);
  assert.equal(totals.status(), 200);
  assert.equal((await totals.json()).total.currency, 'USD');
  for (const file of ['totals/total.csv', 'totals.zip']) {
    const taken = await first.context.request.get(`${home}/group/${file}`);
    assert.equal(taken.status(), 200, file);
  }
  await first.open(`${home}/group/snapshots`);
  await first.page.locator('[name=title]').fill('For the investigation');
  await press(first, 'Freeze this report');
  await first.worked();
  const number = await newestSnapshot(first, home);
  await first.open(`${home}/group/releases`);
  await first.page.getByLabel('Report', { exact: true }).selectOption(`${number}`);
  await first.page.getByLabel('Originals and names, of those who agree').check();
  await first.page.getByLabel('Police and other investigators').check();
  await first.page.getByLabel('Purpose').fill('Case 2022-17');
  await first.page.getByLabel('Days they may download it').fill('30');
  await press(first, 'Ask for this release');
  first.assertNoComplaints('freezing and asking');
  // Nobody approves their own request.
  const waiting = first.page.locator('tr', { hasText: 'Case 2022-17' });
  assert.equal(await waiting.getByRole('button', { name: 'Approve' }).count(), 0);
  await first.leave();

  const second = await arrive(demo.account('coordinator', 1));
  await second.open(`${home}/group/releases`);
  const row = second.page.locator('tr', { hasText: 'Case 2022-17' });
  const loaded = second.page.waitForEvent('load');
  await row.getByRole('button', { name: 'Approve' }).click();
  await loaded;
  await row.getByText('approved').waitFor();
  second.assertNoComplaints('approving');
  await second.leave();

  const bundle = await fetchBundle(home, number);
  await verify(bundle, files);
});

async function decide(coordinator, claim, step) {
  await coordinator.open(claim);
  await coordinator.page.locator(`input[name=step][value=${step}]`).check();
  await press(coordinator, 'Save the decision');
  await coordinator.page.getByText('The decision was saved').waitFor();
  coordinator.assertNoComplaints(step);
}

async function newestSnapshot(coordinator, home) {
  const links = coordinator.page.locator(`a[href*="${home}/group/snapshots/"]`);
  const all = await links.evaluateAll((found) => found.map((link) => link.getAttribute('href')));
  const here = new URL(coordinator.page.url()).pathname;
  const numbers = [here, ...all].map((href) => Number(href.match(/snapshots\/(\d+)/)?.[1] ?? 0));
  return Math.max(...numbers);
}

/** The investigator's part: the page, then the download. */
async function fetchBundle(home, number) {
  const investigator = await arrive(demo.account('investigator'));
  await investigator.open(`${home}/bundles`);
  const report = investigator.page.locator('section', {
    has: investigator.page.getByRole('heading', { name: new RegExp(`\\b${number}\\b`) }),
  });
  const built = investigator.page.waitForEvent('load');
  await report.getByRole('button', { name: 'Build a bundle of the current state' }).click();
  await built;
  await investigator.worked();
  const link = report.locator('a[href$=".zip"]').first();
  const { name, bytes } = await investigator.download(link);
  assert.match(name, /^redress-[\w.-]+\.zip$/);
  investigator.assertNoComplaints('downloading');
  await investigator.leave();
  return bytes;
}

/** Runs the stock validators and our own on the downloaded bundle. */
async function verify(bytes, files) {
  const folder = await mkdtemp(path.join(tmpdir(), 'redress-bundle-'));
  try {
    const bundle = path.join(folder, 'bundle.zip');
    await writeFile(bundle, bytes);
    const run = promisify(execFile);
    for (const [program, words] of [
      [VERIFY, [bundle]],
      [process.env.JOURNEY_SERVER, ['verify', bundle]],
    ]) {
      await run(program, words, { maxBuffer: 1 << 26 }).catch((failed) =>
        assert.fail(`${program}\n${failed.stdout}\n${failed.stderr}`),
      );
    }
    const listed = await run('unzip', ['-l', bundle], { maxBuffer: 1 << 26 });
    for (const { name, sha256 } of files) {
      assert.ok(listed.stdout.includes(sha256), `${name} is in the bundle`);
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

test('the claimant’s part without JavaScript', async () => {
  const { reference } = await claimantsPart(2, { javascript: false });
  assert.ok(reference);
});
