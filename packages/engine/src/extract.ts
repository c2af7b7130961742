import { resolve } from 'node:path';
import { CutoverError, Digest, type ExtractSummary, type Finding, SOURCE_OBJECTS, type SourceObject } from '@cutover/domain';
import type { KnownLayout } from '@cutover/practice';
import { instant } from './ports.ts';
import { keepReading } from './reading.ts';
import { META } from './settings.ts';
import { type ReadSource, readSource, sourceDigest } from './source.ts';
import type { Workspace } from './workspace.ts';

export interface ExtractResult {
  readonly files: readonly {
    readonly file: string;
    readonly object: SourceObject | null;
    readonly confidence: number;
    readonly rows: number;
    readonly staged: number;
    readonly rejected: number;
    readonly skipped: number;
  }[];
  readonly totals: {
    readonly rows: number;
    readonly staged: number;
    readonly rejected: number;
    readonly skipped: number;
    readonly issues: number;
  };
  readonly change: { readonly new: number; readonly changed: number; readonly unchanged: number; readonly vanished: number };
  readonly attachments: number;
  /** How the files are laid out otherwise than in the extract before. */
  readonly layout: readonly string[];
  /** What else a person should know about the reading: files that were refused, rows that cannot be read, ids used twice. */
  readonly findings: readonly Finding[];
}

const LAYOUT_CODES: ReadonlySet<string> = new Set(['file-renamed', 'columns-gone', 'columns-new', 'columns-moved']);

export interface ExtractOptions {
  /** A file that says how single files are to be read, from now on. */
  readonly reading?: string;
  /** A newer export elsewhere. */
  readonly source?: string;
  /** Over REST: ask for what changed since the last extract where the connector knows how; what is absent then is unchanged, not vanished. */
  readonly changedOnly?: boolean;
  /** Throws when what was read is not to come in force. */
  readonly accept?: (summary: ExtractSummary) => void;
}

/**
 * Reads the export into the ledger, again and again if need be: an extract that ends halfway leaves the earlier staging as it was. An export that is to the
 * byte what was read last is not read again.
 * @throws CutoverError `source-missing`, `source-empty`, `source-unrecognised`, `source-unreadable`; over REST also `no-source-key`,
 * `source-refused`, `source-unavailable`, `source-answer`, `interrupted`, after which the next extract goes on where this one was
 */
export async function extract(ws: Workspace, options: ExtractOptions = {}): Promise<ExtractResult> {
  if (options.reading !== undefined) keepReading(ws, options.reading);
  const bytes = await sourceDigest(ws, options.source);
  const known = knownOf(ws, bytes);
  if (known !== null) options.accept?.(known);
  if (known !== null) noteSource(ws, options.source);
  const { summary, change } = known === null ? await readAnew(ws, bytes, options) : { summary: known, change: nothingNew(known) };
  return {
    layout: layoutNotes(summary).map(({ message, advice }) => `${message}. ${advice}`),
    files: summary.files.map(({ file, object, confidence, counts }) => ({ file, object, confidence, ...counts })),
    totals: { ...totalsOf(summary), issues: ws.ledger.staging.counts().reduce((sum, file) => sum + file.issues, 0) },
    change,
    attachments: summary.attachments.length,
    findings: summary.findings.filter(({ code }) => !LAYOUT_CODES.has(code)),
  };
}

/** Where the files of the rows in force lie, when that is not where `init` said. */
function noteSource({ ledger }: Workspace, elsewhere: string | undefined): void {
  if (elsewhere === undefined) ledger.meta.remove(META.readFrom);
  else ledger.meta.set(META.readFrom, resolve(elsewhere));
}

const layoutNotes = ({ findings }: ExtractSummary): Finding[] => findings.filter(({ code }) => LAYOUT_CODES.has(code));

const nothingNew = (summary: ExtractSummary): ExtractResult['change'] => ({
  new: 0,
  changed: 0,
  unchanged: totalsOf(summary).staged,
  vanished: 0,
});

/**
 * What the same bytes came to before, when the rows in force are theirs and as they were written. A layout that differed from the one before them is
 * read once more: what was new then is not new now.
 */
function knownOf(ws: Workspace, bytes: Digest | null): ExtractSummary | null {
  if (bytes === null || ws.ledger.meta.get(META.readBytes, Digest) !== bytes) return null;
  const summary = ws.ledger.staging.summary();
  if (summary === null || layoutNotes(summary).length > 0 || !isSound(ws)) return null;
  const { emit, clock } = ws.ports;
  const message = `the export is what was read at ${summary.at}, to the byte: its rows stand`;
  emit({ type: 'notice', level: 'info', message, at: instant(clock) });
  return summary;
}

/** Rows that were changed by hand are no rows of the export: reading it again mends them. */
function isSound({ ledger }: Workspace): boolean {
  try {
    return ledger.staging.digest() === ledger.meta.get(META.readRows, Digest);
  } catch (error) {
    if (error instanceof CutoverError && error.code === 'ledger-edited') return false;
    throw error;
  }
}

async function readAnew(
  ws: Workspace,
  bytes: Digest | null,
  options: ExtractOptions,
): Promise<{ readonly summary: ExtractSummary; readonly change: ExtractResult['change'] }> {
  const at = instant(ws.ports.clock);
  ws.ledger.meta.remove(META.readBytes);
  const staging = ws.ledger.staging.startExtract(at);
  let read: ReadSource | null = null;
  try {
    read = await readSource(ws, staging.sink, {
      now: at,
      before: layoutsOf(ws),
      elsewhere: options.source,
      mode: options.changedOnly === true ? 'changed' : 'full',
    });
    options.accept?.(read.summary);
  } catch (error) {
    staging.discard();
    read?.discard();
    throw error;
  }
  const { summary } = read;
  // In one step: rows in force that nobody knows to have been read would be taken for a stranger's.
  const { changes } = staging.finish(summary, (digest) => {
    ws.ledger.meta.set(META.readRows, digest);
    noteSource(ws, options.source);
  });
  read.finish();
  // A file that was written to while it was read may have given rows of both its states.
  if (bytes !== null && (await sourceDigest(ws, options.source)) === bytes) ws.ledger.meta.set(META.readBytes, bytes);
  return { summary, change: changes };
}

/** Files and headers of the extract before, which the ids of decisions and rows are made of. */
function layoutsOf(ws: Workspace): KnownLayout[] {
  return (ws.ledger.staging.summary()?.files ?? []).map(({ file, columns }) => ({ file, header: columns.map(({ name }) => name) }));
}

function totalsOf(summary: ExtractSummary): { rows: number; staged: number; rejected: number; skipped: number } {
  const sum = (pick: (file: ExtractSummary['files'][number]) => number): number =>
    summary.files.reduce((total, file) => total + pick(file), 0);
  return {
    rows: sum((f) => f.counts.rows),
    staged: sum((f) => f.counts.staged),
    rejected: sum((f) => f.counts.rejected),
    skipped: sum((f) => f.counts.skipped),
  };
}

/** Column profiles as anyone may see them: examples masked, values of the export left out. */
export function profileOf(summary: ExtractSummary): unknown {
  return {
    at: summary.at,
    files: [...summary.files]
      .sort((a, b) => SOURCE_OBJECTS.indexOf(a.object ?? 'automation') - SOURCE_OBJECTS.indexOf(b.object ?? 'automation'))
      .map(({ columns, ...file }) => ({ ...file, columns: columns.map(({ values: _, ...column }) => column) })),
    links: summary.links,
    attachments: summary.attachments.map(({ path, size, mediaType }) => ({ path, size, mediaType })),
    findings: summary.findings,
  };
}
