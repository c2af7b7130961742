import type { test as vitest } from 'vitest';

interface Row {
  readonly is_deleted?: boolean;
  readonly field_name?: string;
  readonly type?: string;
}

const KINDS = ['persons', 'organizations', 'deals', 'activities', 'notes', 'files'] as const;

/** What stands in the account of a sandbox, counted. */
export interface Account {
  readonly records: Readonly<Record<(typeof KINDS)[number], number>>;
  /** Activities by type. */
  readonly activityTypes: Readonly<Record<string, number>>;
  readonly personFields: readonly string[];
  /** Writes that were accepted since it was started. */
  readonly writes: number;
  /** Over everything that is there and stays the same while nobody writes. */
  readonly digest: string;
}

export async function accountAt(host: string): Promise<Account> {
  const ask = async <T>(path: string): Promise<T> => (await (await fetch(`http://${host}/__sandbox/${path}`)).json()) as T;
  const state = await ask<Record<string, Row[]>>('state');
  const rows = (kind: string): Row[] => (state[kind] ?? []).filter((row) => row.is_deleted !== true);
  const { writes } = await ask<{ writes: number }>('metrics');
  const { digest } = await ask<{ digest: string }>('digest');
  const activityTypes: Record<string, number> = {};
  for (const { type = '' } of rows('activities')) activityTypes[type] = (activityTypes[type] ?? 0) + 1;
  return {
    records: Object.fromEntries(KINDS.map((kind) => [kind, rows(kind).length])) as Account['records'],
    activityTypes,
    personFields: rows('personFields').flatMap(({ field_name: name }) => (name === undefined ? [] : [name])),
    writes,
    digest,
  };
}

/** Steps of one walk. What comes after a step that failed would only fail for that reason, slowly. */
export function inOrder(test: typeof vitest): (name: string, step: () => Promise<void>, ms?: number) => void {
  let torn = false;
  return (name, step, ms) =>
    test(
      name,
      async (context) => {
        if (torn) context.skip();
        torn = true;
        await step();
        torn = false;
      },
      ms,
    );
}
