import { AGENT_ERRORS, AgentError, type AgentErrorCode, isAgentError } from '../errors.ts';
import type { AgentEvent, EmitAgentEvent, TurnUsage } from '../events.ts';
import { plainText } from '../plain.ts';
import type { Transcript } from '../transcript.ts';

/** What happens between a person's word and the end of the turn: events, until it returns; faults are thrown. */
export type Work = (signal: AbortSignal) => AsyncGenerator<AgentEvent>;

export interface Frame {
  /** One turn: the work's events, an `error` where one ended it, then `done`. Never throws; refuses a second turn while one is going on. */
  readonly turn: (text: string, work: Work, signal: AbortSignal) => AsyncGenerator<AgentEvent>;
}

/** What every turn of either mind has around it: one at a time, the transcript, faults as events, the closing `done`. */
export function createFrame(transcript: Transcript, usage: () => TurnUsage, emit: EmitAgentEvent): Frame {
  let busy = false;

  async function* turn(text: string, work: Work, signal: AbortSignal): AsyncGenerator<AgentEvent> {
    if (busy) {
      yield tell(errorEvent('busy', 'another request is being answered'));
      yield tell({ type: 'done', usage: usage() });
      return;
    }
    busy = true;
    try {
      yield* framed(text, work, signal);
    } finally {
      busy = false;
    }
  }

  async function* framed(text: string, work: Work, signal: AbortSignal): AsyncGenerator<AgentEvent> {
    try {
      await transcript.keep({ type: 'user', text });
      for await (const event of work(signal)) yield tell(event);
    } catch (thrown) {
      const error = asAgentError(thrown, signal);
      yield tell(errorEvent(error.code, error.message));
      await transcript.keep({ type: 'error', code: error.code, message: error.message });
    }
    const fault = transcript.takeFault();
    if (fault !== null) yield tell(errorEvent('transcript', `the transcript has gaps: ${fault}`));
    const { prompt, completion, session } = usage();
    await transcript.keep({ type: 'turn', prompt, completion, session });
    yield tell({ type: 'done', usage: usage() });
  }

  const tell = (event: AgentEvent): AgentEvent => {
    emit(event);
    return event;
  };
  return Object.freeze({ turn });
}

/** Messages of servers can be whole pages. */
const LONGEST = 300;

export function errorEvent(code: AgentErrorCode, message: string): AgentEvent {
  const plain = plainText(message).replace(/\s+/g, ' ').trim();
  return {
    type: 'error',
    code,
    message: plain.length <= LONGEST ? plain : `${plain.slice(0, LONGEST - 1)}…`,
    advice: AGENT_ERRORS[code].advice,
  };
}

function asAgentError(thrown: unknown, signal: AbortSignal): AgentError {
  if (isAgentError(thrown)) return thrown;
  if (signal.aborted) return new AgentError('interrupted', 'interrupted', { cause: thrown });
  return new AgentError('tool-failed', thrown instanceof Error ? thrown.message : String(thrown), { cause: thrown });
}
