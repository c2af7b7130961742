import { type CustomEntity, type Entity, type ObservedRecord, TargetKey, type Value } from '@cutover/domain';
import type { Names } from '../names/names.ts';
import { WireActivity, WireDeal, WireFile, WireNote, WireOrganization, WirePerson, WireRelationship } from '../wire/answers.ts';
import {
  addressOf,
  boolOf,
  contactsOf,
  customOf,
  dateOf,
  durationOf,
  htmlOf,
  instantOf,
  numberOf,
  optionsOf,
  type Read,
  refOf,
  textOf,
  timeOf,
  userOf,
} from './values.ts';

type Reads = Readonly<Record<string, Read>>;
type Decoded = { readonly id: number; readonly updatedAt: string | null; readonly reads: Reads };

function customReads(entity: CustomEntity, custom: Readonly<Record<string, unknown>> | null | undefined, names: Names): Reads {
  const reads: Record<string, Read> = {};
  for (const [key, wire] of Object.entries(custom ?? {})) {
    const slug = names.slugOfKey(entity, key);
    const field = slug === null ? null : names.field(entity, slug);
    if (slug !== null && field !== null) reads[`custom.${slug}`] = customOf(wire, field);
  }
  return reads;
}

const labelsOf = (entity: CustomEntity, ids: readonly number[] | null | undefined, names: Names): Read =>
  optionsOf(ids, (id) => names.field(entity, 'labels')?.optionLabel(id) ?? null);

function person(wire: unknown, names: Names): Decoded {
  const record = WirePerson.parse(wire);
  return {
    id: record.id,
    updatedAt: record.update_time ?? null,
    reads: {
      name: textOf(record.name),
      emails: contactsOf(record.emails),
      phones: contactsOf(record.phones),
      im: contactsOf(record.im),
      owner: userOf(record.owner_id, names),
      org: refOf('organization', record.org_id, names),
      add_time: instantOf(record.add_time),
      labels: labelsOf('person', record.label_ids, names),
      visible_to: numberOf(record.visible_to),
      birthday: dateOf(record.birthday),
      job_title: textOf(record.job_title),
      postal_address: addressOf(record.postal_address),
      notes: textOf(record.notes),
      ...customReads('person', record.custom_fields, names),
    },
  };
}

function organization(wire: unknown, names: Names): Decoded {
  const record = WireOrganization.parse(wire);
  return {
    id: record.id,
    updatedAt: record.update_time ?? null,
    reads: {
      name: textOf(record.name),
      owner: userOf(record.owner_id, names),
      address: addressOf(record.address),
      website: textOf(record.website),
      linkedin: textOf(record.linkedin),
      annual_revenue: numberOf(record.annual_revenue),
      employee_count: numberOf(record.employee_count),
      add_time: instantOf(record.add_time),
      labels: labelsOf('organization', record.label_ids, names),
      visible_to: numberOf(record.visible_to),
      ...customReads('organization', record.custom_fields, names),
    },
  };
}

function stageOf(id: number | null | undefined, names: Names): Read {
  if (id === null || id === undefined) return undefined;
  return { t: 'stage', v: names.stageName(id) ?? `stage ${id}` };
}

function deal(wire: unknown, names: Names): Decoded {
  const record = WireDeal.parse(wire);
  const { value, currency } = record;
  const amount: Read =
    typeof value === 'number' && typeof currency === 'string' && currency.length === 3
      ? { t: 'money', v: value, currency }
      : numberOf(value);
  return {
    id: record.id,
    updatedAt: record.update_time ?? null,
    reads: {
      title: textOf(record.title),
      value: amount,
      currency: textOf(currency),
      owner: userOf(record.owner_id, names),
      person: refOf('person', record.person_id, names),
      org: refOf('organization', record.org_id, names),
      stage: stageOf(record.stage_id, names),
      status: textOf(record.status),
      won_time: instantOf(record.won_time),
      lost_time: instantOf(record.lost_time),
      close_time: instantOf(record.close_time),
      lost_reason: textOf(record.lost_reason),
      expected_close_date: dateOf(record.expected_close_date),
      probability: numberOf(record.probability),
      labels: labelsOf('deal', record.label_ids, names),
      visible_to: numberOf(record.visible_to),
      ...customReads('deal', record.custom_fields, names),
    },
  };
}

