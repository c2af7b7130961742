import { z } from 'zod';
import type { Loader } from '../load/loader.ts';
import { listIn } from '../load/records.ts';

/** The account after a rollback, held against the inventory that was taken before the first write. */
export interface Proof {
  /** People, organizations and deals that are there as they were. */
  readonly same: number;
  /** `person 12`: there under another name. */
  readonly changed: readonly string[];
  readonly missing: readonly string[];
}

const Row = z.looseObject({ name: z.string().nullish(), title: z.string().nullish() });
const nameOf = (row: unknown): string => {
  const { name, title } = Row.parse(row);
  return name ?? title ?? '';
};

/** Reads people, organizations and deals once more. A rollback deletes none of these: what is missing or changed, others did. @throws CutoverError */
export async function proveUndone({ ledger, door }: Loader): Promise<Proof> {
  const changed: string[] = [];
  const missing: string[] = [];
  let same = 0;
  for (const entity of ['person', 'organization', 'deal'] as const) {
    const now = new Map<number, string>();
    for await (const page of listIn(door, entity)) for (const wire of page) now.set(wire.id, nameOf(wire));
    const archived = entity === 'deal' && [...ledger.inventory.iterate(entity)].some(({ id }) => !now.has(id));
    if (archived) for await (const page of door.deals.archivedPages()) for (const wire of page.items) now.set(wire.id, nameOf(wire));
    for (const { id, json } of ledger.inventory.iterate(entity)) {
      const name = now.get(id);
      if (name === undefined) missing.push(`${entity} ${id}`);
      else if (name !== nameOf(json)) changed.push(`${entity} ${id}`);
      else same += 1;
    }
  }
  return { same, changed, missing };
}
