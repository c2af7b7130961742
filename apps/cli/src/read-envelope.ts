import { readFileSync } from 'node:fs';
import { CutoverError, PlanEnvelope, planDigest } from '@cutover/domain';
import { z } from 'zod';

/** A plan file, checked against its own digest. @throws CutoverError `bad-file` when it cannot be read, `plan-invalid` when it is damaged */
export function readEnvelope(file: string): PlanEnvelope {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (cause) {
    throw new CutoverError('bad-file', `the plan file ${file} cannot be read`, { place: { file }, cause });
  }
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (cause) {
    throw new CutoverError('plan-invalid', `${file} is not JSON`, { place: { file }, cause });
  }
  const parsed = PlanEnvelope.safeParse(json);
  if (!parsed.success)
    throw new CutoverError('plan-invalid', `${file} is no plan file of format 1: ${z.prettifyError(parsed.error).slice(0, 500)}`, {
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
