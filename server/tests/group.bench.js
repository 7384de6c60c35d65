// Many claims of one group: the times of every page of claimants and coordinators under
// load, and of a coordinator's acts. It only measures. Needs a release build:
//
//     cargo site && cargo build --release -p server --bin redress
//     JOURNEY_SERVER=target/release/redress \
//         node server/tests/group.bench.js CLAIMS ROWS [first=ROWS] [only=PAGE] [postgres] [s3]
//
// `first=1000000` gives the first claim that many rows. With `s3` (JOURNEY_S3 names the
// S3 server), pages are requested one at a time.

import assert from 'node:assert/strict';

import { MANY_PEOPLE, handInClaim, looks, memory, quantiles, withGroup } from './bench.js';
import { until } from './serving.js';

const CLAIMS = Number(process.argv[2] ?? 60);
const ROWS = Number(process.argv[3] ?? 1_700);
const FIRST = Number(process.argv.find((word) => word.startsWith('first='))?.slice(6) ?? ROWS);
/** Claims that are made at the same time. */
const MADE_AT_ONCE = 4;
/** How often an act is done. */
const ACTS = 20;
/** Only pages whose name begins so are measured. */
const ONLY = process.argv.find((word) => word.startsWith('only='))?.slice(5) ?? '';
const OTHER_DATE = 'date:2022-10-20';
const atOnce = process.argv.includes('s3') ? 1 : 4;

await withGroup(MANY_PEOPLE, async (group) => {
  const { server, carla, home, where } = group;
  const began = performance.now();
  const ana = await handInClaim(group, 0, FIRST, idOf(0));
  let next = 1;
  const make = async () => {
    while (next < CLAIMS) {
      const number = next;
      next += 1;
      await handInClaim(group, number, ROWS, idOf(number));
    }
  };
  await Promise.all(Array.from({ length: MADE_AT_ONCE }, make));
  const seconds = ((performance.now() - began) / 1000).toFixed(0);
  const lines = FIRST + ROWS * (CLAIMS - 1);
  console.log(`${CLAIMS} claims with ${lines} lines, the first with ${FIRST}, on ${where}: made in ${seconds} s`);
  await otherDate(carla, home);
  await pages(ana, carla, home);
  await acts(carla, home);
  console.log(`memory: ${((await memory(server)) / 1024).toFixed(0)} MiB`);
});

/** The first trade id of a claim's file. */
function idOf(number) {
  return 1_000_000_000 + number * 10_000_000;
}

async function otherDate(carla, home) {
  const began = performance.now();
  const [, date] = OTHER_DATE.split(':');
  const made = await carla.post(`${home}/group/totals/basis`, { basis: 'date', date });
  assert.equal(made.status, 303, made.text.slice(0, 2_000));
  for (;;) {
    const { text } = await carla.get(`${home}/group/jobs`);
    if (Object.keys(JSON.parse(text)).length === 0) break;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  console.log(`another date: made in ${((performance.now() - began) / 1000).toFixed(1)} s`);
}

async function pages(ana, carla, home) {
  const claim = `${home}/claim`;
  const group = `${home}/group`;
  const list = (await carla.get(group)).text;
  const references = [...new Set([...list.matchAll(/claims\/(R-[\w-]+)/g)].map((found) => found[1]))];
  const lines = `${group}/lines`;
  const line = (await carla.get(lines)).text.match(/claims\/R-[\w-]+\/lines\/[^"?]+/)[0];
  const last = Math.ceil(FIRST / 100);
  const basis = `basis=${encodeURIComponent(OTHER_DATE)}`;
  for (const [name, person, where] of [
    ['entries, first page', ana, `${claim}/entries`],
    ['entries, last page', ana, `${claim}/entries?page=${last}`],
    ['entries, one coin', ana, `${claim}/entries?ticker=AXS&page=2`],
    ['entries, one kind', ana, `${claim}/entries?kind=trade`],
    ['entries, one exchange', ana, `${claim}/entries?venue=ftx`],
    ['entries, a day', ana, `${claim}/entries?day=2022-10-18`],
    ['entries, not contested', ana, `${claim}/entries?show=mine`],
    ['entries, contested', ana, `${claim}/entries?show=not-mine`],
    ['entries, by id', ana, `${claim}/entries?id=${idOf(0) + Math.floor(FIRST / 2)}`],
    ['loss', ana, `${claim}/loss`],
    ['loss, last page', ana, `${claim}/loss?page=${last}`],
    ['list of claims', carla, group],
    ['one claim', carla, `${group}/claims/${references.at(-1)}`],
    ['entries of a claim', carla, `${group}/claims/${references.at(-1)}/entries`],
    ['links', carla, `${group}/links`],
    ['totals by claim', carla, `${group}/totals`],
    ['totals by exchange', carla, `${group}/totals?by=exchange`],
    ['totals by asset', carla, `${group}/totals?by=asset`],
    ['totals by day', carla, `${group}/totals?by=day`],
    ['totals at another date', carla, `${group}/totals?${basis}`],
    ['lines', carla, lines],
    ['lines, last page', carla, `${lines}?page=${Math.ceil((FIRST + ROWS * (CLAIMS - 1)) / 100)}`],
    ['lines of a claim', carla, `${lines}?claim=${references.at(-1)}`],
    ['lines of an exchange', carla, `${lines}?exchange=ftx`],
    ['lines of an asset', carla, `${lines}?asset=DMG`],
    ['lines of a day', carla, `${lines}?day=2022-10-18`],
    ['lines of an asset and a day', carla, `${lines}?asset=BTC&day=2022-10-18`],
    ['lines that move an asset', carla, `${lines}?asset=BTC&as=moved&support=documented`],
    ['lines without a price', carla, `${lines}?status=unpriced`],
    ['lines at another date', carla, `${lines}?${basis}`],
    ['lines by id', carla, `${lines}?id=${idOf(CLAIMS - 1) + 1}`],
    ['one line', carla, `${group}/${line}`],
  ]) {
    if (name.startsWith(ONLY)) await looks(name, person, where, atOnce);
  }
}

async function acts(carla, home) {
  const group = `${home}/group`;
  const text = (await carla.get(`${group}/lines`)).text;
  const lines = [...new Set([...text.matchAll(/claims\/R-[\w-]+\/lines\/[^"?]+/g)].map(([found]) => found))];
  const times = { excluding: [], accepting: [], totals: [] };
  const timed = async (name, work) => {
    const began = performance.now();
    await work();
    times[name].push(performance.now() - began);
  };
  for (const line of lines.slice(0, ACTS)) {
    await timed('excluding', async () => {
      const answer = await carla.post(`${group}/${line}`, { review: 'excluded', reason: 'no trade' });
      assert.equal(answer.status, 303, answer.text.slice(0, 2_000));
    });
    await timed('totals', () => carla.get(`${group}/totals`));
  }
  const list = (await carla.get(group)).text;
  const references = [...new Set([...list.matchAll(/claims\/(R-[\w-]+)/g)].map((found) => found[1]))];
  for (const reference of references.slice(0, ACTS)) {
    const claim = `${group}/claims/${reference}`;
    for (const step of ['review', 'accept']) {
      const version = await carla.hidden(claim, 'version');
      await timed('accepting', async () => {
        const moved = await carla.post(`${claim}/decision`, { version, step, words: '' });
        assert.equal(moved.status, 303, moved.text.slice(0, 2_000));
      });
    }
    await timed('totals', () => carla.get(`${group}/totals`));
  }
  await until(carla, `${group}/totals`, '</html>');
  for (const [name, of] of Object.entries(times)) console.log(`${name}: ${quantiles(of)}`);
}
