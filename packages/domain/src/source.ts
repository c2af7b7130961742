import { z } from 'zod';
import { Digest, Instant, RowKey, SourceId } from './brand.ts';

/** What a row of an export can be. */
export const SOURCE_OBJECTS = [
  'client',
  'company',
  'coach',
  'package',
  'session',
  'message',
  'note',
  'intake',
  'invoice',
  'contract',
  'file',
  'tag',
  'automation',
] as const;
export const SourceObject = z.enum(SOURCE_OBJECTS);
export type SourceObject = z.infer<typeof SourceObject>;

/** Inferred type of a column. `list` = several values in a cell; `balance` = `3/10`; `zone` = a time zone's name; `id` = distinct, one word or capitals and digits (`C 001`). */
export const VALUE_TYPES = [
  'text',
  'longtext',
  'html',
  'id',
  'name',
  'mail',
  'phone',
  'url',
  'path',
  'number',
  'integer',
  'money',
  'percent',
  'date',
  'time',
  'datetime',
  'duration',
  'boolean',
  'enum',
  'list',
  'balance',
  'currency',
  'zone',
  'address',
  'empty',
] as const;
export const ValueType = z.enum(VALUE_TYPES);
export type ValueType = z.infer<typeof ValueType>;

export const DateOrder = z.enum(['dmy', 'mdy', 'ymd']);
export type DateOrder = z.infer<typeof DateOrder>;

/** How the texts of one column are to be read. Absent keys: nothing in the column depends on it. */
export const Reading = z.strictObject({
  /** Order of day, month, year; `ambiguous` when every value fits both dmy and mdy. */
  order: z.union([DateOrder, z.literal('ambiguous')]).optional(),
  decimal: z.enum(['.', ',']).optional(),
  /** IANA zone, when the values carry it themselves or another column names one for all. */
  zone: z.string().optional(),
  currency: z.string().length(3).optional(),
  /** What separates several values in one cell. */
  separator: z.string().optional(),
});
export type Reading = z.infer<typeof Reading>;

export const ValueCount = z.strictObject({ value: z.string(), count: z.number().int() });

export const ColumnProfile = z.strictObject({
  index: z.number().int().nonnegative(),
  /** The header as written ("" when it has none). */
  name: z.string(),
  rows: z.number().int(),
  filled: z.number().int(),
  distinct: z.number().int(),
  /** False when there were too many values to count them all: `distinct` is then a lower bound. */
  distinctExact: z.boolean(),
  type: ValueType,
  /** Share (0..1) of the filled values that read as each type; only shares above 0. */
  matches: z.partialRecord(ValueType, z.number()),
  /** The shares were found from a part of the values that was drawn. */
  estimated: z.literal(true).optional(),
  reading: Reading,
  /** Shapes seen, most frequent first, such as `9999-99-99` or `Aaa Aaa`. */
  formats: z.array(z.string()),
  /** All values with counts, most frequent first, when there are at most 200 short ones; else null. Data of the export: never shown unmasked. */
  values: z.array(ValueCount).nullable(),
  /** Masked: safe to show to a model. */
  examples: z.array(z.string()),
  length: z.strictObject({ min: z.number(), max: z.number(), mean: z.number() }),
  /** Over the values that read as numbers or money; null when there are none. */
  sum: z.number().nullable(),
});
export type ColumnProfile = z.infer<typeof ColumnProfile>;

/** A column whose values are found among the ids, mails or names of another file. */
export const Link = z.strictObject({
  file: z.string(),
  index: z.number().int(),
  toFile: z.string(),
  toIndex: z.number().int(),
  toObject: SourceObject.nullable(),
  by: z.enum(['id', 'mail', 'name']),
  /** Share of the filled values (list cells split) that were found there. */
  overlap: z.number(),
});
export type Link = z.infer<typeof Link>;

