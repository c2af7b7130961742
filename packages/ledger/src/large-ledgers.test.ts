import { RunId, TargetKey } from '@cutover/domain';
import Database from 'better-sqlite3';
import { expect, test } from 'vitest';
import { type Ledger, openLedger } from './index.ts';
import { idRow, newFile, owner, START } from './testing/fixtures.ts';

const clock = (): number => START;
const run = RunId.parse('full-1');

async function create(ledger: Ledger, epoch: number, key: string, id: number): Promise<void> {
  const seq = await ledger.journal.intent({ run, epoch, op: 'create', entity: 'person', key, request: { name: key } });
  await ledger.journal.settle(seq, { state: 'done', status: 201, tokens: 5, idRow: idRow(key, id) });
}

/** As a ledger was before it was made for a million records. */
const BEFORE = `
  drop index journal_key;
  create index journal_key on journal (entity, key, seq);
  drop index journal_made;
  drop index journal_updated;
  drop index id_map_record;
  create index id_map_record on id_map (entity, pipedrive_id);
  delete from kysely_migration where name = '0003-large-ledgers';`;

test('a ledger from before is brought up when it is opened, and holds what it held', async () => {
  const file = newFile();
  const first = await openLedger(file, { create: true, clock });
  const { epoch } = first.lock.acquire(owner(1), () => true);
  await create(first, epoch, 'client:C1', 11);
  first.close();
  const raw = new Database(file);
  raw.exec(BEFORE);
  raw.close();
  const ledger = await openLedger(file, { clock });
  expect(() => ledger.journal.verify()).not.toThrow();
  expect(ledger.ids.get(TargetKey.parse('client:C1'))).toEqual(idRow('client:C1', 11));
  expect(ledger.journal.createdBefore(99, 'person')).toBe(11);
  ledger.close();
});

test('where a record is, is told as the whole row tells it', async () => {
  const ledger = await openLedger(newFile(), { create: true, clock });
  const { epoch } = ledger.lock.acquire(owner(1), () => true);
  await create(ledger, epoch, 'client:C1', 11);
  const key = TargetKey.parse('client:C1');
  expect(ledger.ids.find(key)).toEqual({ entity: 'person', pipedriveId: 11, state: 'live', run: 'sample-1' });
  ledger.ids.setState(key, 'gone', 'not in Pipedrive any more');
  expect(ledger.ids.find(key)?.state).toBe('gone');
  expect(ledger.ids.find(TargetKey.parse('client:C2'))).toBeNull();
  ledger.close();
});

test('of an update that arrived the record as it was before is told, of others nothing', async () => {
  const ledger = await openLedger(newFile(), { create: true, clock });
  const { epoch } = ledger.lock.acquire(owner(1), () => true);
  await create(ledger, epoch, 'client:C1', 11);
  const update = { run, epoch, op: 'update', entity: 'person', key: 'client:C1', request: { name: 'B' } } as const;
  const arrived = await ledger.journal.intent({ ...update, before: { name: 'A' } });
  await ledger.journal.settle(arrived, { state: 'done', status: 200, tokens: 5, idRow: idRow('client:C1', 11) });
  const refused = await ledger.journal.intent({ ...update, before: { name: 'B' } });
  await ledger.journal.settle(refused, { state: 'refused', code: 'write-refused', reason: 'no', status: 400 });
  await ledger.journal.intent({ ...update, before: { name: 'C' } });
  expect(ledger.journal.updates(run).map(({ seq, before }) => [seq, before])).toEqual([[arrived, { name: 'A' }]]);
  expect(ledger.journal.updates(RunId.parse('full-2'))).toEqual([]);
  ledger.close();
});
