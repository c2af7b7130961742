import { readFileSync } from 'node:fs';
import { CutoverError } from '@cutover/domain';
import { LIMITS, type Limits, type ReadOptions, TEXT_ENCODINGS } from '@cutover/practice';
import { z } from 'zod';
import { META } from './settings.ts';
import type { Workspace } from './workspace.ts';

const Hint = z.strictObject({
  encoding: z.enum(TEXT_ENCODINGS).optional(),
  delimiter: z.string().length(1).optional(),
  headerLine: z.number().int().positive().optional(),
});

const amount = z.number().int().positive();
const Caps = z.strictObject({
  entryBytes: amount.optional(),
  archiveBytes: amount.optional(),
  entries: amount.optional(),
  ratio: amount.optional(),
  depth: amount.optional(),
  columns: amount.optional(),
  nesting: amount.max(500).optional(),
  sharedTexts: amount.optional(),
});

/** What a person says about reading an export, where it would be read wrongly by itself: `cutover extract --reading FILE`. */
export const Reading = z.strictObject({
  /** By path, as `cutover profile` shows it (`book.xlsx!Sheet`). */
  files: z.record(z.string(), Hint).optional(),
  limits: Caps.optional(),
});
export type Reading = z.infer<typeof Reading>;

/** Takes the file's word for this extract and all later ones. @throws CutoverError `bad-file` naming the place of the fault */
export function keepReading(ws: Workspace, file: string): void {
  ws.ledger.meta.set(META.reading, parseReading(file));
}

function parseReading(file: string): Reading {
  let read: unknown;
  try {
    read = JSON.parse(readFileSync(file, 'utf8'));
  } catch (cause) {
    throw new CutoverError('bad-file', `--reading ${file} cannot be read as JSON`, { place: { file }, cause });
  }
  const parsed = Reading.safeParse(read);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new CutoverError('bad-file', `--reading ${file}: ${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'not as it should be'}`, {
    place: { file },
    expected: '{"files": {"<path>": {"encoding", "delimiter", "headerLine"}}, "limits": {…}}',
  });
}

/** How this workspace's export is read. */
export function readingOf(ws: Workspace): { readonly limits: Limits; readonly hints: NonNullable<ReadOptions['hints']> } {
  const { files = {}, limits = {} } = ws.ledger.meta.get(META.reading, Reading) ?? {};
  const told = Object.entries(limits).filter(([, value]) => value !== undefined);
  return { limits: { ...LIMITS, ...Object.fromEntries(told) }, hints: files };
}
