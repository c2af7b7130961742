import { CutoverError } from '@cutover/domain';
import { z } from 'zod';
import type { Caller } from './call.ts';
import type { Operation } from './data/operations.ts';
import { ListV1, ListV2, WholeList } from './wire/envelope.ts';

/** An item of a list that is not of the known form: reported, and the rest of the page used. */
export interface Unreadable {
  readonly index: number;
  /** Its id, when that much can be read. */
  readonly id: number | null;
  readonly reason: string;
}

export interface Page<T> {
  readonly items: readonly T[];
  readonly unreadable: readonly Unreadable[];
}

interface ListSpec {
  readonly operation: Operation;
  readonly params?: Readonly<Record<string, string | number>>;
  readonly query?: Readonly<Record<string, string>>;
}

const JustId = z.looseObject({ id: z.number().int() });

/** Each item parsed alone. */
function pageOf<T>(items: readonly unknown[], schema: z.ZodType<T>): Page<T> {
  const good: T[] = [];
  const unreadable: Unreadable[] = [];
  for (const [index, item] of items.entries()) {
    const parsed = schema.safeParse(item);
    if (parsed.success) {
      good.push(parsed.data);
      continue;
    }
    const withId = JustId.safeParse(item);
    const reason = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('; ');
    unreadable.push({ index, id: withId.success ? withId.data.id : null, reason });
  }
  return { items: good, unreadable };
}

const noList = (operation: Operation) => new CutoverError('answer-unusable', `${operation}: the target has no such list`);
const astray = (operation: Operation) => new CutoverError('answer-unusable', `${operation}: the pages of the list lead back`);

/** v2: by cursor, which is handed back as it came, until there is none (api-facts §6). */
export async function* pagesV2<T>(caller: Caller, spec: ListSpec, schema: z.ZodType<T>): AsyncGenerator<Page<T>, void, void> {
  const query = { limit: '500', ...spec.query };
  const seen = new Set<string>();
  let cursor: string | null = null;
  do {
    const answer: z.infer<typeof ListV2> | null = await caller.read(
      { ...spec, query: cursor === null ? query : { ...query, cursor } },
      ListV2,
    );
    if (answer === null) throw noList(spec.operation);
    yield pageOf(answer.data, schema);
    cursor = answer.additional_data?.next_cursor ?? null;
    if (cursor !== null && seen.has(cursor)) throw astray(spec.operation);
    if (cursor !== null) seen.add(cursor);
  } while (cursor !== null && cursor !== '');
}

/**
 * v1: by start and limit; `most` is the largest page of the endpoint, null where it documents no paging (then `start` is sent only when an answer says
 * there is more). Where no next start is told, it is the number read so far.
 */
export async function* pagesV1<T>(
  caller: Caller,
  spec: ListSpec,
  schema: z.ZodType<T>,
  most: number | null,
): AsyncGenerator<Page<T>, void, void> {
  const query = { ...(most === null ? {} : { limit: String(most) }), ...spec.query };
  let start = 0;
  for (;;) {
    const answer: ListV1 | null = await caller.read(
      { ...spec, query: most === null && start === 0 ? query : { ...query, start: String(start) } },
      ListV1,
    );
    if (answer === null) throw noList(spec.operation);
    yield pageOf(answer.data, schema);
    const pagination = answer.additional_data?.pagination ?? answer.additional_data;
    if (pagination?.more_items_in_collection !== true) return;
    const next = pagination.next_start ?? start + answer.data.length;
    if (next <= start) throw astray(spec.operation);
    start = next;
  }
}

/** A list that comes whole. */
export async function whole<T>(caller: Caller, spec: ListSpec, schema: z.ZodType<T>): Promise<Page<T>> {
  const answer = await caller.read(spec, WholeList);
  if (answer === null) throw noList(spec.operation);
  return pageOf(answer.data, schema);
}

/** Everything of a paged list. */
export async function collect<T>(pages: AsyncIterable<Page<T>>): Promise<Page<T>> {
  const items: T[] = [];
  const unreadable: Unreadable[] = [];
  for await (const page of pages) {
    items.push(...page.items);
    unreadable.push(...page.unreadable);
  }
  return { items, unreadable };
}
