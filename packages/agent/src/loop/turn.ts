import { AgentError } from '../errors.ts';
import type { AgentEvent } from '../events.ts';
import type { Hand } from '../mcp/hand.ts';
import type { Outcome } from '../mcp/outcome.ts';
import { requestTokens, tokensOf, usageOf } from '../model/estimate.ts';
import type { ModelMessage, ModelPort, ModelReply, ModelRequest, ToolCall, ToolDefinition } from '../model/port.ts';
import { plainText } from '../plain.ts';
import type { Prompt } from '../prompts.ts';
import type { Transcript } from '../transcript.ts';
import { parseArguments } from './arguments.ts';
import type { Budget, Purse } from './budget.ts';
import { asData } from './data.ts';
import { allGuards, type Guard, houseGuard } from './guard.ts';
import { fitHistory } from './history.ts';
import { signed } from './tools.ts';

/** Everything a turn works with; nothing in it is changed but `history` and `purse`. */
export interface TurnRoom {
  readonly model: ModelPort;
  readonly hand: Hand;
  readonly tools: readonly ToolDefinition[];
  readonly prompt: Prompt;
  readonly system: string;
  readonly guard: Guard;
  readonly budget: Budget;
  readonly purse: Purse;
  readonly transcript: Transcript;
  /** The secret that marks data. */
  readonly mark: string;
  /** The conversation so far, without the system message; the turn appends to it. */
  readonly history: ModelMessage[];
}

/** Said to the model with every refusal, in our own voice and outside the data. */
const HAND_OVER =
  'This gate is closed. You cannot open it and no tool can: only a person can, at a terminal of their own. Tell the person what the gate is for and which command to run, then stop.';

/**
 * One thing the person said, to its end: the model answers, its calls are made and answered, until it calls nothing more. The history is
 * well-formed after every way out: each call has its answer.
 * @throws AgentError on every way out but the last word of the model
 */
export async function* runTurn(room: TurnRoom, signal: AbortSignal): AsyncGenerator<AgentEvent> {
  const closed = new Set<string>();
  const guard = allGuards(houseGuard({ closed }), room.guard);
  let repaired = false;
  for (let step = 0; step < room.budget.steps; step += 1) {
    const reply = yield* ask(room, signal);
    const calls = reply.calls.map((call) => ({ call, args: parseArguments(call.arguments) }));
    // What is broken stays out of the history: some providers refuse a conversation that holds it.
    room.history.push({
      role: 'assistant',
      text: reply.text,
      calls: calls.map(({ call, args }) => ({ ...call, arguments: args.ok ? JSON.stringify(args.value) : '{}' })),
    });
    if (calls.length === 0) return;
    const broken = calls.some(({ args }) => !args.ok);
    try {
      for (const { call, args } of calls) {
        const text = args.ok
          ? yield* made(room, guard, closed, call, args.value, signal)
          : `Not called: ${args.why}. Send the call again with correct JSON.`;
        answer(room, call, text);
      }
    } finally {
      answerTheRest(room, reply.calls);
    }
    if (broken && repaired) throw new AgentError('model-answer', 'the model wrote arguments that are not JSON, twice');
    repaired ||= broken;
  }
  throw new AgentError('too-many-steps', `the model called tools ${room.budget.steps} times without an answer`);
}

/** One reply of the model within what the budgets leave. */
async function* ask(room: TurnRoom, signal: AbortSignal): AsyncGenerator<AgentEvent, ModelReply> {
  const messages: readonly ModelMessage[] = [{ role: 'system', text: room.system }, ...fitHistory(room.history, room.budget.context)];
  const sized: ModelRequest = { messages, tools: room.tools, maxTokens: room.budget.perReply };
  const left = room.purse.room(requestTokens(sized));
  if ('spent' in left) throw new AgentError(left.spent, 'the token budget is used up');
  const request = { ...sized, maxTokens: left.tokens };
  let said = '';
  for await (const event of room.model.reply(request, signal)) {
    if (event.type === 'text') {
      said += event.delta;
      yield { type: 'text', delta: plainText(event.delta) };
      // A provider that does not heed the limit is stopped by us.
      if (tokensOf(said) > left.tokens * 2) {
        const { prompt, completion } = usageOf(request, { text: said, calls: [], usage: null, finish: null });
        room.purse.spend({ prompt, completion, estimated: true });
        throw new AgentError('budget-turn', 'the answer grew beyond the token budget');
      }
      continue;
    }
    const usage = usageOf(request, event.reply);
    room.purse.spend(usage);
    await room.transcript.keep({
      type: 'model',
      text: event.reply.text,
      calls: event.reply.calls.map(({ name, arguments: args }) => ({ name, arguments: args })),
      ...usage,
    });
    return event.reply;
  }
  throw new AgentError('model-answer', 'the model ended without an answer');
}

/** One call, made or blocked; the text the model is told. */
async function* made(
  room: TurnRoom,
  guard: Guard,
  closed: Set<string>,
  call: ToolCall,
  args: Readonly<Record<string, unknown>>,
  signal: AbortSignal,
): AsyncGenerator<AgentEvent, string> {
  if (signal.aborted) throw new AgentError('interrupted', 'interrupted');
  if (!room.tools.some((tool) => tool.name === call.name)) {
    return `There is no tool ${JSON.stringify(call.name)}. The tools are: ${room.tools.map((tool) => tool.name).join(', ')}.`;
  }
  const verdict = guard({ name: call.name, args });
  if (verdict !== null) {
    yield { type: 'tool', name: call.name, summary: `${call.name}: not called`, ok: false };
    await room.transcript.keep({ type: 'tool', name: call.name, arguments: args, outcome: 'blocked', result: verdict.block });
    return `Not called: ${verdict.block}`;
  }
  const outcome = yield* room.hand.call(call.name, signed(call.name, args, { model: room.model.name, prompt: room.prompt }), signal);
  if (outcome.is === 'gate') closed.add(outcome.refusal.gate);
  return told(room, call.name, outcome);
}

function told(room: TurnRoom, name: string, outcome: Outcome): string {
  const data = asData(name, outcome.text, room.mark, room.budget.toolChars);
  if (outcome.is === 'gate') return `${HAND_OVER}\n${data}`;
  return outcome.is === 'failed' ? `The call failed.\n${data}` : data;
}

function answer(room: TurnRoom, call: ToolCall, text: string): void {
  room.history.push({ role: 'tool', callId: call.id, name: call.name, text });
}

/** Calls that were not reached (an abort, a fault) are answered all the same. */
function answerTheRest(room: TurnRoom, calls: readonly ToolCall[]): void {
  const answered = new Set(room.history.flatMap((message) => (message.role === 'tool' ? [message.callId] : [])));
  for (const call of calls) if (!answered.has(call.id)) answer(room, call, 'Not called: the turn ended before.');
}
