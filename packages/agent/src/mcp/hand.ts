import type { Refusal } from '@cutover/domain';
import { AgentError } from '../errors.ts';
import type { AgentEvent } from '../events.ts';
import { cut } from '../loop/data.ts';
import type { Transcript } from '../transcript.ts';
import { type Outcome, outcomeOf } from './outcome.ts';
import type { McpClientPort } from './port.ts';
import { summaryOf } from './summary.ts';

/** What a transcript keeps of a tool's answer, in characters. */
const KEPT = 2_000;

export interface Hand {
  /** Calls a tool: tells of it as a `tool` event (and a `gate` event when a gate is closed), keeps it in the transcript, returns what came of it. */
  readonly call: (name: string, args: Readonly<Record<string, unknown>>, signal: AbortSignal) => AsyncGenerator<AgentEvent, Outcome>;
}

/** The agent's hand, with a model or without: every call of a tool goes through here. */
export function createHand(client: McpClientPort, transcript: Transcript): Hand {
  async function* call(name: string, args: Readonly<Record<string, unknown>>, signal: AbortSignal): AsyncGenerator<AgentEvent, Outcome> {
    const outcome = await answerOf(client, name, args, signal);
    await transcript.keep({ type: 'tool', name, arguments: args, outcome: outcome.is, result: cut(outcome.text, KEPT) });
    yield { type: 'tool', name, summary: summaryOf(name, args, outcome), ok: outcome.is === 'done' };
    if (outcome.is === 'gate') yield* closed(outcome.refusal, transcript);
    return outcome;
  }
  return Object.freeze({ call });
}

async function* closed(refusal: Refusal, transcript: Transcript): AsyncGenerator<AgentEvent> {
  await transcript.keep({ type: 'gate', gate: refusal.gate, reason: refusal.reason, ask: refusal.ask });
  yield { type: 'gate', refusal };
}

async function answerOf(
  client: McpClientPort,
  name: string,
  args: Readonly<Record<string, unknown>>,
  signal: AbortSignal,
): Promise<Outcome> {
  try {
    return outcomeOf(await client.callTool(name, args, signal));
  } catch (cause) {
    if (signal.aborted) throw new AgentError('interrupted', 'interrupted', { cause });
    const message = cause instanceof Error ? cause.message : String(cause);
    return { is: 'failed', code: 'tool-failed', message, text: message };
  }
}
