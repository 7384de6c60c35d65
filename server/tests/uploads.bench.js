// Many claimants who upload within a minute: whether all files are stored, the time in
// the queue, the waiting time of others for their pages, and the memory. It only
// measures, except that every file must exist. Needs a release build:
//
//     cargo site && cargo build --release -p server --bin redress
//     JOURNEY_SERVER=target/release/redress node server/tests/uploads.bench.js [CLAIMANTS] [MIB]

import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import {
  MANY_PEOPLE, beginClaim, memory, quantiles, send, timeOf, whileAt, withGroup, workedOff,
  writeRows,
} from './bench.js';

const CLAIMANTS = Number(process.argv[2] ?? 200);
const MIB = Number(process.argv[3] ?? 20);
/** The seconds over which the uploads begin. */
const SECONDS = 60;
/** Approximate bytes of a row of the invented trades. */
const ROW_BYTES = 82;

await withGroup(MANY_PEOPLE, async ({ server, carla, home, folder, where }) => {
  const claim = `${home}/claim`;
  const base = path.join(folder, 'base.csv');
  await writeRows(base, Math.ceil((MIB * 1024 * 1024) / ROW_BYTES));
  const rows = await readFile(base);
  const people = [];
  for (let number = 0; number < CLAIMANTS; number += 1) {
    people.push(await beginClaim(server, carla, home, `Claimant ${number}`));
  }
  const visitor = await beginClaim(server, carla, home, 'Visitor');
  console.log(`${CLAIMANTS} claimants with ${(rows.length / 1024 / 1024).toFixed(1)} MiB each, on ${where}`);
  await sleep(2_000);
  const idle = await memory(server);
  let most = idle;
  const [times, answers] = [[], []];
  const began = performance.now();
  const seconds = () => ((performance.now() - began) / 1000).toFixed(0);
  await whileAt(100, async () => {
    most = Math.max(most, await memory(server));
    for (const [person, page] of [[carla, `${home}/group`], [carla, `${home}/group/totals`], [visitor, claim]]) {
      times.push(await timeOf(person, page));
    }
  }, async () => {
    await Promise.all(people.map(async (person, number) => {
      await sleep((number * SECONDS * 1000) / CLAIMANTS);
      const start = performance.now();
      await send(person, claim, [nameOf(number), fileOf(number)]);
      answers.push(performance.now() - start);
    }));
    console.log(`all uploads answered after ${seconds()} s: ${quantiles(answers)}`);
    for (const person of people) await workedOff(person, claim);
    console.log(`all files read after ${seconds()} s`);
  });
  console.log(`pages of others meanwhile: ${quantiles(times)} (${times.length} looks)`);
  console.log(`memory: ${mib(idle)} MiB idle, ${mib(most)} MiB at most`);
  for (const [number, person] of people.entries()) {
    const files = (await person.get(`${claim}/evidence`)).text;
    assert.ok(files.includes(nameOf(number)), `${nameOf(number)} is not on its claim`);
    const link = `/evidence/${await hashOf(number)}`;
    assert.ok(files.includes(link), `another file than ${nameOf(number)} is kept`);
    assert.equal((await person.get(`${claim}${link}`)).status, 200);
  }
  console.log(`all ${CLAIMANTS} files are there`);

  /** The rows, with one row of the claimant's own. */
  function fileOf(number) {
    const own = `2022-10-17 00:00:00,BTCUSDT,BUY,19000.00,0.${String(number + 1).padStart(3, '0')}BTC,`
      + `${number + 1}.00USDT,0.0000001BNB\n`;
    return new Blob([rows, own]);
  }

  async function hashOf(number) {
    return createHash('sha256').update(Buffer.from(await fileOf(number).arrayBuffer())).digest('hex');
  }
});

function nameOf(number) {
  return `trades-${number}.csv`;
}

function mib(kib) {
  return (kib / 1024).toFixed(0);
}
