// A year of a busy bot must be readable on a small server: a Binance trade
// history of 1,000,000 rows within 128 MiB. How long it took is printed, not
// judged: speed is measured in app/ledger/benches.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { once } from 'node:events';
import { test } from 'node:test';

const ROWS = 1_000_000;
const MEMORY_KIB_MAX = 128 * 1024;

test('one million rows within 128 MiB', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'redress-memory-'));
  try {
    const file = path.join(folder, 'trades.csv');
    await writeRows(file);
    const run = await readAll(file);
    assert.equal(run.status, 0, run.said);
    assert.ok(run.memoryKib > 0 && run.memoryKib <= MEMORY_KIB_MAX, `${run.memoryKib} KiB`);
    console.log(`${ROWS} rows in ${run.seconds.toFixed(2)} s, ${run.memoryKib} KiB`);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});

async function writeRows(file) {
  const out = createWriteStream(file);
  out.write('Date(UTC),Pair,Side,Price,Executed,Amount,Fee\n');
  for (let n = 0; n < ROWS; n += 1_000) {
    let rows = '';
    for (let row = n; row < n + 1_000; row += 1) rows += `${line(row)}\n`;
    if (!out.write(rows)) await once(out, 'drain');
  }
  out.end();
  await once(out, 'finish');
}

/** Row `n`: price times quantity is the amount, to the last digit. */
function line(n) {
  const time = new Date(Date.UTC(2022, 9, 18) + n * 1_000).toISOString();
  const price = 19_000 + (n % 500);
  const thousandths = (n % 1_000) + 1;
  const amount = (price * thousandths) / 1_000;
  return (
    `${time.slice(0, 10)} ${time.slice(11, 19)},BTCUSDT,${n % 2 ? 'BUY' : 'SELL'},` +
    `"${price.toLocaleString('en')}.0000000000",${(thousandths / 1_000).toFixed(10)}BTC,` +
    `${amount.toFixed(8)}USDT,0.0001000000BNB`
  );
}

/** Reads the file as a person would, its output thrown away. */
async function readAll(file) {
  const began = performance.now();
  const child = spawn(process.env.JOURNEY_SERVER, ['ledger', file], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  child.stderr.on('data', (data) => (said += data));
  let memoryKib = 0;
  const watch = setInterval(async () => {
    const status = await readFile(`/proc/${child.pid}/status`, 'utf8').catch(() => '');
    memoryKib = Math.max(memoryKib, Number(status.match(/VmHWM:\s+(\d+)/)?.[1] ?? 0));
  }, 20);
  const [status] = await once(child, 'close');
  clearInterval(watch);
  return { status, said, memoryKib, seconds: (performance.now() - began) / 1_000 };
}
