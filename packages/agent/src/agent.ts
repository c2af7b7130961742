import { digestOfBytes } from '@cutover/domain';
import type { AgentEvent, EmitAgentEvent } from './events.ts';
import { createGuide, GUIDE_NAME } from './guide/guide.ts';
import { type Budget, createPurse, USUAL_BUDGET } from './loop/budget.ts';
import type { Guard } from './loop/guard.ts';
import { createModelMind, type Mind, SYSTEM_PROMPT } from './loop/mind.ts';
import { createFrame } from './loop/session.ts';
import { createHand } from './mcp/hand.ts';
import type { McpClientPort } from './mcp/port.ts';
import type { ModelPort } from './model/port.ts';
import type { AgentClock, Random } from './ports.ts';
import type { Prompts } from './prompts.ts';
import { type AppendLine, createTranscript } from './transcript.ts';

export interface AgentOptions {
  readonly client: McpClientPort;
  /** null: the built-in guide is the mind. */
  readonly model: ModelPort | null;
  readonly prompts: Prompts;
  readonly clock: AgentClock;
  readonly random: Random;
  /** Told of every event as well; must not throw. */
  readonly emit?: EmitAgentEvent;
  readonly budget?: Partial<Budget>;
  /** Takes the transcript's lines. */
  readonly transcript?: AppendLine;
  /** Looks at every call of the model before it is made, after the house's own rules. */
  readonly guard?: Guard;
}

export interface Agent {
  /** `built-in guide` or `model <name>`. */
  readonly mind: string;
  /** What comes of something the person said. Iterate to the end; abort the signal to interrupt. Never throws; ends with one `done`. */
  readonly say: (text: string, signal: AbortSignal) => AsyncIterable<AgentEvent>;
  /** Goes through the uncertain proposals: a model reranks their candidates, the guide shows them. Events as with `say`. */
  readonly review: (signal: AbortSignal) => AsyncIterable<AgentEvent>;
}

const KEEP_ALL: Guard = () => null;

/** A conversation over one MCP client. It proposes and explains; what needs a person ends as a `gate` event. */
export function createAgent(options: AgentOptions): Agent {
  const { client, clock, model, prompts, random } = options;
  const name = model === null ? GUIDE_NAME : `model ${model.name}`;
  const system = model === null ? null : prompts.get(SYSTEM_PROMPT);
  const transcript = createTranscript(options.transcript ?? (() => undefined), clock, {
    type: 'session',
    format: 1,
    mind: name,
    prompt: system === null ? null : { id: system.id, version: system.version, digest: system.digest },
  });
  const hand = createHand(client, transcript);
  const budget = { ...USUAL_BUDGET, ...options.budget };
  const purse = createPurse(budget);
  const mark = digestOfBytes(`${clock.now()}:${random()}:${random()}`).slice(7, 23);
  const mind: Mind =
    model === null
      ? createGuide({ hand, transcript })
      : createModelMind({ client, hand, model, prompts, guard: options.guard ?? KEEP_ALL, budget, purse, transcript, mark });
  const frame = createFrame(transcript, purse.usage, options.emit ?? (() => undefined));

  return Object.freeze({
    mind: name,
    say: (text: string, signal: AbortSignal) => frame.turn(text, (inner) => mind.answer(text, inner), signal),
    review: (signal: AbortSignal) => frame.turn('(review)', (inner) => mind.review(inner), signal),
  });
}
