import type { AnswerData, Explained } from '../mcp/reads.ts';
import { type Book, type Entry, labelOf } from './book.ts';
import { bestOf } from './names.ts';
import { book, type Found, reviseAll, settle, withOne } from './revise.ts';
import { type Act, paragraph, type Talk } from './talk.ts';
import { retyped } from './targets.ts';
import { answerWords, fieldTypeOf } from './words.ts';

const STATUS = /^(open|won|lost)( deals?)?$/i;

/** `make discovery calls tasks`, `make Rolled Over lost`, `make Tier a text field`. */
export async function* make(talk: Talk, what: string, into: string): Act {
  const known = yield* book(talk);
  const tries = into === '' ? partings(what) : [[what, into] as const];
  for (const [left, right] of tries) {
    const status = STATUS.exec(right.trim())?.[1]?.toLowerCase();
    const type = fieldTypeOf(right) ?? fieldTypeOf(right.replace(/ field$/i, ''));
    const kinds = status !== undefined ? ['stage'] : type !== null ? ['field'] : ['activity-type'];
    const entries = manyOf(known, left, kinds);
    if (entries.length === 0) continue;
    if (status !== undefined) return yield* makeStage(talk, entries, status);
    if (type !== null) return yield* withOne(talk, entries, '', (entry) => makeField(talk, entry, type));
    return yield* makeActivity(talk, known, left, entries, right);
  }
  yield* makeNothing(known, tries);
}

async function* makeNothing(known: Book, tries: readonly (readonly [string, string])[]): Act {
  for (const [left, right] of tries) {
    const column = known.find(left, ['field'])[0];
    if (column !== undefined) {
      yield paragraph(`${labelOf(column)} is a column. Say: put ${column.name} into ${right}; or: make ${column.name} a text field.`);
      return;
    }
  }
  const types = known.entries.filter(({ line }) => line.kind === 'activity-type').map(({ name }) => name);
  yield paragraph(`I find no session type, status or column of that name. Session types and messages are: ${types.join(', ')}.`);
}

/** Every way to part `X Y` in two, the longest first part first. */
function partings(text: string): readonly (readonly [string, string])[] {
  const words = text.split(' ');
  return words.slice(1).map((_, index) => {
    const at = words.length - 1 - index;
    return [words.slice(0, at).join(' '), words.slice(at).join(' ')] as const;
  });
}

/** What a phrase names; `A and B` names both where no one thing is called so. */
function manyOf(known: Book, phrase: string, kinds: readonly string[]): readonly Entry[] {
  const one = known.find(phrase, kinds);
  if (one.length > 0) return one;
  const parts = phrase.split(/, and |, | and /i);
  if (parts.length < 2) return [];
  const found = parts.map((part) => known.find(part, kinds));
  return found.every((entries) => entries.length > 0) ? found.flat() : [];
}

async function* makeStage(talk: Talk, entries: readonly Entry[], status: string): Act {
  yield* reviseAll(
    talk,
    entries.map((entry) => ({ entry, answer: { ...(entry.line.answer ?? entry.line.proposal), status } })),
  );
}

async function* makeField(talk: Talk, entry: Entry, type: string): Act {
  const answer = retyped(entry.line.answer ?? entry.line.proposal, type);
  if (answer !== null) return yield* reviseAll(talk, [{ entry, answer }]);
  yield* settle(talk, entry, (details) => {
    const own = details.alternatives.map((one) => retyped(one, type)).find((one) => one !== null);
    return own ?? `${labelOf(entry)} goes to ${answerWords('field', details.proposal)}, and its records have no fields of their own.`;
  });
}

async function* makeActivity(talk: Talk, known: Book, left: string, entries: readonly Entry[], right: string): Act {
  // Several values that a part of the phrase names are one too many, unless the phrase lists them.
  const listed = / and |, /.test(left) || entries.length === 1;
  const each = (entry: Entry): Act => settle(talk, entry, (details) => activityAnswer(known, details, right));
  if (!listed) return yield* withOne(talk, entries, '', each);
  for (const entry of entries) yield* each(entry);
}

const NEW_TYPE = /^(?:a |an |its )?(?:new|own|custom) (?:activity )?type(?: of (?:its|their) own)?(?: (?:called|named) (?<name>.+))?$/i;

function activityAnswer(known: Book, details: Explained, said: string): Found {
  const candidates = [...(details.proposal === null ? [] : [details.proposal]), ...details.alternatives];
  const fresh = NEW_TYPE.exec(said.trim());
  if (fresh !== null) {
    const offered = candidates.find((one) => one.newType !== undefined)?.newType;
    const icon = typeof offered === 'object' && offered !== null && 'icon' in offered ? String(offered.icon) : 'task';
    const name =
      fresh.groups?.name ?? (typeof offered === 'object' && offered !== null && 'name' in offered ? String(offered.name) : details.about);
    return { newType: { name, icon } };
  }
  const elsewhere = known.entries
    .filter(({ line }) => line.kind === 'activity-type')
    .flatMap(({ line }) => (line.proposal === null ? [] : [line.proposal]));
  const all = [...new Map([...candidates, ...elsewhere].map((one) => [typeName(one), one])).values()];
  const [found, ...more] = bestOf(said, all, (one) => [typeName(one)]);
  if (found !== undefined && more.length === 0) return found;
  const names = all.map(typeName).join(', ');
  const unsure = found === undefined ? 'is no activity type here' : 'could mean several activity types';
  return `"${said}" ${unsure}. There are: ${names}. For one more, say: make ${details.about.replace(/^.*?"|"$/g, '')} a new type called ${said}.`;
}

function typeName(answer: AnswerData): string {
  const { type, newType } = answer;
  if (typeof type === 'string') return type;
  return typeof newType === 'object' && newType !== null && 'name' in newType ? String(newType.name) : '';
}
