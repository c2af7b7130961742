import { z } from 'zod';

const Arguments = z.record(z.string(), z.unknown());

/** A tool call's arguments as an object, or what is wrong with them. */
export type ParsedArguments =
  | { readonly ok: true; readonly value: Readonly<Record<string, unknown>> }
  | { readonly ok: false; readonly why: string };

/**
 * Reads the JSON text a model wrote. Mended without a question: nothing at all (no arguments), a code fence around it, JSON inside a JSON string.
 * Everything else goes back to the model.
 */
export function parseArguments(text: string): ParsedArguments {
  const bare = text.trim().replace(/^```(?:json)?\s*([\s\S]*?)\s*```$/, '$1');
  if (bare === '') return { ok: true, value: {} };
  const parsed = fromJson(bare);
  if (parsed === undefined) return { ok: false, why: 'the arguments are not JSON' };
  const unwrapped = typeof parsed === 'string' ? fromJson(parsed) : parsed;
  if (unwrapped === null) return { ok: true, value: {} };
  const record = Arguments.safeParse(unwrapped);
  return record.success ? { ok: true, value: record.data } : { ok: false, why: 'the arguments are not a JSON object' };
}

function fromJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
