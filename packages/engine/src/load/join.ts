import type { DesiredRecord, Value } from '@cutover/domain';

/** Values that more can be added to without taking anything away. */
export const isList = (value: Value): boolean => value.t === 'contacts' || value.t === 'options';

/** The record with its mails, phones and options joined to those of an existing one: theirs stay first, and primary. */
export function joined(record: DesiredRecord, there: DesiredRecord['fields']): DesiredRecord {
  return {
    ...record,
    fields: Object.fromEntries(Object.entries(record.fields).map(([field, value]) => [field, joinOne(value, there[field])])),
  };
}

function joinOne(ours: Value, theirs: Value | undefined): Value {
  if (ours.t === 'contacts' && theirs?.t === 'contacts') {
    const known = new Set(theirs.v.map((contact) => contactKey(contact.value)));
    const added = ours.v.filter((contact) => !known.has(contactKey(contact.value))).map((contact) => ({ ...contact, primary: false }));
    return { t: 'contacts', v: [...theirs.v, ...added] };
  }
  if (ours.t === 'options' && theirs?.t === 'options')
    return { t: 'options', v: [...theirs.v, ...ours.v.filter((label) => !theirs.v.includes(label))] };
  return ours;
}

/** Everything that was wanted is there, beside what was there before. */
export function holdsAll(there: Value | undefined, wanted: Value | undefined): boolean {
  if (there?.t === 'contacts' && wanted?.t === 'contacts') {
    const known = new Set(there.v.map((contact) => contactKey(contact.value)));
    return wanted.v.every((contact) => known.has(contactKey(contact.value)));
  }
  return there?.t === 'options' && wanted?.t === 'options' && wanted.v.every((label) => there.v.includes(label));
}

/** A mail without regard to case; a phone by its last nine digits, since prefixes are written in many ways. */
function contactKey(value: string): string {
  const digits = value.replace(/\D/g, '');
  return value.includes('@') || digits.length < 7 ? value.trim().toLowerCase() : digits.slice(-9);
}
