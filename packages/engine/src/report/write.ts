import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Report } from '@cutover/domain';
import type { Workspace } from '../workspace.ts';
import { csvLine } from './csv.ts';
import { downloadGuide } from './downloads.ts';
import { markdownOf } from './markdown.ts';
import { rebuildDocument } from './rebuild.ts';

/** Writes the report's files beside the ledger, all from one structure. @returns their names */
export function writeReport(ws: Workspace, report: Report): string[] {
  const ids = [
    csvLine(['object', 'source_id', 'entity', 'pipedrive_id']),
    ...report.ids.map((row) => csvLine([row.object, row.source_id, row.entity, row.pipedrive_id])),
  ];
  const rejects = [
    csvLine(['outcome', 'file', 'line', 'column', 'value', 'reason', 'row']),
    ...[...ws.ledger.staging.rejects()].map((r) => csvLine([r.outcome, r.file, r.line, r.column, r.value, r.reason, r.raw])),
  ];
  const files: Record<string, string> = {
    'report.json': `${JSON.stringify(report, null, 2)}\n`,
    'report.md': markdownOf(report),
    'ids.csv': ids.join(''),
    'rejects.csv': rejects.join(''),
    'rebuild.md': rebuildDocument(ws),
    'downloads.md': downloadGuide(ws),
  };
  for (const [name, text] of Object.entries(files)) writeFileSync(join(ws.dir, name), text, { mode: 0o600 });
  return Object.keys(files);
}
