import type { AgentEvent } from '../events.ts';
import { type AnswerData, type Explained, explain, propose, proposerOf, readDecisions } from '../mcp/reads.ts';
import { type Book, bookOf, type Entry, labelOf } from './book.ts';
import { choicesFor, settingAnswer, settingOf } from './choices.ts';
import { bestOf } from './names.ts';
import { type Act, askWhich, paragraph, type Talk } from './talk.ts';
import { retyped, targetFor } from './targets.ts';
import { answerWords, fieldTypeOf } from './words.ts';

/** Who is recorded as proposer of what a person asked the guide for. */
export const GUIDE_SIGNATURE = Object.freeze({ model: 'built-in-guide', prompt: Object.freeze({ id: 'guide', version: '1' }) });

/** The answer a decision should have, or why there is none. */
type Found = AnswerData | string;

export async function* book(talk: Talk): AsyncGenerator<AgentEvent, Book> {
  return bookOf(yield* readDecisions(talk.hand, {}, talk.signal));
}

/** Revises one proposal and says what changes. Nothing is called when it is what stands there already. */
async function* revise(talk: Talk, entry: Entry, answer: AnswerData): Act {
  const { line } = entry;
  const words = answerWords(line.kind, answer);
  if (JSON.stringify(line.answer ?? line.proposal) === JSON.stringify(answer)) {
    yield paragraph(`${labelOf(entry)} is that already: ${words}.`);
    return;
  }
  const reason = `the person asked: ${talk.said}`;
  const done = yield* propose(
    talk.hand,
    { id: line.id, proposal: answer, reason, by: proposerOf(GUIDE_SIGNATURE.model, GUIDE_SIGNATURE.prompt) },
    talk.signal,
  );
  yield paragraph(`${labelOf(entry)}: ${answerWords(line.kind, line.answer ?? line.proposal)} → ${words}.`);
  if (done.reopened)
    yield paragraph('It was answered before: it waits for your answer again, and approvals given for the old plan no longer count.');
}

/** The same for each of several, then what comes next. */
async function* reviseAll(talk: Talk, changes: readonly { readonly entry: Entry; readonly answer: AnswerData }[]): Act {
  for (const { entry, answer } of changes) yield* revise(talk, entry, answer);
  talk.lead();
}

/** Finds the one entry that is meant, or asks. */
async function* withOne(talk: Talk, entries: readonly Entry[], none: string, then: (entry: Entry) => Act): Act {
  const [only] = entries;
  if (only === undefined) yield paragraph(none);
  else if (entries.length === 1) yield* then(only);
  else {
    yield* askWhich(
      talk,
      'Which one do you mean? (a number, a name, or "all")',
      entries.slice(0, 9).map((entry) => ({ label: labelOf(entry), act: () => then(entry) })),
    );
  }
}

/** Applies what `find` says of a decision's details, or tells why not. */
async function* settle(talk: Talk, entry: Entry, find: (details: Explained) => Found): Act {
  const found = find(yield* explain(talk.hand, entry.line.id, talk.signal));
  if (typeof found === 'string') yield paragraph(found);
  else yield* reviseAll(talk, [{ entry, answer: found }]);
}

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

/** `put Mobile into phone`, `put Coach of packages into owner`. */
export async function* put(talk: Talk, what: string, into: string): Act {
  const known = yield* book(talk);
  const columns = known.find(what, ['field']);
  if (columns.length === 0 && known.find(what, ['activity-type', 'stage']).length > 0) return yield* make(talk, what, into);
  yield* withOne(talk, columns, `I find no column "${what}". "show plan" and "what is open for clients?" name them.`, (entry) =>
    putOne(talk, entry, into),
  );
}

async function* putOne(talk: Talk, entry: Entry, into: string): Act {
  const details = yield* explain(talk.hand, entry.line.id, talk.signal);
  const wanted = targetFor(into, {
    name: entry.name,
    object: entry.object,
    proposal: details.proposal,
    alternatives: details.alternatives,
  });
  if (wanted.is === 'one') return yield* reviseAll(talk, [{ entry, answer: wanted.answer }]);
  if (wanted.is === 'none') {
    const others = details.alternatives.map((one) => answerWords('field', one)).join('; ');
    yield paragraph(`${wanted.why}. Now it goes to ${answerWords('field', details.proposal)}; others would be: ${others || 'none'}.`);
    return;
  }
  yield* askWhich(
    talk,
    `"${into}" could be:`,
    wanted.answers.map((answer) => ({ label: answerWords('field', answer), act: () => reviseAll(talk, [{ entry, answer }]) })),
  );
}

/** `ignore Instagram`, `leave automations.csv out`. */
export async function* leave(talk: Talk, what: string): Act {
  const known = yield* book(talk);
  const found = known.find(what, ['field', 'object']);
  yield* withOne(talk, found, `I find no column or file "${what}".`, (entry) =>
    reviseAll(talk, [{ entry, answer: entry.line.kind === 'object' ? { object: 'ignore' } : { target: 'ignore' } }]),
  );
}

/** `use remaining credit`, `use notes for chats`, `use the existing one for C001`. */
export async function* use(talk: Talk, what: string, on: string | null): Act {
  const setting = on === null ? null : settingOf(on);
  if (setting !== null) return yield* set(talk, on ?? '', what);
  const known = yield* book(talk);
  const choices = choicesFor(what, on);
  const changes = choices.flatMap(({ kind, answer }) => {
    const entries = on === null ? known.entries.filter(({ line }) => line.kind === kind) : known.find(on, [kind]);
    return entries.map((entry) => ({ entry, answer }));
  });
  if (changes.length > 0) return yield* changeOrAsk(talk, changes, on !== null);
  const single =
    on === null
      ? []
      : choices.flatMap(({ kind, answer }) => known.entries.filter(({ line }) => line.kind === kind).map((entry) => ({ entry, answer })));
  if (single.length === 1) return yield* reviseAll(talk, single);
  yield paragraph(
    choices.length === 0
      ? `I know no choice called "${what}". "help" lists what can be said; "what is open?" lists the decisions.`
      : `I find no "${on ?? what}" that this could be used for.`,
  );
}

