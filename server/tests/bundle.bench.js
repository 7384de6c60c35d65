// A bundle with large originals, or with many lines: how long a job takes to build it, beside
// `openssl` over the same bytes, how fast it is downloaded, also in two parts, and how long
// `redress verify` takes, each with its memory. It only measures, except that the parts must
// be the bundle and that it must verify. Needs a release build, `curl` and `openssl`:
//
//     cargo site && cargo build --release -p server --bin redress
//     JOURNEY_SERVER=target/release/redress \
//         node server/tests/bundle.bench.js [GIB] [LINES] [postgres] [s3]
//
// It needs twice the originals on the disk; with `s3` (JOURNEY_S3 names the S3 server) five
// times.

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { createCipheriv, createHash } from 'node:crypto';
import { once } from 'node:events';
import { createWriteStream, openAsBlob } from 'node:fs';
import { readdir, rm, stat } from 'node:fs/promises';
import { get } from 'node:http';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';

import {
  beginClaim, contestAll, measured, memory, ratio, send, sign, withGroup, workedOff, writeRows,
} from './bench.js';
import { confirmAll, join, runMeasured, until } from './serving.js';

const run = promisify(execFile);
const GIB = Number(process.argv[2] ?? 2);
const LINES = Number(process.argv[3] ?? 1_000);
const FILE_BYTES = 1024 ** 3;
const PIECE = Buffer.alloc(8 << 20);
const inBucket = process.argv.includes('s3');

const settings = {
  REDRESS_LIMITS__SIGN_IN__FRESH_MINUTES: '600',
  REDRESS_LIMITS__UPLOADS__PER_HOUR: '1000',
};

