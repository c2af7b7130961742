import { type DesiredRecord, Entity, TargetKey, type Value } from '@cutover/domain';
import type { IdRow } from '@cutover/ledger';
import { canBeEmptied, decode, type Names } from '@cutover/pipedrive';
import { type Changed, sameInSource, showValue, whoChanged } from '@cutover/projection';
import { z } from 'zod';
import { joined } from '../load/join.ts';
import type { Wanted } from '../runs/projecting.ts';

type Fields = Readonly<Record<string, Value>>;

/** A known record as the export and Pipedrive stood when it was written last, and what the export wants of it now. */
export interface Known {
  readonly row: IdRow;
  /** Fields that are ours, as wanted now. */
  readonly wanted: DesiredRecord;
  readonly base: Fields;
  readonly held: Fields;
  /** Fields that no update can carry: create-only ones, and those whose text could not be read. */
  readonly fixed: ReadonlyMap<string, string>;
}

const CREATE_ONLY = 'Pipedrive takes it only when the record is made';
const UNREAD = 'its text in the export cannot be read under this plan';
const NEVER_EMPTY = 'Pipedrive cannot empty it';

/** What hangs on a text that could not be read: a status nobody decided about says nothing about the stage. */
const WITH: Readonly<Record<string, readonly string[]>> = {
  stage: ['stage', 'status', 'won_time', 'lost_time', 'lost_reason'],
  type: ['type'],
};

/** A record as the ledger has it, beside what is wanted of it now. Pure. */
export function knownOf(names: Names, { record, reuse, unread }: Wanted, row: IdRow): Known {
  const held = row.image === null ? row.written : decode(row.entity, row.image, names).fields;
  const [wanted, base] = row.origin === 'created' ? [record, row.written] : ownPart(names, record, reuse?.use === 'merge', row, held);
  const fixed = new Map<string, string>();
  for (const field of new Set([...Object.keys(base), ...Object.keys(wanted.fields)])) {
    const gone = wanted.fields[field] === undefined;
    if (record.createOnly.includes(field)) fixed.set(field, CREATE_ONLY);
    else if (unread.some((each) => (each === field && gone) || WITH[each]?.includes(field))) fixed.set(field, UNREAD);
    else if (gone && !canBeEmptied(record.entity, field, names)) fixed.set(field, NEVER_EMPTY);
  }
  return { row, wanted, base, held, fixed };
}

/** Of a record that was there before us: the fields that we wrote, those that were empty, and where our values are to win the others too. */
function ownPart(names: Names, record: DesiredRecord, merge: boolean, row: IdRow, held: Fields): [DesiredRecord, Fields] {
  const before = row.before === null ? held : decode(row.entity, row.before, names).fields;
  const ours = (field: string): boolean =>
    row.written[field] !== undefined ||
    (held[field] === undefined ? merge || canBeEmptied(row.entity, field, names) : merge && field !== 'name');
  const together = joined(record, before);
  const fields = Object.fromEntries(Object.entries(together.fields).filter(([field]) => ours(field)));
  const base = Object.fromEntries(
    Object.keys({ ...fields, ...row.written }).flatMap((field) => {
      const value = row.written[field] ?? held[field];
      return value === undefined ? [] : [[field, value] as const];
    }),
  );
  return [{ ...together, fields }, base];
}

/** Fields that the export changed and an update could carry. Asks nobody. */
export function changedInSource({ wanted, base, fixed }: Known): string[] {
  return fieldsOf(wanted.fields, base).filter((field) => !fixed.has(field) && !sameInSource(field, base[field], wanted.fields[field]));
}

const fieldsOf = (a: Fields, b: Fields): string[] => [...new Set([...Object.keys(b), ...Object.keys(a)])];

/** How one field came out, where it is not simply updated or unchanged. */
export const FieldNote = z.strictObject({
  entity: Entity,
  id: z.number().int(),
  key: TargetKey,
  field: z.string(),
  /** `kept`: changed in Pipedrive alone; `conflict`: in both, Pipedrive's stays; `taken`: in both, the export's was written; `fixed`: see `why`. */
  fate: z.enum(['kept', 'conflict', 'taken', 'fixed']),
  was: z.string().nullable(),
  source: z.string().nullable(),
  pipedrive: z.string().nullable(),
  why: z.string().nullable(),
});
export type FieldNote = z.infer<typeof FieldNote>;

export interface ThreeWay {
  readonly update: readonly string[];
  /** Changed in the export, and Pipedrive says the same already. */
  readonly agreed: readonly string[];
  readonly notes: readonly FieldNote[];
}

/** The three-way rule over a record. Pure. @param now the record as Pipedrive holds it */
export function threeWay(known: Known, now: Fields, rule: 'keep-pipedrive' | 'take-source'): ThreeWay {
  const { row, wanted, base, held, fixed } = known;
  const update: string[] = [];
  const agreed: string[] = [];
  const notes: FieldNote[] = [];
  for (const field of fieldsOf(wanted.fields, base)) {
    const source = wanted.fields[field];
    const changed = whoChanged(field, { base: base[field], source, held: held[field], now: now[field] });
    const fate = fateOf(changed, fixed.has(field), rule);
    if (changed === 'agreed') agreed.push(field);
    if (fate === 'update' || fate === 'taken') update.push(field);
    if (fate === null || fate === 'update') continue;
    const { entity, pipedriveId: id, key } = row;
    const why = fate === 'fixed' ? (fixed.get(field) ?? null) : null;
    notes.push({ entity, id, key, field, fate, was: shown(base[field]), source: shown(source), pipedrive: shown(now[field]), why });
  }
  return { update, agreed, notes };
}

function fateOf(changed: Changed, fixed: boolean, rule: 'keep-pipedrive' | 'take-source'): FieldNote['fate'] | 'update' | null {
  switch (changed) {
    case 'nobody':
    case 'agreed':
      return null;
    case 'pipedrive':
      return 'kept';
    case 'source':
      return fixed ? 'fixed' : 'update';
    case 'both':
      return fixed ? 'fixed' : rule === 'take-source' ? 'taken' : 'conflict';
  }
}

const shown = (value: Value | undefined): string | null => (value === undefined ? null : showValue(value));