/** One kind at a time: all its decisions of a small closed choice, or a question when several kinds could be meant. */
async function* changeOrAsk(talk: Talk, changes: readonly { entry: Entry; answer: AnswerData }[], named: boolean): Act {
  const kinds = new Set(changes.map(({ entry }) => entry.line.kind));
  const several = changes.length > 1 && !(named || (kinds.size === 1 && !kinds.has('message') && !kinds.has('duplicate')));
  if (kinds.size === 1 && !several) return yield* reviseAll(talk, changes);
  yield* askWhich(
    talk,
    'For which one? (a number, a name, or "all")',
    changes.map((change) => ({
      label: `${labelOf(change.entry)}: ${answerWords(change.entry.line.kind, change.answer)}`,
      act: () => reviseAll(talk, [change]),
    })),
  );
}

const RECORDS = /(?:['’]s?)?(?: (?:own )?(?:records|clients|people|packages|sessions|deals|work|things|everything|stuff))?$/i;
const NOBODY =
  /^(?:(?:the )?(?:records|clients|those|people|everything|everyone) )?(?:without (?:a |any )?coach|that have no coach|nobody(?:'s)?.*|unassigned(?: records)?|of nobody|no coach)$/i;
const FALLBACK = /^(the )?(fallback( owner| user)?|rest|unassigned( coach| user)?|nobody)$/i;

/** `give Dana's records to Sam`, `give Lee Marsh to the fallback`. */
export async function* give(talk: Talk, from: string, to: string): Act {
  const known = yield* book(talk);
  if (NOBODY.test(from.trim())) {
    const rest = known.entries.filter(({ line }) => line.kind === 'owner-fallback');
    return yield* withOne(talk, rest, 'There is no fallback owner to decide on.', (entry) =>
      settle(talk, entry, (details) => userFor(known, details, to)),
    );
  }
  const coaches = known.find(from.replace(RECORDS, ''), ['owner']);
  const names = known.entries.filter(({ line }) => line.kind === 'owner').map(({ name }) => name);
  yield* withOne(talk, coaches, `I find no coach "${from.replace(RECORDS, '')}". The coaches are: ${names.join(', ')}.`, (entry) =>
    settle(talk, entry, (details) => (FALLBACK.test(to.trim()) ? { fallback: true } : userFor(known, details, to))),
  );
}

/** The user a phrase names: by mail, by the name of the coach who has it, or by the name in the mail. */
function userFor(known: Book, details: Explained, said: string): Found {
  const users = new Map<string, string[]>();
  const add = (mail: unknown, ...names: readonly string[]): void => {
    if (typeof mail !== 'string' || mail.includes('***')) return;
    users.set(mail, [...(users.get(mail) ?? [mail, mail.replace(/@.*$/, '').replaceAll(/[._-]+/g, ' ')]), ...names]);
  };
  for (const answer of [details.proposal, ...details.alternatives]) add(answer?.user);
  for (const { line, name } of known.entries) if (line.kind === 'owner' && (line.confidence ?? 0) > 0.9) add(line.proposal?.user, name);
  const found = bestOf(said.replace(/^(the )?user /i, ''), [...users], ([, names]) => names);
  const [only] = found;
  if (only !== undefined && found.length === 1) return { user: only[0] };
  const list = [...users.keys()].join(', ');
  return found.length === 0
    ? `I find no user "${said}". The users are: ${list}. Users are never created by the load.`
    : `"${said}" could be ${found.map(([mail]) => mail).join(' or ')}: say it with the mail.`;
}

/** `merge referral into Referral`. */
export async function* merge(talk: Talk, from: string, into: string): Act {
  const known = yield* book(talk);
  const lists = known.entries.filter(({ line }) => line.kind === 'picklist');
  const holding = lists.filter(({ line }) =>
    JSON.stringify(line.proposal ?? {})
      .toLowerCase()
      .includes(from.toLowerCase()),
  );
  const [value, column] = into.split(/ (?:in|of|for) (?=[^ ])/i);
  const named = column === undefined ? [] : known.find(column, ['picklist']);
  const candidates = named.length > 0 ? named : holding.length > 0 ? holding : lists;
  const to = named.length > 0 ? (value ?? into) : into;
  yield* withOne(talk, candidates, 'There is no single-select field whose values could be merged.', (entry) => {
    const before = entry.line.answer ?? entry.line.proposal;
    const pairs = typeof before?.merge === 'object' && before.merge !== null ? before.merge : {};
    return reviseAll(talk, [{ entry, answer: { merge: { ...pairs, [from]: to } } }]);
  });
}

/** `set time zone to Europe/Berlin`, `set fallback owner to Sam`. */
export async function* set(talk: Talk, what: string, to: string): Act {
  const kind = settingOf(what);
  const known = yield* book(talk);
  const entries = kind === null ? [] : known.entries.filter(({ line }) => line.kind === kind);
  if (kind === null) return yield* put(talk, what, to);
  yield* withOne(talk, entries, `This plan has nothing to decide about the ${what}.`, (entry) =>
    settle(talk, entry, (details) => {
      if (kind === 'owner-fallback') return userFor(known, details, to);
      const answer = settingAnswer(kind, to, entry.line.answer ?? entry.line.proposal);
      return answer ?? `"${to}" is no value for it. It is now: ${answerWords(kind, details.proposal)}.`;
    }),
  );
}
