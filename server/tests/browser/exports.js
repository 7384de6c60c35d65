// What a claimant brings: an export in FTX's web layout (invented rows, times
// without a zone), a picture that nobody can read, and an empty file.

import { createHash } from 'node:crypto';

const HEADER =
  '"ID","Time","Market","Side","Order Type","Size","Price","Total","Fee","Fee Currency","TWAP"';

// Holdings sold, then a thin token bought far above its price, fill by fill;
// before and after that the claimant's own trades.
const ROWS = [
  ['7000000001', '10/10/2022, 9:00:00 AM', 'BTC/USD', 'buy', '2', '19200', '38400', '26.88'],
  ['7000000002', '10/18/2022, 9:01:00 PM', 'BTC/USD', 'sell', '1.5', '19500', '29250', '20.475'],
  ['7000000003', '10/18/2022, 9:01:01 PM', 'BTC/USD', 'sell', '0.5', '19490', '9745', '6.8215'],
  ['7000000004', '10/18/2022, 9:02:00 PM', 'DMG/USD', 'buy', '40000', '0.5', '20000', '14'],
  ['7000000005', '10/18/2022, 9:02:00 PM', 'DMG/USD', 'buy', '40000', '0.5', '20000', '14'],
  ['7000000006', '10/18/2022, 9:02:09 PM', 'DMG/USD', 'sell', '10000', '0.01', '100', '0.07'],
  ['7000000007', '10/21/2022, 8:00:00 AM', 'DMG/USD', 'sell', '70000', '0.011', '770', '0.539'],
];

/** Rows that lie in {@link PERIOD}. */
export const CONTESTED = 5;

/** From and until, as a `datetime-local` field takes them, in UTC. */
export const PERIOD = ['2022-10-18T21:00:00', '2022-10-18T22:00:00'];

/** The export of the account of one `claimant`: their ids are their own. */
export function ftxExport(claimant) {
  const lines = ROWS.map(([id, ...cells]) =>
    [`${Number(id) + claimant * 100}`, ...cells.slice(0, 3), 'Market', ...cells.slice(3), 'USD', 'false']
      .map((cell) => `"${cell}"`)
      .join(','),
  );
  return file('trades.csv', 'text/csv', `${[HEADER, ...lines].join('\n')}\n`);
}

/** A screenshot: kept as it is, read by nobody. */
export function screenshot(claimant) {
  const pixel =
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
  const bytes = Buffer.concat([Buffer.from(pixel, 'base64'), Buffer.from(`${claimant}`)]);
  return file('screenshot.png', 'image/png', bytes);
}

/** A download that broke off at its first byte. */
export function emptyFile() {
  return file('broken-off.csv', 'text/csv', '');
}

/** An export of an exchange that no reader knows, with words of its own. */
export function unknownExport(claimant) {
  const rows = [
    'When;Pair;What;Qty;Rate;By',
    `18/10/2022 21:00:09;BTC/USDT;Myynti;0,5;19000;user${claimant}`,
    `18/10/2022 21:00:12;BTC/USDT;Osto;0,25;19100;user${claimant}`,
  ];
  return file('other.csv', 'text/csv', `${rows.join('\n')}\n`);
}

/** Dates that could be of October or of May and June. */
export function openDates(claimant) {
  const rows = [
    'Date(UTC),Market,Type,Price,Amount,Total,Fee,Fee Coin',
    `05/10/2022 09:00:00,BTCUSDT,BUY,19200,${claimant},${19200 * claimant},1,USDT`,
    `06/10/2022 09:00:00,BTCUSDT,SELL,19500,${claimant},${19500 * claimant},1,USDT`,
  ];
  return file('open-dates.csv', 'text/csv', `${rows.join('\n')}\n`);
}

/** What looks like a key: made up, and of no account. */
export const KEY = 'vmPUZE6mv9SD5VNHk4HlWFsOr6aKE2zvsw0MuIgwCIPy6utIco14y7Ju91duEh8A';

/** A table of notes with a key among them. */
export function notesWithKey(claimant) {
  return file('notes.csv', 'text/csv', `what,where,kept\nkey,exchange ${claimant},${KEY}\n`);
}

function file(name, mimeType, content) {
  const buffer = Buffer.from(content);
  return { name, mimeType, buffer, sha256: createHash('sha256').update(buffer).digest('hex') };
}
