import type { DesiredRecord, FieldDiff, ObservedRecord, RecordDiff, Value } from '@cutover/domain';
import { showValue } from './show.ts';
import { valuesEqual } from './verdict.ts';

/**
 * Compares a wanted record with the one in the account, field by field, in the order in which the fields were made. Only wanted fields
 * count: what the account holds besides is not ours. `null` observed: the record was not found, so every field differs.
 */
export function diffRecord(desired: DesiredRecord, observed: ObservedRecord | null): RecordDiff {
  const fields = Object.entries(desired.fields).map(([field, wanted]): FieldDiff => {
    const from = desired.provenance[field] ?? { column: null, source: '', rule: null };
    return fieldDiff(field, wanted, observed?.fields[field], from);
  });
  return { entity: desired.entity, sourceId: desired.sourceId, id: observed?.id ?? null, fields };
}

/** `rule`: what explains a declared difference; where nothing differs, the transformation between the export's text and the value. */
function fieldDiff(field: string, wanted: Value, got: Value | undefined, from: { source: string; rule: string | null }): FieldDiff {
  const verdict = got === undefined ? 'different' : valuesEqual(field, wanted, got);
  const shown = { field, source: from.source, wanted: showValue(wanted), got: got === undefined ? null : showValue(got) };
  return typeof verdict === 'string' ? { ...shown, verdict, rule: from.rule } : { ...shown, verdict: 'declared', rule: verdict.declared };
}
