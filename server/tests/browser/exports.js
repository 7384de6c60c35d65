// A claimant's files: an export in FTX's web layout (invented rows, times without a
// zone), a picture, and an empty file.

import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { deflateRawSync, gzipSync } from 'node:zlib';

const HEADER =
  '"ID","Time","Market","Side","Order Type","Size","Price","Total","Fee","Fee Currency","TWAP"';

// Holdings are sold, then a thin token is bought far above its price, fill by fill. The
// claimant's own trades are before and after that.
const ROWS = [
  ['7000000001', '10/10/2022, 9:00:00 AM', 'BTC/USD', 'buy', '2', '19200', '38400', '26.88'],
  ['7000000002', '10/18/2022, 9:01:00 PM', 'BTC/USD', 'sell', '1.5', '19500', '29250', '20.475'],
  ['7000000003', '10/18/2022, 9:01:01 PM', 'BTC/USD', 'sell', '0.5', '19490', '9745', '6.8215'],
  ['7000000004', '10/18/2022, 9:02:00 PM', 'DMG/USD', 'buy', '40000', '0.5', '20000', '14'],
  ['7000000005', '10/18/2022, 9:02:00 PM', 'DMG/USD', 'buy', '40000', '0.5', '20000', '14'],
  ['7000000006', '10/18/2022, 9:02:09 PM', 'DMG/USD', 'sell', '10000', '0.01', '100', '0.07'],
  ['7000000007', '10/21/2022, 8:00:00 AM', 'DMG/USD', 'sell', '70000', '0.011', '770', '0.539'],
];

/** Rows within {@link PERIOD}. */
export const CONTESTED = 5;

/** Start and end, as a `datetime-local` field takes them, in UTC. */
export const PERIOD = ['2022-10-18T21:00:00', '2022-10-18T22:00:00'];

/** The export of one `claimant`'s account, with ids of its own. */
export function ftxExport(claimant) {
  const lines = ROWS.map(([id, ...cells]) =>
    [`${Number(id) + claimant * 100}`, ...cells.slice(0, 3), 'Market', ...cells.slice(3), 'USD', 'false']
      .map((cell) => `"${cell}"`)
      .join(','),
  );
  return file('trades.csv', 'text/csv', `${[HEADER, ...lines].join('\n')}\n`);
}

/** A screenshot: kept unchanged, and never read. */
export function screenshot(claimant) {
  const pixel =
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
  const bytes = Buffer.concat([Buffer.from(pixel, 'base64'), Buffer.from(`${claimant}`)]);
  return file('screenshot.png', 'image/png', bytes);
}

/** A download that broke off before its first byte. */
export function emptyFile() {
  return file('broken-off.csv', 'text/csv', '');
}

/** An export of an exchange that no reader recognises, with words of its own. */
export function unknownExport(claimant) {
  const rows = [
    'When;Pair;What;Qty;Rate;By',
    `18/10/2022 21:00:09;BTC/USDT;Myynti;0,5;19000;user${claimant}`,
    `18/10/2022 21:00:12;BTC/USDT;Osto;0,25;19100;user${claimant}`,
  ];
  return file('other.csv', 'text/csv', `${rows.join('\n')}\n`);
}

/** Dates that could be in October, or in May and June. */
export function openDates(claimant) {
  const rows = [
    'Date(UTC),Market,Type,Price,Amount,Total,Fee,Fee Coin',
    `05/10/2022 09:00:00,BTCUSDT,BUY,19200,${claimant},${19200 * claimant},1,USDT`,
    `06/10/2022 09:00:00,BTCUSDT,SELL,19500,${claimant},${19500 * claimant},1,USDT`,
  ];
  return file('open-dates.csv', 'text/csv', `${rows.join('\n')}\n`);
}

/** An invented text that looks like a key, without an account. */
export const KEY = 'vmPUZE6mv9SD5VNHk4HlWFsOr6aKE2zvsw0MuIgwCIPy6utIco14y7Ju91duEh8A';

/** A table of notes with a key among them. */
export function notesWithKey(claimant) {
  return file('notes.csv', 'text/csv', `what,where,kept\nkey,exchange ${claimant},${KEY}\n`);
}

/** The checksum of ZIP; Node has it only since 20.15. */
function crc32(bytes) {
  let crc = ~0;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit += 1) crc = (crc >>> 1) ^ (0xedb88320 & -(crc & 1));
  }
  return ~crc >>> 0;
}

/** Files as an exchange zips them. */
export function zipOf(name, files) {
  const [members, entries] = [[], []];
  let at = 0;
  for (const { name: inner, buffer } of files) {
    const packed = deflateRawSync(buffer);
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE(8, 4);
    common.writeUInt32LE(crc32(buffer), 10);
    common.writeUInt32LE(packed.length, 14);
    common.writeUInt32LE(buffer.length, 18);
    common.writeUInt16LE(Buffer.byteLength(inner), 22);
    const place = Buffer.alloc(14);
    place.writeUInt32LE(at, 10);
    const member = [Buffer.from('PK\x03\x04'), common, Buffer.from(inner), packed];
    entries.push(Buffer.from('PK\x01\x02\x14\x00'), common, place, Buffer.from(inner));
    members.push(...member);
    at += member.reduce((bytes, part) => bytes + part.length, 0);
  }
  const list = Buffer.concat(entries);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(files.length, 8);
  end.writeUInt16LE(files.length, 10);
  end.writeUInt32LE(list.length, 12);
  end.writeUInt32LE(at, 16);
  return file(name, 'application/zip', Buffer.concat([...members, list, end]));
}

/** The same as a tar archive in gzip. */
export function tarGzOf(name, files) {
  const blocks = files.flatMap(({ name: inner, buffer }) => {
    const header = Buffer.alloc(512);
    const size = buffer.length.toString(8).padStart(11, '0');
    header.write(`${inner}`, 0);
    header.write('0000644\0', 100);
    header.write(`${size}\0`, 124);
    header.write('        0', 148);
    header.write('ustar\x0000', 257, 'latin1');
    const sum = header.reduce((total, byte) => total + byte, 0);
    header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
    return [header, buffer, Buffer.alloc((512 - (buffer.length % 512)) % 512)];
  });
  return file(name, 'application/gzip', gzipSync(Buffer.concat([...blocks, Buffer.alloc(1024)])));
}

/** One file in gzip. */
export function gzipOf({ name, buffer }) {
  return file(`${name}.gz`, 'application/gzip', gzipSync(buffer));
}

/** A workbook that LibreOffice wrote: `ending` is `xlsx` or `xls`. */
export function workbook(ending) {
  const path = `../../../app/ledger/tests/fixtures/resaved/binance_trades.${ending}`;
  return file(`book.${ending}`, 'application/octet-stream', readFileSync(new URL(path, import.meta.url)));
}

function file(name, mimeType, content) {
  const buffer = Buffer.from(content);
  return { name, mimeType, buffer, sha256: createHash('sha256').update(buffer).digest('hex') };
}
