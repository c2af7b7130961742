import type { Agent } from '../src/agent.ts';
import type { AgentEvent } from '../src/events.ts';

export interface Heard {
  readonly text: string;
  readonly events: readonly AgentEvent[];
  /** Codes of error events. */
  readonly errors: readonly string[];
}

/** Says something and hears it out. */
export async function say(agent: Agent, text: string, signal = new AbortController().signal): Promise<Heard> {
  return hear(agent.say(text, signal));
}

export async function hear(events: AsyncIterable<AgentEvent>): Promise<Heard> {
  const heard: AgentEvent[] = [];
  for await (const event of events) heard.push(event);
  return {
    events: heard,
    text: heard.map((event) => (event.type === 'text' ? event.delta : '')).join(''),
    errors: heard.flatMap((event) => (event.type === 'error' ? [event.code] : [])),
  };
}
