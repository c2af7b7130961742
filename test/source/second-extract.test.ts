import { cpSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { RowKey, type RunEvent } from '@cutover/domain';
import { extract, makePlan, showPlan } from '@cutover/engine';
import { listDecisions } from '@cutover/engine/desk';
import Database from 'better-sqlite3';
import { parse } from 'csv-parse/sync';
import { afterEach, expect, test } from 'vitest';
import { planned, SMALL, setOut, type Traveller } from '../tools/travel.ts';

const open: { close: () => unknown }[] = [];
afterEach(async () => {
  for (const one of open.splice(0)) await one.close();
});

interface Scene {
  readonly traveller: Traveller;
  readonly notices: string[];
  /** What was said of exports that were not read again. */
  readonly same: string[];
  /** A copy of the example export, to be changed. */
  readonly newer: string;
  /** Rewrites a table of the copy: header and rows as lists of cells. */
  readonly change: (file: string, how: (cells: readonly string[], row: number) => readonly string[] | null) => void;
}

/** The example read, planned and answered, with an answer of a person that no proposal would give. */
async function scene(): Promise<Scene> {
  const notices: string[] = [];
  const same: string[] = [];
  const emit = (event: RunEvent): void => {
    if (event.type !== 'notice') return;
    if (event.code === 'answers-kept') notices.push(event.message);
    if (event.message.startsWith('the export is what was read')) same.push(event.message);
  };
  const traveller = await setOut({ emit });
  const dir = mkdtempSync(join(tmpdir(), 'cutover-newer-'));
  open.push(traveller, { close: () => rmSync(dir, { recursive: true, force: true }) });
  await planned(traveller, {
    'field:clients.csv#12': { set: { target: 'ignore' } },
    'field:clients.csv#19': { set: { target: 'person.custom.insta', as: { name: 'Insta', type: 'varchar' } } },
  });
  cpSync(SMALL, dir, { recursive: true });
  const quoted = (cell: string) => `"${cell.replaceAll('"', '""')}"`;
  return {
    traveller,
    notices,
    same,
    newer: dir,
    change(file, how) {
      const rows: string[][] = parse(readFileSync(join(dir, file), 'utf8'), { relax_column_count: true });
      const lines = rows.map((cells, row) => how(cells, row)).filter((cells) => cells !== null);
      writeFileSync(join(dir, file), lines.map((cells) => `${cells.map(quoted).join(',')}\r\n`).join(''));
    },
  };
}

const answersOf = ({ ws }: Traveller) => listDecisions(ws).decisions.map(({ id, status, answer, at }) => ({ id, status, answer, at }));

/** The staged rows as they lie in the ledger's file. */
function storedRows({ dir }: Traveller): unknown[] {
  const db = new Database(join(dir, 'workspace', 'ledger.sqlite'), { readonly: true });
  try {
    return db.prepare('select id, key, hash from staged_row order by id').all();
  } finally {
    db.close();
  }
}

const NOTHING_NEW = { new: 0, changed: 0, unchanged: 369, vanished: 0 };

test('an unchanged export: nothing new, and no staged row is written; bytes that were read are not read again', async () => {
  const { traveller, newer, same } = await scene();
  const before = storedRows(traveller);
  expect(before).toHaveLength(369);
  const first = await extract(traveller.ws);
  expect(first.change).toEqual(NOTHING_NEW);
  expect(first.totals).toEqual({ rows: 371, staged: 369, rejected: 2, skipped: 0, issues: 0 });
  expect(same).toHaveLength(1);
  // The same bytes elsewhere.
  expect((await extract(traveller.ws, { source: newer })).change).toEqual(NOTHING_NEW);
  expect(same).toHaveLength(2);
  // Other bytes that say the same.
  writeFileSync(join(newer, 'clients.csv'), `${readFileSync(join(newer, 'clients.csv'), 'utf8')}\r\n`);
  expect((await extract(traveller.ws, { source: newer })).change).toEqual(NOTHING_NEW);
  expect(same).toHaveLength(2);
  expect(storedRows(traveller)).toEqual(before);
});

test('the same bytes are read again where a row was changed by hand, or they are to be read otherwise', async () => {
  const { traveller, newer, same } = await scene();
  const db = new Database(join(traveller.dir, 'workspace', 'ledger.sqlite'));
  db.prepare(`update staged_row set cells = '["C001"]' where key = 'clients.csv#C001'`).run();
  db.close();
  expect(() => traveller.ws.ledger.staging.digest()).toThrow('changed by hand');
  expect((await extract(traveller.ws)).change).toEqual(NOTHING_NEW);
  expect(same).toEqual([]);
  expect(traveller.ws.ledger.staging.row(RowKey.parse('clients.csv#C001'))?.cells).toHaveLength(22);
  const reading = join(newer, 'reading.json');
  writeFileSync(reading, JSON.stringify({ limits: { depth: 2 } }));
  await extract(traveller.ws, { reading });
  expect(same).toEqual([]);
  await extract(traveller.ws, { reading });
  expect(same).toHaveLength(1);
});

test('files renamed, columns in another order: nothing changed, the plan stands, every answer is kept', async () => {
  const { traveller, newer, change, notices } = await scene();
  const answers = answersOf(traveller);
  const rows = storedRows(traveller);
  change('clients.csv', (cells) => cells.toReversed());
  renameSync(join(newer, 'clients.csv'), join(newer, 'Kunden 2026-03.csv'));
  renameSync(join(newer, 'sessions.csv'), join(newer, 'sessions (2).csv'));
  const result = await extract(traveller.ws, { source: newer });
  expect(result.change).toEqual({ new: 0, changed: 0, unchanged: 369, vanished: 0 });
  expect(result.layout.map((line) => line.split('.')[0])).toEqual(['Kunden 2026-03', 'clients', 'sessions (2)']);
  expect(storedRows(traveller)).toEqual(rows);
  expect(showPlan(traveller.ws).stale).toEqual([]);
  await makePlan(traveller.ws);
  expect(answersOf(traveller)).toEqual(answers);
  expect(notices).toEqual([]);
});

test('rows and columns new, changed and gone: what still applies is kept, what is new is asked, what is gone is said', async () => {
  const { traveller, newer, change, notices } = await scene();
  const answers = new Map(answersOf(traveller).map((one) => [one.id, one]));
  change('clients.csv', (cells, row) => {
    // The "Intake Score" is gone, "Pronouns" stand in its place, and Instagram has moved to the front.
    const [instagram = ''] = cells.slice(19, 20);
    const rest = cells.filter((_, index) => index !== 14 && index !== 19);
    return [instagram, ...rest, row === 0 ? 'Pronouns' : row % 2 === 0 ? 'she/her' : 'they/them'];
  });
  change('companies.csv', (cells, row) =>
    row === 3 ? null : row === 4 ? [...cells.slice(0, 2), 'https://new.example.com', ...cells.slice(3)] : cells,
  );
  change('notes.csv', (cells, row) => (row === 1 ? [...cells.slice(0, 4), '<p>Written anew.</p>', ''] : cells));
  const result = await extract(traveller.ws, { source: newer });
  // All 41 clients have another cell; one company and one note changed; one company is gone.
  expect(result.change).toEqual({ new: 0, changed: 43, unchanged: 325, vanished: 1 });
  expect(result.layout).toEqual([
    'clients.csv has no “Intake Score” any more. Export with these columns again, or plan without them: their answers are void.',
    'clients.csv has new columns: “Pronouns”. The next plan asks what they are; all other answers stay.',
    'clients.csv has its columns in another order than at first. They are told by their headers; answers stay.',
  ]);
  await makePlan(traveller.ws);
  const now = new Map(answersOf(traveller).map((one) => [one.id, one]));
  const lost = [...answers].filter(([id, one]) => JSON.stringify(now.get(id)) !== JSON.stringify(one)).map(([id]) => id);
  expect(lost).toEqual(['field:clients.csv#14']);
  expect(now.get('field:clients.csv#19')?.answer).toEqual({ target: 'person.custom.insta', as: { name: 'Insta', type: 'varchar' } });
  expect(now.get('field:clients.csv#12')?.answer).toEqual({ target: 'ignore' });
  expect(now.get('field:clients.csv#22')).toMatchObject({ status: 'proposed' });
  expect(notices).toHaveLength(1);
  expect(notices[0]).toMatch(/^\d+ of \d+ answers kept; open again: field:clients\.csv#14; new: .*field:clients\.csv#22/);
});
