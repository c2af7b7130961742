import { z } from 'zod';
import { extractSummary } from './planning/replan.ts';
import { META } from './settings.ts';
import type { Workspace } from './workspace.ts';

/** With the name it had when a person allowed it: a newer export may have another column in its place. */
export const AllowedColumn = z.strictObject({ id: z.string(), name: z.string() });
const Allowed = z.array(AllowedColumn);

/** The columns whose values a person allowed the assistant to see as they are: ids of field decisions, `field:clients.csv#5`. Only the desk adds one. */
export function allowedColumns(ws: Workspace): readonly string[] {
  const allowed = ws.ledger.meta.get(META.allowedColumns, Allowed) ?? [];
  if (allowed.length === 0) return [];
  const names = new Map(
    extractSummary(ws).files.flatMap(({ file, columns }) => columns.map((one) => [`field:${file}#${one.index}`, one.name])),
  );
  return allowed.filter(({ id, name }) => names.get(id) === name).map(({ id }) => id);
}
