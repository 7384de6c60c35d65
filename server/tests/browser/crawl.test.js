// Every page behind a link, for everybody who may follow it. The page exists, the
// console is silent, axe-core finds nothing, and a phone need not scroll sideways. Two
// pages of one shape represent all of that shape.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import {
  assertAccessible,
  assertFocusIsSeen,
  assertIdsLead,
  assertNoSidewaysScroll,
  assertPrints,
  takePictures,
} from './checks.js';
import { Visitor, startBrowser, startDemo } from './harness.js';
import { assertNoEnglish, englishOn } from './language.js';

const OF_ONE_SHAPE_MAX = 2;

let demo;
let browser;
before(async () => {
  [demo, browser] = await Promise.all([startDemo(), startBrowser()]);
});
after(async () => {
  await browser?.close();
  await demo?.stop();
});

/** The address without its variable parts (hashes, references, values). */
function shape(address) {
  const url = new URL(address);
  const parts = url.pathname
    .split('/')
    .map((part, n) => (n === 2 && url.pathname.startsWith('/i/') ? 'I' : part))
    .map((part) => (/\d|^R-/.test(part) || part.length > 24 ? 'X' : part));
  return `${parts.join('/')}?${[...new Set(url.searchParams.keys())].sort().join('&')}`;
}

function pictureName(who, address) {
  return `${who}${shape(address).replaceAll(/[^A-Za-z]+/g, '-')}`.replace(/-+$/, '');
}

/**
 * Follows links from `/` and passes each page to `look`; returns their number. Errors
 * are collected, so that one run names every wrong page.
 */
async function crawl(visitor, look) {
  const wrong = [];
  const waiting = [new URL('/', demo.address).href];
  const seen = new Set(waiting);
  const shapes = new Map();
  let pages = 0;
  while (waiting.length > 0) {
    const address = waiting.shift();
    const count = shapes.get(shape(address)) ?? 0;
    if (count === OF_ONE_SHAPE_MAX) continue;
    shapes.set(shape(address), count + 1);
    // Requested without a page first: a download must answer, but shows nothing.
    const answer = await visitor.context.request.get(address);
    if (answer.status() !== 200) wrong.push(`${address}: ${answer.status()}`);
    if (!isPage(answer)) continue;
    pages += 1;
    for (const check of [
      () => visitor.open(address),
      () => look(visitor.page, address, count === 0),
      () => visitor.assertNoComplaints(address),
    ]) {
      await Promise.resolve()
        .then(check)
        .catch((failed) => wrong.push(`${address}: ${failed.message}`));
    }
    for (const link of await links(visitor.page)) {
      if (!seen.has(link)) waiting.push(link);
      seen.add(link);
    }
  }
  assert.deepEqual(wrong, []);
  return pages;
}

function isPage(answer) {
  const headers = answer.headers();
  return (
    headers['content-type']?.startsWith('text/html') === true &&
    headers['content-disposition'] === undefined
  );
}

async function links(page) {
  const all = await page.locator('a[href]').evaluateAll((found) => found.map((link) => link.href));
  return all
    .map((link) => link.split('#')[0])
    .filter((link) => link.startsWith(`${demo.address}/`));
}

function crawlAs(who, account) {
  test(`every page that ${who} can reach`, async () => {
    const visitor = await Visitor.arrive(browser, demo);
    if (account) await visitor.signIn(account());
    const pages = await crawl(visitor, async (page, address, first) => {
      if (first) await takePictures(page, pictureName(who, address));
      const where = `${who} at ${address}`;
      await assertIdsLead(page, where);
      await assertNoSidewaysScroll(page, where);
      if (first) await assertPrints(page, where);
      if (first) await assertAccessible(page, where);
    });
    // At least the start page, signing in, formats, method and keys.
    assert.ok(pages >= 5, `${pages} pages`);
    await visitor.leave();
  });

  test(`the same in French for ${who}`, async () => {
    const visitor = await Visitor.arrive(browser, demo, { language: 'fr', width: 320 });
    if (account) await visitor.signIn(account());
    await crawl(visitor, async (page, address) => {
      assert.equal(await page.locator('html').getAttribute('lang'), 'fr', address);
      await assertNoEnglish(page, `${who} at ${address}`);
      await assertNoSidewaysScroll(page, `${who} at ${address}`, [320]);
    });
    await visitor.leave();
  });
}

test('English on a French page is found where it is not marked as English', async () => {
  const visitor = await Visitor.arrive(browser, demo, { language: 'fr' });
  await visitor.open(new URL('/method', demo.address).href);
  assert.deepEqual(await englishOn(visitor.page), []);
  await visitor.page.evaluate(() => {
    const add = (html) => document.querySelector('main').insertAdjacentHTML('beforeend', html);
    add('<p lang="en">the cell is empty where a number is needed</p>');
    add('<p>a quotation mark is opened and never closed</p>');
  });
  const found = await englishOn(visitor.page);
  assert.equal(found.length, 1, found.join('\n'));
  assert.match(found[0], /a quotation mark is opened/);
  await visitor.leave();
});

for (const [width, height] of [
  [1440, 600],
  [390, 700],
]) {
  test(`nothing covers the focused element at ${width} × ${height}`, async () => {
    const visitor = await Visitor.arrive(browser, demo, { width });
    await visitor.signIn(demo.account('coordinator'));
    const home = await visitor.incident();
    await visitor.page.setViewportSize({ width, height });
    for (const at of ['group', 'group/totals', 'group/totals?by=day', 'group/lines']) {
      await visitor.open(`${home}/${at}`);
      const steps = await assertFocusIsSeen(visitor.page, `${at} at ${width} × ${height}`);
      assert.ok(steps > 20, `${steps} elements of ${at} take the focus`);
    }
    await visitor.leave();
  });
}

// Two at a time: while one page is laid out, the other is checked.
describe('every page', { concurrency: 2 }, () => {
  crawlAs('nobody');
  for (const role of ['claimant', 'coordinator', 'investigator']) {
    crawlAs(role, () => demo.account(role));
  }
});
