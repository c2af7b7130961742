import { type Decision, type Entity, PipedriveId, type RecordDiff } from '@cutover/domain';
import type { Workspace } from '@cutover/engine';
import { z } from 'zod';
import type { Look } from '../privacy/mask.ts';
import { columnsOf, type Shield } from '../privacy/shield.ts';
import { fitting } from './shorten.ts';

export const DiffRecord = z.object({
  entity: z.string(),
  sourceId: z.string(),
  id: z.number().nullable(),
  fields: z.array(
    z.object({
      field: z.string(),
      source: z.string(),
      wanted: z.string().nullable(),
      got: z.string().nullable(),
      verdict: z.string(),
      rule: z.string().nullable(),
      masked: z.boolean(),
    }),
  ),
  equalFields: z.number(),
  moreFields: z.number(),
});

/** Fields whose values are words of the plan or of the account: users, types, stages, references. */
const VOCABULARY = new Set([
  'owner',
  'author',
  'type',
  'stage',
  'status',
  'done',
  'kind',
  'visible_to',
  'org',
  'person',
  'deal',
  'parent',
  'linked',
  'currency',
]);
const DIGITS = /_(date|time)$|^(duration|value|probability|add_time)$/;

/** What the columns of the plan say about a field: the same names, but for a few that several columns make together. */
const TARGETS: Readonly<Record<string, readonly string[]>> = {
  'person.name': ['person.name', 'person.first_name', 'person.last_name'],
  'note.author': ['note.owner'],
};

/** Who may see a diff's values: built once for a whole diff. */
export function diffView(ws: Workspace, shield: Shield): (record: RecordDiff, all: boolean) => z.infer<typeof DiffRecord> {
  const decisions = ws.ledger.decisions.all();
  return (record, all) => {
    const told = all ? record.fields.toSorted((a, b) => RANK[a.verdict] - RANK[b.verdict]) : record.fields.filter(isTold);
    const object = objectOf(ws, record);
    const fields = fitting(
      told.map((field) => {
        const look = lookOf(field.field);
        const open = look === null || isOpen(decisions, shield, record.entity, field.field, object);
        const value = (text: string | null): string | null => (text === null ? null : shield.value(text, look ?? 'words', open));
        const source = look === null ? shield.value(field.source, 'words', false) : shield.value(field.source, look, open);
        return {
          field: field.field,
          source,
          wanted: value(field.wanted),
          got: value(field.got),
          verdict: field.verdict,
          rule: field.rule === null ? null : shield.text(field.rule),
          masked: !open,
        };
      }),
      ROOM,
    );
    return {
      entity: record.entity,
      sourceId: shield.key(record.sourceId),
      id: record.id,
      fields,
      equalFields: record.fields.length - told.length,
      moreFields: told.length - fields.length,
    };
  };
}

/** Of one record, no more than fits beside others on a page. */
const ROOM = 4500;
const RANK = { different: 0, declared: 1, equal: 2 } as const;
const isTold = ({ verdict }: RecordDiff['fields'][number]): boolean => verdict !== 'equal';

/** How a field's values are masked; null: not at all. */
function lookOf(field: string): Look | null {
  if (VOCABULARY.has(field)) return null;
  if (field === 'emails') return 'mail';
  return field === 'phones' || DIGITS.test(field) ? 'digits' : 'words';
}

/** Open when a person allowed every column that makes this field of such a record. */
function isOpen(decisions: readonly Decision[], shield: Shield, entity: Entity, field: string, object: string | null): boolean {
  const targets = TARGETS[`${entity}.${field}`] ?? [`${entity}.${field}`];
  const columns = targets.flatMap((target) => columnsOf(decisions, target, object));
  return columns.length > 0 && columns.every((id) => shield.isAllowed(id));
}

function objectOf(ws: Workspace, { entity, id }: RecordDiff): string | null {
  return id === null ? null : (ws.ledger.ids.byId(entity, PipedriveId.parse(id))?.object ?? null);
}
