// Two files that overlap by half, read apart and as one claim by the command line: times,
// and the memory for a row. It only measures. Needs a release build:
//
//     cargo build --release -p server --bin redress
//     JOURNEY_SERVER=target/release/redress node server/tests/one_claim.bench.js [ROWS]

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { openSync, closeSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { ratio, whileAt, writeRows } from './bench.js';

const ROWS = Number(process.argv[2] ?? 1_000_000);
/** Runs of each, alternately. */
const TURNS = 7;
/** Memory is read so often, in ms. */
const LOOK_EVERY = 5;

const binary = process.env.JOURNEY_SERVER;
assert.ok(binary, 'JOURNEY_SERVER must name the program');
const folder = await mkdtemp(path.join(tmpdir(), 'redress-one-claim-'));
try {
  const files = [0, ROWS / 2].map((first) => [first, path.join(folder, `from-${first}.csv`)]);
  for (const [first, file] of files) {
    await writeRows(file, ROWS * 2, { first, end: first + ROWS });
  }
  const names = files.map(([, file]) => file);
  const runs = { apart: [], together: [] };
  for (let turn = 0; turn < TURNS; turn += 1) {
    runs.apart.push(await timed(['ledger', ...names]));
    runs.together.push(await timed(['ledger', '--one-claim', ...names]));
  }
  const [apart, together] = Object.values(runs).map(median);
  console.log(`two files of ${ROWS} rows, half of which are in both; medians of ${TURNS}`);
  console.log(`read apart: ${apart.seconds.toFixed(2)} s, ${mib(apart.kib)} MiB`);
  console.log(`as one claim: ${together.seconds.toFixed(2)} s, ${mib(together.kib)} MiB`);
  console.log(`that is ${ratio(together.seconds, apart.seconds)}`);
  const bytes = ((together.kib - apart.kib) * 1024) / (2 * ROWS);
  console.log(`held: ${bytes.toFixed(0)} bytes a row`);
} finally {
  await rm(folder, { recursive: true, force: true });
}

/** Runs the command, its output into a file; its seconds and its most memory in KiB. */
async function timed(args) {
  const output = openSync(path.join(folder, 'entries.csv'), 'w');
  const began = performance.now();
  const child = spawn(binary, args, { stdio: ['ignore', output, 'ignore'] });
  const ended = once(child, 'exit');
  let seconds = 0;
  let kib = 0;
  const watch = async () => {
    const status = await readFile(`/proc/${child.pid}/status`, 'utf8').catch(() => '');
    kib = Math.max(kib, Number(status.match(/VmHWM:\s+(\d+)/)?.[1] ?? 0));
  };
  await whileAt(LOOK_EVERY, watch, async () => {
    const [code] = await ended;
    seconds = (performance.now() - began) / 1000;
    assert.equal(code, 0, args.join(' '));
  });
  closeSync(output);
  return { seconds, kib };
}

function median(runs) {
  const sorted = [...runs].sort((a, b) => a.seconds - b.seconds);
  return sorted[Math.floor(sorted.length / 2)];
}

function mib(kib) {
  return (kib / 1024).toFixed(0);
}
