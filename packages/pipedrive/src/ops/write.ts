import { CutoverError } from '@cutover/domain';
import type { z } from 'zod';
import type { Caller, CallSpec, Refused, Unknown, Written } from '../call.ts';
import { Anything, one } from '../wire/envelope.ts';

/** How a write of a record ended. `record` is the answer; null after a delete. */
export type WriteResult<T> =
  | { readonly outcome: 'done'; readonly id: number; readonly record: T; readonly status: number }
  | Refused
  | Unknown;

/** A body as its endpoint takes it. @throws CutoverError `internal`: a body that Pipedrive would refuse must not leave */
export function checkedBody<T>(schema: z.ZodType<T>, body: unknown, what: string): T {
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  const where = parsed.error.issues.map((issue) => `${issue.path.join('.') || 'body'}: ${issue.message}`).join('; ');
  throw new CutoverError('internal', `${what} would be sent in a form Pipedrive refuses (${where})`);
}

const withId = <T extends { id: number }>(written: Written<T>): WriteResult<T> =>
  written.outcome === 'done' ? { outcome: 'done', id: written.value.id, record: written.value, status: written.status } : written;

/** A create or update whose answer is the record. */
export async function writeRecord<T extends { id: number }>(caller: Caller, spec: CallSpec, schema: z.ZodType<T>): Promise<WriteResult<T>> {
  return withId(await caller.write(spec, one(schema)));
}

/** A delete: what it answers differs by endpoint (api-facts §1.3), so any 2xx counts. */
export async function removeRecord(caller: Caller, spec: CallSpec, id: number): Promise<WriteResult<null>> {
  const written = await caller.write(spec, Anything);
  return written.outcome === 'done' ? { outcome: 'done', id, record: null, status: written.status } : written;
}
