// The common parts of the server's benchmarks: rows of invented trades, their prices,
// and functions that measure time and the server's resources.

import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { lstat, mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import {
  init, inviteClaimant, join, makePlace, startBucket, startPostgres, startServer,
} from './serving.js';

/** Requests at once while pages are measured, and requests in all. */
const AT_ONCE = 4;
const LOOKS = 200;
/** The kernel's clock ticks in a second, for processor time. */
const TICKS = 100;
const PAIRS = [
  ['BTC', 'USDT', 19_000], ['ETH', 'USDT', 1_300], ['BNB', 'USDT', 270],
  ['DMG', 'USDT', 0.02], ['AXS', 'BTC', 0.0006], ['VTHO', 'USDT', 0.0015],
];
const DAILY = { BTC: 19_000, ETH: 1_300, BNB: 270, DMG: 0.02, AXS: 11.4, VTHO: 0.0015, USDT: 1 };

/** Limits so high that many people can do much in little time. Passwords are cheap
 * here, because people join only to be present. */
const many = String(100_000);
export const MANY_PEOPLE = {
  REDRESS_LIMITS__UPLOADS__PER_HOUR_IN_ALL: many,
  REDRESS_LIMITS__SIGN_IN__IN_ALL: many,
  REDRESS_LIMITS__SIGN_IN__PER_ADDRESS: many,
  REDRESS_LIMITS__PASSWORDS__MEMORY_KIB: '19456',
  REDRESS_LIMITS__PASSWORDS__PASSES: '2',
};

/** Starts a server as the words of the command line define (`postgres`, `s3`),
 * without small size limits, and a group with prices; then measures. Everything is
 * removed afterwards. `measure` receives the server, its coordinator, the address
 * of the group, a folder for files, the data folder, and words that describe the
 * server. */
export async function withGroup(settings, measure) {
  const words = process.argv;
  const folder = await mkdtemp(path.join(tmpdir(), 'redress-bench-'));
  const postgres = words.includes('postgres') ? await startPostgres() : null;
  const bucket = words.includes('s3') ? await startBucket() : null;
  const wide = String(16e9);
  const place = await makePlace({
    ...(postgres ? { REDRESS_DATABASE_URL: postgres.url } : {}),
    ...bucket?.settings,
    REDRESS_LIMITS__UPLOADS__CLAIM_ROWS_MAX: String(100_000_000),
    REDRESS_LIMITS__UPLOADS__FILE_BYTES_MAX: wide,
    REDRESS_LIMITS__UPLOADS__CLAIM_BYTES_MAX: wide,
    REDRESS_LIMITS__STORAGE__FILE_BYTES_MAX: wide,
    REDRESS_LIMITS__READING__FILE_BYTES_MAX: wide,
    ...settings,
  });
  let server;
  try {
    server = await startServer(place);
    const carla = await join(server, await init(place, 'The leak', 'carla@example.org'), 'Carla Invented');
    const home = (await carla.get('/')).text.match(/\/i\/[\w-]+/)[0];
    const priced = await carla.upload(`${home}/group/prices`, [['prices.csv', prices()]]);
    assert.equal(priced.status, 303, priced.text);
    const where = `${postgres ? 'PostgreSQL' : 'SQLite'} and a ${bucket ? 'bucket' : 'folder'}`;
    await measure({ server, carla, home, folder, data: place.settings.REDRESS_DATA_DIR, where });
  } finally {
    await server?.end('SIGTERM');
    await place.remove();
    await bucket?.stop();
    await postgres?.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

/** Joins by an invitation and begins a claim. */
export async function beginClaim(server, carla, home, name) {
  const link = await inviteClaimant(carla, home, `${name.toLowerCase().replaceAll(' ', '')}@example.org`);
  const person = await join(server, link, name);
  assert.equal((await person.post(`${home}/claim`, {})).status, 303);
  return person;
}

/** Uploads evidence, each file with its name. */
export async function send(person, claim, ...files) {
  const sent = await person.upload(`${claim}/evidence`, files);
  assert.equal(sent.status, 303, sent.text.slice(0, 2_000));
}

/** Does something on `server` and prints how long it took, the processor time, and
 * the most memory over idle (KiB). Returns the seconds. */
export async function phase(server, name, idle, work) {
  const before = await processorSeconds(server);
  const began = performance.now();
  let most = 0;
  await whileAt(50, async () => {
    most = Math.max(most, await memory(server));
  }, work);
  const seconds = (performance.now() - began) / 1000;
  const processor = (await processorSeconds(server)) - before;
  const over = Math.max(0, (most - idle) / 1024).toFixed(0);
  console.log(`${name}: ${seconds.toFixed(2)} s, processor ${processor.toFixed(2)} s, ${over} MiB over idle`);
  return seconds;
}

/** Calls `each` at this interval in ms while `work` runs. */
export async function whileAt(ms, each, work) {
  let ended = false;
  const watched = (async () => {
    while (!ended) {
      await each();
      await sleep(ms);
    }
  })();
  try {
    await work();
  } finally {
    ended = true;
    await watched;
  }
}

/** Requests a page again and again, some at once, and prints the times. */
export async function looks(name, person, where, atOnce = AT_ONCE) {
  const times = [];
  let left = LOOKS;
  const look = async () => {
    while (left > 0) {
      left -= 1;
      times.push(await timeOf(person, where));
    }
  };
  await Promise.all(Array.from({ length: atOnce }, look));
  console.log(`${name}: ${quantiles(times)}`);
}

/** The time for a page, in ms. */
export async function timeOf(person, where) {
  const began = performance.now();
  const page = await person.get(where);
  const time = performance.now() - began;
  assert.equal(page.status, 200, `${where}: ${page.status} ${page.text.slice(0, 500)}`);
  return time;
}

export function quantiles(times) {
  const sorted = times.toSorted((a, b) => a - b);
  // The smallest time that this share of all times does not exceed.
  const at = (share) => sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)];
  return `first ${times[0].toFixed(1)} ms, p50 ${at(0.5).toFixed(1)} ms, p99 ${at(0.99).toFixed(1)} ms`;
}

/** Waits until no job of the claim is running or waiting. */
export async function workedOff(person, claim) {
  for (;;) {
    const { text } = await person.get(`${claim}/jobs`);
    if (Object.keys(JSON.parse(text)).length === 0) return;
    await sleep(50);
  }
}

/** Contests every row of a claim: previews the count, then confirms it. */
export async function contestAll(person, claim, counting = (work) => work()) {
  const fields = {
    version: await person.hidden(`${claim}/entries`, 'version'),
    from: '2022-01-01T00:00:00',
    to: '2023-12-31T00:00:00',
    reason: 'none of these are mine',
  };
  let mark;
  await counting(async () => {
    const counted = await person.post(`${claim}/entries/period`, fields);
    mark = counted.text.match(/name="counted" value="([^"]*)"/)?.[1];
    assert.ok(mark, counted.text.slice(0, 2_000));
  });
  return async () => {
    const saved = await person.post(`${claim}/entries/period`, { ...fields, counted: mark });
    assert.equal(saved.status, 303, saved.text.slice(0, 2_000));
    await workedOff(person, claim);
  };
}

