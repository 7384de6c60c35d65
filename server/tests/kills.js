// Kills a working server again and again. Nothing that it acknowledged is lost, jobs
// end correctly, and no file remains that nothing refers to.
//
//     JOURNEY_SERVER=target/release/redress node server/tests/kills.js [TIMES] [postgres]
//
// `kills.test.js` does this a few times on each database.

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import {
  init, inviteClaimant, join, makePlace, startPostgres, startServer, trades, until,
} from './serving.js';

const run = promisify(execFile);
const ROWS = 3_000;
const PEOPLE = ['ana', 'ben'];
const SECONDS_MAX = 240;

/** Kills a server a number of times, and checks what remains; `say` reports
 * progress. */
export async function killAgainAndAgain(times, onPostgres, say = () => {}) {
  const postgres = onPostgres ? await startPostgres() : null;
  const place = await makePlace({
    ...(postgres ? { REDRESS_DATABASE_URL: postgres.url } : {}),
    REDRESS_LIMITS__JOBS__LEASE_SECONDS: '2',
    REDRESS_LIMITS__JOBS__WAIT_MS: '1',
    REDRESS_LIMITS__JOBS__TRIES_MAX: '1000',
    REDRESS_LIMITS__UPLOADS__PER_HOUR: '100000',
    REDRESS_LIMITS__UPLOADS__PER_HOUR_IN_ALL: '100000',
    REDRESS_LIMITS__UPLOADS__CLAIM_ROWS_MAX: '10000000',
    REDRESS_LIMITS__JOBS__REQUESTS_WAITING_MAX: '1000',
  });
  let server;
  try {
    server = await startServer(place, {});
    const group = await begin(place, server);
    for (let time = 1; time <= times; time += 1) {
      const delay = Math.random() * 1_500;
      const acts = act(group, time);
      // The last kill comes after all answers, so that something was acknowledged.
      await (time === times ? acts : sleep(delay));
      await server.end('SIGKILL');
      await acts;
      server = await startServer(place, {});
      moveTo(server, group);
      await holdAcknowledged(group);
      say(`killed ${time} of ${times} after ${delay.toFixed(0)} ms: ${summary(group)}`);
    }
    await finish(group);
    await server.end('SIGTERM');
    // The sweep removes files that nothing refers to, when no job runs.
    server = await startServer({
      ...place,
      settings: {
        ...place.settings,
        REDRESS_LIMITS__STORAGE__ORPHAN_MINUTES: '0',
        REDRESS_LIMITS__STORAGE__SWEEP_MINUTES: '1',
      },
    }, {});
    moveTo(server, group);
    await withoutOrphans(place, postgres);
    await finish(group);
    for (const person of group.people) assert.ok(person.files.length > 0, 'a file was acknowledged');
    assert.ok(group.asked.length > 0, 'a report was acknowledged');
    say(`all there: ${summary(group)}`);
  } finally {
    await server?.end('SIGTERM');
    await place.remove();
    await postgres?.stop();
  }
}

/** Two drafts to which files are added, and one submitted claim. */
async function begin(place, server) {
  const link = await init(place, 'The leak', 'carla@example.org');
  const carla = await join(server, link, 'Carla Invented');
  const home = (await carla.get('/')).text.match(/\/i\/[\w-]+/)[0];
  const claim = `${home}/claim`;
  const group = { carla, home, claim, people: [], asked: [] };
  for (const name of [...PEOPLE, 'zoe']) {
    const person = await join(server, await inviteClaimant(carla, home, `${name}@example.org`), name);
    assert.equal((await person.post(claim, {})).status, 303);
    person.files = [];
    person.contested = false;
    group.people.push(person);
  }
  const zoe = group.people.pop();
  assert.equal((await zoe.upload(`${claim}/evidence`, [['zoe.csv', trades(50)]])).status, 303);
  await workedOff(zoe, claim);
  await contest(zoe, claim);
  await workedOff(zoe, claim);
  const shown = await zoe.hidden(`${claim}/declaration`, 'shown');
  const version = await zoe.hidden(`${claim}/declaration`, 'version');
  const signed = await zoe.post(`${claim}/declaration`, {
    version, true: 'yes', name: 'zoe', shown,
  });
  assert.equal(signed.status, 303, main(signed.text));
  group.zoe = zoe;
  return group;
}

/** Everybody does something at once, and the answers are recorded. A server that
 * dies meanwhile does not answer. */
async function act(group, time) {
  const { claim, home, carla } = group;
  const acts = group.people.map(async (person, at) => {
    const name = `${time}-${at}.csv`;
    const from = (time * PEOPLE.length + at) * ROWS;
    const sent = await person.upload(`${claim}/evidence`, [[name, trades(ROWS, from)]]);
    assert.equal(sent.status, 303, main(sent.text));
    person.files.push(name);
    if (!person.contested) {
      await contest(person, claim);
      person.contested = true;
    }
  });
  acts.push((async () => {
    const title = `Report ${time}`;
    const asked = await carla.post(`${home}/group/snapshots`, {
      title,
      once: await carla.hidden(`${home}/group/snapshots`, 'once'),
    });
    if (asked.status === 303) group.asked.push(title);
  })());
  const ended = await Promise.allSettled(acts);
  for (const { reason } of ended) {
    // The connection broke, so that nothing was acknowledged. Anything else is a
    // defect.
    if (reason && reason.code === 'ERR_ASSERTION') throw reason;
  }
}

