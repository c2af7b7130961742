import type { RepairResult, RepairView } from '@cutover/engine';
import { listed, oneLine } from './table.ts';

const beyondRows = (beyond: RepairView['beyond']) => beyond.map((b) => [b.key, b.id, b.fields.join(', '), b.why]);

/** What a repair would write, value by value: this is what the approval is a yes to. */
export function repairText({ operations, beyond, operationsDigest }: RepairView, workspace: string): string {
  const creates = operations.filter(({ op }) => op === 'create');
  const fields = operations.flatMap(({ key, id, fields: changed }) => changed.map((change) => ({ key, id, ...change })));
  return [
    `${operations.length - creates.length} records would be changed, ${creates.length} made.`,
    ...listed(
      'Would be written:',
      ['record', 'id', 'field', 'Pipedrive now', 'would be'],
      fields.map((f) => [f.key, f.id, f.field, oneLine(f.got ?? '', 40), oneLine(f.wanted ?? '', 40)]),
    ),
    ...listed(
      'Would be made:',
      ['record', 'entity'],
      creates.map((c) => [c.key, c.entity]),
    ),
    ...listed('Cannot be mended:', ['record', 'id', 'fields', 'why'], beyondRows(beyond)),
    ...(operationsDigest === undefined
      ? []
      : ['', `Operations digest: ${operationsDigest}`, `To go on, a person runs: cutover approve repair --workspace ${workspace}`]),
  ].join('\n');
}

export function repairedText({ updated, created, failed, different, beyond }: RepairResult): string {
  return [
    `${updated} records changed, ${created} made; read back: ${different} of their fields differ.`,
    ...listed(
      'Not possible:',
      ['record', 'why'],
      failed.map((f) => [f.key, f.why]),
    ),
    ...listed('Cannot be mended:', ['record', 'id', 'fields', 'why'], beyondRows(beyond)),
  ].join('\n');
}
