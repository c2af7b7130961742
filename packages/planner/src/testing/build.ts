import {
  type AccountSnapshot,
  type Attachment,
  type ColumnProfile,
  digestOf,
  type ExtractSummary,
  type FileProfile,
  type Link,
  RowKey,
  SourceId,
  type SourceObject,
  type StagedRow,
  type TargetInfo,
  type ValueType,
} from '@cutover/domain';
import { isBlank } from '@cutover/values';
import type { PlannerInput } from '../input.ts';

/** Column of a test table: its header, what its values are, and further parts of the profile. */
export interface TestColumn {
  readonly name: string;
  readonly type: ValueType;
  readonly reading?: ColumnProfile['reading'];
}

/** A small table written by hand: rows are arrays of cells; the first column is the id unless said otherwise. */
export interface TestTable {
  readonly file: string;
  readonly object: SourceObject | null;
  readonly columns: readonly TestColumn[];
  readonly rows: readonly (readonly string[])[];
  readonly idColumn?: number | null;
}

function profileOf(table: TestTable, index: number): ColumnProfile {
  const column = table.columns[index] ?? { name: '', type: 'text' };
  const cells = table.rows.map((row) => row[index] ?? '').filter((cell) => !isBlank(cell));
  const counts = new Map<string, number>();
  for (const cell of cells) counts.set(cell, (counts.get(cell) ?? 0) + 1);
  const lengths = cells.map((cell) => cell.length);
  const values = [...counts].sort((a, b) => b[1] - a[1]).map(([value, count]) => ({ value, count }));
  return {
    index,
    name: column.name,
    rows: table.rows.length,
    filled: cells.length,
    distinct: counts.size,
    distinctExact: true,
    type: cells.length === 0 ? 'empty' : column.type,
    matches: cells.length === 0 ? {} : { [column.type]: 1 },
    reading: column.reading ?? {},
    formats: [],
    values: values.length <= 200 ? values : null,
    examples: cells.length === 0 ? [] : ['***'],
    length: { min: Math.min(...lengths, 0), max: Math.max(...lengths, 0), mean: 0 },
    sum: null,
  };
}

export function fileOf(table: TestTable): FileProfile {
  const staged = table.rows.length;
  return {
    file: table.file,
    format: { kind: 'csv', encoding: 'utf-8' },
    object: table.object,
    confidence: 0.95,
    reasons: ['written by hand'],
    others: table.object === 'client' ? ['company'] : [],
    idColumn: table.idColumn === undefined ? 0 : table.idColumn,
    columns: table.columns.map((_, index) => profileOf(table, index)),
    counts: { rows: staged, staged, rejected: 0, skipped: 0 },
  };
}

export function rowsOf(table: TestTable): StagedRow[] {
  const id = table.idColumn === undefined ? 0 : table.idColumn;
  return table.rows.map((cells, index) => {
    const sourceId = id === null ? `row-${index + 1}` : (cells[id] ?? `row-${index + 1}`);
    const key = RowKey.parse(`${table.file}#${sourceId}`);
    return { key, file: table.file, line: index + 2, sourceId: SourceId.parse(sourceId), cells: [...cells], hash: digestOf(cells) };
  });
}

const type = (id: number, name: string, key: string) => ({ id, name, key, icon: key, active: true });

export const ACCOUNT: AccountSnapshot = {
  company: { id: 7, domain: 'acme', name: 'Acme' },
  me: { id: 1, mail: 'ana.lopez@example.com', admin: true, defaultCurrency: 'EUR', timezone: 'Europe/Berlin' },
  users: [
    { id: 1, name: 'Ana Lopez', mail: 'ana.lopez@example.com', active: true, admin: true },
    { id: 2, name: 'Bo Winter', mail: 'Bo.Winter@example.com', active: true, admin: false },
    { id: 3, name: 'Cleo Marsh', mail: 'cleo@example.com', active: false, admin: false },
  ],
  fields: [],
  pipelines: [{ id: 1, name: 'Sales' }],
  stages: [{ id: 1, pipelineId: 1, name: 'New', order: 1 }],
  activityTypes: [type(1, 'Call', 'call'), type(2, 'Meeting', 'meeting'), type(3, 'Task', 'task'), type(4, 'Email', 'email')],
  currencies: ['EUR', 'USD'],
  persons: [],
  organizations: [],
  deals: [],
};

export const TARGET: TargetInfo = {
  host: 'acme.pipedrive.com',
  company: { id: 7, domain: 'acme' },
  tier: 'lite',
  seats: 1,
  tierKnown: 'given',
};

export function inputOf(
  tables: readonly TestTable[],
  more: Partial<PlannerInput> & { links?: Link[]; attachments?: Attachment[] } = {},
): PlannerInput {
  const { links = [], attachments = [], ...rest } = more;
  const staged = new Map(tables.map((table) => [table.file, rowsOf(table)]));
  const extract: ExtractSummary = { at: '2026-05-01T00:00:00Z', files: tables.map(fileOf), links, attachments, findings: [] };
  return {
    extract,
    rows: (file) => staged.get(file) ?? [],
    account: ACCOUNT,
    target: TARGET,
    existing: [],
    now: '2026-05-01T08:00:00Z',
    ...rest,
  };
}

export function link(file: string, index: number, toFile: string, toObject: SourceObject, by: Link['by'] = 'id', overlap = 1): Link {
  return { file, index, toFile, toIndex: 0, toObject, by, overlap };
}
