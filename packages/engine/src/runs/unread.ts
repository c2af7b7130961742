import type { FieldDiff, RecordDiff, TargetKey } from '@cutover/domain';
import { RULES, type Unread } from '@cutover/projection';

/** What of each record's row no record carries, by the record that it is said with. */
export type Lost = ReadonlyMap<TargetKey, readonly Unread[]>;

const declared = ({ field, column, value, reason }: Unread): FieldDiff => ({
  field,
  source: value,
  wanted: null,
  got: null,
  verdict: 'declared',
  rule: `${RULES.notRead}: ${column}, ${reason}`,
});

/** The diffs of records with the filled cells that came to nothing, each as a declared difference that names its column and the reason. */
export function withLost(keys: readonly TargetKey[], diffs: readonly RecordDiff[], lost: Lost): RecordDiff[] {
  return diffs.map((diff, i) => {
    const key = keys[i];
    const own = key === undefined ? [] : (lost.get(key) ?? []);
    return own.length === 0 ? diff : { ...diff, fields: [...diff.fields, ...own.map(declared)] };
  });
}
