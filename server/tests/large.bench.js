// One large file through the real form: how long the answer, the reading and the valuing
// take, what memory and disk they need, and how quick pages are while others ask too.
// It measures and judges nothing. Needs a release build:
//
//     cargo site && cargo build --release -p server --bin redress
//     JOURNEY_SERVER=target/release/redress node server/tests/large.bench.js [ROWS] [postgres]

import assert from 'node:assert/strict';
import { createWriteStream, openAsBlob } from 'node:fs';
import { lstat, mkdtemp, readFile, readdir, rm, stat } from 'node:fs/promises';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { init, inviteClaimant, join, makePlace, startPostgres, startServer } from './serving.js';

const ROWS = Number(process.argv[2] ?? 1_000_000);
const ON_POSTGRES = process.argv[3] === 'postgres';
/** Of each page, so many at once, and so many in all. */
const AT_ONCE = 4;
const LOOKS = 80;
/** The kernel's clock ticks a second, for processor time. */
const TICKS = 100;
const PAIRS = [
  ['BTC', 'USDT', 19_000], ['ETH', 'USDT', 1_300], ['BNB', 'USDT', 270],
  ['DMG', 'USDT', 0.02], ['AXS', 'BTC', 0.0006], ['VTHO', 'USDT', 0.0015],
];

const postgres = ON_POSTGRES ? await startPostgres() : null;
const folder = await mkdtemp(path.join(tmpdir(), 'redress-large-'));
const place = await makePlace({
  ...(postgres ? { REDRESS_DATABASE_URL: postgres.url } : {}),
  REDRESS_LIMITS__UPLOADS__CLAIM_ROWS_MAX: String(100_000_000),
  REDRESS_LIMITS__UPLOADS__FILE_BYTES_MAX: String(16e9),
  REDRESS_LIMITS__UPLOADS__CLAIM_BYTES_MAX: String(16e9),
  REDRESS_LIMITS__STORAGE__FILE_BYTES_MAX: String(16e9),
  REDRESS_LIMITS__READING__FILE_BYTES_MAX: String(16e9),
});
let server;
try {
  server = await startServer(place);
  await measure();
} finally {
  await server?.end('SIGTERM');
  await place.remove();
  await rm(folder, { recursive: true, force: true });
  await postgres?.stop();
}

async function measure() {
  const file = path.join(folder, 'trades.csv');
  await writeRows(file, ROWS);
  const csv = (await stat(file)).size;
  const link = await init(place, 'The leak', 'carla@example.org');
  const carla = await join(server, link, 'Carla Invented');
  const home = (await carla.get('/')).text.match(/\/i\/[\w-]+/)[0];
  const claim = `${home}/claim`;
  const priced = await carla.upload(`${home}/group/prices`, [['prices.csv', prices()]]);
  assert.equal(priced.status, 303, priced.text);
  const ana = await join(server, await inviteClaimant(carla, home, 'ana@example.org'), 'Ana');
  assert.equal((await ana.post(claim, {})).status, 303);
  await sleep(2_000);
  const idle = await memory();
  console.log(`${ROWS} rows, ${mb(csv)} of CSV, on ${ON_POSTGRES ? 'PostgreSQL' : 'SQLite'}`);

  await phase('upload answered', idle, async () => {
    const sent = await ana.upload(`${claim}/evidence`, [['trades.csv', await openAsBlob(file)]]);
    assert.equal(sent.status, 303, sent.text.slice(0, 2_000));
  });
  await phase('read and compared', idle, () => workedOff(ana, claim));
  const fields = {
    version: await ana.hidden(`${claim}/entries`, 'version'),
    from: '2022-01-01T00:00:00',
    to: '2023-12-31T00:00:00',
    reason: 'none of these are mine',
  };
  let mark;
  await phase('change counted', idle, async () => {
    const counted = await ana.post(`${claim}/entries/period`, fields);
    mark = counted.text.match(/name="counted" value="([^"]*)"/)?.[1];
    assert.ok(mark, counted.text.slice(0, 2_000));
  });
  await phase('contested and valued', idle, async () => {
    const saved = await ana.post(`${claim}/entries/period`, { ...fields, counted: mark });
    assert.equal(saved.status, 303, saved.text);
    await workedOff(ana, claim);
  });
  const evidence = await size(path.join(place.settings.REDRESS_DATA_DIR, 'evidence'));
  const all = await size(place.settings.REDRESS_DATA_DIR);
  console.log(`disk: ${mb(all - evidence)} beside the originals, ${ratio(all - evidence, csv)} of the CSV`);

  const shown = await ana.hidden(`${claim}/declaration`, 'shown');
  const version = await ana.hidden(`${claim}/declaration`, 'version');
  const signed = await ana.post(`${claim}/declaration`, {
    version, true: 'yes', name: 'Ana', shown,
  });
  assert.equal(signed.status, 303, signed.text.slice(0, 2_000));
  await workedOff(ana, claim);
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

