import type { FieldAnswer } from '@cutover/domain';
import { manyOf } from './objects.ts';

const ENTITY: Readonly<Record<string, string>> = {
  person: 'Person',
  organization: 'Organization',
  deal: 'Deal',
  activity: 'Activity',
  note: 'Note',
};

const TYPES: Readonly<Record<string, string>> = {
  varchar: 'text',
  text: 'long text',
  double: 'number',
  monetary: 'money',
  date: 'date',
  time: 'time',
  enum: 'single option',
  set: 'multiple options',
  phone: 'phone',
  address: 'address',
};

/** A custom field's type as Pipedrive's own screens call it. */
export const typeOf = (type: string): string => TYPES[type] ?? type;

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
const KEYS: Readonly<Record<string, string>> = {
  source_id: 'Source System ID',
  add_time: 'creation date',
  due_date: 'date',
  due_time: 'start time',
};

/** A target in the words of Pipedrive's screens: `Person → Emails (work)`, `Deal → new field “Tier” (single option)`. */
export function targetOf({ target, as }: FieldAnswer): string {
  if (target === 'ignore') return 'leave this column out';
  if (target === 'file') return `attached file${as?.part === undefined ? '' : ` (its ${as.part})`}`;
  if (target.startsWith('link:')) return `link to ${manyOf(target.slice(5))}${as?.part === undefined ? '' : ` (their ${as.part})`}`;
  const [entity = '', key = '', slug] = target.split('.');
  const where = ENTITY[entity] ?? entity;
  if (slug !== undefined) {
    const name = as?.name ?? slug;
    return `${where} → ${as?.existing === true ? 'the field' : 'custom field'} “${name}”${as?.type === undefined ? '' : ` (${typeOf(as.type)})`}`;
  }
  return `${where} → ${KEYS[key] ?? capital(key.replaceAll('_', ' '))}${extra(as)}`;
}

function extra(as: FieldAnswer['as']): string {
  const parts = [
    as?.label,
    as?.part === undefined ? undefined : as.part.replaceAll('-', ' '),
    as?.with === undefined ? undefined : 'date and time',
    as?.from === undefined ? undefined : 'from the end time',
    as?.split,
    as?.order,
  ].filter((part) => part !== undefined);
  return parts.length === 0 ? '' : ` (${parts.join(', ')})`;
}
