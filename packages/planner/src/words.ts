import type { SourceObject } from '@cutover/domain';

const PLURALS: Readonly<Record<SourceObject, string>> = Object.freeze({
  client: 'clients',
  company: 'companies',
  coach: 'coaches',
  package: 'packages',
  session: 'sessions',
  message: 'messages',
  note: 'notes',
  intake: 'intake forms',
  invoice: 'invoices',
  contract: 'contracts',
  file: 'files',
  tag: 'tags and groups',
  automation: 'automations',
});

/** `companies`, `intake forms`: for sentences. */
export function plural(object: SourceObject): string {
  return PLURALS[object];
}

/** `1 session`, `12 sessions`. */
export function counted(count: number, object: SourceObject): string {
  return `${count} ${count === 1 ? object : PLURALS[object]}`;
}

/** `a client`, `an invoice`. */
export function anyOf(object: SourceObject): string {
  return `${/^[aeiou]/.test(object) ? 'an' : 'a'} ${object}`;
}
