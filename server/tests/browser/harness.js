// The parts that every journey needs: the server that people run, with the
// demonstration's incident, and people at a browser whose console is watched. An
// unexpected message in the console fails the test.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer, request } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { chromium } from 'playwright-core';

import { makePlace, placeBeside, startBucket, startPostgres, startServer } from '../serving.js';

// Playwright makes a fresh profile. The options keep Chromium from contacting its
// maker, which fails on a machine without a network.
const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

const START_SECONDS_MAX = 300;

/** The longest time until a page shows what is expected, in milliseconds. */
export const PATIENCE = 15_000;
/** How long a job may take, in ms. Freezing a report values claims first, on a machine that
 * also runs other tests. */
const JOB_PATIENCE = 90_000;

/**
 * Starts `redress demo` on an empty folder and a free port, and reads its output: its
 * address, and `role<TAB>email<TAB>password` for each account.
 */
export async function startDemo({ settings = {}, options = ['--fresh'] } = {}) {
  const binary = process.env.JOURNEY_SERVER;
  assert.ok(binary, 'JOURNEY_SERVER must name the server: run `cargo all-tests browser`');
  const data = await mkdtemp(path.join(tmpdir(), 'redress-demo-'));
  const began = performance.now();
  const server = spawn(binary, ['demo', ...options, '--port', '0', '--data', data], {
    stdio: ['ignore', 'pipe', 'pipe'],
    // Its settings are the defaults, not those of the person who runs the tests.
    env: {
      ...Object.fromEntries(
        Object.entries(process.env).filter(([name]) => !/^(REDRESS|AWS)_/.test(name)),
      ),
      ...settings,
    },
  });
  const ended = new Promise((resolve) => server.once('exit', resolve));
  const log = [];
  createInterface({ input: server.stderr }).on('line', (line) => log.push(line));
  const demo = { data, log, accounts: [], address: undefined, startSeconds: undefined };
  demo.kill = async () => {
    server.kill('SIGKILL');
    await ended;
  };
  demo.stop = async () => {
    server.kill('SIGTERM');
    const timer = setTimeout(() => server.kill('SIGKILL'), 5_000);
    await ended;
    clearTimeout(timer);
    await rm(data, { recursive: true, force: true });
  };
  createInterface({ input: server.stdout }).on('line', (line) => {
    demo.address ??= line.match(/http:\/\/[\w.[\]:]+\d/)?.[0];
    const [role, email, password] = line.split('\t');
    if (password) demo.accounts.push({ role, email, password });
  });
  while (!(await answers(demo))) {
    const last = log.slice(-5).join('\n');
    assert.equal(server.exitCode, null, `the server ended at once: ${last}`);
    const waited = (performance.now() - began) / 1000;
    assert.ok(waited < START_SECONDS_MAX, `no answer in ${START_SECONDS_MAX} s: ${last}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  demo.startSeconds = (performance.now() - began) / 1000;
  demo.account = (role, n = 0) => {
    const found = demo.accounts.filter((account) => account.role === role)[n];
    assert.ok(found, `the demonstration prints ${role} number ${n + 1}`);
    return found;
  };
  return demo;
}

/**
 * The demonstration on two servers that share one PostgreSQL and one bucket, behind an
 * address that asks each of them in turn. `midway` kills one of them.
 */
export async function startTwo() {
  const started = [];
  const stop = async () => {
    for (const one of started.reverse()) await one();
  };
  try {
    return await startTwoOf(started, stop);
  } catch (error) {
    await stop();
    throw error;
  }
}

/** `started` collects what `stop` ends, in reverse order. */
async function startTwoOf(started, stop) {
  const postgres = await startPostgres();
  started.push(postgres.stop);
  const bucket = await startBucket();
  started.push(bucket.stop);
  const front = createServer().listen(0, '127.0.0.1');
  await once(front, 'listening');
  started.push(() => {
    front.closeAllConnections();
    front.close();
  });
  const address = `http://127.0.0.1:${front.address().port}`;
  const place = await makePlace({
    ...bucket.settings,
    REDRESS_DATABASE_URL: postgres.url,
    REDRESS_PUBLIC_URL: address,
    REDRESS_LIMITS__JOBS__LEASE_SECONDS: '2',
  });
  started.push(place.remove);
  const first = await startDemo({ settings: place.settings, options: ['--as-set'] });
  started.push(first.stop);
  const second = await startServer(placeBeside(place));
  started.push(() => second.end('SIGTERM'));
  const asked = [first.address, second.address];
  let turn = 0;
  front.on('request', (from, to) => {
    turn += 1;
    const { method, url, headers } = from;
    const on = request(asked[turn % asked.length] + url, { method, headers }, (answer) => {
      to.writeHead(answer.statusCode, answer.headers);
      answer.pipe(to);
    });
    on.on('error', () => to.destroy());
    from.pipe(on);
  });
  const midway = async () => {
    asked.shift();
    await first.kill();
  };
  return { ...first, address, midway, stop };
}

async function answers(demo) {
  if (!demo.address || demo.accounts.length === 0) return false;
  try {
    return (await fetch(`${demo.address}/ready`)).ok;
  } catch {
    return false;
  }
}

export function startBrowser() {
  return chromium.launch({
    executablePath: process.env.JOURNEY_CHROMIUM ?? '/usr/bin/chromium',
    args: FLAGS,
  });
}

/**
 * One person at one browser window.
 *
 * `complaints` collects errors of the console, the page's scripts and the network. An
 * answer with 422 is right for a form with errors, and Chromium reports it in one
 * line. Exactly this line is allowed, once for each such answer.
 */
export class Visitor {
  static async arrive(browser, demo, { javascript = true, width = 1440, language = 'en' } = {}) {
    const context = await browser.newContext({
      acceptDownloads: true,
      baseURL: demo.address,
      javaScriptEnabled: javascript,
      locale: language,
      viewport: { width, height: 900 },
    });
    context.setDefaultTimeout(PATIENCE);
    return new Visitor(demo, context, await context.newPage(), javascript);
  }

  constructor(demo, context, page, javascript) {
    Object.assign(this, { demo, context, page, javascript, complaints: [], unprocessable: 0 });
    page.on('response', (response) => {
      if (response.status() === 422) this.unprocessable += 1;
    });
    page.on('pageerror', (error) => this.complaints.push(`script: ${error.message}`));
    page.on('console', (message) => {
      if (message.type() !== 'error' && message.type() !== 'warning') return;
      this.complaints.push(`console at ${page.url()}: ${message.text()}`);
    });
    page.on('requestfailed', (request) => {
      const why = request.failure()?.errorText;
      // A navigation that becomes a download, or is abandoned for the next one.
      if (why === 'net::ERR_ABORTED') return;
      this.complaints.push(`network: ${request.url()}: ${why}`);
    });
  }

  /** Fails on everything that the browser reported since the last call. */
  assertNoComplaints(where) {
    const rest = [];
    for (const complaint of this.complaints) {
      if (this.unprocessable > 0 && complaint.includes('status of 422')) {
        this.unprocessable -= 1;
      } else {
        rest.push(complaint);
      }
    }
    this.complaints = [];
    this.unprocessable = 0;
    assert.deepEqual(rest, [], where);
  }

  /** Opens a path, expects the status, and waits for the islands. */
  async open(where, status = 200) {
    const response = await this.page.goto(where, { waitUntil: 'load' });
    assert.equal(response.status(), status, where);
    await this.settled();
    return response;
  }

  /** Waits until the page's islands are ready, if it has a boot script. */
  async settled() {
    await this.page.waitForLoadState('load');
    if (!this.javascript) return;
    if ((await this.page.locator('script[type=module]').count()) === 0) return;
    await this.page.locator('html[data-islands=live]').waitFor({ state: 'attached' });
  }

  /**
   * Waits until the page shows no work in progress. Its script then loads it again;
   * without scripts, the person does.
   */
  async worked() {
    const over = this.page.locator('body:not(:has([data-job])) .bottom');
    const until = performance.now() + JOB_PATIENCE;
    while (!this.javascript && (await over.count()) === 0) {
      assert.ok(performance.now() < until, 'the work ends');
      await this.page.waitForTimeout(200);
      await this.page.reload();
    }
    await over.waitFor({ timeout: JOB_PATIENCE });
    await this.settled();
  }

  async signIn({ email, password }) {
    await this.open('/sign-in');
    await this.page.locator('input[type=email]').fill(email);
    await this.page.locator('input[type=password]').fill(password);
    await this.page.locator('main button[type=submit], main form button').first().click();
    await this.settled();
    assert.ok(!this.page.url().includes('/sign-in'), `${email} is signed in`);
  }

  /** The incident's home, from any link that leads into the incident. */
  async incident() {
    await this.open('/');
    const inside = await this.page.locator('a[href^="/i/"]').first().getAttribute('href');
    return inside.split('/').slice(0, 3).join('/');
  }

  /** Clicks a download and returns the bytes. */
  async download(locator) {
    const [download] = await Promise.all([this.page.waitForEvent('download'), locator.click()]);
    return { name: download.suggestedFilename(), bytes: await readFile(await download.path()) };
  }

  async leave() {
    await this.context.close();
  }
}