/** Does something and prints how long it took, of which processor time, and the most
 * memory over idle. */
async function phase(name, idle, work) {
  const before = await processorSeconds();
  const began = performance.now();
  let most = 0;
  let ended = false;
  const watched = (async () => {
    while (!ended) {
      most = Math.max(most, await memory());
      await sleep(50);
    }
  })();
  try {
    await work();
  } finally {
    ended = true;
    await watched;
  }
  const seconds = (performance.now() - began) / 1000;
  const processor = (await processorSeconds()) - before;
  const memoryMb = Math.max(0, (most - idle) / 1024).toFixed(0);
  console.log(`${name}: ${seconds.toFixed(2)} s, processor ${processor.toFixed(2)} s, ${memoryMb} MiB over idle`);
}

/** Waits until no job of the claim is under way. */
async function workedOff(person, claim) {
  for (;;) {
    const { text } = await person.get(`${claim}/jobs`);
    if (Object.keys(JSON.parse(text)).length === 0) return;
    await sleep(50);
  }
}

async function looks(name, person, where) {
  const times = [];
  let left = LOOKS;
  const look = async () => {
    while (left > 0) {
      left -= 1;
      const began = performance.now();
      const page = await person.get(where);
      times.push(performance.now() - began);
      assert.equal(page.status, 200, `${where}: ${page.status} ${page.text.slice(0, 500)}`);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, look));
  times.sort((a, b) => a - b);
  const at = (share) => times[Math.min(times.length - 1, Math.floor(times.length * share))];
  console.log(`${name}: p50 ${at(0.5).toFixed(1)} ms, p99 ${at(0.99).toFixed(1)} ms`);
}

async function memory() {
  const status = await readFile(`/proc/${server.pid}/status`, 'utf8');
  return Number(status.match(/VmRSS:\s+(\d+)/)[1]);
}

async function processorSeconds() {
  const text = await readFile(`/proc/${server.pid}/stat`, 'utf8');
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) / TICKS;
}

async function size(where) {
  let bytes = 0;
  for (const name of await readdir(where, { recursive: true })) {
    const found = await lstat(path.join(where, name)).catch(() => null);
    if (found?.isFile()) bytes += found.size;
  }
  return bytes;
}

async function writeRows(file, rows) {
  const out = createWriteStream(file);
  out.write('Date(UTC),Pair,Side,Price,Executed,Amount,Fee\n');
  for (let first = 0; first < rows; first += 10_000) {
    let text = '';
    for (let n = first; n < Math.min(rows, first + 10_000); n += 1) text += row(n, rows);
    if (!out.write(text)) await once(out, 'drain');
  }
  out.end();
  await once(out, 'finish');
}

/** Row `n` of some: within two days of the attack, in an order that repeats nothing. */
function row(n, rows) {
  const moment = Date.UTC(2022, 9, 18) + Math.floor((n * 172_800) / rows) * 1000;
  const time = new Date(moment).toISOString();
  const [base, quote, about] = PAIRS[(n * 7) % PAIRS.length];
  const price = about * (1 + ((n * 31) % 1_000) / 50_000);
  const digits = about < 1 ? 8 : 2;
  const units = BigInt(Math.round(price * 10 ** digits));
  const thousandths = BigInt(((n * 13) % 100_000) + 1);
  const amount = decimal(units * thousandths, digits + 3);
  const side = n % 3 ? 'BUY' : 'SELL';
  return `${time.slice(0, 10)} ${time.slice(11, 19)},${base}${quote},${side},`
    + `${decimal(units, digits)},${decimal(thousandths, 3)}${base},${amount}${quote},`
    + `${decimal(thousandths, 7)}BNB\n`;
}

function decimal(units, scale) {
  const text = String(units).padStart(scale + 1, '0');
  return `${text.slice(0, -scale)}.${text.slice(-scale)}`;
}

/** Daily prices of everything traded. */
function prices() {
  const lines = ['asset,quote,time,price,window,source'];
  const assets = { BTC: 19_000, ETH: 1_300, BNB: 270, DMG: 0.02, AXS: 11.4, VTHO: 0.0015, USDT: 1 };
  for (const day of ['2022-10-17', '2022-10-18', '2022-10-19', '2022-10-20']) {
    for (const [asset, price] of Object.entries(assets)) {
      lines.push(`${asset},USD,${day}T00:00:00Z,${price},1d,invented`);
    }
  }
  return `${lines.join('\n')}\n`;
}

function mb(bytes) {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}

function ratio(a, b) {
  return `${(a / b).toFixed(2)} ×`;
}
