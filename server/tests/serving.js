// The server that people run, without a browser: `redress serve` on a database of its
// own, and people who send forms and keep their cookies.

import assert from 'node:assert/strict';
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);
const POSTGRES = fileURLToPath(new URL('postgres.sh', import.meta.url));
const START_SECONDS_MAX = 60;

export const PASSWORD = 'quiet lamps over grey water';

/** A PostgreSQL of the test's own; `stop` ends it. */
export async function startPostgres() {
  const folder = path.join(tmpdir(), `redress-serving-${process.pid}`);
  const { stdout } = await run(POSTGRES, ['start', folder]);
  return { url: stdout.trim(), stop: () => run(POSTGRES, ['stop', folder]) };
}

/** An S3 server of the test's own, with an empty bucket; `settings` are those of a
 * server that uses it. */
export async function startBucket() {
  const program = process.env.JOURNEY_S3;
  assert.ok(program, 'JOURNEY_S3 must name the S3 server: run `cargo all-tests browser`');
  const folder = await mkdtemp(path.join(tmpdir(), 'redress-s3-'));
  const child = spawn(program, [folder], { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = once(child, 'exit');
  const [line] = await once(child.stdout, 'data');
  const [endpoint, key, secret, bucket] = String(line).trim().split('\t');
  const settings = {
    REDRESS_EVIDENCE_URL: `s3://${bucket}/of/redress`,
    REDRESS_S3__ENDPOINT: endpoint,
    REDRESS_S3__ALLOW_HTTP: 'true',
    AWS_ACCESS_KEY_ID: key,
    AWS_SECRET_ACCESS_KEY: secret,
  };
  const stop = async () => {
    child.kill();
    await ended;
    await rm(folder, { recursive: true, force: true });
  };
  return { settings, stop };
}

/** The same settings with a data folder that no other server has. */
export function placeBeside(place) {
  const REDRESS_DATA_DIR = path.join(place.folder, 'data of another');
  return { ...place, settings: { ...place.settings, REDRESS_DATA_DIR } };
}

/** A data folder and the common settings of servers on it. */
export async function makePlace(settings = {}) {
  const folder = await mkdtemp(path.join(tmpdir(), 'redress-serve-'));
  return {
    folder,
    settings: { REDRESS_DATA_DIR: path.join(folder, 'data'), ...settings },
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

/** Opens an incident; returns the link for its first coordinator, without its host. */
export async function init(place, incident, coordinator) {
  const { stdout } = await run(
    binary(),
    ['init', '--incident', incident, '--coordinator', coordinator, ...configOf(place)],
    { env: environment(place) },
  );
  return new URL(stdout.match(/http:\S+\/join\/\S+/)[0]).pathname;
}

/** Starts a server on a free port; waits until it is ready. */
export async function startServer(place, { descriptorsMax } = {}) {
  const port = await freePort();
  const command = [binary(), 'serve', ...configOf(place)];
  const limited = descriptorsMax && ['sh', '-c', `ulimit -n ${descriptorsMax}; exec "$@"`, 'sh'];
  const [program, ...rest] = [...(limited || []), ...command];
  const child = spawn(program, rest, {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...environment(place), REDRESS_LISTEN: `127.0.0.1:${port}` },
  });
  const log = [];
  child.stdout.on('data', (data) => log.push(String(data)));
  child.stderr.on('data', (data) => log.push(String(data)));
  const ended = once(child, 'exit');
  const server = {
    address: `http://127.0.0.1:${port}`,
    pid: child.pid,
    log,
    end: async (signal) => {
      child.kill(signal);
      await ended;
    },
  };
  const began = performance.now();
  while (!(await fetch(`${server.address}/ready`).catch(() => null))?.ok) {
    assert.equal(child.exitCode, null, `the server ended at once: ${log.join('')}`);
    const waited = (performance.now() - began) / 1000;
    assert.ok(waited < START_SECONDS_MAX, `not ready in ${START_SECONDS_MAX} s: ${log.join('')}`);
    await sleep(50);
  }
  return server;
}

/** A person who sends forms, to any named server, with the same cookies. */
export class Person {
  cookies = new Map();

  constructor(server) {
    this.server = server;
  }

  async get(where) {
    return this.send(where, { method: 'GET' });
  }

  async post(where, fields) {
    return this.send(where, { method: 'POST', body: new URLSearchParams(fields) });
  }

  /** Sends files: `[name, text]` each, or `[name, blob]`. */
  async upload(where, files) {
    const body = new FormData();
    for (const [name, text] of files) {
      body.append('files', text instanceof Blob ? text : new Blob([text]), name);
    }
    return this.send(where, { method: 'POST', body });
  }

  async send(where, request) {
    const response = await fetch(`${this.server.address}${where}`, {
      redirect: 'manual',
      ...request,
      headers: {
        cookie: [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; '),
        origin: this.server.address,
      },
    });
    for (const cookie of response.headers.getSetCookie()) {
      const [, name, value] = cookie.match(/^([^=]+)=([^;]*)/);
      this.cookies.set(name, value);
    }
    const bytes = Buffer.from(await response.arrayBuffer());
    const location = response.headers.get('location') ?? '';
    return { status: response.status, location, bytes, text: bytes.toString() };
  }

  /** The value of a hidden field of a page. */
  async hidden(where, name) {
    const { text } = await this.get(where);
    const found = text.match(new RegExp(`name="${name}" value="([^"]*)"`));
    assert.ok(found, `${where} has a field ${name}`);
    return found[1];
  }
}

/** Joins by a link and returns the person, signed in. */
export async function join(server, link, name) {
  const person = new Person(server);
  const joined = await person.post(link, { name, password: PASSWORD });
  assert.equal(joined.status, 303, joined.text);
  return person;
}

/** A coordinator invites a claimant; returns the link without its host. */
export async function inviteClaimant(coordinator, home, email) {
  const made = await coordinator.post(`${home}/group/people/invite`, { addresses: email });
  const link = made.text.match(/\/join\/[\w-]+/);
  assert.ok(link, made.text);
  return link[0];
}

/** A Binance trade history with this many rows, its first trade in second `from`. */
export function trades(rows, from = 0) {
  const lines = ['Date(UTC),Pair,Side,Price,Executed,Amount,Fee'];
  for (let row = 0; row < rows; row += 1) {
    const time = new Date(Date.UTC(2022, 9, 18) + (from + row) * 1000).toISOString();
    const side = row % 2 ? 'BUY' : 'SELL';
    lines.push(
      `${time.slice(0, 10)} ${time.slice(11, 19)},BTCUSDT,${side},19000,0.001BTC,19USDT,0.0190USDT`,
    );
  }
  return `${lines.join('\n')}\n`;
}

/** Waits until a page contains a text. */
export async function until(person, where, wanted, seconds = 120) {
  const began = performance.now();
  for (;;) {
    const page = await person.get(where).catch(() => ({ text: '' }));
    if (page.text.includes(wanted)) return page;
    const waited = (performance.now() - began) / 1000;
    assert.ok(waited < seconds, `${where} never showed “${wanted}”: ${page.text.slice(0, 4000)}`);
    await sleep(200);
  }
}

function binary() {
  const server = process.env.JOURNEY_SERVER;
  assert.ok(server, 'JOURNEY_SERVER must name the server: run `cargo all-tests browser`');
  return server;
}

function configOf(place) {
  return ['--config', path.join(place.folder, 'redress.toml')];
}

/** Settings come from the test, not from the person who runs it. */
function environment(place) {
  const theirs = /^(REDRESS|AWS)_/;
  const ours = Object.entries(process.env).filter(([name]) => !theirs.test(name));
  return { ...Object.fromEntries(ours), ...place.settings };
}

export async function freePort() {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address();
  probe.close();
  await once(probe, 'close');
  return port;
}
