import type { SourceObject } from '@cutover/domain';

const MANY: Readonly<Record<SourceObject, string>> = {
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
  file: 'attachments',
  tag: 'tags and groups',
  automation: 'automations',
};

const known = (object: string): object is SourceObject => object in MANY;

/** `sessions`, `intake forms`; a word that is no object stays as it is. */
export const manyOf = (object: string): string => (known(object) ? MANY[object] : object);

/** What each object is called in Pipedrive once it is there. */
const BECOMES: Readonly<Record<SourceObject | 'ignore', string>> = {
  client: 'Each row becomes a person.',
  company: 'Each row becomes an organization.',
  coach: 'Nothing is created: its rows say which user owns what.',
  package: 'Each row becomes a deal.',
  session: 'Each row becomes an activity.',
  message: 'Each row becomes an activity or a note, by its kind.',
  note: 'Each row becomes a note on its person.',
  intake: 'Each row becomes a note with the questions and answers.',
  invoice: 'Each row becomes a note on its deal, and an activity for each payment.',
  contract: 'Addresses of documents are kept in a field; the files move in a step of their own.',
  file: 'Each file is uploaded to its person, deal or activity.',
  tag: 'Each becomes an option of a field on the persons who have it.',
  automation: 'Nothing is migrated: the report describes how to rebuild each one.',
  ignore: 'Its rows are left out, and counted as skipped.',
};

export const becomes = (object: SourceObject | 'ignore'): string => BECOMES[object];

const ENTITIES: Readonly<Record<string, [one: string, many: string]>> = {
  organization: ['organization', 'organizations'],
  relationship: ['organization relationship', 'organization relationships'],
  person: ['person', 'persons'],
  deal: ['deal', 'deals'],
  activity: ['activity', 'activities'],
  note: ['note', 'notes'],
  file: ['file', 'files'],
  pipeline: ['pipeline', 'pipelines'],
  stage: ['stage', 'stages'],
  'activity-type': ['activity type', 'activity types'],
  field: ['custom field', 'custom fields'],
  option: ['option', 'options'],
};

/** `39 persons`, `1 pipeline`. */
export function counted(count: number, entity: string): string {
  const [one, many] = ENTITIES[entity] ?? [entity, entity];
  return `${number(count)} ${count === 1 ? one : many}`;
}

/** `1 decision`, `12 decisions`. */
export const plural = (count: number, one: string, many = `${one}s`): string => `${number(count)} ${count === 1 ? one : many}`;

/** `1,234` */
export const number = (value: number): string => value.toLocaleString('en-US');

export const percent = (share: number): string => `${Math.round(share * 100)} %`;
