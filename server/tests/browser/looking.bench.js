// Measures how long the upload page takes to inspect an export of 100,000 rows before
// anything is sent, and how long it blocks Chromium at most: as CSV, in a ZIP, and as a
// workbook.
//
// `cargo site && cargo build --release -p server --bin redress`, then
// `JOURNEY_SERVER=target/release/redress node server/tests/browser/looking.bench.js [ROWS]`

import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { zipOf } from './exports.js';
import { Visitor, startBrowser, startDemo } from './harness.js';

const ROWS = Number(process.argv[2] ?? 100_000);
const TIMES = 5;

/** A Binance trade history; price times quantity is the exact amount. */
function trades(rows) {
  let text = 'Date(UTC),Pair,Side,Price,Executed,Amount,Fee\n';
  for (let n = 0; n < rows; n += 1) {
    const time = new Date(Date.UTC(2022, 9, 18) + n * 1_000).toISOString();
    const price = 19_000 + (n % 500);
    const thousandths = (n % 1_000) + 1;
    text +=
      `${time.slice(0, 10)} ${time.slice(11, 19)},BTCUSDT,${n % 2 ? 'BUY' : 'SELL'},` +
      `"${price.toLocaleString('en')}.0000000000",${(thousandths / 1_000).toFixed(10)}BTC,` +
      `${((price * thousandths) / 1_000).toFixed(8)}USDT,0.0001000000BNB\n`;
  }
  return text;
}

/** The rows as a workbook, with each cell a shared text as spreadsheets write them. */
function workbook(text) {
  const texts = new Map();
  const cell = (value, row, column) => {
    if (!texts.has(value)) texts.set(value, texts.size);
    const place = `${String.fromCharCode(65 + column)}${row + 1}`;
    return `<c r="${place}" s="0" t="s"><v>${texts.get(value)}</v></c>`;
  };
  const cells = (line) => line.match(/"[^"]*"|[^,]+/g).map((value) => value.replaceAll('"', ''));
  const rows = text
    .trimEnd()
    .split('\n')
    .map((line, row) => {
      const inside = cells(line).map((value, column) => cell(value, row, column));
      return `<row r="${row + 1}">${inside.join('')}</row>`;
    });
  const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
  const relation = (id, what, target) =>
    `<Relationship Id="${id}" Type="${office}/${what}" Target="${target}"/>`;
  const parts = {
    '[Content_Types].xml': '<Types/>',
    '_rels/.rels': `<Relationships>${relation('a', 'officeDocument', 'xl/workbook.xml')}</Relationships>`,
    'xl/workbook.xml': '<workbook><sheets><sheet name="Sheet1" sheetId="1" r:id="b"/></sheets></workbook>',
    'xl/_rels/workbook.xml.rels':
      `<Relationships>${relation('b', 'worksheet', 'worksheets/sheet1.xml')}` +
      `${relation('c', 'sharedStrings', 'sharedStrings.xml')}</Relationships>`,
    'xl/sharedStrings.xml':
      `<sst>${[...texts.keys()].map((value) => `<si><t>${value}</t></si>`).join('')}</sst>`,
    'xl/worksheets/sheet1.xml': `<worksheet><sheetData>${rows.join('')}</sheetData></worksheet>`,
  };
  const files = Object.entries(parts).map(([name, part]) => ({ name, buffer: Buffer.from(part) }));
  return zipOf('trades.xlsx', files).buffer;
}

/** Chooses the file and measures until the page shows its number of rows. */
async function look(page, file, wanted) {
  await page.reload({ waitUntil: 'load' });
  await page.locator('html[data-islands=live]').waitFor({ state: 'attached' });
  await page.evaluate(() => {
    window.tasks = [];
    new PerformanceObserver((list) => {
      window.tasks.push(...list.getEntries());
    }).observe({ type: 'longtask' });
    document.querySelector('#files').addEventListener('change', () => {
      window.chosenAt = performance.now();
    });
    window.saidAt = new Promise((resolve) => {
      new MutationObserver((_, observer) => {
        if (!document.querySelector('.look')?.innerText.includes(window.wanted)) return;
        observer.disconnect();
        resolve(performance.now());
      }).observe(document.querySelector('.look'), { subtree: true, childList: true });
    });
  });
  await page.evaluate((wanted) => (window.wanted = wanted), wanted);
  await page.locator('#files').setInputFiles(file);
  return page.evaluate(async () => {
    const took = (await window.saidAt) - window.chosenAt;
    await new Promise((resolve) => setTimeout(resolve, 200));
    const tasks = window.tasks.filter((task) => task.startTime >= window.chosenAt);
    return { took, tasks: tasks.map((task) => task.duration) };
  });
}

const folder = await mkdtemp(path.join(tmpdir(), 'redress-looking-'));
const text = trades(ROWS);
const files = {
  'trades.csv': text,
  'trades.zip': zipOf('trades.zip', [{ name: 'trades.csv', buffer: Buffer.from(text) }]).buffer,
  'trades.xlsx': workbook(text),
};
const [demo, browser] = await Promise.all([startDemo(), startBrowser()]);
try {
  const visitor = await Visitor.arrive(browser, demo);
  await visitor.signIn(demo.account('claimant'));
  const home = await visitor.incident();
  await visitor.open(`${home}/claim/evidence`);
  for (const [name, content] of Object.entries(files)) {
    const file = path.join(folder, name);
    await writeFile(file, content);
    for (let time = 0; time < TIMES; time += 1) {
      const { took, tasks } = await look(visitor.page, file, `${ROWS.toLocaleString('en')} rows`);
      const longest =
        tasks.length === 0 ? 'no task over 50 ms' : `longest task ${Math.max(...tasks)} ms`;
      console.log(`${name}, ${ROWS} rows, ${content.length} bytes: ${took.toFixed(0)} ms, ${longest}`);
    }
  }
} finally {
  await browser.close();
  await demo.stop();
  await rm(folder, { recursive: true, force: true });
}
