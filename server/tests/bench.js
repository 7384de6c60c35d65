// What the benchmarks of the server have in common: rows of invented trades, prices for
// them, and ways to see how long something takes and what it costs the server.

import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { lstat, readFile, readdir } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { makePlace, startBucket, startPostgres } from './serving.js';

/** Requests at once while pages are looked at, and looks in all. */
const AT_ONCE = 4;
const LOOKS = 80;
/** The kernel's clock ticks a second, for processor time. */
const TICKS = 100;
const PAIRS = [
  ['BTC', 'USDT', 19_000], ['ETH', 'USDT', 1_300], ['BNB', 'USDT', 270],
  ['DMG', 'USDT', 0.02], ['AXS', 'BTC', 0.0006], ['VTHO', 'USDT', 0.0015],
];
const DAILY = { BTC: 19_000, ETH: 1_300, BNB: 270, DMG: 0.02, AXS: 11.4, VTHO: 0.0015, USDT: 1 };

/** A place for a server by the words of the command line (`postgres`, `s3`), on which no
 * limit of size is in the way; `remove` takes everything away. */
export async function makeBenchPlace(words, settings = {}) {
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
  const where = `${postgres ? 'PostgreSQL' : 'SQLite'} and a ${bucket ? 'bucket' : 'folder'}`;
  const remove = async () => {
    await place.remove();
    await bucket?.stop();
    await postgres?.stop();
  };
  return { place, where, remove };
}

/** Does something `server` has to do and prints how long it took, of which processor time,
 * and the most memory over idle (KiB). Gives the seconds. */
export async function phase(server, name, idle, work) {
  const before = await processorSeconds(server);
  const began = performance.now();
  let most = 0;
  let ended = false;
  const watched = (async () => {
    while (!ended) {
      most = Math.max(most, await memory(server));
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
  const processor = (await processorSeconds(server)) - before;
  const over = Math.max(0, (most - idle) / 1024).toFixed(0);
  console.log(`${name}: ${seconds.toFixed(2)} s, processor ${processor.toFixed(2)} s, ${over} MiB over idle`);
  return seconds;
}

/** Looks at a page again and again, some at once, and prints how long that took. */
export async function looks(name, person, where, atOnce = AT_ONCE) {
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
  await Promise.all(Array.from({ length: atOnce }, look));
  console.log(`${name}: ${quantiles(times)}`);
}

export function quantiles(times) {
  const sorted = times.toSorted((a, b) => a - b);
  const at = (share) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
  return `p50 ${at(0.5).toFixed(1)} ms, p99 ${at(0.99).toFixed(1)} ms`;
}

/** Waits until no job of the claim is under way. */
export async function workedOff(person, claim) {
  for (;;) {
    const { text } = await person.get(`${claim}/jobs`);
    if (Object.keys(JSON.parse(text)).length === 0) return;
    await sleep(50);
  }
}

/** Contests every row of a claim: counted first, as the form asks for it. */
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

/** Signs a claim as it stands. */
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

/** The bytes in a folder. */
export async function size(where) {
  let bytes = 0;
  for (const name of await readdir(where, { recursive: true })) {
    const found = await lstat(path.join(where, name)).catch(() => null);
    if (found?.isFile()) bytes += found.size;
  }
  return bytes;
}

/** Writes a Binance trade history with rows `first` to `end` of `rows`; one of FTX, with
 * ids from `ids` on, where that is given. */
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

/** What happens in row `n` of some: within two days of the attack, in an order that repeats
 * nothing. Figures are texts; `amount` is size times price. */
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

/** Daily prices of everything traded. */
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
