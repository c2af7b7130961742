import { z } from 'zod';
import { AgentError } from '../errors.ts';
import type { AgentEvent } from '../events.ts';
import type { Hand } from './hand.ts';
import type { Outcome } from './outcome.ts';

/** What the tools answer, as far as the guide and the review read it; anything more is left alone. */
const Answer = z.record(z.string(), z.unknown());
export type AnswerData = z.infer<typeof Answer>;

export const Line = z.looseObject({
  id: z.string(),
  kind: z.string(),
  about: z.string(),
  state: z.string(),
  proposal: Answer.nullable(),
  answer: Answer.nullable(),
  confidence: z.number().nullable(),
  proposedBy: z.string(),
});
export type Line = z.infer<typeof Line>;

const Explained = Line.extend({
  alternatives: z.array(Answer),
  evidence: z.array(z.string()),
  reason: z.string(),
});
export type Explained = z.infer<typeof Explained> & { readonly meaning: string };

const Page = z.looseObject({
  total: z.number(),
  next: z.string().nullable(),
  open: z.number(),
  fromExport: z.looseObject({ decisions: z.array(Line) }),
});

const Explanation = z.looseObject({ meaning: z.string(), fromExport: Explained });

const Run = z.looseObject({ run: z.string(), kind: z.string(), state: z.string(), active: z.boolean(), tokens: z.number() });
export type Run = z.infer<typeof Run>;

export const Standing = z.looseObject({
  next: z.string(),
  runs: z.array(Run),
  decisions: z.looseObject({ total: z.number(), open: z.number() }).nullable(),
  progress: z.looseObject({ stage: z.string(), done: z.number(), total: z.number().nullable() }).nullable(),
});
export type Standing = z.infer<typeof Standing>;

export const Proposed = z.looseObject({
  open: z.number(),
  reopened: z.boolean(),
  fromExport: z.looseObject({ decision: Line }),
});

/** A tool said no: the outcome is kept so that it can be told as what it is. */
export class ToolSaidNo extends AgentError {
  readonly outcome: Exclude<Outcome, { is: 'done' }>;

  constructor(outcome: Exclude<Outcome, { is: 'done' }>) {
    super('tool-failed', outcome.is === 'gate' ? `the ${outcome.refusal.gate} gate is closed` : outcome.message);
    this.outcome = outcome;
  }
}

type Reading<T> = AsyncGenerator<AgentEvent, T>;

/** Calls a tool and reads its answer by a schema. @throws ToolSaidNo; AgentError `tool-failed` when the answer has another form */
export async function* read<T>(
  hand: Hand,
  name: string,
  args: Readonly<Record<string, unknown>>,
  schema: z.ZodType<T>,
  signal: AbortSignal,
): Reading<T> {
  const outcome = yield* hand.call(name, args, signal);
  if (outcome.is !== 'done') throw new ToolSaidNo(outcome);
  const parsed = schema.safeParse(outcome.data);
  if (parsed.success) return parsed.data;
  throw new AgentError('tool-failed', `${name} answered in another form than expected: ${z.prettifyError(parsed.error)}`);
}

/** How often a list is read again when it changed while it was read. */
const TRIES = 3;

/** All decisions the filter lets through, page by page. @throws ToolSaidNo */
export async function* readDecisions(
  hand: Hand,
  filter: { readonly open?: boolean; readonly kind?: string; readonly below?: number; readonly about?: string },
  signal: AbortSignal,
): Reading<readonly Line[]> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      const lines: Line[] = [];
      let cursor: string | null = null;
      do {
        const pages = read(hand, 'decisions_list', cursor === null ? filter : { ...filter, cursor }, Page, signal);
        const page: z.infer<typeof Page> = yield* quietly(pages);
        lines.push(...page.fromExport.decisions);
        cursor = page.next;
      } while (cursor !== null);
      yield { type: 'tool', name: 'decisions_list', summary: `decisions_list: ${lines.length} decisions`, ok: true };
      return lines;
    } catch (thrown) {
      const changed = thrown instanceof ToolSaidNo && thrown.outcome.is === 'failed' && thrown.outcome.code === 'stale-list';
      if (!changed || attempt === TRIES) throw thrown;
    }
  }
}

/** Without the lines of calls that went well: the pages of one list are one line. */
async function* quietly<T>(reading: Reading<T>): Reading<T> {
  for (;;) {
    const step = await reading.next();
    if (step.done) return step.value;
    if (step.value.type !== 'tool' || !step.value.ok) yield step.value;
  }
}

/** One decision in full. @throws ToolSaidNo */
export async function* explain(hand: Hand, id: string, signal: AbortSignal): Reading<Explained> {
  const { meaning, fromExport } = yield* read(hand, 'decision_explain', { id }, Explanation, signal);
  return { ...fromExport, meaning };
}

/** Where the migration stands: runs, open decisions, the next step. */
export function standing(hand: Hand, signal: AbortSignal): Reading<Standing> {
  return read(hand, 'run_status', {}, Standing, signal);
}

/** Who proposes, as `decision_propose` takes it. */
export interface Proposer {
  readonly model: string;
  readonly prompt: { readonly id: string; readonly version: string };
}

/** The tool takes plain names and one line of plain text. */
const NAME = /[^\w.:/-]+/g;
const MOST_NAME = 80;
const MOST_REASON = 400;

/** The signature and the reason in the form the tool takes. */
export function proposerOf(model: string, prompt: { readonly id: string; readonly version: string }): Proposer {
  const plain = model.replace(NAME, '-').slice(0, MOST_NAME);
  return { model: plain === '' ? 'unnamed' : plain, prompt: { id: prompt.id, version: prompt.version } };
}

export function oneLine(text: string): string {
  const line = text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\s]+/gu, ' ').trim();
  return line.length <= MOST_REASON ? line : `${line.slice(0, MOST_REASON - 1)}…`;
}

/** Puts another proposal in place of the present one. @throws ToolSaidNo */
export function propose(
  hand: Hand,
  input: { readonly id: string; readonly proposal: AnswerData; readonly reason: string; readonly by: Proposer },
  signal: AbortSignal,
): Reading<z.infer<typeof Proposed>> {
  const { id, proposal, reason, by } = input;
  return read(hand, 'decision_propose', { id, proposal, reason: oneLine(reason), ...by }, Proposed, signal);
}
