// Takes the README's pictures of the demonstration, into `.github/pictures`. Run it
// after `cargo all-tests browser`, which installs what it needs:
//
//     JOURNEY_SERVER=target/debug/redress node server/tests/browser/pictures.js

import assert from 'node:assert/strict';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

import { Visitor, startBrowser, startDemo } from './harness.js';

const FOLDER = fileURLToPath(new URL('../../../.github/pictures', import.meta.url));
const SIZE = { width: 1200, height: 760 };

await mkdir(FOLDER, { recursive: true });
const [demo, browser] = await Promise.all([startDemo(), startBrowser()]);
try {
  const group = await visit('coordinator', async (visitor) => {
    const home = new URL(await incident(visitor)).pathname;
    await take(visitor, `${home}/group/totals`, 'totals');
    return home;
  });
  await visit('claimant', (visitor) => take(visitor, `${group}/claim/loss`, 'claim'));
} finally {
  await browser.close();
  await demo.stop();
}

async function visit(role, work) {
  const visitor = await Visitor.arrive(browser, demo, { width: SIZE.width });
  await visitor.page.setViewportSize(SIZE);
  await visitor.signIn(demo.account(role));
  const done = await work(visitor);
  await visitor.page.context().close();
  return done;
}

/** The address of the incident that a person sees first. */
async function incident(visitor) {
  await visitor.open('/');
  const link = await visitor.page.locator('main a[href^="/i/"]').first().getAttribute('href');
  const found = new URL(link ?? visitor.page.url(), demo.address).href.match(/^.*\/i\/[\w-]+/);
  assert.ok(found, 'no incident is on the first page');
  return found[0];
}

async function take(visitor, where, name) {
  await visitor.open(where);
  visitor.assertNoComplaints(where);
  await visitor.page.screenshot({ path: path.join(FOLDER, `${name}.png`) });
}
