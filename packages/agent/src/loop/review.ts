import { z } from 'zod';
import { AgentError } from '../errors.ts';
import type { AgentEvent } from '../events.ts';
import type { Hand } from '../mcp/hand.ts';
import { type AnswerData, type Explained, explain, propose, proposerOf, readDecisions } from '../mcp/reads.ts';
import { requestTokens, usageOf } from '../model/estimate.ts';
import type { ModelPort, ModelReply, ModelRequest, ToolDefinition } from '../model/port.ts';
import { plainText } from '../plain.ts';
import { fillPrompt, type Prompt } from '../prompts.ts';
import type { Transcript } from '../transcript.ts';
import { parseArguments } from './arguments.ts';
import type { Budget, Purse } from './budget.ts';
import { asData } from './data.ts';

/** Proposals below this are looked at again. */
export const UNCERTAIN = 0.8;
/** Candidates shown for each, the proposal included, and decisions shown at once. */
const TOP = 5;
const BATCH = 12;

export interface ReviewRoom {
  readonly hand: Hand;
  readonly model: ModelPort;
  readonly prompt: Prompt;
  readonly budget: Budget;
  readonly purse: Purse;
  readonly transcript: Transcript;
  readonly mark: string;
}

const Choices = z.object({
  choices: z.array(z.object({ id: z.string(), candidate: z.number().int().nonnegative().nullable(), reason: z.string().default('') })),
});
type Choice = z.infer<typeof Choices>['choices'][number];

const CHOOSE: ToolDefinition = Object.freeze({
  name: 'choose',
  description: 'Your choice for every decision shown, all in one call.',
  parameters: Object.freeze({
    type: 'object',
    additionalProperties: false,
    required: ['choices'],
    properties: {
      choices: {
        type: 'array',
        items: {
          type: 'object',
          additionalProperties: false,
          required: ['id', 'candidate', 'reason'],
          properties: {
            id: { type: 'string' },
            candidate: { type: ['integer', 'null'], minimum: 0, description: 'number of the candidate; null: only the person can know' },
            reason: { type: 'string', description: 'one sentence; with null the question to ask' },
          },
        },
      },
    },
  }),
});

/**
 * The model chooses among the top candidates of every uncertain open proposal, and what it chose becomes the proposal. It can choose nothing but
 * a candidate that is there, so a text in the data has no way to an answer of its own.
 * @returns what was done, in a few lines, which were shown as text too
 */
export async function* reviewUncertain(room: ReviewRoom, signal: AbortSignal): AsyncGenerator<AgentEvent, string> {
  const lines = yield* readDecisions(room.hand, { open: true, below: UNCERTAIN }, signal);
  // What somebody put forward since was looked at already.
  const wanted = lines.filter(({ proposal, proposedBy }) => proposal !== null && proposedBy === 'built-in');
  const told: string[] = [];
  const tell = (text: string): AgentEvent => {
    told.push(text);
    return { type: 'text', delta: `${plainText(text)}\n` };
  };
  if (wanted.length === 0) {
    yield tell('No open proposal is uncertain.');
    return told.join('\n');
  }
  let changed = 0;
  for (let at = 0; at < wanted.length; at += BATCH) {
    const batch: Explained[] = [];
    for (const line of wanted.slice(at, at + BATCH)) batch.push(yield* explain(room.hand, line.id, signal));
    for (const choice of await choose(room, batch, signal)) {
      const decision = batch.find((one) => one.id === choice.id);
      const candidate = decision === undefined || choice.candidate === null ? undefined : candidatesOf(decision)[choice.candidate];
      if (decision === undefined) continue;
      if (choice.candidate === null) yield tell(`${decision.about}: to be asked. ${choice.reason}`);
      if (candidate === undefined || choice.candidate === 0) continue;
      const reason = choice.reason === '' ? 'chosen among its alternatives' : choice.reason;
      yield* propose(room.hand, { id: decision.id, proposal: candidate, reason, by: proposerOf(room.model.name, room.prompt) }, signal);
      changed += 1;
      yield tell(`${decision.about}: now ${JSON.stringify(candidate)}. ${reason}`);
    }
  }
  yield tell(`${wanted.length} uncertain proposals looked at, ${changed} changed. All of them wait for your answer.`);
  return told.join('\n');
}

function candidatesOf(decision: Explained): readonly AnswerData[] {
  return [...(decision.proposal === null ? [] : [decision.proposal]), ...decision.alternatives].slice(0, TOP);
}

/** The model's choices for one batch, with one repair when they have another form than asked for. */
async function choose(room: ReviewRoom, batch: readonly Explained[], signal: AbortSignal): Promise<readonly Choice[]> {
  const shown = batch.map((decision) => ({
    id: decision.id,
    about: decision.about,
    settles: decision.meaning,
    evidence: decision.evidence,
    reason: decision.reason,
    candidates: candidatesOf(decision),
  }));
  const text = fillPrompt(room.prompt, {
    decisions: asData('decision_explain', JSON.stringify(shown, null, 1), room.mark, Number.MAX_SAFE_INTEGER),
  });
  let note = '';
  for (let attempt = 0; attempt < 2; attempt += 1) {
    const reply = await asked(room, text + note, signal);
    const call = reply.calls.find(({ name }) => name === CHOOSE.name);
    const args = parseArguments(call?.arguments ?? reply.text);
    const parsed = args.ok ? Choices.safeParse(args.value) : null;
    if (parsed?.success) return parsed.data.choices;
    note = '\n\nYour last answer could not be read. Answer with one call of `choose` and correct JSON.';
  }
  throw new AgentError('model-answer', 'the model did not choose in a form that can be read');
}

async function asked(room: ReviewRoom, text: string, signal: AbortSignal): Promise<ModelReply> {
  const sized: ModelRequest = { messages: [{ role: 'user', text }], tools: [CHOOSE], maxTokens: room.budget.perReply };
  const left = room.purse.room(requestTokens(sized));
  if ('spent' in left) throw new AgentError(left.spent, 'the token budget is used up');
  const request = { ...sized, maxTokens: left.tokens };
  for await (const event of room.model.reply(request, signal)) {
    if (event.type === 'text') continue;
    const usage = usageOf(request, event.reply);
    room.purse.spend(usage);
    const calls = event.reply.calls.map(({ name, arguments: args }) => ({ name, arguments: args }));
    await room.transcript.keep({ type: 'model', text: event.reply.text, calls, ...usage });
    return event.reply;
  }
  throw new AgentError('model-answer', 'the model ended without an answer');
}
