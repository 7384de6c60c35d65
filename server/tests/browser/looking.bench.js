// How long the upload page takes to say what an export of 100,000 rows is, before
// anything is sent, and how long it keeps Chromium waiting at the most.
//
// `cargo site && cargo build --release -p server --bin redress`, then
// `JOURNEY_SERVER=target/release/redress node server/tests/browser/looking.bench.js [ROWS]`

import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { Visitor, startBrowser, startDemo } from './harness.js';

const ROWS = Number(process.argv[2] ?? 100_000);
const TIMES = 5;

/** A Binance trade history: price times quantity is the amount, to the last digit. */
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

/** Chooses the file and measures until the page says how many rows it has. */
async function look(page, file, said) {
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
  await page.evaluate((wanted) => (window.wanted = wanted), said);
  await page.locator('#files').setInputFiles(file);
  return page.evaluate(async () => {
    const took = (await window.saidAt) - window.chosenAt;
    await new Promise((resolve) => setTimeout(resolve, 200));
    const tasks = window.tasks.filter((task) => task.startTime >= window.chosenAt);
    return { took, tasks: tasks.map((task) => task.duration) };
  });
}

const folder = await mkdtemp(path.join(tmpdir(), 'redress-looking-'));
const file = path.join(folder, 'trades.csv');
const text = trades(ROWS);
await writeFile(file, text);
const [demo, browser] = await Promise.all([startDemo(), startBrowser()]);
try {
  const visitor = await Visitor.arrive(browser, demo);
  await visitor.signIn(demo.account('claimant'));
  const home = await visitor.incident();
  await visitor.open(`${home}/claim/evidence`);
  for (let time = 0; time < TIMES; time += 1) {
    const { took, tasks } = await look(visitor.page, file, `${ROWS.toLocaleString('en')} rows`);
    const longest = tasks.length === 0 ? 'no task over 50 ms' : `longest task ${Math.max(...tasks)} ms`;
    console.log(`${ROWS} rows, ${text.length} bytes: ${took.toFixed(0)} ms, ${longest}`);
  }
} finally {
  await browser.close();
  await demo.stop();
  await rm(folder, { recursive: true, force: true });
}
