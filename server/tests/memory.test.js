// A year of a busy bot must be readable on a small server: a Binance trade history
// takes at most 64 MiB, and a long one no more than a short one. The time is printed
// but not tested; app/ledger/benches measures speed.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { once } from 'node:events';
import { test } from 'node:test';

const FEW_ROWS = 200_000;
const MANY_ROWS = 1_000_000;
const MEMORY_KIB_MAX = 64 * 1024;
/** The greatest difference that allocators and pages cause between two runs; five
 * times the rows would cause far more. */
const DIFFERENCE_KIB_MAX = 4 * 1024;

test('rows take no memory: a million within 64 MiB, and no more than a fifth of them', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'redress-memory-'));
  try {
    const few = await readRows(folder, FEW_ROWS);
    const many = await readRows(folder, MANY_ROWS);
    assert.ok(many <= MEMORY_KIB_MAX, `${many} KiB`);
    assert.ok(many - few <= DIFFERENCE_KIB_MAX, `${few} KiB, then ${many} KiB`);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});

/** The most memory in KiB for reading this many rows. */
async function readRows(folder, rows) {
  const file = path.join(folder, `${rows}.csv`);
  await writeRows(file, rows);
  const run = await readAll(file);
  assert.equal(run.status, 0, run.output);
  assert.ok(run.memoryKib > 0, 'its memory was never seen');
  console.log(`${rows} rows in ${run.seconds.toFixed(2)} s, ${run.memoryKib} KiB`);
  return run.memoryKib;
}

async function writeRows(file, rows) {
  const out = createWriteStream(file);
  out.write('Date(UTC),Pair,Side,Price,Executed,Amount,Fee\n');
  for (let n = 0; n < rows; n += 1_000) {
    let text = '';
    for (let row = n; row < n + 1_000; row += 1) text += `${line(row)}\n`;
    if (!out.write(text)) await once(out, 'drain');
  }
  out.end();
  await once(out, 'finish');
}

/** Row `n`: price times quantity is the exact amount. */
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

/** Reads the file as a person would, and discards its output. */
async function readAll(file) {
  const began = performance.now();
  const child = spawn(process.env.JOURNEY_SERVER, ['ledger', file], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let output = '';
  child.stderr.on('data', (data) => (output += data));
  let memoryKib = 0;
  const watch = setInterval(async () => {
    const status = await readFile(`/proc/${child.pid}/status`, 'utf8').catch(() => '');
    memoryKib = Math.max(memoryKib, Number(status.match(/VmHWM:\s+(\d+)/)?.[1] ?? 0));
  }, 5);
  const [status] = await once(child, 'close');
  clearInterval(watch);
  return { status, output, memoryKib, seconds: (performance.now() - began) / 1_000 };
}
