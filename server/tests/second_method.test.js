// The method once more, written from METHOD.md alone: it computes each line, part, credit
// and total of the demonstration's bundle again, and comes to the same figures.

import assert from 'node:assert/strict';
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import { Person, freePort, until } from './serving.js';

const run = promisify(execFile);
const SCRIPT = fileURLToPath(new URL('second_method.py', import.meta.url));
const UNZIP = 'import sys, zipfile; zipfile.ZipFile(sys.argv[1]).extractall(sys.argv[2])';

test('a second implementation of the method gives every figure of the demonstration', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'redress-second-'));
  try {
    const bundle = path.join(folder, 'bundle.zip');
    await writeFile(bundle, await demoBundle(path.join(folder, 'demo')));
    const answer = await again(bundle);
    assert.equal(answer.differences, 0, answer.named);
    const { loss, parts, credit, total, contest, rule, age } = answer.checked;
    assert.ok(loss > 10_000 && parts === loss && credit > 0 && total > 100, answer.named);
    assert.ok(contest >= loss && rule > 0 && age > loss, answer.named);
    await finds(folder, bundle);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});

/** Any figure that is changed is named. */
async function finds(folder, bundle) {
  const opened = path.join(folder, 'opened');
  await run('python3', ['-c', UNZIP, bundle, opened]);
  const { stdout } = await run('ls', [opened]);
  const top = path.join(opened, stdout.trim());
  const digit = (text) => text.replace(/\d$/, (last) => String((Number(last) + 1) % 10));
  for (const [file, find, what] of [
    ['losses.csv', /(?<=,)-?\d+\.\d{8}(?=,priced)/, /loss is/],
    ['losses.csv', /[A-Z]+:-?\d+\.\d{8}(?=;|,)/, /parts is/],
    ['losses.csv', /(?<=daily,[A-Z]+:)\d+/, /age is/],
    ['contests.csv', /\d(?=\n)/, /rule is/],
    ['credits.csv', /\d+\.\d{8}(?=,priced)/, /credit is/],
    ['totals.json', /(?<="net": ")-?\d+\.\d{8}/, /total net/],
  ]) {
    const place = path.join(top, 'data/normalized', file);
    const whole = await readFile(place, 'utf8');
    assert.match(whole, find);
    await writeFile(place, whole.replace(find, digit));
    const answer = await again(top);
    assert.equal(answer.status, 1, `${file} ${find}`);
    assert.match(answer.named, what);
    await writeFile(place, whole);
  }
}

async function again(bundle) {
  const done = await run('python3', ['-B', SCRIPT, bundle]).catch((failed) => failed);
  const answer = JSON.parse(done.stdout);
  return { ...answer, status: done.code ?? 0, named: done.stderr.slice(0, 4000) };
}

/** The bundle that the demonstration builds for its investigator. */
async function demoBundle(data) {
  const port = await freePort();
  const demo = [process.env.JOURNEY_SERVER, 'demo', '--port', String(port), '--data', data];
  const server = spawn(demo[0], demo.slice(1), { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = once(server, 'exit');
  try {
    const account = await accountOf(server, 'investigator');
    const person = new Person({ address: `http://127.0.0.1:${port}` });
    assert.equal((await person.post('/sign-in', account)).status, 303);
    const page = await until(person, '/i/demo/bundles', '.zip"');
    const [link] = page.text.match(/\/i\/demo\/bundles\/[^"]*\.zip/) ?? [];
    assert.ok(link, page.text);
    const bundle = await person.get(link);
    assert.equal(bundle.status, 200);
    return bundle.bytes;
  } finally {
    server.kill();
    await ended;
  }
}

/** The address and password that the demonstration prints for a role. */
async function accountOf(server, role) {
  let printed = '';
  for await (const data of server.stdout) {
    printed += data;
    const line = printed.split('\n').find((line) => line.startsWith(role));
    if (line && printed.endsWith('\n')) {
      const [email] = line.match(/\S+@\S+/);
      return { email, password: line.trim().split(/\s+/).at(-1) };
    }
  }
  throw new Error(`no ${role} was printed: ${printed}`);
}
