import { type AccountSnapshot, CutoverError, TargetKey } from '@cutover/domain';
import type { Json } from '@cutover/ledger';
import type { Workspace } from '../workspace.ts';

const LISTS = ['persons', 'organizations', 'deals'] as const;
const ENTITY = { persons: 'person', organizations: 'organization', deals: 'deal' } as const;
const OBJECT = { persons: 'client', organizations: 'company', deals: 'package' } as const;

/** What the account held before our first write: taken once, never replaced. */
export function takeInventory(ws: Workspace, account: AccountSnapshot): void {
  for (const list of LISTS) {
    if (ws.ledger.inventory.has(ENTITY[list])) continue;
    ws.ledger.inventory.replace(
      ENTITY[list],
      account[list].map((row) => ({ id: row.id, json: row as Json })),
    );
  }
}

/** Records that carry our source ids but are not in this ledger: they come from another migration of the same source. */
export function strangersIn(ws: Workspace, account: AccountSnapshot): string[] {
  return LISTS.flatMap((list) =>
    account[list].flatMap((row) => {
      if (row.sourceId === null) return [];
      const known = ws.ledger.ids.get(TargetKey.parse(`${OBJECT[list]}:${row.sourceId}`));
      return known === null && !ws.ledger.journal.open().some((intent) => intent.key === `${OBJECT[list]}:${row.sourceId}`)
        ? [`${ENTITY[list]} ${row.id} (${row.sourceId})`]
        : [];
    }),
  );
}

/** @throws CutoverError `already-migrated` when there are strangers */
export function refuseMigrated(ws: Workspace, account: AccountSnapshot): void {
  const strangers = strangersIn(ws, account);
  if (strangers.length === 0) return;
  throw new CutoverError(
    'already-migrated',
    `${strangers.length} records in the account carry source ids and are not in this ledger: ${strangers.slice(0, 3).join(', ')}${strangers.length > 3 ? ' …' : ''}`,
    {
      data: { strangers: strangers.length },
    },
  );
}
