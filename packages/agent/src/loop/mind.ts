import type { AgentEvent } from '../events.ts';
import type { Hand } from '../mcp/hand.ts';
import type { McpClientPort } from '../mcp/port.ts';
import type { ModelMessage, ModelPort, ToolDefinition } from '../model/port.ts';
import type { Prompts } from '../prompts.ts';
import type { Transcript } from '../transcript.ts';
import type { Budget, Purse } from './budget.ts';
import type { Guard } from './guard.ts';
import { reviewUncertain } from './review.ts';
import { definitionsOf } from './tools.ts';
import { runTurn } from './turn.ts';

export interface MindOptions {
  readonly client: McpClientPort;
  readonly hand: Hand;
  readonly model: ModelPort;
  readonly prompts: Prompts;
  readonly guard: Guard;
  readonly budget: Budget;
  readonly purse: Purse;
  readonly transcript: Transcript;
  readonly mark: string;
}

/** One way of answering a person: a model, or the built-in guide. */
export interface Mind {
  readonly answer: (text: string, signal: AbortSignal) => AsyncGenerator<AgentEvent>;
  /** Goes through the uncertain proposals. */
  readonly review: (signal: AbortSignal) => AsyncGenerator<AgentEvent>;
}

/** The prompt every conversation runs under. */
export const SYSTEM_PROMPT = 'agent';

/** A model as the mind: our own loop over its port. */
export function createModelMind(options: MindOptions): Mind {
  const prompt = options.prompts.get(SYSTEM_PROMPT);
  const history: ModelMessage[] = [];
  let tools: readonly ToolDefinition[] | null = null;

  const toolsOnce = async (signal: AbortSignal): Promise<readonly ToolDefinition[]> => {
    tools ??= definitionsOf(await options.client.listTools(signal));
    return tools;
  };

  async function* answer(text: string, signal: AbortSignal): AsyncGenerator<AgentEvent> {
    options.purse.beginTurn();
    history.push({ role: 'user', text });
    yield* runTurn({ ...options, tools: await toolsOnce(signal), prompt, system: prompt.text, history }, signal);
  }

  async function* review(signal: AbortSignal): AsyncGenerator<AgentEvent> {
    options.purse.beginTurn();
    const summary = yield* reviewUncertain({ ...options, prompt: options.prompts.get('rerank') }, signal);
    // The conversation goes on knowing what the review did.
    history.push({ role: 'user', text: 'Review the uncertain proposals.' }, { role: 'assistant', text: summary, calls: [] });
  }

  return Object.freeze({ answer, review });
}
