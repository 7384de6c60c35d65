// One large file through the real form: how long the answer, the reading and the valuing
// take, what memory and disk they need, and how quick pages are while others ask too; then
// two files that overlap by half. It measures and judges nothing. Needs release builds:
//
//     cargo site && cargo build --release -p server --bin redress --example bare_upload
//     JOURNEY_SERVER=target/release/redress node server/tests/large.bench.js [ROWS] [postgres]

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { openAsBlob } from 'node:fs';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import {
  contestAll, looks, makeBenchPlace, mb, memory, phase, prices, quantiles, ratio, sign, size,
  workedOff, writeRows,
} from './bench.js';
import { freePort, init, inviteClaimant, join, startServer } from './serving.js';

const ROWS = Number(process.argv[2] ?? 1_000_000);
/** Uploads of the file to each of two servers, in turns. */
const UPLOADS = 5;

const folder = await mkdtemp(path.join(tmpdir(), 'redress-large-'));
const bench = await makeBenchPlace(process.argv);
let server;
try {
  server = await startServer(bench.place);
  await measure();
} finally {
  await server?.end('SIGTERM');
  await bench.remove();
  await rm(folder, { recursive: true, force: true });
}

async function measure() {
  const file = path.join(folder, 'trades.csv');
  await writeRows(file, ROWS);
  const csv = (await stat(file)).size;
  const link = await init(bench.place, 'The leak', 'carla@example.org');
  const carla = await join(server, link, 'Carla Invented');
  const home = (await carla.get('/')).text.match(/\/i\/[\w-]+/)[0];
  const claim = `${home}/claim`;
  const priced = await carla.upload(`${home}/group/prices`, [['prices.csv', prices()]]);
  assert.equal(priced.status, 303, priced.text);
  const ana = await begin(carla, home, 'Ana');
  await sleep(2_000);
  const idle = await memory(server);
  console.log(`${ROWS} rows, ${mb(csv)} of CSV, on ${bench.where}`);

  await phase(server, 'upload answered', idle, () => send(ana, claim, file));
  const one = await phase(server, 'read and compared', idle, () => workedOff(ana, claim));
  const counted = (work) => phase(server, 'change counted', idle, work);
  const contested = await contestAll(ana, claim, counted);
  await phase(server, 'contested and valued', idle, contested);
  const data = bench.place.settings.REDRESS_DATA_DIR;
  const evidence = await size(path.join(data, 'evidence')).catch(() => 0);
  const all = await size(data);
  console.log(`disk: ${mb(all - evidence)} beside the originals, ${ratio(all - evidence, csv)} of the CSV`);
  await sign(ana, claim, 'Ana');
  await pages(ana, carla, home);
  await overlapping(carla, home, idle, one);
  await beside(carla, home);
}

async function begin(carla, home, name) {
  const link = await inviteClaimant(carla, home, `${name.toLowerCase()}@example.org`);
  const person = await join(server, link, name);
  assert.equal((await person.post(`${home}/claim`, {})).status, 303);
  return person;
}

async function send(person, claim, ...files) {
  const parts = files.map(async (file) => [path.basename(file), await openAsBlob(file)]);
  const sent = await person.upload(`${claim}/evidence`, await Promise.all(parts));
  assert.equal(sent.status, 303, sent.text.slice(0, 2_000));
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

/** Two files of as many rows, of which half stand in both, in another claim. */
async function overlapping(carla, home, idle, one) {
  const files = [0, ROWS / 2].map((first) => [first, path.join(folder, `from-${first}.csv`)]);
  for (const [first, file] of files) {
    await writeRows(file, ROWS * 2, { first, end: first + ROWS });
  }
  const ben = await begin(carla, home, 'Ben');
  const claim = `${home}/claim`;
  await send(ben, claim, ...files.map(([, file]) => file));
  const two = await phase(server, 'two files that overlap by half, read and compared', idle,
    () => workedOff(ben, claim));
  console.log(`that is ${ratio(two, one)} of one of them`);
}

/** The answer to an upload beside the least that a server can do with it, in turns: each
 * time another file, for one that is there already is read and held against its hash. */
async function beside(carla, home) {
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
      const person = await begin(carla, home, `Claimant${turn}`);
      const file = path.join(folder, `turn-${turn}.csv`);
      await writeRows(file, ROWS + UPLOADS, { first: turn, end: ROWS + turn });
      await timed(ours, () => send(person, `${home}/claim`, file));
      await workedOff(person, `${home}/claim`);
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

async function timed(times, work) {
  const began = performance.now();
  await work();
  times.push(performance.now() - began);
}
