import type { CustomEntity } from '../core/model.ts';
import type { Table } from '../core/table.ts';
import type { World } from '../core/world.ts';
import { marked, nowIso } from '../core/world.ts';

type Row = { readonly id: number; readonly is_deleted: boolean; readonly update_time: string };

function each<T extends Row>(world: World, table: Table<T>, hangs: (row: T) => boolean, change: (row: T) => T): void {
  for (const row of table.all())
    if (!row.is_deleted && hangs(row)) table.replace({ ...change(row), update_time: nowIso(world) }, world.clock.now());
}

/**
 * What a delete does to what hung on the record: nothing by default, for there is no cascade (api-facts §7). The switches `dead-parent`
 * and `files-after-parent` show the other answers.
 */
export function afterDelete(world: World, entity: CustomEntity, id: number): void {
  const key = ({ person: 'person_id', organization: 'org_id', deal: 'deal_id' } as const)[entity];
  if (world.switches.is('files-after-parent', 'deleted'))
    each(
      world,
      world.files,
      (row) => row[key] === id,
      (row) => marked(world, row),
    );
  if (world.switches.is('dead-parent', 'id-kept')) return;
  each(
    world,
    world.notes,
    (row) => row[key] === id,
    (row) => ({ ...row, [key]: null }),
  );
  if (key === 'person_id') {
    each(
      world,
      world.deals,
      (row) => row.person_id === id,
      (row) => ({ ...row, person_id: null }),
    );
    each(
      world,
      world.activities,
      (row) => row.participants.some((one) => one.person_id === id),
      (row) => ({ ...row, participants: row.participants.filter((one) => one.person_id !== id) }),
    );
    return;
  }
  each(
    world,
    world.activities,
    (row) => row[key] === id,
    (row) => ({ ...row, [key]: null }),
  );
  if (key === 'org_id') {
    each(
      world,
      world.persons,
      (row) => row.org_id === id,
      (row) => ({ ...row, org_id: null }),
    );
    each(
      world,
      world.deals,
      (row) => row.org_id === id,
      (row) => ({ ...row, org_id: null }),
    );
  }
}