/** People nobody knows keep a key that says so: it can equal none of the plan's. */
const personKey = (id: number, names: Names): TargetKey => names.keyOfRecord('person', id) ?? TargetKey.parse(`person ${id}`);

function activity(wire: unknown, names: Names): Decoded {
  const record = WireActivity.parse(wire);
  const people = (record.participants ?? []).map((each) => ({ person: personKey(each.person_id, names), primary: each.primary === true }));
  const { type } = record;
  return {
    id: record.id,
    updatedAt: record.update_time ?? null,
    reads: {
      subject: textOf(record.subject),
      type: type === null || type === undefined || type === '' ? undefined : { t: 'type', v: names.typeName(type) ?? type },
      due_date: dateOf(record.due_date),
      due_time: timeOf(record.due_time),
      duration: durationOf(record.duration),
      done: boolOf(record.done),
      owner: userOf(record.owner_id, names),
      participants: people.length === 0 ? undefined : { t: 'participants', v: people },
      org: refOf('organization', record.org_id, names),
      deal: refOf('deal', record.deal_id, names),
      location: addressOf(record.location),
      public_description: textOf(record.public_description),
      note: htmlOf(record.note),
    },
  };
}

function note(wire: unknown, names: Names): Decoded {
  const record = WireNote.parse(wire);
  return {
    id: record.id,
    updatedAt: record.update_time ?? null,
    reads: {
      content: htmlOf(record.content),
      add_time: instantOf(record.add_time),
      author: userOf(record.user_id, names),
      person: refOf('person', record.person_id, names),
      org: refOf('organization', record.org_id, names),
      deal: refOf('deal', record.deal_id, names),
    },
  };
}

/** The bytes are not read back: what can be seen of a file is its name and size, told as `name (n bytes)`. */
function file(wire: unknown, names: Names): Decoded {
  const record = WireFile.parse(wire);
  const name = record.name ?? record.file_name ?? '';
  return {
    id: record.id,
    updatedAt: record.update_time ?? null,
    reads: {
      file: textOf(name === '' ? '' : `${name} (${record.file_size ?? 0} bytes)`),
      person: refOf('person', record.person_id, names),
      org: refOf('organization', record.org_id, names),
      deal: refOf('deal', record.deal_id, names),
      activity: refOf('activity', record.activity_id, names),
    },
  };
}

function relationship(wire: unknown, names: Names): Decoded {
  const record = WireRelationship.parse(wire);
  return {
    id: record.id,
    updatedAt: record.update_time ?? null,
    reads: {
      parent: refOf('organization', record.rel_owner_org_id, names),
      linked: refOf('organization', record.rel_linked_org_id, names),
      kind: textOf(record.type),
    },
  };
}

const DECODERS: Readonly<Record<Entity, (wire: unknown, names: Names) => Decoded>> = {
  person,
  organization,
  deal,
  activity,
  note,
  file,
  relationship,
};

/**
 * A record as Pipedrive answers it, in the plan's vocabulary; what it does not hold is absent. Custom fields nobody bound are left out. Users, options
 * and records that are not known come back as texts such as `user 12`, so that a comparison shows them.
 * @throws ZodError when it is no such record
 */
export function decode(entity: Entity, wireRecord: unknown, names: Names): ObservedRecord {
  const { id, updatedAt, reads } = DECODERS[entity](wireRecord, names);
  const fields: Record<string, Value> = {};
  for (const [field, read] of Object.entries(reads)) if (read !== undefined) fields[field] = read;
  return { entity, id, fields, updatedAt };
}
