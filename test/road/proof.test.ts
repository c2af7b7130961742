import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { rollbackDryRun, runFull, runRollback, runSample, runSchema } from '@cutover/engine';
import { afterAll, expect, test } from 'vitest';
import { planned, sayYes, setOut } from '../tools/travel.ts';
import { verifies } from '../tools/verifies.ts';
import { fullyLoaded, send } from './later.ts';
import { caught, refusedUnasked, reopened, SMALL_SAMPLE, smallExport } from './small.ts';

const dir = mkdtempSync(join(tmpdir(), 'proof-'));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

test(`${verifies('R41')}a rollback ends with a look at what was there before, and says what others changed of it`, async () => {
  const { traveller, before } = await fullyLoaded(smallExport(join(dir, 'proof')), SMALL_SAMPLE);
  try {
    const live = <T extends { readonly is_deleted: boolean }>(rows: readonly T[]): T[] => rows.filter((row) => !row.is_deleted);
    const [deal, other] = live(before.deals);
    await send(traveller, 'PATCH', `v2/deals/${deal?.id}`, { title: 'Renamed by somebody' });
    await send(traveller, 'DELETE', `v2/deals/${other?.id}`);
    await rollbackDryRun(traveller.ws, {});
    sayYes(traveller, 'rollback');
    expect((await runRollback(traveller.ws, {})).data).toMatchObject({ kept: [], failed: [] });
    const all = live(before.persons).length + live(before.organizations).length + live(before.deals).length;
    expect(traveller.ws.ledger.runs.latest('rollback')?.summary).toMatchObject({ proved: all - 2, changed: 1, missing: 1 });
  } finally {
    await traveller.close();
  }
});

test(`${verifies('R41', 'R57')}a load that was broken off and rolled back does not go on under its old approval`, async () => {
  const traveller = await setOut({ source: smallExport(join(dir, 'broken-off')) });
  try {
    await planned(traveller, SMALL_SAMPLE);
    sayYes(traveller, 'plan');
    await runSchema(traveller.ws, {});
    await runSample(traveller.ws, {});
    sayYes(traveller, 'full');
    traveller.stop.abort();
    expect((await caught(() => runFull(traveller.ws, {}))).exit).toBe(6);
    const { ws } = await reopened(traveller);
    await rollbackDryRun(ws, {});
    sayYes({ ...traveller, ws }, 'rollback');
    expect((await runRollback(ws, {})).exit).toBe(0);
    const error = await refusedUnasked(traveller, () => runFull(ws, {}));
    expect(error.details.data).toMatchObject({ gate: 'full', reason: 'used' });
    ws.close();
  } finally {
    await traveller.close();
  }
});
