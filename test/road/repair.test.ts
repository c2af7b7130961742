import { appendFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { filesDryRun, makeReport, repairDryRun, rollbackDryRun, runFiles, runRepair, runRollback, runVerify } from '@cutover/engine';
import { afterAll, afterEach, describe, expect, test } from 'vitest';
import { sayYes } from '../tools/travel.ts';
import { verifies } from '../tools/verifies.ts';
import { fullyLoaded, type Loaded, ownCopy, seen, send } from './later.ts';
import { caught, edit, refusedUnasked, SMALL_SAMPLE, smallExport, writes } from './small.ts';

const dir = mkdtempSync(join(tmpdir(), 'repair-'));
afterAll(() => rmSync(dir, { recursive: true, force: true }));
const open: Loaded[] = [];
afterEach(async () => {
  for (const { traveller } of open.splice(0)) await traveller.close();
});
const kept = (loaded: Loaded): Loaded => {
  open.push(loaded);
  return loaded;
};

describe('repair', () => {
  test(`${verifies('R40')}what verify finds different is shown value by value, approved, written again and read back`, async () => {
    const loaded = kept(await fullyLoaded(smallExport(join(dir, 'first')), SMALL_SAMPLE));
    const { traveller } = loaded;
    const { ws } = traveller;
    const account = await seen(loaded);
    const [person, deal, note] = [account.person('C003'), account.deal('P002'), account.note('note N003')];
    await send(traveller, 'PATCH', `v2/persons/${person.id}`, { name: 'Somebody Else' });
    await send(traveller, 'PATCH', `v2/deals/${deal.id}`, { value: 1, title: 'Nothing' });
    await send(traveller, 'DELETE', `v1/notes/${note.id}`);
    expect((await runVerify(ws, {})).data).toMatchObject({ missing: 1 });
    expect((await refusedUnasked(traveller, () => runRepair(ws, {}))).details.data).toMatchObject({ gate: 'repair', reason: 'missing' });

    const before = await writes(traveller);
    const shown = await repairDryRun(ws);
    expect(await writes(traveller)).toBe(before);
    expect(shown.operations).toEqual([
      {
        op: 'update',
        entity: 'person',
        id: person.id,
        key: 'client:C003',
        fields: [{ field: 'name', wanted: 'Amara Diallo', got: 'Somebody Else' }],
      },
      {
        op: 'update',
        entity: 'deal',
        id: deal.id,
        key: 'package:P002',
        fields: [
          { field: 'title', wanted: 'Maya Chen – Executive Presence', got: 'Nothing' },
          { field: 'value', wanted: '1200', got: '1 USD' },
        ],
      },
    ]);
    // A record that somebody deleted is told, and never made again.
    expect(shown.beyond).toMatchObject([{ entity: 'note', id: note.id, key: 'note:N003' }]);
    sayYes(traveller, 'repair');
    const { data, exit } = await runRepair(ws, {});
    expect(data).toMatchObject({ updated: 2, created: 0, failed: [], different: 0 });
    expect(exit).toBe(5);
    expect(await writes(traveller)).toBe(before + 2);
    const after = await seen(loaded);
    expect([after.person('C003').name, after.deal('P002').title, after.deal('P002').value]).toEqual([
      'Amara Diallo',
      'Maya Chen – Executive Presence',
      1200,
    ]);
    expect((await runVerify(ws, {})).data).toMatchObject({ different: expect.any(Number), missing: 1 });
    expect((await caught(() => runRepair(ws, {}))).details.data).toMatchObject({ gate: 'repair', reason: 'used' });
    // What was repaired is as we wrote it: a rollback takes it along.
    expect((await rollbackDryRun(ws, {})).kept.filter(({ entity }) => entity === 'person' || entity === 'deal')).toEqual([]);
  });

  test(`${verifies('R40', 'R57')}the yes is to these operations: another discrepancy since, or an edited list, opens nothing`, async () => {
    const loaded = kept(await fullyLoaded(smallExport(join(dir, 'second')), SMALL_SAMPLE));
    const { traveller } = loaded;
    const { ws } = traveller;
    const account = await seen(loaded);
    await send(traveller, 'PATCH', `v2/persons/${account.person('C003').id}`, { name: 'Somebody Else' });
    await repairDryRun(ws);
    sayYes(traveller, 'repair');
    await send(traveller, 'PATCH', `v2/persons/${account.person('C003').id}`, { name: 'A Third' });
    const before = await writes(traveller);
    expect((await caught(() => runRepair(ws, {}))).details.data).toMatchObject({ gate: 'repair', reason: 'diff' });
    edit(ws, (db) => db.prepare("update operation set json = replace(json, 'Amara Diallo', 'Mallory') where kind = 'repair'").run());
    expect(await refusedUnasked(traveller, () => runRepair(ws, {}))).toMatchObject({ code: 'ledger-edited', exit: 4 });
    expect(await writes(traveller)).toBe(before);
  });

  test(`${verifies('R40', 'R61')}one repair is taken back by its own rollback`, async () => {
    const loaded = kept(await fullyLoaded(smallExport(join(dir, 'third')), SMALL_SAMPLE));
    const { traveller } = loaded;
    const { ws } = traveller;
    const { id } = (await seen(loaded)).person('C003');
    await send(traveller, 'PATCH', `v2/persons/${id}`, { name: 'Somebody Else' });
    await repairDryRun(ws);
    sayYes(traveller, 'repair');
    const { run } = await runRepair(ws, {});
    expect((await rollbackDryRun(ws, { run })).reverted).toBe(1);
    sayYes(traveller, 'rollback');
    await runRollback(ws, { run });
    expect((await seen(loaded)).person('C003').name).toBe('Somebody Else');
  });
});

describe('contract documents', () => {
  test(`${verifies('R8', 'R10')}they move behind a gate of their own, once, and go with a rollback`, async () => {
    const source = ownCopy(join(dir, 'contracts'));
    const loaded = kept(await fullyLoaded(source));
    const { traveller } = loaded;
    const { ws } = traveller;
    const before = await seen(loaded);
    expect(before.files.map(({ name }) => name)).not.toContain('contract-maya-chen-2023.pdf');
    const { operations } = filesDryRun(ws);
    expect(operations.map(({ key, person }) => [key, person])).toEqual([
      ['contract:D001/document', 'client:C001'],
      ['contract:D003/document', 'client:C009'],
    ]);
    expect((await refusedUnasked(traveller, () => runFiles(ws, {}))).details.data).toMatchObject({ gate: 'files', reason: 'missing' });
    sayYes(traveller, 'files');
    expect((await runFiles(ws, {})).data).toEqual({ present: 0, uploaded: 2, failed: 0, decided: true });
    const after = await seen(loaded);
    expect(after.files).toHaveLength(before.files.length + 2);
    expect(after.files.filter(({ person }) => person === 'C009' || person?.startsWith('('))).not.toEqual([]);
    expect((await caught(() => runFiles(ws, {}))).details.data).toMatchObject({ gate: 'files', reason: 'used' });
    // They are read back with the rest, and the report says which documents are still to be fetched by hand.
    expect((await runVerify(ws, {})).data).toMatchObject({ missing: 0, different: 0 });
    expect(makeReport(ws).report.notMigrated.filter(({ object }) => object === 'contract')).toMatchObject([
      { what: 'the documents of 3 of 5 contracts' },
    ]);
    await rollbackDryRun(ws, {});
    sayYes(traveller, 'rollback');
    expect((await runRollback(ws, {})).data).toMatchObject({ kept: [], failed: [] });
    expect((await traveller.get('digest')).digest).toBe(loaded.digest);
  });

  test(`${verifies('R8')}a document that changed since it was read is not sent`, async () => {
    const source = ownCopy(join(dir, 'changed'));
    const loaded = kept(await fullyLoaded(source));
    const { ws } = loaded.traveller;
    const [first] = filesDryRun(ws).operations;
    const { attachments } = ws.ledger.staging.summary() ?? { attachments: [] };
    const path = attachments.find(({ name }) => name === first?.name)?.path ?? '';
    appendFileSync(join(source, path), 'one more line');
    const files = (await seen(loaded)).files.length;
    sayYes(loaded.traveller, 'files');
    expect((await runFiles(ws, {})).data).toMatchObject({ uploaded: 1, failed: 1 });
    expect((await seen(loaded)).files).toHaveLength(files + 1);
  });
});
