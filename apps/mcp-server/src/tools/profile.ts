import { type ColumnProfile, CutoverError, type FileProfile } from '@cutover/domain';
import { extractSummary, type Workspace } from '@cutover/engine';
import { z } from 'zod';
import { Cursor, PAGE, pageOf } from '../page.ts';
import type { Shield } from '../privacy/shield.ts';
import { defineTool, READS } from '../tool.ts';

const Column = z.object({
  id: z.string(),
  name: z.string(),
  type: z.string(),
  rows: z.number(),
  filled: z.number(),
  distinct: z.number(),
  formats: z.array(z.string()),
  examples: z.array(z.string()),
  masked: z.boolean(),
});

const File = z.object({
  id: z.string(),
  object: z.string().nullable(),
  confidence: z.number(),
  rows: z.number(),
  columns: z.number(),
  why: z.array(z.string()),
});

export const profileTool = defineTool({
  name: 'profile',
  title: 'Profile of the export',
  description:
    'What the export looks like: without id its files, with the id of a file (object:…) its columns: type, fill rate, distinct values, formats, masked examples. Use it to judge a proposal. Never whole rows.',
  input: z.strictObject({ id: z.string().max(300).describe('object:… of one file').optional(), cursor: Cursor }),
  output: z.object({
    ...PAGE,
    fromExport: z.object({ files: z.array(File).optional(), columns: z.array(Column).optional() }),
  }),
  annotations: READS,
  run: ({ ws, shield }, { id, cursor }) => {
    const summary = extractSummary(ws);
    if (id === undefined) {
      const page = pageOf(summary.files, cursor, [summary.at, 'files'], (file) => fileView(file, shield));
      return { total: page.total, next: page.next, fromExport: { files: page.items } };
    }
    const file = summary.files.find((one) => `object:${one.file}` === id || shield.handle(`object:${one.file}`) === id);
    if (file === undefined)
      throw new CutoverError('no-decision', 'the export has no file of this id: call profile without id for the list');
    const page = pageOf(file.columns, cursor, [summary.at, file.file], (column) => columnView(ws, file, column, shield));
    return { total: page.total, next: page.next, fromExport: { columns: page.items } };
  },
});

function fileView(file: FileProfile, shield: Shield): z.infer<typeof File> {
  return {
    id: shield.handle(`object:${file.file}`),
    object: file.object,
    confidence: file.confidence,
    rows: file.counts.rows,
    columns: file.columns.length,
    why: file.reasons.slice(0, 3).map(shield.text),
  };
}

function columnView(ws: Workspace, file: FileProfile, column: ColumnProfile, shield: Shield): z.infer<typeof Column> {
  const id = `field:${file.file}#${column.index}`;
  const open = shield.isAllowed(id);
  return {
    id: shield.handle(id),
    name: shield.text(column.name),
    type: column.type,
    rows: column.rows,
    filled: column.filled,
    distinct: column.distinct,
    formats: column.formats.slice(0, 4).map(shield.text),
    examples: open
      ? ownValues(ws, file.file, column.index).map((value) => shield.value(value, 'words', true))
      : column.examples.slice(0, 4),
    masked: !open,
  };
}

/** A few values as they stand in the export, of a column that a person allowed. */
function ownValues(ws: Workspace, file: string, index: number): string[] {
  const values = new Set<string>();
  for (const row of ws.ledger.staging.rows(file)) {
    const value = row.cells[index]?.trim() ?? '';
    if (value !== '') values.add(value);
    if (values.size === 4) break;
  }
  return [...values];
}
