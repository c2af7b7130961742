import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  initWorkspace,
  repairDryRun,
  rollbackDryRun,
  runDelta,
  runFull,
  runRepair,
  runRollback,
  runSample,
  runSchema,
  runVerify,
} from '@cutover/engine';
import { afterAll, expect, test } from 'vitest';
import { planned, sayYes, type Traveller } from '../tools/travel.ts';
import { verifies } from '../tools/verifies.ts';
import { editExport, fullyLoaded, seen, send, stateOf } from './later.ts';
import { SMALL_SAMPLE, smallExport, writes } from './small.ts';

const dir = mkdtempSync(join(tmpdir(), 'adopt-'));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

/** Another workspace over the same export and account, whose ledger knows nothing of the first one's. */
async function elsewhere(first: Traveller, source: string): Promise<Traveller> {
  const { trust, target, tier, seats } = first.ws.settings;
  const ws = await initWorkspace(
    join(dir, 'second'),
    { source, target: target.url, trust: [], trustKeys: trust, ...(tier === null ? {} : { tier }), seats: seats ?? 1 },
    first.ports,
  );
  return { ...first, ws };
}

test(`${verifies('R26', 'R41')}what another workspace made is refused, or taken over: nothing is made twice, and a rollback leaves it as it was`, async () => {
  const source = smallExport(join(dir, 'export'));
  const loaded = await fullyLoaded(source, SMALL_SAMPLE);
  const first = loaded.traveller;
  const second = await elsewhere(first, source);
  const { ws } = second;
  try {
    await planned(second, SMALL_SAMPLE);
    sayYes(second, 'plan');
    const before = await writes(first);
    await expect(runSchema(ws, {})).rejects.toMatchObject({ code: 'already-migrated', exit: 4 });
    expect(await writes(first)).toBe(before);

    // Somebody had changed one of them by then.
    const account = await seen(loaded);
    await send(first, 'PATCH', `v2/persons/${account.person('C005').id}`, { name: 'Siobhán Walsh' });
    const { digest } = await first.get('digest');
    const changed = await writes(first);
    expect((await runSchema(ws, { adopt: true })).data.created).toBe(0);
    expect((await runSample(ws, {})).data).toMatchObject({ created: 0, failed: 0 });
    sayYes(second, 'full');
    expect((await runFull(ws, {})).data).toMatchObject({ created: 0, reused: 0, failed: 0 });
    expect(await writes(first)).toBe(changed);
    expect((await first.get('digest')).digest).toBe(digest);
    const rows = [...(['organization', 'person', 'deal', 'activity', 'note'] as const)].flatMap((entity) => [
      ...ws.ledger.ids.iterate(entity),
    ]);
    expect(new Set(rows.map(({ origin }) => origin))).toEqual(new Set(['adopted']));
    expect(rows.every(({ before: image }) => image !== null)).toBe(true);
    // What was changed is told, and mended only by a repair.
    const { data } = await runVerify(ws, {});
    const different = data.records.flatMap(({ fields }) => fields.filter(({ verdict }) => verdict === 'different'));
    expect(different).toContainEqual(expect.objectContaining({ field: 'name', wanted: "Siobhán O'Brien", got: 'Siobhán Walsh' }));
    // One was in the account before the first workspace, and belongs to somebody else there.
    expect(different.filter(({ field }) => field !== 'name').map(({ field, got }) => [field, got])).toEqual([
      ['owner', 'sam.okafor@example.com'],
    ]);
    await repairDryRun(ws);
    sayYes(second, 'repair');
    expect((await runRepair(ws, {})).data).toMatchObject({ updated: 2, different: 0, failed: [] });
    expect((await seen(loaded)).person('C005').name).toBe("Siobhán O'Brien");
    // A newer export is brought in as if this workspace had made them.
    editExport(source, [['clients.csv', ',Branch Manager,', ',Regional Manager,']]);
    expect((await runDelta(ws, {})).data).toMatchObject({ created: 0, updated: 1 });
    // The rollback takes back what this workspace did, and leaves what it found.
    await rollbackDryRun(ws, {});
    sayYes(second, 'rollback');
    expect((await runRollback(ws, {})).data).toMatchObject({ kept: [], failed: [], reverted: 2 });
    expect((await first.get('digest')).digest).toBe(digest);
    expect((await stateOf(first)).persons.find(({ id }) => id === account.person('C005').id)?.name).toBe('Siobhán Walsh');
  } finally {
    ws.close();
    await first.close();
  }
});

test(`${verifies('R26')}a delta that meets a record with a source id nobody here made stops before it writes`, async () => {
  const source = smallExport(join(dir, 'stranger'));
  const loaded = await fullyLoaded(source, SMALL_SAMPLE);
  const { traveller } = loaded;
  try {
    const state = await stateOf(traveller);
    const key = state.personFields.find(({ field_name }) => field_name === 'Source System ID')?.field_code ?? '';
    await send(traveller, 'POST', 'v2/persons', { name: 'Noor Haddad', custom_fields: { [key]: 'C042' } });
    editExport(source, [['clients.csv', ',Branch Manager,', ',Regional Manager,']]);
    const before = await writes(traveller);
    await expect(runDelta(traveller.ws, {})).rejects.toMatchObject({ code: 'already-migrated', exit: 4 });
    expect(await writes(traveller)).toBe(before);
    expect((await runDelta(traveller.ws, { adopt: true })).data).toMatchObject({ updated: 1 });
  } finally {
    await traveller.close();
  }
});
