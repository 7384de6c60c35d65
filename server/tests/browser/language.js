// Finds English on a French page: texts of the English locale files, which include the
// ledger's messages, and words that only English has. People's own words are ignored;
// intended English is marked by its `lang`.

import assert from 'node:assert/strict';
import { readFile, readdir } from 'node:fs/promises';

const LOCALES = new URL('../../../app/locales/', import.meta.url);

// Shorter pieces could be part of any language, or of people's own words.
const WORDS_MIN = 3;
const LETTERS_MIN = 12;

/** The words of all messages of a language, without placeholders and variants. */
async function pieces(language) {
  const folder = new URL(`${language}/`, LOCALES);
  const found = [];
  for (const file of await readdir(folder)) {
    if (!file.endsWith('.ftl')) continue;
    for (const line of (await readFile(new URL(file, folder), 'utf8')).split('\n')) {
      if (line.startsWith('#')) continue;
      const text = line.replace(/^[a-z][\w-]* =|^\s*\*?\[\w+\]/, '');
      found.push(...text.split(/\{[^}]*\}|[{}]/).map((piece) => piece.trim()));
    }
  }
  return found;
}

const french = (await pieces('fr')).join('\n');
const ENGLISH = [...new Set(await pieces('en'))].filter(
  (piece) =>
    piece.length >= LETTERS_MIN &&
    piece.split(/\s+/).length >= WORDS_MIN &&
    !french.includes(piece),
);
assert.ok(ENGLISH.length > 500, `${ENGLISH.length} English texts`);

/** The English texts on a French page, each with its surrounding text. */
export async function englishOn(page) {
  return page.evaluate((english) => {
    // Code has no language, and people write in their own.
    const elsewhere = '[lang]:not(html, [lang|="fr"]), code, pre, script, style, .words, textarea';
    const texts = [document.title];
    const nodes = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (nodes.nextNode()) {
      const { data, parentElement } = nodes.currentNode;
      if (!parentElement.closest(elsewhere)) texts.push(data);
    }
    for (const name of ['aria-label', 'title', 'placeholder', 'alt']) {
      for (const element of document.querySelectorAll(`[${name}]`)) {
        if (!element.closest(elsewhere)) texts.push(element.getAttribute(name));
      }
    }
    return texts
      .map((text) => text.replaceAll(/\s+/g, ' ').trim())
      .map((text) => [text, english.find((known) => text.includes(known))])
      .filter(([, piece]) => piece !== undefined)
      .map(([text, piece]) => `“${text}” has “${piece}”`);
  }, ENGLISH);
}

/** Fails with each English text on a French page. */
export async function assertNoEnglish(page, where) {
  const found = await englishOn(page);
  assert.deepEqual(found, [], `${where}: English is left over`);
}