await withGroup(settings, async (ground) => {
  const { server, home, folder, where } = ground;
  console.log(`${GIB} GiB of originals and ${LINES} lines, on ${where}`);
  await submit(ground);
  const ines = await investigator(ground);
  await released(ground);
  const originals = await largeFiles(ground);
  await sleep(3_000);
  const idle = await memory(server);
  console.log(`idle: ${(idle / 1024).toFixed(0)} MiB`);

  const before = await digests(originals);
  const built = await measured(server, idle, () => build(ines, home));
  const after = await digests(originals);
  const digest = (before.both + after.both) / 2;
  if (originals.length) {
    console.log(`openssl: sha256 ${shown(before.sha256)}, then ${shown(after.sha256)};`
      + ` sha512 ${shown(before.sha512)}, then ${shown(after.sha512)}`);
  }
  line('built by a job', built, originals.length && `${ratio(built.seconds, digest)} of openssl’s both`);

  const link = (await ines.get(`${home}/bundles`)).text.match(/\/i\/[\w-]+\/bundles\/[^"]*\.zip/)[0];
  const file = path.join(folder, 'bundle.zip');
  const headers = { cookie: [...ines.cookies].map(([name, value]) => `${name}=${value}`).join('; ') };
  const url = `${server.address}${link}`;
  let speed;
  const loaded = await measured(server, idle, async () => {
    const words = ['-sS', '--fail', '-o', inBucket ? file : '/dev/null', '-w', '%{size_download} %{speed_download}'];
    const { stdout } = await run('curl', [...words, '-H', `Cookie: ${headers.cookie}`, url]);
    speed = stdout.split(' ').map(Number);
  });
  line('downloaded', loaded, `${(speed[1] / 1e6).toFixed(0)} MB/s of ${(speed[0] / 1e6).toFixed(0)} MB`);
  const halves = await measured(server, idle, () => inTwoParts(url, headers));
  line('downloaded in two parts', halves, `${(speed[0] / 1e6 / halves.seconds).toFixed(0)} MB/s with its SHA-256 in this script`);

  const bundle = inBucket ? file : await storedBundle(ground, url, headers);
  const verified = await runMeasured(['verify', bundle], 'inherit');
  assert.equal(verified.status, 0, verified.output);
  console.log(`redress verify: ${shown(verified.seconds)}, ${(verified.memoryKib / 1024).toFixed(0)} MiB`
    + ` (${(speed[0] / 1e6 / verified.seconds).toFixed(0)} MB/s)`);
});

/** A claimant hands in the originals and a file with rows, contests the rows, signs and
 * consents. */
async function submit({ server, carla, home, folder }) {
  const claim = `${home}/claim`;
  const ana = await beginClaim(server, carla, home, 'Ana');
  const rows = path.join(folder, 'trades.csv');
  await writeRows(rows, LINES);
  await send(ana, claim, ['trades.csv', await openAsBlob(rows)]);
  await workedOff(ana, claim);
  for (let number = 0; number < GIB; number += 1) {
    const file = sourceOf(folder, number);
    await writeNoise(file, number);
    await send(ana, claim, [path.basename(file), await openAsBlob(file)]);
    await workedOff(ana, claim);
    if (!inBucket) await rm(file);
  }
  await (await contestAll(ana, claim))();
  await sign(ana, claim, 'Ana');
  const version = await ana.hidden(`${claim}/consents`, 'version');
  const agreed = await ana.post(`${claim}/consents`, { version, law_enforcement: 'yes' });
  assert.equal(agreed.status, 303, agreed.text.slice(0, 2_000));
}

function sourceOf(folder, number) {
  return path.join(folder, `original-${number}.bin`);
}

/** Writes bytes that no program can compress and no reader knows. */
async function writeNoise(file, number) {
  const key = createHash('sha256').update(`original ${number}`).digest();
  const noise = createCipheriv('aes-256-ctr', key, Buffer.alloc(16));
  const out = createWriteStream(file);
  for (let at = 0; at < FILE_BYTES; at += PIECE.length) {
    if (!out.write(noise.update(PIECE))) await once(out, 'drain');
  }
  out.end();
  await once(out, 'finish');
}

/** An investigator joins, and the operator confirms it. */
async function investigator({ server, place, carla, home }) {
  const made = await carla.post(`${home}/group/people/officer`, {
    role: 'investigator', email: 'ines@example.org', name: 'Ines',
  });
  const link = made.text.match(/\/join\/[\w-]+/);
  assert.ok(link, made.text.slice(0, 2_000));
  const ines = await join(server, link[0], 'Ines Invented');
  await confirmAll(place);
  return ines;
}

/** Freezes a report and releases it to the investigator. */
async function released({ place, carla, home }) {
  const frozen = await carla.post(`${home}/group/snapshots`, { title: 'For the police' });
  assert.equal(frozen.status, 303, frozen.text.slice(0, 2_000));
  await until(carla, `${home}/group/snapshots`, '/group/snapshots/1', 600);
  const page = (await carla.get(`${home}/group/releases`)).text;
  const [, choices] = page.match(/<select[^>]*name="investigator"[^>]*>(.*?)<\/select>/s);
  const person = choices.match(/value="([^"]+)"/)[1];
  const asked = await carla.post(`${home}/group/releases`, {
    snapshot: '1', investigator: person, kind: 'identified', recipient: 'law_enforcement',
    purpose: 'Case 2022-17', case_number: '', days: '30',
  });
  assert.equal(asked.status, 303, asked.text.slice(0, 4_000));
  await confirmAll(place);
}

/** The originals on the disk: as they are stored, or as they were sent to a bucket. */
async function largeFiles({ folder, data }) {
  const found = [];
  for (const name of await readdir(inBucket ? folder : data, { recursive: true })) {
    const file = path.join(inBucket ? folder : data, name);
    // Files of the database come and go.
    const about = await stat(file).catch(() => null);
    if (about?.isFile() && about.size === FILE_BYTES) found.push(file);
  }
  assert.equal(found.length, GIB);
  return found;
}

/** The seconds of `openssl dgst` over files. */
async function digests(files) {
  const seconds = { sha256: 0, sha512: 0 };
  for (const name of files.length ? Object.keys(seconds) : []) {
    const began = performance.now();
    await run('openssl', ['dgst', `-${name}`, ...files]);
    seconds[name] = (performance.now() - began) / 1000;
  }
  return { ...seconds, both: seconds.sha256 + seconds.sha512 };
}

async function build(ines, home) {
  const page = (await ines.get(`${home}/bundles`)).text;
  const [action] = page.match(/\/i\/[\w-]+\/bundles\/[\w-]+\/build/);
  const asked = await ines.post(action, {});
  assert.equal(asked.status, 303, asked.text.slice(0, 2_000));
  for (;;) {
    const { text } = await ines.get(`${home}/bundles/jobs`);
    if (Object.keys(JSON.parse(text)).length === 0) return;
    await sleep(50);
  }
}

/** Loads the first half, breaks the connection, and continues there; the parts must have
 * the hash that the tag names. */
async function inTwoParts(url, headers) {
  const hash = createHash('sha256');
  const whole = await answerOf(url, headers);
  const half = Math.floor(Number(whole.headers['content-length']) / 2);
  const { etag } = whole.headers;
  let at = 0;
  for await (const bytes of whole) {
    const taken = bytes.subarray(0, half - at);
    hash.update(taken);
    at += taken.length;
    if (at === half) break;
  }
  whole.destroy();
  const rest = await answerOf(url, { ...headers, range: `bytes=${half}-`, 'if-range': etag });
  assert.equal(rest.statusCode, 206);
  for await (const bytes of rest) hash.update(bytes);
  assert.equal(`"${hash.digest('hex')}"`, etag);
}

async function answerOf(url, headers, method = 'GET') {
  const [answer] = await once(get(url, { headers, method }), 'response');
  assert.ok(answer.statusCode < 300, `${answer.statusCode}`);
  return answer;
}

/** The bundle in the data folder. */
async function storedBundle({ data }, url, headers) {
  const answer = await answerOf(url, headers, 'HEAD');
  answer.resume();
  const sha256 = answer.headers.etag.replaceAll('"', '');
  const names = await readdir(data, { recursive: true });
  return path.join(data, names.find((name) => path.basename(name) === sha256));
}

function line(name, { seconds, processor, mib }, beside) {
  console.log(`${name}: ${shown(seconds)}, processor ${shown(processor)}, ${mib.toFixed(0)} MiB over idle`
    + (beside ? `; ${beside}` : ''));
}

function shown(seconds) {
  return `${seconds.toFixed(2)} s`;
}
