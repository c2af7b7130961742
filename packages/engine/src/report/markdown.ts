import type { Report } from '@cutover/domain';

type Cell = string | number | null;

/** Text of the export inside a table: no column breaks, no line breaks, no HTML. */
const escaped = (value: Cell): string =>
  String(value ?? '—')
    .replace(/[&<>]/g, (c) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;' })[c] ?? c)
    .replace(/([|\\`*_[\]])/g, '\\$1')
    .replace(/\s+/g, ' ');

function table(head: readonly string[], rows: readonly (readonly Cell[])[]): string {
  if (rows.length === 0) return 'None.\n';
  const line = (cells: readonly Cell[]): string => `| ${cells.map(escaped).join(' | ')} |`;
  return `${[line(head), `|${head.map(() => '---').join('|')}|`, ...rows.map(line)].join('\n')}\n`;
}

/** Lists longer than this end with how many more there are; the JSON report has them all. */
const SHOWN = 200;
function some<T>(rows: readonly T[]): { rows: readonly T[]; more: string } {
  return { rows: rows.slice(0, SHOWN), more: rows.length > SHOWN ? `\n… and ${rows.length - SHOWN} more: see report.json.\n` : '' };
}

/** The report for people. Same data as the JSON; ids are in ids.csv. */
export function markdownOf(report: Report): string {
  const failures = some(report.failures);
  const rejects = some(report.rejects);
  const { estimated, spent } = report.tokens;
  const sections = [
    `# Migration to ${escaped(report.company)}\n\nMade ${report.madeAt} · plan \`${report.planDigest}\` · lineage \`${report.lineage}\`\n`,
    `## Counts\n\nsource = rejected + skipped + planned; planned = created + reused + failed.\n\n${table(
      ['object', 'source', 'rejected', 'skipped', 'planned', 'created', 'reused', 'updated', 'failed'],
      report.counts.map((c) => [c.object, c.source, c.rejected, c.skipped, c.planned, c.created, c.reused, c.updated, c.failed]),
    )}`,
    `## Verification\n\n${report.discrepancies === null ? 'Not verified yet: run `cutover verify`.' : `Read back and compared: ${report.discrepancies} fields differ.`}\n`,
    `## Failures\n\n${table(
      ['object', 'source id', 'code', 'reason', 'file', 'line'],
      failures.rows.map((f) => [f.object, f.sourceId, f.code, f.reason, f.file, f.line]),
    )}${failures.more}`,
    `## Rows that could not be read, or were left out\n\n${table(
      ['outcome', 'file', 'line', 'column', 'value', 'reason'],
      rejects.rows.map((r) => [r.outcome, r.file, r.line, r.column, r.value, r.reason]),
    )}${rejects.more}`,
    `## Owners\n\n${table(
      ['coach', 'user', 'how', 'records'],
      report.owners.map((o) => [o.coach, o.user, o.how, o.records]),
    )}`,
    `## Custom fields\n\n${table(
      ['decision', 'entity', 'name', 'key', 'type'],
      report.fields.map((f) => [f.decision, f.entity, f.name, f.key, f.type]),
    )}`,
    `## Value maps\n\n${table(
      ['map', 'from', 'to'],
      Object.entries(report.valueMaps).flatMap(([map, values]) => Object.entries(values).map(([from, to]) => [map, from, to])),
    )}`,
    `## What stays behind\n\n${table(
      ['object', 'what', 'why', 'to do'],
      report.notMigrated.map((n) => [n.object, n.what, n.why, n.todo]),
    )}`,
    `## Runs and cost\n\n${table(
      ['run', 'kind', 'state', 'started', 'ended', 'tokens'],
      report.runs.map((r) => [r.run, r.kind, r.state, r.started, r.ended, r.tokens]),
    )}\nAPI tokens: ${estimated} estimated, ${spent} spent. Journal head: \`${report.journalHead ?? 'empty'}\`.\n`,
  ];
  return sections.join('\n');
}
