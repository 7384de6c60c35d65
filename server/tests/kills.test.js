// A few kills on each database; `kills.js` does a hundred.

import { test } from 'node:test';

import { killAgainAndAgain } from './kills.js';

const TIMES = 5;

for (const onPostgres of [false, true]) {
  const database = onPostgres ? 'PostgreSQL' : 'SQLite';
  test(`a server on ${database} that is killed ${TIMES} times loses no data and leaves no files`, async () => {
    await killAgainAndAgain(TIMES, onPostgres);
  });
}