export const FileProfile = z.strictObject({
  /** Relative to the export, `/` as separator; `book.xlsx!Sheet` for a sheet; a REST endpoint's name. */
  file: z.string(),
  format: z.strictObject({
    kind: z.enum(['csv', 'xlsx', 'json', 'ndjson', 'rest']),
    encoding: z.string(),
    delimiter: z.string().optional(),
    /** Where it is not `"`, doubled inside of a cell. */
    quote: z.string().optional(),
    escape: z.string().optional(),
    /** The line of the header, where it is not the first. */
    headerLine: z.number().int().positive().optional(),
  }),
  /** What practice takes the file for, and why; null when it recognises nothing. The person's answer is the decision `object:<file>`. */
  object: SourceObject.nullable(),
  confidence: z.number().min(0).max(1),
  reasons: z.array(z.string()),
  /** Other objects it might be, best first. */
  others: z.array(SourceObject),
  /** Column that holds the source id; null: ids are derived from content. */
  idColumn: z.number().int().nullable(),
  columns: z.array(ColumnProfile),
  counts: z.strictObject({ rows: z.number().int(), staged: z.number().int(), rejected: z.number().int(), skipped: z.number().int() }),
});
export type FileProfile = z.infer<typeof FileProfile>;

/** One source row as it stands in the export: cells as written, by column position. Interpreted only under a plan. */
export const StagedRow = z.strictObject({
  key: RowKey,
  file: z.string(),
  line: z.number().int(),
  sourceId: SourceId,
  cells: z.array(z.string()),
  /** Over the cells alone. */
  hash: Digest,
});
export type StagedRow = z.infer<typeof StagedRow>;

/** A staged row on its way into the ledger: its cells as the JSON that its hash is over, which is written once and kept as it is. */
export type WrittenRow = Omit<StagedRow, 'cells'> & { readonly cells: string };

export const written = (row: StagedRow): WrittenRow => ({ ...row, cells: JSON.stringify(row.cells) });
/** @throws ZodError when it is no row */
export const unwritten = (row: WrittenRow): StagedRow => StagedRow.parse({ ...row, cells: JSON.parse(row.cells) });

/** A row that is not staged: unreadable (`rejected`) or left out for a reason that loses nothing (`skipped`, e.g. an exact repetition). */
export const Reject = z.strictObject({
  outcome: z.enum(['rejected', 'skipped']),
  file: z.string(),
  line: z.number().int(),
  column: z.string().nullable(),
  value: z.string().nullable(),
  reason: z.string(),
  /** The row as it was, so that it can be mended. */
  raw: z.string(),
});
export type Reject = z.infer<typeof Reject>;

/** A value that could not be read in a row that is otherwise fine: the row is staged, the value is reported. */
export const ValueIssue = z.strictObject({
  file: z.string(),
  line: z.number().int(),
  column: z.string(),
  value: z.string(),
  reason: z.string(),
});
export type ValueIssue = z.infer<typeof ValueIssue>;

/** A file beside the tables, found in the export. */
export const Attachment = z.strictObject({
  /** Relative to the export. */
  path: z.string(),
  name: z.string(),
  size: z.number().int(),
  sha256: Digest,
  mediaType: z.string(),
});
export type Attachment = z.infer<typeof Attachment>;

/** One thing about the data that a person should know before the plan gate. */
export const Finding = z.strictObject({
  code: z.string(),
  severity: z.enum(['error', 'warning', 'info']),
  object: SourceObject.nullable(),
  message: z.string(),
  count: z.number().int(),
  /** At most 20 of the rows behind it: keys or `file:line`. */
  rows: z.array(z.string()),
  advice: z.string(),
});
export type Finding = z.infer<typeof Finding>;

export const ExtractSummary = z.strictObject({
  at: Instant,
  files: z.array(FileProfile),
  links: z.array(Link),
  /** Files that are no table and that no column refers to. */
  attachments: z.array(Attachment),
  findings: z.array(Finding),
});
export type ExtractSummary = z.infer<typeof ExtractSummary>;
