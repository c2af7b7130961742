import { type ExtractSummary, type SourceObject, type StagedRow, unwritten } from '@cutover/domain';
import { filesInMemory, readExport } from '@cutover/practice';
import { chanceOf } from '../../chaos/random.ts';
import { cell } from './cells.ts';
import type { Labelled } from './labels.ts';

/** Rows of each kind of table; few coaches, and fewer companies than clients. */
const ROWS: Readonly<Partial<Record<SourceObject, number>>> = { coach: 5, company: 15, client: 60, package: 70 };
const OTHERS = 120;

/** Referred to before those that refer to them. */
const ORDER: readonly SourceObject[] = ['coach', 'company', 'client', 'package', 'session', 'message', 'note', 'invoice'];

const quoted = (text: string): string => (/[",\n;]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

/** One invented export: the file of each object, with telling nothing names, and its cells. */
export interface Invented {
  readonly manner: string;
  readonly files: ReadonlyMap<SourceObject, string>;
  readonly contents: Readonly<Record<string, string>>;
  /** Mails and names of its coaches, for an account that has them as users. */
  readonly coaches: readonly { readonly name: string; readonly mail: string }[];
}

/** The export that a manner's labels describe; the same for the same seed. */
export function inventedExport(labels: readonly Labelled[], seed = 'labels'): Invented {
  const manner = labels[0]?.manner ?? '';
  const tables = new Map<string, string[][]>();
  const files = new Map<SourceObject, string>();
  const contents: Record<string, string> = {};
  const coaches: { name: string; mail: string }[] = [];
  for (const object of ORDER) {
    const columns = labels.filter((label) => label.object === object);
    if (columns.length === 0) continue;
    const chance = chanceOf(`${seed} ${manner} ${object}`);
    const made: string[][] = [];
    const refer = (table: string, name: string): string => {
      const index = labels.filter((label) => label.object === table).findIndex((label) => label.column === name);
      const rows = tables.get(table);
      if (rows === undefined || index < 0) throw new Error(`${manner}: ${object} refers to ${table}.${name}, which is not there`);
      return rows[chance.between(0, rows.length - 1)]?.[index] ?? '';
    };
    for (let row = 0; row < (ROWS[object] ?? OTHERS); row += 1) {
      // Nobody is both coach and client.
      const place = object === 'coach' ? row + 200 : row;
      made.push(columns.map(({ values }) => cell(values, { place, chance, refer })));
    }
    tables.set(object, made);
    const file = `export-${files.size + 1}.csv`;
    files.set(object, file);
    contents[file] = `${[columns.map(({ column }) => column), ...made].map((cells) => cells.map(quoted).join(',')).join('\n')}\n`;
    const at = (kind: string) => columns.findIndex(({ values }) => values === kind);
    if (object === 'coach') for (const cells of made) coaches.push({ name: cells[at('@full')] ?? '', mail: cells[at('@mail')] ?? '' });
  }
  return { manner, files, contents, coaches };
}

/** What the reader makes of it, and its staged rows by file. */
export async function extracted(invented: Invented): Promise<{ extract: ExtractSummary; rows: ReadonlyMap<string, readonly StagedRow[]> }> {
  const rows = new Map<string, StagedRow[]>();
  let file = '';
  const extract = await readExport(
    filesInMemory(invented.contents),
    {
      begin: (name) => {
        file = name;
        rows.set(name, []);
      },
      rows: (batch) => rows.get(file)?.push(...batch.map(unwritten)),
      rejects: () => undefined,
      issues: () => undefined,
      end: () => undefined,
    },
    { now: '2026-11-22T08:00:00Z' },
  );
  return { extract, rows };
}
