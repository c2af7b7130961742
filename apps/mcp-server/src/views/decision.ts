import { answerOf, type Decision } from '@cutover/domain';
import { z } from 'zod';
import type { Shield } from '../privacy/shield.ts';
import { shorten } from './shorten.ts';

const Answer = z.looseObject({});

/** A decision as one line of a list. */
export const DecisionLine = z.object({
  id: z.string(),
  kind: z.string(),
  about: z.string(),
  state: z.string(),
  proposal: Answer.nullable(),
  answer: Answer.nullable(),
  confidence: z.number().nullable(),
  proposedBy: z.string(),
});

/** What a decision is about, in a few words of the export. */
function aboutOf({ subject, kind }: Decision, shield: Shield): string {
  const { object, value, column, file, name } = subject;
  const words =
    typeof column === 'string'
      ? `column "${column}" of ${String(file)}`
      : typeof value === 'string'
        ? `${String(object)} "${typeof name === 'string' && kind === 'owner' ? name : value}"`
        : typeof file === 'string'
          ? file
          : typeof object === 'string'
            ? object
            : kind;
  return shield.text(words);
}

/** An answer as it may be shown: the texts in it are those of the plan, but a mail address of nobody in the account is masked. */
const shown = (answer: unknown): Record<string, unknown> | null => (answer === null ? null : shorten(Answer.parse(answer)));

export function lineOf(decision: Decision, shield: Shield): z.infer<typeof DecisionLine> {
  return {
    id: shield.handle(decision.id),
    kind: decision.kind,
    about: aboutOf(decision, shield),
    state: decision.status,
    proposal: shown(decision.proposal),
    answer: shown(answerOf(decision)),
    confidence: decision.confidence,
    proposedBy: decision.proposedBy,
  };
}

const MOST_WORDS = 10;

/** The subject with what names a client or a company masked; coaches and users are known by name. */
export function subjectOf({ subject, kind }: Decision, shield: Shield): Record<string, unknown> {
  const personal = kind !== 'owner';
  return Object.fromEntries(
    Object.entries(subject).map(([key, value]) => {
      if (Array.isArray(value))
        return [key, value.slice(0, MOST_WORDS).map((one) => (key === 'keys' ? shield.key(one) : shield.text(one)))];
      if (typeof value !== 'string') return [key, value];
      if (personal && key === 'name') return [key, shield.value(value, 'words', false)];
      if (key === 'key' || key === 'sourceId') return [key, shield.key(value)];
      return [key, shield.text(value)];
    }),
  );
}
