import { once } from 'node:events';
import { createWriteStream, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';

/** Rows of the other files for each session. */
const CLIENTS = 1 / 20;
const PACKAGES = 1 / 10;

/** A well mixed whole number from a row's number and a salt: the same on every run, without a state. */
function mixed(row: number, salt: number): number {
  let hash = Math.imul(row ^ 0x9e3779b9, 0x85ebca6b) ^ Math.imul(salt + 1, 0xc2b2ae35);
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  hash = Math.imul(hash ^ (hash >>> 12), 0x297a2d39);
  return (hash ^ (hash >>> 15)) >>> 0;
}

const pick = <T>(all: readonly [T, ...T[]], row: number, salt: number): T => all[mixed(row, salt) % all.length] ?? all[0];
const two = (n: number): string => String(n).padStart(2, '0');

const FIRST = ['Maya', 'Tomasz', 'Amara', 'Jürgen', 'Lucía', 'Ana', 'Kwame', 'Sofía', 'Noah', 'Mei'] as const;
const LAST = ['Chen', 'Kowal', 'Diallo', 'Weiß', 'García', 'Belmonte', 'Mensah', 'Ruiz', 'Okafor', 'Tan'] as const;
const COACHES = ['dana@example.com', 'sam@example.com', 'lee@example.com', 'ines@example.com'] as const;
const TYPES = ['Coaching', 'Intro call', 'Review', 'Admin time', 'Workshop'] as const;
const STATUSES = ['Completed', 'Completed', 'Completed', 'No-show', 'Cancelled', 'Scheduled'] as const;
const ZONES = ['Eastern Time (US & Canada)', 'Central Time (US & Canada)', 'Berlin', 'London', 'America/Denver'] as const;
const PLACES = ['Zoom', 'Phone', 'Office, 2nd floor', 'N/A'] as const;
const PHRASES = [
  'talked about the board and the letter that nobody wants to write',
  'sleeps better, walks to work',
  'wants to lead more and draw less',
  'asked for "room to think", twice',
  'will call her brother before the next session',
  'plans the budget; brings the numbers next time',
] as const;

/** Numbers of films, in every area: few clients share one by chance, as in life. */
const phone = (client: number): string => `(${201 + (client % 780)}) 555-01${two(mixed(client, 12) % 100)}`;
const clientId = (n: number): string => `C${100_000 + n}`;
const packageId = (n: number): string => `P-${100_000 + n}`;
const amount = (cents: number): string => `$${Math.floor(cents / 100).toLocaleString('en-US')}.${two(cents % 100)}`;

export const SESSION_HEADER = [
  'Session ID',
  'Title',
  'Session Type',
  'Date',
  'Start',
  'Time Zone',
  'Length (min)',
  'Status',
  'Client ID',
  'Client Phone',
  'Coach',
  'Package ID',
  'Where',
  'Fee',
  'Session Notes',
] as const;

/** What becomes of a row: staged with these cells, or rejected. */
export interface Made {
  readonly id: string;
  readonly cells: readonly string[];
  readonly outcome: 'staged' | 'rejected';
  readonly text: string;
}

const quoted = (cell: string): string => (/[",\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);

/** Row `n` (from 0) of the sessions, of `of` in all. Every fiftieth is bad, in one of three ways. */
export function session(n: number, of: number): Made {
  const day = new Date(Date.UTC(2019, 0, 1) + (mixed(n, 1) % 2_700) * 86_400_000);
  const hour = 7 + (mixed(n, 2) % 12);
  const id = `S${1_000_000 + n}`;
  const notes = [PHRASES[mixed(n, 3) % 6], PHRASES[mixed(n, 4) % 6], `ref ${mixed(n, 5)}`].join('. ');
  const bad = n % 50 === 49 ? ((n / 50) % 3) | 0 : -1;
  const client = mixed(n, 6) % Math.max(1, Math.round(of * CLIENTS));
  const cells = [
    bad === 0 ? '' : id,
    `${pick(TYPES, n, 7)} with ${pick(FIRST, client, 1)}`,
    pick(TYPES, n, 7),
    bad === 1 ? 'Tuesday after Easter' : `${day.getUTCMonth() + 1}/${day.getUTCDate()}/${day.getUTCFullYear()}`,
    `${((hour + 11) % 12) + 1}:${pick(['00', '15', '30', '45'], n, 8)} ${hour < 12 ? 'am' : 'pm'}`,
    pick(ZONES, n, 9),
    String(pick([30, 45, 60, 90], n, 10)),
    pick(STATUSES, n, 11),
    clientId(client),
    phone(client),
    pick(COACHES, client, 13),
    packageId(mixed(n, 14) % Math.max(1, Math.round(of * PACKAGES))),
    pick(PLACES, n, 15),
    amount(5_000 + (mixed(n, 16) % 200_000)),
    notes,
  ];
  const text = cells.map(quoted).join(',') + (bad === 2 ? ',one,too,many' : '');
  return { id, cells, outcome: bad >= 0 ? 'rejected' : 'staged', text };
}

function client(n: number): string {
  const [first, last] = [pick(FIRST, n, 1), pick(LAST, n, 2)];
  return [
    clientId(n),
    first,
    last,
    `client${n}@example.com`,
    phone(n),
    pick(COACHES, n, 13),
    `${1 + (mixed(n, 17) % 12)}/${1 + (mixed(n, 18) % 28)}/2018`,
  ].join(',');
}

function pack(n: number, of: number): string {
  const included = pick([5, 10, 12, 20], n, 19);
  const used = mixed(n, 20) % (included + 1);
  const owner = clientId(mixed(n, 21) % Math.max(1, Math.round(of * CLIENTS)));
  return [
    packageId(n),
    owner,
    pick(['Leadership', 'Starter', 'Monthly'], n, 22),
    pick(['Active', 'Completed', 'Paused'], n, 23),
    quoted(amount(30_000 + (mixed(n, 24) % 500_000))),
    included,
    used,
    included - used,
  ].join(',');
}

async function write(path: string, header: string, count: number, row: (n: number) => string): Promise<void> {
  const out = createWriteStream(path);
  out.write(`${header}\n`);
  for (let from = 0; from < count; from += 2_000) {
    let text = '';
    for (let n = from; n < Math.min(count, from + 2_000); n += 1) text += `${row(n)}\n`;
    if (!out.write(text)) await once(out, 'drain');
  }
  out.end();
  await finished(out);
}

/** Writes an export with so many sessions, and clients and packages in proportion. */
export async function writeExport(folder: string, sessions: number): Promise<{ readonly rows: number }> {
  mkdirSync(folder, { recursive: true });
  const clients = Math.max(1, Math.round(sessions * CLIENTS));
  const packages = Math.max(1, Math.round(sessions * PACKAGES));
  await write(join(folder, 'clients.csv'), 'Client ID,First Name,Last Name,Email,Phone,Coach,Client Since', clients, client);
  await write(
    join(folder, 'packages.csv'),
    'Package ID,Client ID,Package,Package Status,Package Price,Sessions Included,Sessions Used,Sessions Remaining',
    packages,
    (n) => pack(n, sessions),
  );
  await write(join(folder, 'sessions.csv'), SESSION_HEADER.join(','), sessions, (n) => session(n, sessions).text);
  return { rows: sessions + clients + packages };
}
