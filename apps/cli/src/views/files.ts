import type { FilesDryRun } from '@cutover/engine';
import { listed } from './table.ts';

/** The contract documents that would be sent. */
export function filesText({ decided, present, operations }: FilesDryRun): string {
  if (!decided) return 'The plan says that contract documents are not transferred (decision contract).';
  return [
    `${operations.length} documents would be sent, ${present} are there already.`,
    ...listed(
      'Would be sent:',
      ['contract', 'document', 'bytes', 'to'],
      operations.map((o) => [o.key, o.name, o.size, o.person]),
    ),
  ].join('\n');
}
