import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { rollbackDryRun, runRollback } from '@cutover/engine';
import { afterAll, expect, test } from 'vitest';
import { sayYes } from '../tools/travel.ts';
import { verifies } from '../tools/verifies.ts';
import { fullyLoaded, send } from './later.ts';
import { SMALL_SAMPLE, smallExport } from './small.ts';

const dir = mkdtempSync(join(tmpdir(), 'proof-'));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

test(`${verifies('R41')}a rollback ends with a look at what was there before, and says what others changed of it`, async () => {
  const { traveller, before } = await fullyLoaded(smallExport(dir), SMALL_SAMPLE);
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
