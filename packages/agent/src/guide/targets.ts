import { FIELD_TYPES, PLAIN_TARGETS, slugOf } from '@cutover/domain';
import type { AnswerData } from '../mcp/reads.ts';
import { bestOf } from './names.ts';
import { fieldTypeOf } from './words.ts';

/** What people call a key of Pipedrive, where its own name is not enough. */
const ALSO: Readonly<Record<string, readonly string[]>> = Object.freeze({
  emails: ['email', 'e-mail', 'mail', 'mail address', 'email address'],
  phones: ['phone', 'phone number', 'telephone', 'phone numbers', 'mobile number'],
  job_title: ['job title', 'position', 'role'],
  postal_address: ['postal address', 'address'],
  add_time: ['add time', 'created', 'creation date', 'created on', 'creation time'],
  owner: ['owner', 'user'],
  labels: ['label', 'labels', 'tags'],
  source_id: ['source id', 'source system id', 'id'],
  stage: ['stage', 'pipeline stage'],
  value: ['value', 'amount', 'deal value'],
  due_date: ['due date', 'date'],
  due_time: ['due time', 'start time', 'time'],
  duration: ['duration', 'length'],
  done: ['done', 'done flag', 'status'],
  note: ['note', 'notes', 'text'],
  content: ['content', 'note', 'notes', 'note text', 'text'],
  subject: ['subject', 'title'],
  title: ['title', 'name'],
  im: ['im', 'messenger', 'chat handle'],
});

/** Records a source object becomes, and so where its columns can go. */
const ENTITIES: Readonly<Record<string, readonly string[]>> = Object.freeze({
  client: ['person'],
  company: ['organization'],
  package: ['deal'],
  session: ['activity'],
  message: ['activity', 'note'],
  note: ['note'],
  intake: ['note'],
  invoice: ['note', 'activity'],
  contract: ['person'],
});

/** Those of them that can carry fields of their own. */
const CUSTOM = new Set(['person', 'organization', 'deal']);

/** What a person said a column should become: one answer, several that it could mean, or why none. */
export type Wanted =
  | { readonly is: 'one'; readonly answer: AnswerData }
  | { readonly is: 'several'; readonly answers: readonly AnswerData[] }
  | { readonly is: 'none'; readonly why: string };

export interface Column {
  readonly name: string;
  /** The source object its file holds; null when it is not known. */
  readonly object: string | null;
  readonly proposal: AnswerData | null;
  readonly alternatives: readonly AnswerData[];
}

/** Finds the target a phrase means for a column: its own candidates first, then whatever its records have. */
export function targetFor(phrase: string, column: Column): Wanted {
  if (/^(nothing|nowhere|ignore|the bin|out|away)$/i.test(phrase.trim())) return { is: 'one', answer: { target: 'ignore' } };
  const custom = customFor(phrase, column);
  if (custom !== null) return custom;
  const candidates = [...(column.proposal === null ? [] : [column.proposal]), ...column.alternatives].filter(
    ({ target }) => target !== 'ignore',
  );
  const among = bestOf(phrase, distinct(candidates), ({ target }) => namesOf(String(target)));
  const present = String(column.proposal?.target ?? '');
  const [only] = among;
  // Said of where it goes already, a phrase may well mean another place that is called so too.
  if (only !== undefined && among.length === 1 && only.target !== present) return { is: 'one', answer: only };
  if (among.length > 1) return { is: 'several', answers: among };
  const entities = entitiesOf(column);
  const elsewhere = bestOf(
    phrase,
    PLAIN_TARGETS.filter((target) => entities.includes(target.split('.')[0] ?? '') && target !== present),
    namesOf,
  ).map((target): AnswerData => ({ target, ...carried(target, column) }));
  const all = only === undefined ? elsewhere : [only, ...elsewhere];
  const [one] = all;
  if (one !== undefined) return all.length === 1 ? { is: 'one', answer: one } : { is: 'several', answers: all };
  return { is: 'none', why: noneBecause(phrase, entities) };
}

function noneBecause(phrase: string, entities: readonly string[]): string {
  const foreign = bestOf(phrase, PLAIN_TARGETS, namesOf)[0];
  if (foreign !== undefined && entities.length > 0) {
    return `"${phrase}" belongs to the ${foreign.split('.')[0]}; this column belongs to records that become a ${entities.join(' or a ')}`;
  }
  return `I know no field "${phrase}" of Pipedrive here; "a field of its own" makes a new one`;
}

