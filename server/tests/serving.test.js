// Servers as operators run them: two on one PostgreSQL, with one data folder or one
// bucket, one of them killed while it works; and one that may open only few files.

import assert from 'node:assert/strict';
import { readdir } from 'node:fs/promises';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';

import {
  init, inviteClaimant, join, makePlace, placeBeside, startBucket, startPostgres, startServer,
  trades, until,
} from './serving.js';

/** So many that a second server starts while the first one still reads. */
const ROWS = 150_000;

const SHARED = {
  REDRESS_LIMITS__JOBS__LEASE_SECONDS: '2',
  REDRESS_LIMITS__JOBS__WAIT_MS: '1',
};

test('two servers on one PostgreSQL share the work, and one that is killed loses none', async () => {
  const postgres = await startPostgres();
  const place = await makePlace({ ...SHARED, REDRESS_DATABASE_URL: postgres.url });
  try {
    await shareTheWork(place, place);
  } finally {
    await place.remove();
    await postgres.stop();
  }
});

test('two servers on one PostgreSQL and one bucket need no folder of each other', async () => {
  const postgres = await startPostgres();
  const bucket = await startBucket();
  const place = await makePlace({
    ...SHARED,
    ...bucket.settings,
    REDRESS_DATABASE_URL: postgres.url,
  });
  const beside = placeBeside(place);
  try {
    await shareTheWork(place, beside);
    for (const { settings } of [place, beside]) {
      const left = await readdir(settings.REDRESS_DATA_DIR, { recursive: true });
      // The first was killed in the middle of its work.
      const kept = left.filter((name) => !/^incoming(\/\.tmp\w+)?$/.test(name));
      assert.deepEqual(kept, [], 'files are in the bucket alone');
    }
  } finally {
    await place.remove();
    await bucket.stop();
    await postgres.stop();
  }
});

/** Claims are filed on one server, which dies, and completed by the other. */
async function shareTheWork(place, beside) {
  const servers = [];
  try {
    const link = await init(place, 'The leak', 'carla@example.org');
    servers.push(await startServer(place));
    const carla = await join(servers[0], link, 'Carla Invented');
    const home = (await carla.get('/')).text.match(/\/i\/[\w-]+/)[0];
    const claim = `${home}/claim`;
    const people = [];
    for (const name of ['ana', 'ben', 'eve']) {
      const invited = await inviteClaimant(carla, home, `${name}@example.org`);
      const person = await join(servers[0], invited, name);
      assert.equal((await person.post(claim, {})).status, 303);
      people.push(person);
    }
    const send = async (person) => {
      const sent = await person.upload(`${claim}/evidence`, [['trades.csv', trades(ROWS)]]);
      assert.equal(sent.location, `${claim}/evidence?done=claim-working`);
    };
    await Promise.all(people.map(send));
    // The second starts while the first reads, and does not mark its work as failed.
    servers.push(await startServer(beside));
    const second = servers[1];
    await until(people[0], `${claim}/evidence`, 'being read');
    // The first is killed in the middle of its work.
    await servers[0].end('SIGKILL');
    for (const person of [...people, carla]) person.server = second;
    for (const person of people) {
      const page = await until(person, `${claim}/evidence`, `${ROWS.toLocaleString('en')} entries`);
      assert.ok(!page.text.includes('reading failed'), page.text);
    }
    servers[0] = await startServer(place);

    // Everybody contests everything, on either server; each claim has one loss.
    for (const [n, person] of people.entries()) {
      person.server = servers[n % 2];
      await contestDay(person, claim);
    }
    for (const person of people) {
      const loss = await until(person, `${claim}/loss`, `${ROWS.toLocaleString('en')}`);
      assert.ok(!loss.text.includes('could not be worked out'));
    }
    await untilDone(people, claim);
    // Without the frame, which shows how long the session lasts.
    const main = (page) => page.text.match(/<main[^]*<\/main>/)[0];
    for (const person of people) {
      person.server = servers[0];
      const one = main(await person.get(`${claim}/loss`));
      person.server = second;
      assert.equal(main(await person.get(`${claim}/loss`)), one, 'both show the same');
    }
    await readEachOthersFiles(home, people[0], servers);
  } finally {
    for (const server of servers) await server.end('SIGTERM');
  }
}

/** Each server returns what the other stored, and both sign with one key. */
async function readEachOthersFiles(home, person, servers) {
  const inside = (zip) => {
    const names = zip.toString('latin1').matchAll(/PK\x01\x02[^]{42}(originals\/[\w.-]+)/g);
    return [...names].map(([, name]) => name);
  };
  const exported = [];
  for (const server of servers) {
    person.server = server;
    const answer = await person.get(`${home}/claim/export.zip`);
    assert.equal(answer.status, 200, answer.text);
    exported.push(inside(answer.bytes));
  }
  assert.deepEqual(exported[0], exported[1]);
  assert.equal(exported[0].length, 1);
  const keys = [];
  for (const { address } of servers) {
    const page = await (await fetch(`${address}/keys`)).text();
    keys.push(page.match(/SHA256:[\w+/]+/)[0]);
  }
  assert.equal(keys[0], keys[1], 'both sign with one key');
}


test('a claim with more files than a process may open is exported whole', async () => {
  const FILES = 300;
  const DESCRIPTORS = 180;
  const place = await makePlace({
    REDRESS_LIMITS__CONNECTIONS__OPEN_MAX: '8',
    REDRESS_LIMITS__STORAGE__OPEN_FILES_MAX: '8',
  });
  const link = await init(place, 'The leak', 'carla@example.org');
  const server = await startServer(place, { descriptorsMax: DESCRIPTORS });
  try {
    const carla = await join(server, link, 'Carla Invented');
    const home = (await carla.get('/')).text.match(/\/i\/[\w-]+/)[0];
    const ana = await join(server, await inviteClaimant(carla, home, 'ana@example.org'), 'Ana');
    const claim = `${home}/claim`;
    await ana.post(claim, {});
    for (let sent = 0; sent < FILES; sent += 20) {
      const files = Array.from({ length: 20 }, (_, n) => [`note-${sent + n}.txt`, `no. ${sent + n}`]);
      assert.equal((await ana.upload(`${claim}/evidence`, files)).status, 303);
    }
    const exported = await ana.get(`${claim}/export.zip`);
    assert.equal(exported.status, 200, exported.text);
    const names = exported.bytes.toString('latin1').matchAll(/PK\x01\x02[^]{42}originals\//g);
    assert.equal([...names].length, FILES);
  } finally {
    await server.end('SIGTERM');
    await place.remove();
  }
});

/** Contests the day of all trades: previews the count, then confirms it. */
async function contestDay(person, claim) {
  const where = `${claim}/entries`;
  const fields = {
    version: await person.hidden(where, 'version'),
    from: '2022-10-18T00:00:00',
    to: '2022-10-20T00:00:00',
    reason: 'none of these are mine',
  };
  const counted = await person.post(`${where}/period`, fields);
  assert.ok(counted.text.includes(ROWS.toLocaleString('en')), counted.text);
  const mark = counted.text.match(/name="counted" value="([^"]*)"/)[1];
  const saved = await person.post(`${where}/period`, { ...fields, counted: mark });
  assert.equal(saved.status, 303, saved.text);
}

/** Waits until no claim's figures are still being computed. */
async function untilDone(people, claim) {
  for (const person of people) {
    for (;;) {
      const page = await person.get(claim);
      if (page.status === 200 && !page.text.includes('being read')) break;
      await sleep(200);
    }
  }
}
