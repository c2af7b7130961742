import { CutoverError } from '@cutover/domain';
import type { z } from 'zod';
import { type AllowedColumn, allowedColumns } from '../allowed.ts';
import { extractSummary } from '../planning/replan.ts';
import { META } from '../settings.ts';
import type { Workspace } from '../workspace.ts';

/** A column of the export, and whether the assistant sees its values as they are. */
export interface ExportColumn {
  /** Id of its field decision. */
  readonly id: string;
  readonly file: string;
  readonly name: string;
  /** Values it holds, and a few of them masked: what allowing it would show. */
  readonly filled: number;
  readonly examples: readonly string[];
  readonly allowed: boolean;
}

/** Every column in the order of the export. @throws CutoverError `not-extracted` */
export function exportColumns(ws: Workspace): readonly ExportColumn[] {
  const allowed = new Set(allowedColumns(ws));
  return extractSummary(ws).files.flatMap(({ file, columns }) =>
    columns.map(({ index, name, filled, examples }) => {
      const id = `field:${file}#${index}`;
      return { id, file, name, filled, examples, allowed: allowed.has(id) };
    }),
  );
}

/**
 * The column a person means: its id, `file column`, or the column's name alone where only one has it.
 * @throws CutoverError `no-column`, naming those it may be
 */
export function columnNamed(columns: readonly ExportColumn[], text: string): ExportColumn {
  const found = text.trim();
  for (const spelling of SPELLINGS) {
    const [first, ...others] = columns.filter((column) => spelling(column).toLowerCase() === found.toLowerCase());
    if (first === undefined) continue;
    if (others.length === 0) return first;
    const which = [first, ...others].map(({ id, file, name }) => `${file} ${name} (${id})`).join(', ');
    throw new CutoverError('no-column', `${others.length + 1} columns are called "${found}": ${which}`, { found });
  }
  throw new CutoverError('no-column', `the export has no column "${found}"`, { found, expected: 'a column, or its file and the column' });
}

const SPELLINGS: readonly ((column: ExportColumn) => string)[] = [
  ({ id }) => id,
  ({ file, name }) => `${file} ${name}`,
  ({ name }) => name,
];

/** From now on the assistant sees this column's values as they are. Only a person says so: no tool reaches this. @throws CutoverError `no-column` */
export function allowColumn(ws: Workspace, text: string): ExportColumn {
  return write(ws, { ...columnNamed(exportColumns(ws), text), allowed: true });
}

/** From now on the assistant sees it masked again; what it has seen it has seen. @throws CutoverError `no-column` */
export function withholdColumn(ws: Workspace, text: string): ExportColumn {
  return write(ws, { ...columnNamed(exportColumns(ws), text), allowed: false });
}

function write(ws: Workspace, column: ExportColumn): ExportColumn {
  const others = exportColumns(ws).filter(({ id, allowed }) => allowed && id !== column.id);
  const list = column.allowed ? [...others, column] : others;
  ws.ledger.meta.set(
    META.allowedColumns,
    list.map(({ id, name }) => ({ id, name }) satisfies z.input<typeof AllowedColumn>),
  );
  return column;
}
