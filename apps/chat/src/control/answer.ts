import { ANSWERS, type Decision, parseAnswer } from '@cutover/domain';
import { z } from 'zod';

type Typed = { readonly answer: unknown } | { readonly fault: string };

/**
 * What a person typed as an answer: JSON; for a column also the bare target; for kinds whose answer is one word, that word. The form is held
 * against the kind here, so that a slip is said beside the line and not after it is gone.
 */
export function typedAnswer(decision: Decision, text: string): Typed {
  const line = text.trim();
  if (line === '') return { fault: 'Type an answer, or Esc to go back to the card.' };
  const candidates = line.startsWith('{') ? [json(line)] : words(decision, line);
  for (const candidate of candidates) {
    const parsed = ANSWERS[decision.kind].safeParse(candidate);
    if (parsed.success) return { answer: parsed.data };
  }
  return { fault: faultOf(decision, candidates[0]) };
}

function json(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    // Not JSON: the form's own check says what is expected.
    return undefined;
  }
}

/** The word in the place where this kind's answers have theirs, as text, number and truth. */
function words({ kind, proposal, alternatives }: Decision, line: string): unknown[] {
  if (kind === 'field') return [{ target: line }];
  const like = [proposal, ...alternatives].find((answer) => answer !== null);
  const keys = new Set([...Object.keys(like ?? {}), ...KEYS]);
  const values = [
    line,
    ...(/^\d+$/.test(line) ? [Number(line)] : []),
    ...(line === 'yes' || line === 'true' ? [true] : line === 'no' || line === 'false' ? [false] : []),
  ];
  return [...keys].flatMap((key) => values.flatMap((value) => [{ ...like, [key]: value }, { [key]: value }]));
}

/** Keys that hold the one word of an answer, where neither proposal nor alternative shows which. */
const KEYS = ['use', 'as', 'to', 'user', 'zone', 'code', 'order', 'type', 'object', 'size', 'upload', 'transfer', 'paused'] as const;

function faultOf(decision: Decision, value: unknown): string {
  try {
    parseAnswer(decision.kind, decision.id, value);
    return 'This does not fit the question.';
  } catch (thrown) {
    return thrown instanceof z.ZodError || !(thrown instanceof Error)
      ? 'This does not fit the question.'
      : thrown.message.replace(/\s+/g, ' ');
  }
}
