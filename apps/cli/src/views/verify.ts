import type { VerifyResult } from '@cutover/engine';
import { diffText } from './diff.ts';
import { listed } from './table.ts';

/** What was read back, the sums that must reconcile, and by name what could not be read. */
export function verifyText(result: VerifyResult, clean: boolean): string {
  const { sums, unread } = result;
  const { sessionsPerClient: sessions } = sums;
  const bytes = result.records.flatMap(({ fields }) => fields.filter(({ field }) => field === 'bytes'));
  const differing = bytes.filter(({ verdict }) => verdict === 'different').length;
  return [
    diffText({ ...result, clean, uncovered: [] }),
    ...listed(
      'Sums:',
      ['what', 'in the export', 'read back', 'differing'],
      [
        ...sums.records.map((r) => [r.entity, r.wanted, r.found, r.wanted - r.found]),
        ...sums.dealValues.map((v) => [`deal values, ${v.currency}`, v.wanted, v.equal, v.differing]),
        ...sums.invoices.map((v) => [`invoices, ${v.currency}`, v.wanted, v.equal, v.differing]),
        ...(bytes.length === 0 ? [] : [['files, byte for byte', bytes.length, bytes.length - differing, differing]]),
        [`sessions of ${sessions.clients} clients`, sessions.sessions, sessions.found, sessions.differing.length],
      ],
    ),
    ...listed(
      'Could not be read:',
      ['record', 'source id', 'id', 'why'],
      unread.map((u) => [u.entity, u.sourceId, u.id, u.why]),
    ),
  ].join('\n');
}