/** Contests all days of the trades; null while none of them is read. */
async function contest(person, claim) {
  const where = `${claim}/entries`;
  const fields = {
    version: await person.hidden(where, 'version'),
    from: '2022-10-18T00:00:00',
    to: '2023-01-01T00:00:00',
    reason: 'none of these are mine',
  };
  const counted = await person.post(`${where}/period`, fields);
  const mark = counted.text.match(/name="counted" value="([^"]*)"/);
  const saved = mark
    ? await person.post(`${where}/period`, { ...fields, counted: mark[1] })
    : counted;
  if (saved.status !== 303) throw new Error(`not contested: ${saved.status}`);
}

async function holdAcknowledged({ carla, home, claim, people, asked }) {
  for (const person of people) {
    const { text } = await person.get(`${claim}/evidence`);
    for (const name of person.files) assert.ok(text.includes(name), `${name} was acknowledged`);
  }
  const { text } = await carla.get(`${home}/group/snapshots`);
  for (const title of asked) assert.ok(text.includes(title), `${title} was acknowledged`);
}

/** Waits for all work, and checks that it ended correctly. */
async function finish(group) {
  const { carla, zoe, home, claim, people, asked } = group;
  for (const person of [...people, zoe]) await workedOff(person, claim);
  await workedOff(carla, `${home}/group`);
  await holdAcknowledged(group);
  for (const person of people) {
    const { text } = await person.get(`${claim}/evidence`);
    assert.ok(!text.includes('reading failed'), main(text));
    const read = text.match(new RegExp(`${ROWS.toLocaleString('en')} entries`, 'g')) ?? [];
    assert.ok(read.length >= person.files.length, `${read.length} of ${person.files.length} read`);
    if (!person.contested) continue;
    const loss = await person.get(`${claim}/loss`);
    assert.ok(!loss.text.includes('could not be worked out'), main(loss.text));
  }
  const { text } = await carla.get(`${home}/group/snapshots`);
  const made = text.match(/\/group\/snapshots\/\d+"/g) ?? [];
  assert.ok(new Set(made).size >= asked.length, `${made.length} reports of ${asked.length} made`);
  assert.equal((await carla.get(`${home}/group/totals.json`)).status, 200);
}

async function workedOff(person, base) {
  const began = performance.now();
  for (;;) {
    const { text } = await person.get(`${base}/jobs`);
    if (Object.keys(JSON.parse(text)).length === 0) return;
    assert.ok((performance.now() - began) / 1000 < SECONDS_MAX, `still working: ${text}`);
    await sleep(100);
  }
}

/** Waits until every stored file has its row, and no partial file remains. */
async function withoutOrphans(place, postgres) {
  const began = performance.now();
  for (;;) {
    // A folder may be removed while its files are listed; then they are listed again.
    const left = await orphans(place, postgres).catch((cause) => {
      if (cause.code === 'ENOENT') return [cause.path];
      throw cause;
    });
    if (left.length === 0) return;
    const waited = (performance.now() - began) / 1000;
    assert.ok(waited < SECONDS_MAX, `nothing names ${left.slice(0, 10).join(', ')}`);
    await sleep(1_000);
  }
}

const OWNERS = `
  SELECT id FROM import WHERE row_files IS NOT NULL
  UNION SELECT id FROM generation UNION SELECT id FROM valuation
  UNION SELECT sha256 FROM evidence UNION SELECT sha256 FROM artefact`;

async function orphans(place, postgres) {
  const data = place.settings.REDRESS_DATA_DIR;
  const named = new Set((await ask(data, postgres)).split('\n'));
  const left = [];
  for (const name of await readdir(data, { recursive: true, withFileTypes: true })) {
    if (!name.isFile()) continue;
    const file = path.relative(data, path.join(name.parentPath ?? name.path, name.name));
    const [folder, , , owner] = file.split(path.sep);
    if (folder === 'incoming') left.push(file);
    if ((folder === 'derived' || folder === 'evidence') && !named.has(owner)) left.push(file);
  }
  return left;
}

/** Queries the database directly. */
async function ask(data, postgres) {
  if (postgres) {
    const { stdout } = await run('psql', ['--no-align', '--tuples-only', '-c', OWNERS, postgres.url]);
    return stdout;
  }
  const script = 'import sqlite3, sys\n'
    + 'rows = sqlite3.connect(f"file:{sys.argv[1]}?mode=ro", uri=True).execute(sys.argv[2])\n'
    + 'print("\\n".join(row[0] for row in rows))';
  const { stdout } = await run('python3', ['-c', script, path.join(data, 'redress.sqlite'), OWNERS], {
    maxBuffer: 64 << 20,
  });
  return stdout;
}

function moveTo(server, group) {
  for (const person of [group.carla, group.zoe, ...group.people]) person.server = server;
}

/** The text of a page without its frame. */
function main(text) {
  return (text.match(/<main[^]*<\/main>/)?.[0] ?? text).replace(/<[^>]*>/g, ' ').replace(/\s+/g, ' ');
}

function summary({ people, asked }) {
  const files = people.reduce((sum, person) => sum + person.files.length, 0);
  return `${files} files and ${asked.length} reports acknowledged`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const times = Number(process.argv[2] ?? 100);
  await killAgainAndAgain(times, process.argv[3] === 'postgres', console.log);
}
