import { CutoverError, PlanEnvelope, planDigest } from '@cutover/domain';
import { z } from 'zod';
import { parseJson, readText } from './files.ts';
import { oneLine } from './views/table.ts';

/** A file that is something else has hundreds of faults; the first few say enough. */
const LONGEST = 300;

/** A plan file, checked against its own digest. @throws CutoverError `bad-file` when it cannot be read, `plan-invalid` when it is damaged */
export function readEnvelope(file: string): PlanEnvelope {
  const parsed = PlanEnvelope.safeParse(parseJson(readText(file), file, 'plan-invalid'));
  if (!parsed.success)
    throw new CutoverError('plan-invalid', `${file} is no plan file of format 1: ${oneLine(z.prettifyError(parsed.error), LONGEST)}`, {
      place: { file },
    });
  const digest = planDigest(parsed.data.plan);
  if (digest !== parsed.data.digest) {
    throw new CutoverError('plan-invalid', `${file} was changed after it was made`, {
      place: { file },
      found: digest,
      expected: parsed.data.digest,
    });
  }
  return parsed.data;
}
