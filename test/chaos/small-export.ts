import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
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

/** Eight clients: one that is in the account already, two companies on one card, attachments, contracts, group sessions, invoices of every status. */
export const EIGHT = ['C001', 'C004', 'C009', 'C018', 'C019', 'C020', 'C027', 'C037'] as const;

/** Three of them, where many loads are needed. */
export const THREE = ['C001', 'C004', 'C009'] as const;
