import type { TurnUsage } from '../events.ts';
import type { ReplyUsage } from '../model/port.ts';

/** Limits of one session; tokens of requests and answers together. */
export interface Budget {
  readonly perTurn: number;
  readonly perSession: number;
  /** How often the model may be asked for one thing the person said. */
  readonly steps: number;
  /** The longest single answer, in tokens. */
  readonly perReply: number;
  /** What a tool's answer may take of the conversation, in characters. */
  readonly toolChars: number;
  /** Older tool answers are dropped when the conversation grows beyond this, in tokens. */
  readonly context: number;
}

export const USUAL_BUDGET: Budget = Object.freeze({
  perTurn: 120_000,
  perSession: 1_000_000,
  steps: 24,
  perReply: 4_000,
  toolChars: 8_000,
  context: 32_000,
});

export interface Purse {
  readonly beginTurn: () => void;
  /** Tokens that the next answer may have after a request of this size, or which budget is used up. */
  readonly room: (requestTokens: number) => { readonly tokens: number } | { readonly spent: 'budget-turn' | 'budget-session' };
  readonly spend: (usage: ReplyUsage & { readonly estimated: boolean }) => void;
  readonly usage: () => TurnUsage;
}

/** An answer shorter than this is of no use. */
const LEAST_REPLY = 64;

/** Counts what a session spends. */
export function createPurse(budget: Budget): Purse {
  let prompt = 0;
  let completion = 0;
  let estimated = false;
  let session = 0;
  return Object.freeze({
    beginTurn: () => {
      prompt = 0;
      completion = 0;
      estimated = false;
    },
    room: (request: number) => {
      const ofSession = budget.perSession - session - request;
      if (ofSession < LEAST_REPLY) return { spent: 'budget-session' as const };
      const ofTurn = budget.perTurn - prompt - completion - request;
      if (ofTurn < LEAST_REPLY) return { spent: 'budget-turn' as const };
      return { tokens: Math.min(budget.perReply, ofTurn, ofSession) };
    },
    spend: (usage: ReplyUsage & { readonly estimated: boolean }) => {
      prompt += usage.prompt;
      completion += usage.completion;
      session += usage.prompt + usage.completion;
      estimated ||= usage.estimated;
    },
    usage: () => ({ prompt, completion, estimated, session }),
  });
}
