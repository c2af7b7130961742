import { CutoverError, type FieldAs, type Plan, type PlanField, type PlanTier, type SourceObject } from '@cutover/domain';
import { byValue, decided, duplicatesOf, ownersOf, single, textOf, typeChoice } from './decisions.ts';
import type { Column, FileMap, Mapping, MappingContext } from './mapping-types.ts';

const CUSTOM = /^(person|organization|deal)\.custom\./;
const NO_MERGE: ReadonlyMap<string, string> = new Map();

/**
 * Looks a plan's decisions up once, so that no row has to.
 * @throws CutoverError `plan-invalid` when an answer has the wrong form, no fallback owner is named, or a column goes to a custom field that
 * the plan's schema does not have
 */
export function compileMapping(plan: Plan, context: MappingContext): Mapping {
  const { owners, fallback } = ownersOf(plan);
  const fields = new Map(plan.schema.fields.map((f): [string, PlanField] => [`${f.entity}.custom.${f.slug}`, f]));
  const tags = single(plan, 'tags', (a) => a.as, 'set');
  const privateNote = single(plan, 'private-note', (a) => a.as, plan.policies.notes.privateNotes);
  const { files, ignored } = filesOf(plan);
  checkFields(files, fields, { tags, privateNote });
  const visibility = single(plan, 'visibility', (a) => a.to, 'default');
  return Object.freeze({
    files,
    ignored,
    fields,
    loadAt: context.loadAt,
    loadMs: Date.parse(context.loadAt),
    zone: single(plan, 'timezone', (a) => a.zone, 'UTC'),
    currency: single(plan, 'currency', (a) => a.code, 'USD'),
    country: single(plan, 'phone-country', (a) => a.code, 'US'),
    order: single(plan, 'date-format', (a) => a.order, undefined),
    fallback,
    owners,
    sessionTypes: byValue(plan, 'activity-type', 'session', typeChoice),
    messageTypes: byValue(plan, 'activity-type', 'message', typeChoice),
    paymentType: byValue(plan, 'activity-type', 'invoice', typeChoice).get('payment') ?? null,
    stages: byValue(plan, 'stage', 'package', (a) => a),
    sessionStatuses: byValue(plan, 'session-status', 'session', (a, value) => Object.freeze({ as: a.as, value })),
    messages: byValue(plan, 'message', 'message', (a) => a.as),
    duplicates: Object.freeze(duplicatesOf(plan)),
    dealValue: single(plan, 'deal-value', (a) => a.use, 'remaining'),
    group: single(plan, 'session-group', (a) => a.as, 'one-activity'),
    tags,
    privateNote,
    invoice: single(plan, 'invoice', (a) => a.as, 'each'),
    upload: single(plan, 'attachment', (a) => a.upload, false),
    textLimit: single(plan, 'text-limit', (a) => a.as, plan.policies.notes.overLimit),
    visibleTo: context.tierKnown === 'assumed' ? null : visibleTo(visibility, context.tier),
    noteAuthors: context.noteAuthors,
    unlistedCompanies: [...files.values()].some((file) => file.object === 'company') ? 'leave' : 'create',
  });
}

/** The code for a visibility, which differs by plan (api-facts §9): 3 is everyone on small plans, the owner's group on large ones. */
function visibleTo(to: 'default' | 'owner' | 'group' | 'company', tier: PlanTier): number | null {
  if (to === 'default') return null;
  if (to === 'owner') return 1;
  const large = tier === 'premium' || tier === 'ultimate';
  return to === 'company' && large ? 7 : 3;
}

function filesOf(plan: Plan): { files: Map<string, FileMap>; ignored: Set<string> } {
  const merges = mergesOf(plan);
  const columns = new Map<string, Column[]>();
  for (const { subject, answer } of decided(plan, 'field')) {
    const file = textOf(subject.file);
    const index = subject.index;
    if (file === null || typeof index !== 'number' || answer.target === 'ignore') continue;
    const as: FieldAs = answer.as ?? {};
    const header = typeof subject.column === 'string' ? subject.column.trim() : '';
    const merge = merges.get(`${file}#${index}`) ?? merges.get(answer.target) ?? NO_MERGE;
    const list = columns.get(file) ?? [];
    list.push(Object.freeze({ index, header, target: answer.target, as, merge }));
    columns.set(file, list);
  }
  const files = new Map<string, FileMap>();
  const ignored = new Set<string>();
  for (const { id, subject, answer } of decided(plan, 'object')) {
    const file = textOf(subject.file) ?? id.slice('object:'.length);
    if (answer.object === 'ignore') ignored.add(file);
    else files.set(file, fileMap(file, answer.object, columns.get(file) ?? []));
  }
  return { files, ignored };
}

function fileMap(file: string, object: SourceObject, columns: readonly Column[]): FileMap {
  const ordered = Object.freeze([...columns].sort((a, b) => a.index - b.index));
  const at = new Map<string, Column[]>();
  for (const column of ordered) {
    const keys = column.as.part === undefined ? [column.target] : [column.target, `${column.target}/${column.as.part}`];
    for (const key of keys) at.set(key, [...(at.get(key) ?? []), column]);
  }
  const own = at.has(`link:${object}`);
  const hasId = ordered.some((c) => c.target.endsWith('.source_id'));
  const detail = object !== 'coach' && object !== 'tag' && own && !hasId;
  return Object.freeze({ file, object, detail, columns: ordered, at });
}

/** Picklist merges, by `<file>#<index>` and by the field they are about. */
function mergesOf(plan: Plan): Map<string, ReadonlyMap<string, string>> {
  const merges = new Map<string, ReadonlyMap<string, string>>();
  for (const { subject, answer } of decided(plan, 'picklist')) {
    const merge = new Map(Object.entries(answer.merge));
    const file = textOf(subject.file);
    const field = textOf(subject.field);
    if (file !== null && typeof subject.index === 'number') merges.set(`${file}#${subject.index}`, merge);
    if (field !== null && !merges.has(field)) merges.set(field, merge);
  }
  return merges;
}

/** A column that goes to a field which the schema step would not make would lose its values at every record: refused before any is sent. */
function checkFields(
  files: ReadonlyMap<string, FileMap>,
  fields: ReadonlyMap<string, PlanField>,
  decided: { tags: string; privateNote: string },
): void {
  for (const { file, columns } of files.values()) {
    for (const { target, header, as } of columns) {
      if (!CUSTOM.test(target) || fields.has(target)) continue;
      if (as.part === 'tags' && decided.tags !== 'set') continue;
      if (as.part === 'private-note' && decided.privateNote !== 'field') continue;
      throw new CutoverError('plan-invalid', `column "${header}" of ${file} goes to ${target}, which the plan's schema does not have`, {
        place: { file, column: header },
        found: target,
      });
    }
  }
}

/** Order of objects so that what others point to comes first. */
const ORDER: readonly SourceObject[] = [
  'coach',
  'tag',
  'company',
  'client',
  'contract',
  'package',
  'session',
  'message',
  'note',
  'intake',
  'invoice',
  'file',
  'automation',
];

/** The mapped files, parents before children: companies, clients, packages, sessions …; details after what they belong to. */
export function filesInOrder(mapping: Mapping): string[] {
  const rank = (f: FileMap): number => ORDER.indexOf(f.object) * 2 + (f.detail ? 1 : 0);
  return [...mapping.files.values()].sort((a, b) => rank(a) - rank(b) || (a.file < b.file ? -1 : 1)).map((f) => f.file);
}
