// Another program queries the files of rows and lines: DuckDB reads them in place, and
// its sums equal those of the pages exactly (server/DUCKDB.md).

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import path from 'node:path';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import { init, inviteClaimant, join, makePlace, startServer, trades } from './serving.js';

const run = promisify(execFile);
const SCRIPT = fileURLToPath(new URL('duckdb_questions.py', import.meta.url));
const ROWS = 3_000;

test('the sums that DuckDB makes of the files are those of the totals', async () => {
  const place = await makePlace();
  const server = await startServer(place);
  try {
    const { totals, entries } = await contested(place, server);
    const { stdout } = await run('python3', [SCRIPT, place.settings.REDRESS_DATA_DIR]);
    const answers = JSON.parse(stdout);
    assert.equal(answers.rows, entries);
    assert.equal(answers.loss, totals.total.documented);
    assert.equal(answers.lines, Number(totals.total.lines) + Number(totals.total.unpriced));
    for (const [answer, table, key] of [
      ['by_asset', 'assets', 'asset'], ['by_day', 'days', 'day'], ['by_exchange', 'exchanges', 'exchange'],
    ]) {
      const ours = totals[table].map((row) => [row[key], row.documented]);
      assert.deepEqual(answers[answer], ours.sort(), table);
    }
    // Each row has 0.001 BTC, outgoing in every other row.
    assert.equal(answers.moved_out.BTC, '1.500000000000000000');
  } finally {
    await server.end('SIGTERM');
    await place.remove();
  }
});

/** A claim with one file, completely contested, priced and submitted. */
async function contested(place, server) {
  const link = await init(place, 'The leak', 'carla@example.org');
  const carla = await join(server, link, 'Carla Invented');
  const home = (await carla.get('/')).text.match(/\/i\/[\w-]+/)[0];
  const claim = `${home}/claim`;
  const prices = ['asset,quote,time,price,window,source'];
  for (const [asset, price] of [['BTC', '18999.87654321'], ['USDT', '0.9997']]) {
    prices.push(`${asset},USD,2022-10-18T00:00:00Z,${price},1d,invented`);
  }
  const priced = await carla.upload(`${home}/group/prices`, [['prices.csv', prices.join('\n')]]);
  assert.equal(priced.status, 303, priced.text);
  const ana = await join(server, await inviteClaimant(carla, home, 'ana@example.org'), 'Ana');
  assert.equal((await ana.post(claim, {})).status, 303);
  const sent = await ana.upload(`${claim}/evidence`, [['trades.csv', trades(ROWS)]]);
  assert.equal(sent.status, 303, sent.text);
  await workedOff(ana, claim);
  const where = `${claim}/entries`;
  const fields = {
    version: await ana.hidden(where, 'version'),
    from: '2022-10-18T00:00:00',
    to: '2022-10-19T00:00:00',
    reason: 'none of these are mine',
  };
  const counted = await ana.post(`${where}/period`, fields);
  const mark = counted.text.match(/name="counted" value="([^"]*)"/)[1];
  assert.equal((await ana.post(`${where}/period`, { ...fields, counted: mark })).status, 303);
  await workedOff(ana, claim);
  const declaration = `${claim}/declaration`;
  const signed = await ana.post(declaration, {
    version: await ana.hidden(declaration, 'version'),
    shown: await ana.hidden(declaration, 'shown'),
    true: 'yes',
    name: 'Ana',
  });
  assert.equal(signed.status, 303, signed.text);
  await workedOff(carla, `${home}/group`);
  const totals = await carla.get(`${home}/group/totals.json`);
  assert.equal(totals.status, 200, totals.text);
  return { totals: JSON.parse(totals.text), entries: ROWS };
}

async function workedOff(person, base) {
  for (;;) {
    const { text } = await person.get(`${base}/jobs`);
    if (Object.keys(JSON.parse(text)).length === 0) return;
    await sleep(50);
  }
}
