import { CutoverError, ERRORS, Refusal } from '@cutover/domain';
import { z } from 'zod';
import { BadArgument, BadArguments } from './arguments.ts';
import type { Shield } from './privacy/shield.ts';
import type { Structured } from './tool.ts';

/** What a failed call carries beside its text: a code of the closed set, and what to do next. */
export const Failure = z.object({
  code: z.string(),
  message: z.string(),
  advice: z.string(),
  retry: z.string(),
  /** `bad-argument`: each argument that was not as it should be. */
  arguments: z.array(BadArgument).optional(),
});
export type Failure = z.infer<typeof Failure>;

/** Open decisions that a closed gate names; `openTotal` counts them all. */
const MOST_OPEN = 40;

/**
 * Anything thrown, as a client may see it: an error of the table with its code, a closed gate as the approval_required object of the contract, and
 * of anything else only that it happened. The shield takes out what came from the export.
 */
export function failureOf(thrown: unknown, shield: Pick<Shield, 'text' | 'handle'>): { structured: Structured; expected: boolean } {
  if (!(thrown instanceof CutoverError) || thrown.code === 'internal') return { structured: { error: INTERNAL }, expected: false };
  const refused = thrown.code === 'approval-required' ? Refusal.safeParse(thrown.details.data) : null;
  if (refused?.success) {
    const { open, ...data } = refused.data;
    const named = open === undefined ? {} : { open: open.slice(0, MOST_OPEN).map(shield.handle), openTotal: open.length };
    return { structured: { ...data, ...named }, expected: true };
  }
  const { advice, retry } = ERRORS[thrown.code];
  const bad = BadArguments.safeParse(thrown.details.data);
  return {
    structured: {
      error: { code: thrown.code, message: shield.text(thrown.message), advice, retry, ...(bad.success ? bad.data : {}) } satisfies Failure,
    },
    expected: true,
  };
}

const INTERNAL: Failure = Object.freeze({
  code: 'internal',
  message: 'something went wrong inside Cutover; nothing is known about it but what the log of the workspace says',
  advice: ERRORS.internal.advice,
  retry: ERRORS.internal.retry,
});
