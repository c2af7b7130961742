import type { AgentEvent } from '../events.ts';
import { type AnswerData, type Explained, explain, propose, proposerOf, readDecisions } from '../mcp/reads.ts';
import { type Book, bookOf, type Entry, labelOf } from './book.ts';
import { type Act, askWhich, paragraph, type Talk } from './talk.ts';
import { answerWords } from './words.ts';

/** Who is recorded as proposer of what a person asked the guide for. */
export const GUIDE_SIGNATURE = Object.freeze({ model: 'built-in-guide', prompt: Object.freeze({ id: 'guide', version: '1' }) });

/** The answer a decision should have, or why there is none. */
export type Found = AnswerData | string;

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
export async function* reviseAll(talk: Talk, changes: readonly { readonly entry: Entry; readonly answer: AnswerData }[]): Act {
  for (const { entry, answer } of changes) yield* revise(talk, entry, answer);
  talk.lead();
}

/** Finds the one entry that is meant, or asks. */
export async function* withOne(talk: Talk, entries: readonly Entry[], none: string, then: (entry: Entry) => Act): Act {
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
export async function* settle(talk: Talk, entry: Entry, find: (details: Explained) => Found): Act {
  const found = find(yield* explain(talk.hand, entry.line.id, talk.signal));
  if (typeof found === 'string') yield paragraph(found);
  else yield* reviseAll(talk, [{ entry, answer: found }]);
}
