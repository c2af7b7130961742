import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Edit, editExport } from '../road/later.ts';
import { SMALL } from '../tools/travel.ts';

/** A record of a CSV file: its text as it stands, and its cells. */
interface Line {
  readonly text: string;
  readonly cells: readonly string[];
}

function linesOf(file: string): Line[] {
  const lines: Line[] = [];
  let cells: string[] = [];
  let cell = '';
  let quoted = false;
  let start = 0;
  const text = readFileSync(join(SMALL, file), 'utf8');
  for (let i = 0; i < text.length; i += 1) {
    const sign = text[i];
    if (quoted) {
      if (sign !== '"') cell += sign;
      else if (text[i + 1] === '"') {
        cell += '"';
        i += 1;
      } else quoted = false;
    } else if (sign === '"') quoted = true;
    else if (sign === ',' || sign === '\n') {
      cells.push(cell.replace(/\r$/, ''));
      cell = '';
      if (sign === '\n') {
        lines.push({ text: text.slice(start, i + 1), cells });
        cells = [];
        start = i + 1;
      }
    } else cell += sign;
  }
  return lines;
}

const listed = (text: string | undefined): string[] => (text ?? '').split(';').map((part) => part.trim());

/** What a small export keeps of each file: the heading, and the records that `keeps` wants. */
function filtered(dir: string, file: string, keeps: (cell: (name: string) => string) => boolean): void {
  const [heading, ...lines] = linesOf(file);
  if (heading === undefined) throw new Error(`${file} is empty`);
  const kept = lines.filter((line) =>
    keeps((name) => {
      const at = heading.cells.indexOf(name);
      if (at < 0) throw new Error(`${file} has no column ${name}`);
      return line.cells[at] ?? '';
    }),
  );
  writeFileSync(join(dir, file), heading.text + kept.map((line) => line.text).join(''));
}

/**
 * Writes a small export: these clients of the practice example with all that hangs on them, so that a load takes about a second. Other clients stay away, and
 * with them group sessions that they took part in.
 */
export function writeExport(dir: string, clients: readonly string[]): string {
  const chosen = new Set(clients);
  const companies = new Set<string>();
  const packages = new Set<string>();
  const invoices = new Set<string>();
  const note = (set: Set<string>, name: string, keep: boolean): boolean => {
    if (keep) set.add(name);
    return keep;
  };
  mkdirSync(dir, { recursive: true });
  filtered(dir, 'clients.csv', (cell) => {
    const keep = chosen.has(cell('Client ID'));
    for (const company of listed(cell('Company'))) note(companies, company, keep);
    return keep;
  });
  filtered(dir, 'companies.csv', (cell) => companies.has(cell('company_name')));
  filtered(dir, 'packages.csv', (cell) => note(packages, cell('Package ID'), chosen.has(cell('Client ID'))));
  filtered(dir, 'sessions.csv', (cell) => listed(cell('Client ID(s)')).every((client) => chosen.has(client)));
  filtered(dir, 'messages.csv', (cell) => chosen.has(cell('clientId')));
  filtered(dir, 'invoices.csv', (cell) => note(invoices, cell('INVOICE NO'), chosen.has(cell('CLIENT ID'))));
  filtered(dir, 'invoice items.csv', (cell) => invoices.has(cell('invoice')));
  for (const file of ['notes.csv', 'intake.csv', 'contracts.csv']) filtered(dir, file, (cell) => chosen.has(cell('Client ID')));
  filtered(dir, 'attachments.csv', (cell) => chosen.has(cell('client')) || packages.has(cell('package')));
  filtered(dir, 'groups.csv', (cell) => listed(cell('members')).some((client) => chosen.has(client)));
  filtered(dir, 'coaches.csv', () => true);
  cpSync(join(SMALL, 'attachments'), join(dir, 'attachments'), { recursive: true });
  return dir;
}

