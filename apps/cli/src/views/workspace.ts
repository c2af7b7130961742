import type { ExtractSummary } from '@cutover/domain';
import type { ExtractResult, Status } from '@cutover/engine';
import { oneLine, table } from './table.ts';

export function extractText(result: ExtractResult): string {
  const { totals, change } = result;
  const again = change.changed + change.unchanged + change.vanished > 0;
  return [
    table(
      ['file', 'is', 'sure', 'rows', 'staged', 'rejected', 'skipped'],
      result.files.map((f) => [f.file, f.object ?? '?', `${Math.round(f.confidence * 100)} %`, f.rows, f.staged, f.rejected, f.skipped]),
    ),
    '',
    `${totals.rows} rows = ${totals.staged} staged + ${totals.rejected} rejected + ${totals.skipped} skipped; ${totals.issues} values could not be read; ${result.attachments} ${result.attachments === 1 ? 'file' : 'files'} beside the tables.`,
    ...(again
      ? [
          `Since the extract before: ${change.new} new, ${change.changed} changed, ${change.unchanged} unchanged, ${change.vanished} vanished.`,
        ]
      : []),
    ...result.layout.map((line) => oneLine(line, 400)),
    ...warnings(result),
  ].join('\n');
}

const MOST_WARNINGS = 20;

/** What was not read, and what is wrong with what was. */
function warnings({ findings }: ExtractResult): string[] {
  const told = findings.filter(({ severity }) => severity !== 'info');
  const lines = told.slice(0, MOST_WARNINGS).map(({ message, advice }) => oneLine(`! ${message}. ${advice}`, 400));
  const more = told.length - lines.length;
  return more > 0 ? [...lines, `! … and ${more} more: cutover profile --output json`] : lines;
}

export function profileText(summary: ExtractSummary): string {
  return summary.files
    .map((file) =>
      [
        `${file.file}: ${file.object ?? 'not recognised'} (${Math.round(file.confidence * 100)} %) — ${file.reasons.join('; ')}`,
        table(
          ['#', 'column', 'type', 'filled', 'distinct', 'examples'],
          file.columns.map((c) => [
            c.index,
            c.name,
            c.type,
            `${c.filled} of ${c.rows}`,
            c.distinctExact ? c.distinct : `over ${c.distinct}`,
            oneLine(c.examples.join(' · ')),
          ]),
        ),
      ].join('\n'),
    )
    .join('\n\n');
}

function stateOf({ state, brokenOff, ended }: Status['runs'][number]): string {
  if (brokenOff) return 'broken off; the same command goes on with it';
  return ended === null ? state : `${state} at ${ended}`;
}

export function statusText(status: Status): string {
  const lines: string[] = [
    `Lineage ${status.lineage}, from ${status.source} to ${status.target}${status.company === null ? '' : ` (${status.company})`}`,
    status.staged === null ? 'Nothing extracted yet.' : `${status.staged} rows staged.`,
    status.decisions === null
      ? 'No plan yet.'
      : `${status.decisions.total - status.decisions.open} of ${status.decisions.total} decided${status.digest === null ? '' : `; plan ${status.digest}`}.`,
    ...status.runs.map((run) => `${run.kind}: ${stateOf(run)} (${run.tokens} tokens)`),
    ...(status.lock === null ? [] : [`Held by process ${status.lock.pid} (${status.lock.what}) since ${status.lock.since}.`]),
    `Next: ${status.next}`,
  ];
  return lines.join('\n');
}
