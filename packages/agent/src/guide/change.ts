import { type AnswerData, explain } from '../mcp/reads.ts';
import { type Entry, labelOf } from './book.ts';
import { choicesFor, settingAnswer, settingOf } from './choices.ts';
import { make } from './make.ts';
import { userFor } from './owners.ts';
import { book, reviseAll, settle, withOne } from './revise.ts';
import { type Act, askWhich, paragraph, type Talk } from './talk.ts';
import { targetFor } from './targets.ts';
import { answerWords } from './words.ts';

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
