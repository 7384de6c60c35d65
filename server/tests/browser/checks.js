// Checks for every page: accessible by WCAG 2.2 AA in light and dark, no sideways
// scrolling on a phone, ids with targets, nothing fixed on paper, nothing over the
// focused element. It also takes pictures.

import assert from 'node:assert/strict';
import { mkdir, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';

const AXE = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

// The rows of a long table are alike; the first ones represent them.
const LOOKED_AT = { include: [['html']], exclude: [['tbody tr:nth-of-type(n+9)']] };

/** Fails with rule, element and reason for each finding of axe-core. */
export async function assertAccessible(page, where) {
  await page.evaluate(AXE);
  for (const colorScheme of ['dark', 'light']) {
    await page.emulateMedia({ colorScheme });
    // Only colours differ between the two.
    const options =
      colorScheme === 'dark'
        ? { runOnly: { type: 'rule', values: ['color-contrast', 'link-in-text-block'] } }
        : { runOnly: { type: 'tag', values: RULES } };
    const { violations } = await page.evaluate(
      ([context, given]) => window.axe.run(context, given),
      [LOOKED_AT, options],
    );
    const found = violations.flatMap(({ id, nodes }) =>
      nodes.slice(0, 3).map((node) => `${id}: ${node.target.join(' ')}: ${node.failureSummary}`),
    );
    assert.ok(found.length === 0, `${where}, ${colorScheme}: ${found.join('\n')}`);
  }
}

/** Fails if the page is wider than a window of each width. */
export async function assertNoSidewaysScroll(page, where, widths = [320, 390]) {
  const before = page.viewportSize();
  for (const width of widths) {
    await page.setViewportSize({ width, height: 800 });
    const widest = await page.evaluate(() => {
      const limit = document.documentElement.clientWidth;
      if (document.documentElement.scrollWidth <= limit) return null;
      const wide = [...document.querySelectorAll('body *')].filter(
        (element) => element.getBoundingClientRect().right > limit + 1,
      );
      return `${document.documentElement.scrollWidth} px: ${wide
        .slice(0, 4)
        .map((element) => `${element.tagName.toLowerCase()}.${element.className}`)
        .join(', ')}`;
    });
    assert.ok(widest === null, `${where} at ${width} px: ${widest}`);
  }
  await page.setViewportSize(before);
}

/** Fails if an id is not unique, or a reference has no target. */
export async function assertIdsLead(page, where) {
  const wrong = await page.evaluate(() => {
    const all = [...document.querySelectorAll('[id]')].map(({ id }) => id);
    const twice = all.filter((id, at) => all.indexOf(id) !== at);
    const lost = ['for', 'aria-describedby', 'aria-labelledby', 'aria-controls', 'list'].flatMap(
      (name) =>
        [...document.querySelectorAll(`[${name}]`)].flatMap((element) =>
          element
            .getAttribute(name)
            .split(/\s+/)
            .filter((id) => !document.getElementById(id))
            .map((id) => `${name} names ${id}, which is not there`),
        ),
    );
    return [...twice.map((id) => `twice: ${id}`), ...lost];
  });
  assert.deepEqual(wrong, [], where);
}

/** Fails if an element stays fixed on paper while the rest moves past it. */
export async function assertPrints(page, where) {
  await page.emulateMedia({ media: 'print' });
  const stuck = await page.evaluate(() =>
    [...document.querySelectorAll('body *')]
      .filter((element) => ['sticky', 'fixed'].includes(getComputedStyle(element).position))
      .map((element) => `${element.tagName.toLowerCase()}.${element.className}`),
  );
  await page.emulateMedia({ media: 'screen' });
  assert.deepEqual([...new Set(stuck)], [], `${where} on paper`);
}

/**
 * Moves through a page with the Tab key and back with Shift+Tab. Fails where
 * something covers the focused element (WCAG 2.4.11 and 2.4.12). Returns how many
 * elements had the focus.
 */
export async function assertFocusIsSeen(page, where, stepsMax = 150) {
  const wrong = new Set();
  const steps = await walk(page, 'Tab', stepsMax, wrong);
  await walk(page, 'Shift+Tab', stepsMax, wrong);
  assert.deepEqual([...wrong], [], where);
  return steps;
}

async function walk(page, key, stepsMax, wrong) {
  for (let step = 1; step <= stepsMax; step += 1) {
    await page.keyboard.press(key);
    const found = await page.evaluate(underFocus);
    if (found === null) return step;
    if (found !== '') wrong.add(`${key}: ${found}`);
  }
  return stepsMax;
}

/**
 * Runs in the page: describes what covers the focused element; an empty text where
 * nothing does, null where the focus left the page.
 */
function underFocus() {
  const focused = document.activeElement;
  if (!focused || focused === document.body) return null;
  const { innerWidth, innerHeight } = window;
  // A region that scrolls may be larger than the window.
  const boxes = [...focused.getClientRects()].filter(
    ({ width, height }) => width > 4 && height > 4 && height < innerHeight && width < innerWidth,
  );
  for (const { left, right, top, bottom } of boxes) {
    const middle = [(left + right) / 2, (top + bottom) / 2];
    const points = [
      middle,
      [middle[0], top + 2],
      [middle[0], bottom - 2],
      [left + 2, middle[1]],
      [right - 2, middle[1]],
    ];
    // A browser does not scroll to an element that is partly visible. Points beyond the
    // edge of the window are covered by nothing, but not all may be there.
    const over = points.map(([x, y]) => document.elementFromPoint(x, y)).filter(Boolean);
    const name = focused.textContent.trim().slice(0, 40) || focused.id || focused.tagName;
    if (over.length === 0) return `${name} is outside the window`;
    const cover = over.find((by) => !focused.contains(by) && !by.contains(focused));
    if (cover) {
      const by = `${cover.tagName.toLowerCase()} ${cover.textContent.trim().slice(0, 40)}`;
      return `${name} lies under ${by}`;
    }
  }
  return '';
}

/**
 * Saves pictures at 390 and 1440 px, light and dark, in the folder that
 * `JOURNEY_PICTURES` names; without it, none.
 */
export async function takePictures(page, name) {
  const folder = process.env.JOURNEY_PICTURES;
  if (!folder) return;
  await mkdir(folder, { recursive: true });
  const before = page.viewportSize();
  for (const width of [390, 1440]) {
    await page.setViewportSize({ width, height: 900 });
    for (const colorScheme of ['light', 'dark']) {
      await page.emulateMedia({ colorScheme });
      const file = path.join(folder, `${name}-${width}-${colorScheme}.png`);
      await page.screenshot({ path: file, fullPage: true });
    }
  }
  await page.emulateMedia({ colorScheme: 'light' });
  await page.setViewportSize(before);
}
