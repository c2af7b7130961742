import { Refusal } from '@cutover/domain';
import { z } from 'zod';
import type { RawToolResult } from './port.ts';

/** What came of a tool call. */
export type Outcome =
  | { readonly is: 'done'; readonly data: Readonly<Record<string, unknown>>; readonly text: string }
  | { readonly is: 'gate'; readonly refusal: Refusal; readonly text: string }
  | { readonly is: 'failed'; readonly code: string; readonly message: string; readonly text: string };

const Fault = z.looseObject({
  code: z.union([z.string(), z.number().transform(String)]),
  message: z.string(),
  advice: z.string().optional(),
});
const Faulty = z.union([Fault, z.looseObject({ error: Fault }).transform(({ error }) => error)]);
const AnyRecord = z.record(z.string(), z.unknown());

/** A refusal of a gate, wherever a tool put it: the whole answer, or one field of it. */
function refusalIn(data: Readonly<Record<string, unknown>>): Refusal | null {
  if (data.status === 'approval_required') {
    const known = Object.fromEntries(Object.entries(data).filter(([key]) => key in Refusal.shape));
    const parsed = Refusal.safeParse(known);
    if (parsed.success) return parsed.data;
  }
  for (const value of Object.values(data)) {
    const nested = AnyRecord.safeParse(value);
    const found = nested.success && !Array.isArray(value) ? refusalIn(nested.data) : null;
    if (found !== null) return found;
  }
  return null;
}

function dataOf(raw: RawToolResult): Readonly<Record<string, unknown>> {
  if (raw.structured !== null) return raw.structured;
  try {
    const parsed = AnyRecord.safeParse(JSON.parse(raw.text));
    return parsed.success ? parsed.data : {};
  } catch {
    // Prose: there is nothing but its text.
    return {};
  }
}

/** Makes sense of a tool's answer: done, a closed gate, or a coded failure. */
export function outcomeOf(raw: RawToolResult): Outcome {
  const data = dataOf(raw);
  const text = raw.structured === null ? raw.text : JSON.stringify(raw.structured);
  const refusal = refusalIn(data);
  if (refusal !== null) return { is: 'gate', refusal, text };
  if (!raw.isError) return { is: 'done', data, text };
  const fault = Faulty.safeParse(data);
  if (!fault.success) return { is: 'failed', code: 'tool-failed', message: raw.text || 'the tool failed without a word', text };
  const { code, message, advice } = fault.data;
  return { is: 'failed', code, message: advice === undefined ? message : `${message}. ${advice}`, text };
}
