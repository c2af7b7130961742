import type { RecordDiff } from '@cutover/domain';
import { oneLine, someOf, table } from './table.ts';

interface ShownDiff {
  readonly records: readonly RecordDiff[];
  readonly clean: boolean;
  readonly uncovered: readonly string[];
  readonly diffDigest?: string;
}

const ORDER = { different: 0, declared: 1, equal: 2 } as const;

/** Differences first; equal fields are only counted. */
export function diffText({ records, clean, uncovered, diffDigest }: ShownDiff): string {
  const fields = records.flatMap((record) => record.fields.map((field) => ({ record, field })));
  const count = (verdict: keyof typeof ORDER): number => fields.filter(({ field }) => field.verdict === verdict).length;
  const shown = fields.filter(({ field }) => field.verdict !== 'equal').sort((a, b) => ORDER[a.field.verdict] - ORDER[b.field.verdict]);
  return [
    `${records.length} records, ${fields.length} fields: ${count('equal')} equal, ${count('declared')} declared, ${count('different')} different.`,
    ...(shown.length === 0
      ? []
      : [
          '',
          table(
            ['verdict', 'record', 'field', 'source', 'Pipedrive', 'rule'],
            shown
              .slice(0, 100)
              .map(({ record, field }) => [
                field.verdict,
                `${record.entity} ${record.sourceId}`,
                field.field,
                oneLine(field.source, 30),
                oneLine(field.got ?? '', 30),
                field.rule,
              ]),
          ),
          ...(shown.length > 100 ? [`… and ${shown.length - 100} more: --output json has them all.`] : []),
        ]),
    ...(uncovered.length === 0 ? [] : ['', `Not covered by the sample: ${someOf(uncovered, 20)}`]),
    ...(diffDigest === undefined ? [] : ['', `Diff digest: ${diffDigest}`]),
    clean ? 'Nothing differs that is not declared.' : 'Some fields differ.',
  ].join('\n');
}
