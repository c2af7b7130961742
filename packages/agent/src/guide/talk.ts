import type { AgentEvent } from '../events.ts';
import type { Hand } from '../mcp/hand.ts';

/** One thing the guide does: events while it goes. */
export type Act = AsyncGenerator<AgentEvent>;

/** A question the guide asked: any of these, by number or by name. */
export interface Question {
  readonly options: readonly { readonly label: string; readonly act: () => Act }[];
}

/** What an act works with. */
export interface Talk {
  readonly hand: Hand;
  /** Of the turn that is going on, also when an older question is answered in it. */
  readonly signal: AbortSignal;
  /** The person's own words, for the record. */
  readonly said: string;
  /** Leaves a question for the next thing the person says. */
  readonly ask: (question: Question) => void;
  /** Something was done: at the end of the turn the person is told what comes next. */
  readonly lead: () => void;
}

/** A paragraph of the guide. */
export function paragraph(text: string): AgentEvent {
  return { type: 'text', delta: `${text}\n` };
}

/** Asks which of several is meant; the answer is a number, a name, or `all`. */
export function* askWhich(talk: Talk, question: string, options: Question['options']): Generator<AgentEvent> {
  talk.ask({ options });
  yield paragraph(question);
  for (const [index, { label }] of options.entries()) yield paragraph(`  ${index + 1}  ${label}`);
}