/** What becomes of the export of eight clients within a day. */
const LATER: readonly Edit[] = [
  // Changed: one or two fields of records of every kind that can be updated, one of them of a client that was in the account already.
  ['companies.csv', 'CO09,Okonkwo Logistics,https://okonkwo.example.com', 'CO09,Okonkwo Logistics,https://okonkwo-logistics.example.com'],
  ['clients.csv', 'Fleet Manager', 'Head of Fleet'],
  ['clients.csv', 'Product Designer', 'Lead Designer'],
  ['clients.csv', '973-555-0112', '973-555-0999'],
  ['clients.csv', 'Account Director', 'Managing Director'],
  [
    'packages.csv',
    'P002,C001,Executive Presence,Fixed,Active,2400.00,USD,10,5,5',
    'P002,C001,Executive Presence,Fixed,Active,2400.00,USD,10,6,4',
  ],
  [
    'packages.csv',
    'P037,C027,Executive Presence,Fixed,Active,2400.00,USD,10,3,7',
    'P037,C027,Executive Presence,Fixed,Completed,2400.00,USD,10,10,0',
  ],
  ['sessions.csv', 'one year on,Coaching Session,2027-01-14,10:00', 'one year on,Coaching Session,2027-01-15,11:30'],
  ['sessions.csv', 'Two drivers left. Wants to talk money next time.', 'Two drivers left. Talked money.'],
  ['sessions.csv', '"Succession, part two"', '"Succession, part three"'],
  ['notes.csv', 'Conflict check before any group.', 'Conflict check before any group. Done.'],
  // New, each on the one before, and some on what is known.
  [
    'companies.csv',
    'CO09,',
    'CO15,Salt Marsh Kayaks,https://saltmarsh.example.com,Sport,"1 Pier Road, Essex, MA 01929",2026-08-01,dana.reyes@example.com\nCO09,',
  ],
  [
    'clients.csv',
    'C009,Chidi',
    'C042,Noor,Haddad,noor.haddad@example.com,,978-555-0188,,Salt Marsh Kayaks,Owner,dana.reyes@example.com,2026-08-02,Active,Podcast,Growth,,,Yes,,,,founder,\nC009,Chidi',
  ],
  ['packages.csv', 'P007,C004', 'P046,C042,Career Compass,Fixed,Active,1080.00,USD,6,1,5,dana.reyes@example.com,2026-08-02,,,,\nP007,C004'],
  [
    'sessions.csv',
    'S147,',
    'S152,Kayaks and numbers,Coaching Session,2027-01-11,09:00,America/New_York,60,Scheduled,C042; C001,dana.reyes@example.com,P046,Phone,\nS153,Kayaks again,Coaching Session,2027-01-18,09:00,America/New_York,60,Scheduled,C042,dana.reyes@example.com,P046,Phone,\nS154,Port strike over,Coaching Session,2027-01-19,09:00,America/New_York,60,Scheduled,C009,sam.okafor@example.com,P015,Phone,\nS147,',
  ],
  [
    'notes.csv',
    'N006,C004',
    'N030,C042,Dana Reyes,2026-08-02 10:15,Came by way of the boat yard.,\nN031,C009,Sam Okafor,2026-08-03 10:15,The strike is over.,\nN006,C004',
  ],
  // Vanished.
  [
    'sessions.csv',
    'S004,Where the week goes,Coaching Session,2025-09-23,13:00,America/New_York,60,Completed,C009,sam.okafor@example.com,P016,Zoom: https://zoom.example.com/j/8805550193,\n',
    '',
  ],
  [
    'sessions.csv',
    'S049,The first Monday,Coaching Session,2025-12-05,18:00,America/New_York,60,Completed,C018,dana.reyes@example.com,P028,"Studio, 25 Bleecker Street, New York",\n',
    '',
  ],
  [
    'sessions.csv',
    'S130,Three futures,Coaching Session,2026-05-04,09:30,America/New_York,50,Completed,C004,sam.okafor@example.com,P008,Zoom: https://zoom.example.com/j/8805550179,The team noticed before he did.\n',
    '',
  ],
];

/** Writes the export of eight clients as it is a day later: records new, changed and gone. */
export function writeNewer(dir: string, source: string): string {
  cpSync(source, dir, { recursive: true });
  editExport(dir, LATER);
  return dir;
}

/** Eight clients: one that is in the account already, two companies on one card, attachments, contracts, group sessions, invoices of every status. */
export const EIGHT = ['C001', 'C004', 'C009', 'C018', 'C019', 'C020', 'C027', 'C037'] as const;

/** Three of them, where many loads are needed. */
export const THREE = ['C001', 'C004', 'C009'] as const;
