import { CutoverError, type Entity, type Value } from '@cutover/domain';
import type { Names } from '../names/names.ts';
import {
  boolIn,
  type Context,
  contactsIn,
  dateIn,
  instantIn,
  numberIn,
  optionsIn,
  recordIdOf,
  refIn,
  textIn,
  unbound,
  userIn,
  v1TimeIn,
  visibleToIn,
} from './values.ts';

/** Turns one field's value into the key (or keys) of the body. */
type Writer = (value: Value, context: Context) => Record<string, unknown>;
type Writers = Readonly<Record<string, Writer>>;

const text =
  (key: string): Writer =>
  (value, context) => ({ [key]: textIn(value, context) });
const number =
  (key: string): Writer =>
  (value, context) => ({ [key]: numberIn(value, context) });
const date =
  (key: string): Writer =>
  (value, context) => ({ [key]: dateIn(value, context) });
const instant =
  (key: string): Writer =>
  (value, context) => ({ [key]: instantIn(value, context) });
const user =
  (key: string): Writer =>
  (value, context) => ({ [key]: userIn(value, context) });
const ref =
  (key: string): Writer =>
  (value, context) => ({ [key]: refIn(value, context) });
const contacts =
  (key: string): Writer =>
  (value, context) => ({ [key]: contactsIn(value, context) });
const address =
  (key: string): Writer =>
  (value, context) => ({ [key]: { value: textIn(value, context) } });
const labels =
  (entity: 'person' | 'organization' | 'deal'): Writer =>
  (value, context) => {
    const field = context.names.field(entity, 'labels');
    if (field === null) throw unbound(context, 'the label field');
    return { label_ids: optionsIn(value, field.optionId, context) };
  };
const visibleTo: Writer = (value, context) => ({ visible_to: visibleToIn(value, context) });

const money: Writer = (value, context) => ({
  value: numberIn(value, context),
  ...(value.t === 'money' ? { currency: value.currency } : {}),
});

/** Stage and pipeline together: the stage alone would do, but a move across pipelines needs both (api-facts §3.3). */
const stage: Writer = (value, context) => {
  const name = value.t === 'stage' ? value.v : textIn(value, context);
  const bound = context.names.stage(name);
  if (bound === null) throw unbound(context, `the stage "${name}"`);
  return { stage_id: bound.id, pipeline_id: bound.pipelineId };
};

const type: Writer = (value, context) => {
  const name = value.t === 'type' ? value.v : textIn(value, context);
  const key = context.names.typeKey(name);
  if (key === null) throw unbound(context, `the activity type "${name}"`);
  return { type: key };
};

const participants: Writer = (value, context) => {
  if (value.t !== 'participants') throw new CutoverError('internal', `${context.where}: a ${value.t} value stands where people belong`);
  return { participants: value.v.map((each) => ({ person_id: recordIdOf(each.person, context), primary: each.primary })) };
};

const file: Writer = (value, context) => {
  if (value.t !== 'file') throw new CutoverError('internal', `${context.where}: a ${value.t} value stands where a file belongs`);
  return { name: value.name, mediaType: value.mediaType, size: value.size, sha256: value.sha256, path: value.path };
};

/** How each field of a desired record is written; the record's field names are those of domain's `DesiredRecord`. */
export const WRITERS: Readonly<Record<Entity, Writers>> = {
  person: {
    name: text('name'),
    emails: contacts('emails'),
    phones: contacts('phones'),
    im: contacts('im'),
    owner: user('owner_id'),
    org: ref('org_id'),
    add_time: instant('add_time'),
    labels: labels('person'),
    visible_to: visibleTo,
    birthday: date('birthday'),
    job_title: text('job_title'),
    postal_address: address('postal_address'),
    notes: text('notes'),
    marketing_status: text('marketing_status'),
  },
  organization: {
    name: text('name'),
    owner: user('owner_id'),
    address: address('address'),
    website: text('website'),
    linkedin: text('linkedin'),
    annual_revenue: number('annual_revenue'),
    employee_count: number('employee_count'),
    add_time: instant('add_time'),
    labels: labels('organization'),
    visible_to: visibleTo,
  },
  deal: {
    title: text('title'),
    value: money,
    currency: text('currency'),
    owner: user('owner_id'),
    person: ref('person_id'),
    org: ref('org_id'),
    stage,
    status: text('status'),
    won_time: instant('won_time'),
    lost_time: instant('lost_time'),
    close_time: instant('close_time'),
    lost_reason: text('lost_reason'),
    expected_close_date: date('expected_close_date'),
    probability: number('probability'),
    labels: labels('deal'),
    visible_to: visibleTo,
  },
  activity: {
    subject: text('subject'),
    type,
    due_date: date('due_date'),
    due_time: text('due_time'),
    duration: text('duration'),
    done: (value, context) => ({ done: boolIn(value, context) }),
    owner: user('owner_id'),
    participants,
    org: ref('org_id'),
    deal: ref('deal_id'),
    location: address('location'),
    public_description: text('public_description'),
    note: text('note'),
  },
  note: {
    content: text('content'),
    add_time: (value, context) => ({ add_time: v1TimeIn(value, context) }),
    author: user('user_id'),
    person: ref('person_id'),
    org: ref('org_id'),
    deal: ref('deal_id'),
  },
  file: { file, person: ref('person_id'), org: ref('org_id'), deal: ref('deal_id'), activity: ref('activity_id') },
  relationship: { parent: ref('rel_owner_org_id'), linked: ref('rel_linked_org_id'), kind: text('type') },
};

const nothing = (key: string) => ({ [key]: null });

/** What empties a field in an update. Fields that are not here cannot be emptied: Pipedrive refuses null for them (api-facts §3, §7). */
export const CLEARABLE: Readonly<Partial<Record<Entity, Readonly<Record<string, Readonly<Record<string, unknown>>>>>>> = {
  person: { emails: { emails: [] }, phones: { phones: [] }, im: { im: [] }, org: nothing('org_id'), labels: { label_ids: [] } },
  organization: {
    website: nothing('website'),
    linkedin: nothing('linkedin'),
    annual_revenue: nothing('annual_revenue'),
    employee_count: nothing('employee_count'),
    labels: { label_ids: [] },
  },
  deal: {
    value: { value: 0 },
    person: nothing('person_id'),
    org: nothing('org_id'),
    lost_reason: nothing('lost_reason'),
    probability: nothing('probability'),
    close_time: nothing('close_time'),
    labels: { label_ids: [] },
  },
  activity: { participants: { participants: [] }, deal: nothing('deal_id'), org: nothing('org_id') },
};

/** Fields of which it is not known whether null empties them, with the question (api-facts §3.1, §12 #12). */
const OPEN_QUESTIONS: Readonly<Record<string, string>> = {
  'person.org': 'person-org-null',
  'deal.person': 'deal-link-null',
  'deal.org': 'deal-link-null',
};

/**
 * Whether a field that was filled can be emptied again, custom fields as documented (api-facts §4.4) and all as far as a probe did not find otherwise.
 * What cannot is not undone by any rollback.
 */
export function canBeEmptied(entity: Entity, field: string, names: Pick<Names, 'fact'>): boolean {
  if (field.startsWith('custom.')) return names.fact('custom-null') !== 'refused';
  if (CLEARABLE[entity]?.[field] === undefined) return false;
  return names.fact(OPEN_QUESTIONS[`${entity}.${field}`] ?? '') !== 'refused';
}