function entitiesOf({ object, proposal, alternatives }: Column): readonly string[] {
  const known = object === null ? undefined : ENTITIES[object];
  if (known !== undefined) return known;
  const seen = [proposal, ...alternatives].map((answer) => /^(\w+)\./.exec(String(answer?.target ?? ''))?.[1]);
  return [...new Set(seen.filter((entity) => entity !== undefined))];
}

/** Labels and separators stay with a column that goes to another contact field. */
function carried(target: string, { proposal }: Column): AnswerData {
  const as = proposal?.as;
  if (!/\.(emails|phones)$/.test(target) || typeof as !== 'object' || as === null) return {};
  const kept = Object.fromEntries(Object.entries(as).filter(([key]) => key === 'separator' || key === 'label'));
  return Object.keys(kept).length === 0 ? {} : { as: kept };
}

const OWN_FIELD =
  /^(?:a |an |its |the )?(?:new |custom |own |(?<type>[\w -]+?) )*field(?: of its own)?(?: (?:called|named) (?<name>.+?))?(?: (?:of type|as) (?:a |an )?(?<late>.+))?$/i;
const OWN = /\b(own|new|custom|called|named)\b|^(a |an )?field$/i;

function customFor(phrase: string, column: Column): Wanted | null {
  const match = OWN_FIELD.exec(phrase.trim().replace(/^["']|["']$/g, ''));
  const said = fieldTypeOf(phrase) ?? fieldTypeOf(match?.groups?.late ?? '') ?? fieldTypeOf(match?.groups?.type ?? '');
  if (match === null && said === null) return null;
  if (said === null && !OWN.test(phrase)) return null;
  const present = [column.proposal, ...column.alternatives].find((answer) => /\.custom\./.test(String(answer?.target ?? '')));
  const entity = /^(\w+)\.custom\./.exec(String(present?.target ?? ''))?.[1] ?? entitiesOf(column).find((one) => CUSTOM.has(one));
  if (entity === undefined) return { is: 'none', why: 'records of this file have no fields of their own in Pipedrive' };
  const before = typeof present?.as === 'object' && present.as !== null ? { ...present.as } : {};
  const old = 'name' in before && typeof before.name === 'string' ? before.name : column.name;
  const name = match?.groups?.name ?? old;
  const type = said ?? ('type' in before && typeof before.type === 'string' ? before.type : 'varchar');
  if (!FIELD_TYPES.some((known) => known === type)) return null;
  const target = name === old && present ? present.target : `${entity}.custom.${slugOf(name)}`;
  return { is: 'one', answer: { target, as: { ...withoutOptions(before, type), name, type } } };
}

/** Options belong to select fields only. */
function withoutOptions(as: AnswerData, type: string): AnswerData {
  return type === 'enum' || type === 'set' ? as : Object.fromEntries(Object.entries(as).filter(([key]) => key !== 'options'));
}

/** The same column with another type of field; null when it has no field of its own. */
export function retyped(proposal: AnswerData | null, type: string): AnswerData | null {
  const target = String(proposal?.target ?? '');
  if (!/\.custom\./.test(target)) return null;
  const as = typeof proposal?.as === 'object' && proposal.as !== null ? { ...proposal.as } : {};
  return { target, as: { ...withoutOptions(as, type), type } };
}

function distinct(answers: readonly AnswerData[]): readonly AnswerData[] {
  return [...new Map(answers.map((answer) => [JSON.stringify(answer), answer])).values()];
}

function namesOf(target: string): readonly string[] {
  const link = /^link:(.+)$/.exec(target)?.[1];
  if (link !== undefined) return [target, link, `link to ${link}`];
  const [entity = '', key = '', slug = ''] = target.split('.');
  if (key === 'custom') return [target, slug, `${entity} ${slug}`];
  if (key === '') return [target];
  const names = [key.replaceAll('_', ' '), ...(ALSO[key] ?? [])];
  return [target, ...names, ...names.flatMap((name) => [`${entity} ${name}`, `${name} of ${entity}`, `${name} of the ${entity}`])];
}
