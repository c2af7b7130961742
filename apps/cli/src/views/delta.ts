import type { DeltaDryRun, DeltaResult, FieldNote } from '@cutover/engine';
import { listed, oneLine } from './table.ts';

const FATES: Readonly<Record<FieldNote['fate'], string>> = {
  kept: 'changed in Pipedrive, kept',
  conflict: 'changed in both, Pipedrive kept',
  taken: 'changed in both, the export taken',
  fixed: 'not carried over',
};

/** What a delta did or would do; a dry run says also whether it needs a yes of its own. */
export function deltaText(result: DeltaResult | DeltaDryRun, workspace: string): string {
  const dry = 'operations' in result;
  const { created, reused, updated, deleted, fields, vanished, gone, until } = result;
  return [
    `${dry ? 'Would create' : 'Created'} ${created}, ${dry ? 'reuse' : 'reused'} ${reused}, ${dry ? 'update' : 'updated'} ${updated}, ${dry ? 'delete' : 'deleted'} ${deleted}.`,
    ...('failed' in result
      ? [`${result.failed} ${result.failed === 1 ? 'row' : 'rows'} failed, ${result.rejected} could not be read.`]
      : []),
    ...listed(
      'Fields that were not simply updated:',
      ['what', 'record', 'field', 'was', 'export', 'Pipedrive', 'why'],
      fields.map((f) => [FATES[f.fate], f.key, f.field, short(f.was), short(f.source), short(f.pipedrive), f.why]),
    ),
    ...listed(
      'No longer in the export:',
      ['record', 'id', 'now', 'why'],
      vanished.map((v) => [v.key, v.id, v.outcome, v.why]),
    ),
    ...listed(
      'Not in Pipedrive any more (never made again):',
      ['record', 'id'],
      gone.map((g) => [g.key, g.id]),
    ),
    ...(until === null ? [] : ['', `Deltas are covered by the approval of the full run until ${until}.`]),
    ...(dry && !result.within
      ? ['This one is beyond its bounds; to go on, a person runs:', `  cutover approve delta --workspace ${workspace}`]
      : []),
  ].join('\n');
}

const short = (text: string | null): string => oneLine(text ?? '', 30);
