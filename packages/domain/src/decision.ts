import { z } from 'zod';
import { ANSWERS, type Answer, type AnswerOf, DECISION_KINDS, type DecisionKind } from './answer.ts';
import { Instant } from './brand.ts';
import { CutoverError } from './errors.ts';

export const DecisionStatus = z.enum(['proposed', 'accepted', 'amended', 'rejected']);
export type DecisionStatus = z.infer<typeof DecisionStatus>;

/** `built-in`, `person`, or `model:<name>@<prompt id>@<version>`. */
export const ProposedBy = z.string().regex(/^(built-in|person|model:.+@.+@.+)$/);

/** Who proposed something, as a person reads it: `the model gpt-x`, `the built-in guide`; prompt and version stand in the value itself. */
export function proposerWords(proposedBy: string): string {
  const model = /^model:(.+)@.+@.+$/.exec(proposedBy)?.[1];
  if (model === undefined) return proposedBy;
  return model === 'built-in-guide' ? 'the built-in guide' : `the model ${model}`;
}

const Subject = z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null(), z.array(z.string())]));
export type Subject = z.infer<typeof Subject>;

const AnyAnswer = z.record(z.string(), z.unknown());

const DecisionShape = z.strictObject({
  id: z.string().min(1),
  kind: z.enum(DECISION_KINDS),
  subject: Subject,
  proposal: AnyAnswer.nullable(),
  alternatives: z.array(AnyAnswer),
  confidence: z.number().min(0).max(1).nullable(),
  evidence: z.array(z.string()),
  reason: z.string(),
  proposedBy: ProposedBy,
  status: DecisionStatus,
  answer: AnyAnswer.nullable(),
  by: z.string().nullable(),
  at: Instant.nullable(),
});

interface DecisionBase<K extends DecisionKind> {
  readonly id: string;
  readonly kind: K;
  readonly subject: Subject;
  readonly proposal: AnswerOf<K> | null;
  readonly alternatives: readonly AnswerOf<K>[];
  /** 0..1; null when nothing is proposed. */
  readonly confidence: number | null;
  readonly evidence: readonly string[];
  readonly reason: string;
  readonly proposedBy: string;
  readonly status: DecisionStatus;
  readonly answer: AnswerOf<K> | null;
  readonly by: string | null;
  readonly at: string | null;
}

/** One question about the migration; `kind` decides the type of its answers. */
export type Decision = { [K in DecisionKind]: DecisionBase<K> }[DecisionKind];
export type DecisionOf<K extends DecisionKind> = DecisionBase<K>;

/** Parses a decision and each of its answers by the schema of its kind. @throws ZodError */
export const Decision: z.ZodType<Decision> = DecisionShape.transform((shape, ctx): Decision => {
  const schema = ANSWERS[shape.kind];
  const read = (value: unknown, path: (string | number)[]): unknown => {
    if (value === null) return null;
    const parsed = schema.safeParse(value);
    if (parsed.success) return parsed.data;
    for (const issue of parsed.error.issues)
      ctx.addIssue({ code: 'custom', message: issue.message, path: [...path, ...issue.path.map(String)] });
    return null;
  };
  const answers = {
    proposal: read(shape.proposal, ['proposal']),
    alternatives: shape.alternatives.map((a, i) => read(a, ['alternatives', i])),
    answer: read(shape.answer, ['answer']),
  };
  return { ...shape, ...answers } as Decision;
});

/** An answer of this kind, checked. @throws CutoverError `bad-answer` that names the id and what was expected */
export function parseAnswer<K extends DecisionKind>(kind: K, id: string, value: unknown): AnswerOf<K> {
  const parsed = ANSWERS[kind].safeParse(value);
  if (parsed.success) return parsed.data as AnswerOf<K>;
  throw new CutoverError('bad-answer', `the answer for ${id} is not of the form of a ${kind} decision: ${z.prettifyError(parsed.error)}`, {
    place: { id },
    found: JSON.stringify(value),
  });
}

/** Open: nobody has answered it, or its answer was taken back. */
export function isOpen(decision: Decision): boolean {
  return decision.status === 'proposed';
}

/** Only a field or an object can be turned down; every other kind needs an answer (contract §2). */
export function canReject(kind: DecisionKind): boolean {
  return kind === 'field' || kind === 'object';
}

/** The answer in force: null while open; a rejected field or object is `ignore`. */
export function answerOf<K extends DecisionKind>(decision: DecisionOf<K>): AnswerOf<K> | null {
  if (decision.status !== 'rejected') return decision.answer;
  const ignore: Answer = decision.kind === 'object' ? { object: 'ignore' } : { target: 'ignore' };
  return ignore as AnswerOf<K>;
}
