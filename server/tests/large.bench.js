// One large file through the real form: the times for answering, reading and valuing,
// their memory and disk space, and the times of pages under load; then two files that
// overlap by half. It only measures. Needs release builds:
//
//     cargo site && cargo build --release -p server --bin redress --example bare_upload
//     JOURNEY_SERVER=target/release/redress node server/tests/large.bench.js [ROWS] [postgres]

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { openAsBlob } from 'node:fs';
import { stat } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import {
  beginClaim, contestAll, looks, mb, memory, phase, quantiles, ratio, send, sign, size,
  withGroup, workedOff, writeRows,
} from './bench.js';
import { freePort } from './serving.js';

const ROWS = Number(process.argv[2] ?? 1_000_000);
/** Uploads of the file to each of two servers, alternately. */
const UPLOADS = 5;

await withGroup({}, async ({ server, carla, home, folder, data, where }) => {
  const claim = `${home}/claim`;
  const begin = (name) => beginClaim(server, carla, home, name);
  const file = path.join(folder, 'trades.csv');
  await writeRows(file, ROWS);
  const csv = (await stat(file)).size;
  const ana = await begin('Ana');
  await sleep(2_000);
  const idle = await memory(server);
  console.log(`idle: ${(idle / 1024).toFixed(0)} MiB`);
  console.log(`${ROWS} rows, ${mb(csv)} of CSV, on ${where}`);

  await phase(server, 'upload answered', idle, async () => send(ana, claim, await part(file)));
  const one = await phase(server, 'read and compared', idle, () => workedOff(ana, claim));
  const counted = (work) => phase(server, 'change counted', idle, work);
  const contested = await contestAll(ana, claim, counted);
  await phase(server, 'contested and valued', idle, contested);
  const evidence = await size(path.join(data, 'evidence')).catch(() => 0);
  const all = await size(data);
  console.log(`disk: ${mb(all - evidence)} beside the originals, ${ratio(all - evidence, csv)} of the CSV`);
  await sign(ana, claim, 'Ana');
  await pages(ana, carla, home);
  await overlapping(await begin('Ben'), claim);
  await beside();

  /** Two files with the same number of rows, half of which are in both. */
  async function overlapping(ben, claim) {
    const files = [0, ROWS / 2].map((first) => [first, path.join(folder, `from-${first}.csv`)]);
    for (const [first, file] of files) {
      await writeRows(file, ROWS * 2, { first, end: first + ROWS });
    }
    await send(ben, claim, ...(await Promise.all(files.map(([, file]) => part(file)))));
    const two = await phase(server, 'two files that overlap by half, read and compared', idle,
      () => workedOff(ben, claim));
    console.log(`that is ${ratio(two, one)} of one of them`);
  }

  /** The answer to an upload compared with the least work that a server can do,
   * alternately. Each time it is another file, because an existing file is read and
   * compared with its hash. */
  async function beside() {
    const program = path.join(path.dirname(process.env.JOURNEY_SERVER), 'examples', 'bare_upload');
    const port = await freePort();
    const bare = spawn(program, [path.join(folder, 'bare'), String(port)], { stdio: 'inherit' });
    const address = `http://127.0.0.1:${port}`;
    try {
      while (!(await fetch(`${address}/ready`).catch(() => null))?.ok) {
        assert.equal(bare.exitCode, null, 'the bare server ended');
        await sleep(50);
      }
      const [ours, theirs] = [[], []];
      for (let turn = 0; turn < UPLOADS; turn += 1) {
        const person = await begin(`Claimant ${turn}`);
        const file = path.join(folder, `turn-${turn}.csv`);
        await writeRows(file, ROWS + UPLOADS, { first: turn, end: ROWS + turn });
        await timed(ours, async () => send(person, claim, await part(file)));
        await workedOff(person, claim);
        const body = new FormData();
        body.append('files', await openAsBlob(file), 'trades.csv');
        await timed(theirs, async () => {
          const sent = await fetch(address, { method: 'POST', body });
          assert.equal(sent.status, 200, await sent.text());
        });
      }
      console.log(`upload answered: ${quantiles(ours)}; by a bare handler: ${quantiles(theirs)}`);
      const pairs = ours.map((time, turn) => time / theirs[turn]).sort((a, b) => a - b);
      console.log(`that is ${pairs[Math.floor(pairs.length / 2)].toFixed(2)} × (median of ${UPLOADS})`);
    } finally {
      bare.kill();
      await once(bare, 'exit');
    }
  }
});

/** A file as a part of a form. */
async function part(file) {
  return [path.basename(file), await openAsBlob(file)];
}

async function pages(ana, carla, home) {
  const claim = `${home}/claim`;
  const reference = (await carla.get(`${home}/group`)).text.match(/claims\/(R-[\w-]+)/)[1];
  const lines = `${home}/group/lines`;
  const line = (await carla.get(lines)).text.match(/claims\/R-[\w-]+\/lines\/[^"?]+/)[0];
  const last = Math.ceil(ROWS / 100);
  for (const [name, person, where] of [
    ['entries, first page', ana, `${claim}/entries`],
    ['entries, last page', ana, `${claim}/entries?page=${last}`],
    ['entries, one asset', ana, `${claim}/entries?asset=AXS&page=7`],
    ['entries, an hour', ana, `${claim}/entries?from=2022-10-18T05:00:00&to=2022-10-18T06:00:00`],
    ['entries, not contested', ana, `${claim}/entries?show=mine`],
    ['loss, first page', ana, `${claim}/loss`],
    ['loss, last page', ana, `${claim}/loss?page=${last}`],
    ['list of claims', carla, `${home}/group`],
    ['one claim', carla, `${home}/group/claims/${reference}`],
    ['totals by claim', carla, `${home}/group/totals`],
    ['totals by asset', carla, `${home}/group/totals?by=asset`],
    ['totals by day', carla, `${home}/group/totals?by=day`],
    ['lines, first page', carla, lines],
    ['lines, last page', carla, `${lines}?page=${last}`],
    ['lines of an asset', carla, `${lines}?asset=DMG&scope=counted`],
    ['lines of an asset and day', carla, `${lines}?asset=BTC&day=2022-10-18&scope=counted`],
    ['one line', carla, `${home}/group/${line}`],
  ]) {
    await looks(name, person, where);
  }
}

async function timed(times, work) {
  const began = performance.now();
  await work();
  times.push(performance.now() - began);
}
