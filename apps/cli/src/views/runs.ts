import type { Report } from '@cutover/domain';
import type { RollbackView } from '@cutover/engine';
import { table } from './table.ts';

/** The figures of a run's result, one a line. */
export function runText(name: string, data: unknown): string {
  const figures = Object.entries(typeof data === 'object' && data !== null ? data : {}).flatMap(([key, value]) =>
    typeof value === 'number' || typeof value === 'string'
      ? [`  ${key}: ${value}`]
      : Array.isArray(value)
        ? [`  ${key}: ${value.length}`]
        : [],
  );
  return [`${name}:`, ...figures].join('\n');
}

export function rollbackText(view: RollbackView, workspace: string): string {
  const kept = view.kept.map((k) => [k.entity, k.id, k.fields.join(', '), k.updatedAt ?? '']);
  const failed = view.failed.map((f) => [f.entity, f.id ?? '', f.reason]);
  return [
    view.operationsDigest === undefined ? `${view.reverted} records brought back.` : `${view.reverted} records would be brought back.`,
    ...(kept.length === 0 ? [] : ['', 'Kept, because a person edited them since:', table(['entity', 'id', 'fields', 'changed at'], kept)]),
    ...(failed.length === 0 ? [] : ['', 'Not possible:', table(['entity', 'id', 'why'], failed)]),
    ...(view.irreversible === undefined ? [] : ['', 'Cannot be undone in Pipedrive:', ...view.irreversible.map((line) => `  ${line}`)]),
    ...(view.operationsDigest === undefined
      ? []
      : ['', `Operations digest: ${view.operationsDigest}`, `To go on, a person runs: cutover approve rollback --workspace ${workspace}`]),
  ].join('\n');
}

export function reportText(report: Report, files: readonly string[], dir: string): string {
  return [
    table(
      ['object', 'source', 'rejected', 'skipped', 'planned', 'created', 'reused', 'updated', 'failed'],
      report.counts.map((c) => [c.object, c.source, c.rejected, c.skipped, c.planned, c.created, c.reused, c.updated, c.failed]),
    ),
    '',
    `${report.ids.length} records in ${report.company}; ${report.failures.length} ${report.failures.length === 1 ? 'failure' : 'failures'}; ${report.discrepancies ?? 'no'} ${report.discrepancies === 1 ? 'discrepancy' : 'discrepancies'}${report.discrepancies === null ? ' (not verified yet)' : ''}.`,
    `API tokens: ${report.tokens.estimated} estimated, ${report.tokens.spent} spent.`,
    `Written to ${dir}: ${files.join(', ')}`,
  ].join('\n');
}
