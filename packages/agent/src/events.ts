import type { Refusal } from '@cutover/domain';
import type { AgentErrorCode } from './errors.ts';

/** Tokens of one turn, and of the session so far. */
export interface TurnUsage {
  readonly prompt: number;
  readonly completion: number;
  /** Some of it was estimated, because the provider does not count. */
  readonly estimated: boolean;
  /** All tokens of this session, this turn included. */
  readonly session: number;
}

/** What a conversation consists of, as it happens. Every turn ends with exactly one `done`. */
export type AgentEvent =
  | { readonly type: 'text'; readonly delta: string }
  /** A tool was called; one quiet line. */
  | { readonly type: 'tool'; readonly name: string; readonly summary: string; readonly ok: boolean }
  /** A gate is closed: `refusal.ask` is the command a person has to run. */
  | { readonly type: 'gate'; readonly refusal: Refusal }
  | { readonly type: 'error'; readonly code: AgentErrorCode; readonly message: string; readonly advice: string }
  | { readonly type: 'done'; readonly usage: TurnUsage };

export type EmitAgentEvent = (event: AgentEvent) => void;