/** Signs a claim in its current state. */
export async function sign(person, claim, name) {
  const page = (await person.get(`${claim}/declaration`)).text;
  const field = (name) => page.match(new RegExp(`name="${name}" value="([^"]*)"`))?.[1];
  const signed = await person.post(`${claim}/declaration`, {
    version: field('version'), true: 'yes', name, shown: field('shown'),
  });
  assert.equal(signed.status, 303, signed.text.slice(0, 2_000));
  await workedOff(person, claim);
}

/** The memory of a server in KiB. */
export async function memory(server) {
  const status = await readFile(`/proc/${server.pid}/status`, 'utf8');
  return Number(status.match(/VmRSS:\s+(\d+)/)[1]);
}

async function processorSeconds(server) {
  const text = await readFile(`/proc/${server.pid}/stat`, 'utf8');
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) / TICKS;
}

/** The bytes of all files in a folder. */
export async function size(where) {
  let bytes = 0;
  for (const name of await readdir(where, { recursive: true })) {
    const found = await lstat(path.join(where, name)).catch(() => null);
    if (found?.isFile()) bytes += found.size;
  }
  return bytes;
}

/** Writes a Binance trade history with rows `first` to `end` of `rows`; if `ids` is
 * given, one of FTX, with ids from there on. */
export async function writeRows(file, rows, { first = 0, end = rows, ids } = {}) {
  const out = createWriteStream(file);
  const [head, line] = ids === undefined
    ? ['Date(UTC),Pair,Side,Price,Executed,Amount,Fee\n', row]
    : ['id,time,market,side,type,size,price,fee,feeCurrency\n', rowWithId(ids)];
  for (const text of parts(head, line, rows, first, end)) {
    if (!out.write(text)) await once(out, 'drain');
  }
  out.end();
  await once(out, 'finish');
}

