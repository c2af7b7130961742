import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { RowKey, TargetKey } from '@cutover/domain';
import { runDelta } from '@cutover/engine';
import type { Ledger } from '@cutover/ledger';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { verifies } from '../tools/verifies.ts';
import { editExport, fullyLoaded, type Loaded, ownCopy, seen, send } from './later.ts';
import { writes } from './small.ts';

const dir = mkdtempSync(join(tmpdir(), 'delta-unchanged-'));
const source = join(dir, 'export');
let loaded: Loaded;

beforeAll(async () => {
  ownCopy(source);
  loaded = await fullyLoaded(source, { delta: { set: { hours: 24, maxCreates: 5, maxUpdates: 50, rule: 'keep-pipedrive' } } });
});
afterAll(async () => {
  await loaded.traveller.close();
  rmSync(dir, { recursive: true, force: true });
});
afterEach(() => vi.restoreAllMocks());

/** A delta; `projected`: whether it looked at the rows of the export again, which over a million of them takes minutes. */
async function delta() {
  const { ws } = loaded.traveller;
  const rows = vi.spyOn(ws.ledger.staging, 'rows');
  const { data } = await runDelta(ws, {});
  return { data, projected: rows.mock.calls.some(([file]) => file === 'sessions.csv') };
}

describe('an export that is as it was', () => {
  test(`${verifies('R38')}is not looked through again, and nothing is written`, async () => {
    const before = await writes(loaded.traveller);
    for (let n = 0; n < 2; n += 1) {
      const { data, projected } = await delta();
      expect(projected).toBe(false);
      expect(data).toMatchObject({ created: 0, updated: 0, deleted: 0, failed: 0, fields: [], gone: [] });
    }
    expect(await writes(loaded.traveller)).toBe(before);
  });

  test(`${verifies('R62')}what a person changed in Pipedrive meanwhile is told and kept all the same`, async () => {
    const { traveller } = loaded;
    const { id } = (await seen(loaded)).person('C003');
    await send(traveller, 'PATCH', `v2/persons/${id}`, { name: 'Amara D.' });
    const { data, projected } = await delta();
    expect(projected).toBe(false);
    expect(data.fields.map(({ key, field, fate, pipedrive }) => [key, field, fate, pipedrive])).toEqual([
      ['client:C003', 'name', 'kept', 'Amara D.'],
    ]);
    expect((await seen(loaded)).person('C003').name).toBe('Amara D.');
  });
});

describe('is looked through again, once, after', () => {
  const first = (ledger: Ledger) => {
    const [binding] = ledger.bindings.all().filter(({ kind }) => kind === 'user' || kind === 'field');
    if (binding === undefined) throw new Error('there is no binding');
    return binding;
  };
  test.each<[string, () => void]>([
    ['a cell of it', () => editExport(source, [['clients.csv', ',Branch Manager,', ',Regional Manager,']])],
    [
      'the bytes of a file that it brings',
      () => {
        const [name = ''] = readdirSync(join(source, 'attachments'), { recursive: true, encoding: 'utf8' }).filter((file) =>
          /\.\w+$/.test(file),
        );
        writeFileSync(join(source, 'attachments', name), 'other bytes than before');
      },
    ],
    [
      'what a name of the plan is in the account',
      () => {
        const { ledger } = loaded.traveller.ws;
        ledger.bindings.put({ ...first(ledger), targetId: 'another' });
      },
    ],
    [
      'what is known of a record',
      () => loaded.traveller.ws.ledger.ids.setState(TargetKey.parse('client:C009'), 'gone', 'not in Pipedrive any more'),
    ],
    [
      'a row that could not be loaded',
      () => {
        const outcome = { outcome: 'failed' as const, code: 'write-refused', reason: 'refused', keys: [] };
        loaded.traveller.ws.ledger.outcomes.put([{ row: RowKey.parse('clients.csv#C002'), ...outcome }]);
      },
    ],
  ])(`${verifies('R38', 'R62')}%s changed`, async (_, change) => {
    change();
    expect((await delta()).projected).toBe(true);
    vi.restoreAllMocks();
    expect((await delta()).projected).toBe(false);
  });
});
