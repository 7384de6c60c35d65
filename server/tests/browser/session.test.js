// The end of a session: the warning before it, staying without losing typed text, and a
// text that was sent too late and comes back. With JavaScript and without.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { assertAccessible, assertNoSidewaysScroll, takePictures } from './checks.js';
import { begin, invite, join } from './claimant.js';
import { Visitor, startBrowser, startDemo } from './harness.js';

const PASSWORD = 'seven green kites over water';
const TYPED = 'Row 14 of the <second> file is not mine.';

let demo;
let browser;

before(async () => {
  [demo, browser] = await Promise.all([startDemo(), startBrowser()]);
});

after(async () => {
  await browser?.close();
  await demo?.stop();
});

/** A new claimant who has begun a claim; returns the person, their account and the
 * claim's address. */
async function claimant(name, options) {
  const coordinator = await Visitor.arrive(browser, demo);
  await coordinator.signIn(demo.account('coordinator'));
  const home = await coordinator.incident();
  const email = `session.${name}@example.org`;
  const link = await invite(coordinator, home, email);
  await coordinator.leave();
  const visitor = await Visitor.arrive(browser, demo, options);
  await join(visitor, link, 'Bea Invented', PASSWORD);
  const claim = await begin(visitor, home, async () => {});
  return [visitor, { email, password: PASSWORD }, claim];
}

async function look(visitor, name) {
  visitor.assertNoComplaints(name);
  if (!visitor.javascript) return;
  await assertAccessible(visitor.page, name);
  await assertNoSidewaysScroll(visitor.page, name);
  await takePictures(visitor.page, `session-${name}`);
}

test('the session’s end is warned of, and staying leaves the page as it is', async () => {
  const [visitor, , claim] = await claimant('warned');
  const { page } = visitor;
  await page.clock.install();
  await visitor.open(`${claim}/messages`);
  const warning = page.getByRole('status').filter({ hasText: 'about to end' });
  const over = page.getByText('Your session has ended.');
  await page.locator('textarea').fill(TYPED);
  await page.clock.fastForward('24:00');
  await warning.waitFor({ state: 'hidden' });
  await page.clock.fastForward('02:00');
  await warning.waitFor();
  assert.match(await warning.innerText(), /\(4 minutes\)/);
  await look(visitor, 'warning');
  const answered = page.waitForResponse((response) => response.url().includes('done=stayed'));
  await warning.getByRole('button', { name: 'Stay signed in' }).click();
  await answered;
  await warning.waitFor({ state: 'hidden' });
  assert.equal(await page.locator('textarea').inputValue(), TYPED);
  // The button in the footer does the same, and shows the new end of the session.
  const foot = page.locator('footer');
  const before = await foot.innerText();
  assert.ok(!before.includes('new tab'));
  await page.clock.fastForward('02:00');
  const again = page.waitForResponse((response) => response.url().includes('done=stayed'));
  await foot.getByRole('button', { name: 'Stay signed in' }).click();
  await again;
  assert.equal(visitor.context.pages().length, 1);
  assert.equal(await page.locator('textarea').inputValue(), TYPED);
  await page.clock.fastForward('31:00');
  await over.waitFor();
  await look(visitor, 'over');
  await visitor.leave();
});

for (const javascript of [true, false]) {
  const how = javascript ? 'with' : 'without';
  test(`a text that was sent too late comes back ${how} JavaScript`, async () => {
    const [visitor, account, claim] = await claimant(how, { javascript });
    const { page } = visitor;
    await visitor.open(`${claim}/messages`);
    await page.getByText('your session will end on').waitFor();
    await page.locator('textarea').fill(TYPED);
    const other = await Visitor.arrive(browser, demo);
    await other.signIn(account);
    await other.open('/account');
    await other.page.getByRole('button', { name: 'Sign out everywhere else' }).click();
    await other.page.getByText('Every other session was signed out.').waitFor();
    await other.leave();
    await page.locator('main form button').last().click();
    await page.getByText('What you typed is kept for 60 minutes.').waitFor();
    await look(visitor, `asked-${how}`);
    await page.locator('input[type=email]').fill(account.email);
    await page.locator('input[type=password]').fill(account.password);
    await page.locator('main form button').first().click();
    await page.getByText('Nothing was sent yet').waitFor();
    assert.equal(await page.locator('textarea').inputValue(), TYPED);
    await look(visitor, `back-${how}`);
    await page.locator('main form button').last().click();
    await page.locator('main').getByText(TYPED).waitFor();
    assert.equal(await page.locator('textarea').inputValue(), '');
    visitor.assertNoComplaints('sent');
    await visitor.leave();
  });
}