function* parts(head, line, rows, first, end) {
  yield head;
  for (let from = first; from < end; from += 10_000) {
    let text = '';
    for (let n = from; n < Math.min(end, from + 10_000); n += 1) text += line(n, rows);
    yield text;
  }
}

/** The trade in row `n`: within two days of the attack, in an order without
 * repetition. Figures are texts; `amount` is size times price. */
function trade(n, rows) {
  const moment = Date.UTC(2022, 9, 18) + Math.floor((n * 172_800) / rows) * 1000;
  const time = new Date(moment).toISOString();
  const [base, quote, about] = PAIRS[(n * 7) % PAIRS.length];
  const price = about * (1 + ((n * 31) % 1_000) / 50_000);
  const digits = about < 1 ? 8 : 2;
  const units = BigInt(Math.round(price * 10 ** digits));
  const thousandths = BigInt(((n * 13) % 100_000) + 1);
  const amount = decimal(units * thousandths, digits + 3);
  const fee = decimal(thousandths, 7);
  const [size, unit] = [decimal(thousandths, 3), decimal(units, digits)];
  return { time, base, quote, side: n % 3 ? 'buy' : 'sell', size, price: unit, amount, fee };
}

function row(n, rows) {
  const { time, base, quote, side, size, price, amount, fee } = trade(n, rows);
  return `${time.slice(0, 10)} ${time.slice(11, 19)},${base}${quote},${side.toUpperCase()},`
    + `${price},${size}${base},${amount}${quote},${fee}BNB\n`;
}

function rowWithId(first) {
  return (n, rows) => {
    const { time, base, quote, side, size, price, fee } = trade(n, rows);
    return `${first + n},${time.slice(0, 19)}.000000+00:00,${base}/${quote},${side},Limit,${size},`
      + `${price},${fee},BNB\n`;
  };
}

function decimal(units, scale) {
  const text = String(units).padStart(scale + 1, '0');
  return `${text.slice(0, -scale)}.${text.slice(-scale)}`;
}

/** Daily prices of all traded assets. */
export function prices() {
  const lines = ['asset,quote,time,price,window,source'];
  for (const day of ['2022-10-17', '2022-10-18', '2022-10-19', '2022-10-20']) {
    for (const [asset, price] of Object.entries(DAILY)) {
      lines.push(`${asset},USD,${day}T00:00:00Z,${price},1d,invented`);
    }
  }
  return `${lines.join('\n')}\n`;
}

export function mb(bytes) {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}

export function ratio(a, b) {
  return `${(a / b).toFixed(2)} ×`;
}
