import { CutoverError } from '@cutover/domain';
import { z } from 'zod';

/** Reads stored JSON through its schema. @throws CutoverError `ledger-edited` naming what it was */
export function readJson<S extends z.ZodType>(schema: S, text: string, what: string): z.output<S> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new CutoverError('ledger-edited', `${what} in the ledger is not JSON any more`, { place: { id: what }, cause });
  }
  return readRow(schema, value, what);
}

/** Reads a stored row through its schema. @throws CutoverError `ledger-edited` naming what it was */
export function readRow<S extends z.ZodType>(schema: S, value: unknown, what: string): z.output<S> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new CutoverError('ledger-edited', `${what} in the ledger is not of its form any more: ${z.prettifyError(parsed.error)}`, {
    place: { id: what },
  });
}

/** JSON text to be stored. @throws CutoverError `internal` when the value has no JSON form */
export function writeJson(value: unknown, what: string): string {
  const text = JSON.stringify(value);
  if (typeof text === 'string') return text;
  throw new CutoverError('internal', `${what} has no JSON form`, { place: { id: what } });
}

/** An instant as it is stored. */
export const instantOf = (clock: () => number): string => new Date(clock()).toISOString();
