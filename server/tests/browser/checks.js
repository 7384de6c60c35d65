// What holds on every page, whoever looks at it: accessible by WCAG 2.2 AA in
// light and dark, no sideways scrolling on a phone. And pictures to look at.

import assert from 'node:assert/strict';
import { mkdir, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';

const AXE = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

// The rows of a long table are all of one make; the first ones stand for them.
const LOOKED_AT = { include: [['html']], exclude: [['tbody tr:nth-of-type(n+9)']] };

/** Fails with rule, element and reason for each thing axe-core finds. */
export async function assertAccessible(page, where) {
  await page.evaluate(AXE);
  for (const colorScheme of ['dark', 'light']) {
    await page.emulateMedia({ colorScheme });
    // Colours alone differ between the two.
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

/**
 * Pictures at 390 and 1440 px, light and dark, into the folder that
 * `JOURNEY_PICTURES` names; none without it.
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
