// Links across many claims of one group: how long the job takes after one claim was handed
// in, after all links were forgotten, and after a setting changed by which the keys of all
// rows are found anew; and the pages of links. It only measures. Needs a release build:
//
//     cargo site && cargo build --release -p server --bin redress
//     JOURNEY_SERVER=target/release/redress \
//         node server/tests/links.bench.js [CLAIMS] [ROWS] [postgres] [s3]
//
// Each claim has five trades of the claim before it, and the order patterns of all claims.

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';

import { MANY_PEOPLE, handInClaim, looks, measured, memory, withGroup } from './bench.js';
import { startServer } from './serving.js';

const CLAIMS = Number(process.argv[2] ?? 1_000);
const ROWS = Number(process.argv[3] ?? 1_000);
/** Claims that are made at the same time. */
const MADE_AT_ONCE = 4;
/** The markets of rows repeat after so many. */
const MARKETS = 6;
/** How often the end of a job is looked for, in ms. */
const LOOK_MS = 10;

await withGroup(MANY_PEOPLE, async (group) => {
  const { server, place, carla, home, data, where } = group;
  const links = `${home}/group/links`;
  const began = performance.now();
  let next = 0;
  const make = async () => {
    while (next < CLAIMS - 1) {
      next += 1;
      await handInClaim(group, next - 1, ROWS, idOf(next - 1));
    }
  };
  await Promise.all(Array.from({ length: MADE_AT_ONCE }, make));
  await isFound();
  const seconds = ((performance.now() - began) / 1_000).toFixed(0);
  console.log(`${CLAIMS - 1} claims with ${ROWS} lines on ${where}: made, with links, in ${seconds} s`);
  await handInClaim(group, CLAIMS - 1, ROWS, idOf(CLAIMS - 1));
  await timed(server, 'links after one claim was handed in', () => {});
  const steps = ['review', 'accept'];
  await server.end('SIGTERM');
  if (!process.argv.includes('postgres')) {
    await forgetLinks(path.join(data, 'redress.sqlite'));
    carla.server = await startServer(place);
    await timed(carla.server, 'all links, from keys that are there', () => decide(steps.shift()));
    await carla.server.end('SIGTERM');
  }
  place.settings.REDRESS_LIMITS__LINKS__PATTERN_SECONDS_MAX = '601';
  const last = await startServer(place);
  carla.server = last;
  await timed(last, 'all keys and links', () => decide(steps.shift()));
  await looks('links', carla, links);
  await looks('links of one kind', carla, `${links}?kind=trade&page=2`);
  const { text } = await carla.get(`${links}?kind=trade`);
  const one = text.match(/group\/links\/trade\/[0-9a-f]+/)[0];
  await looks('one link', carla, `${home}/${one}`);
  console.log(`memory: ${((await memory(last)) / 1024).toFixed(0)} MiB`);
  await last.end('SIGTERM');

  /** Waits until no links are being looked for. */
  async function isFound() {
    for (;;) {
      const page = await carla.get(links);
      assert.equal(page.status, 200, page.text.slice(0, 500));
      if (!page.text.includes('Links are being looked for')) return;
      await sleep(LOOK_MS);
    }
  }

  /** Does something that requests links, and prints how long they take. */
  async function timed(of, name, act) {
    const idle = await memory(of);
    await act();
    const { seconds, processor, mib } = await measured(of, idle, isFound);
    console.log(`${name}: ${seconds.toFixed(2)} s, processor ${processor.toFixed(2)} s, ${mib.toFixed(0)} MiB over idle`);
  }

  /** Moves the first claim on, which requests links. */
  async function decide(step) {
    const list = (await carla.get(`${home}/group`)).text;
    const [, reference] = list.match(/claims\/(R-[\w-]+)/);
    const claim = `${home}/group/claims/${reference}`;
    const version = await carla.hidden(claim, 'version');
    const moved = await carla.post(`${claim}/decision`, { version, step, words: '' });
    assert.equal(moved.status, 303, moved.text.slice(0, 2_000));
  }
});

/** The first trade id of a claim's file. The last rows of the claim before have the same ids
 * in the same markets. */
function idOf(number) {
  const apart = Math.floor((ROWS - 5) / MARKETS) * MARKETS;
  return 1_000_000_000 + number * apart;
}

/** Removes all links from the database of a server that was stopped. */
async function forgetLinks(file) {
  const sql = ['link_claim', 'link', 'link_source'].map((table) => `DELETE FROM ${table};`);
  const program = 'import sqlite3, sys; sqlite3.connect(sys.argv[1]).executescript(sys.argv[2])';
  await promisify(execFile)('python3', ['-c', program, file, sql.join(' ')]);
}
