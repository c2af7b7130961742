import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeReport, readDiff, runVerify } from '@cutover/engine';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { verifies } from '../tools/verifies.ts';
import { fullyLoaded, type Loaded, seen } from './later.ts';
import { smallExport } from './small.ts';

const dir = mkdtempSync(join(tmpdir(), 'not-read-'));
let loaded: Loaded;

function change(file: string, from: string, to: string): void {
  const path = join(dir, file);
  const text = readFileSync(path, 'utf8');
  expect(text).toContain(from);
  writeFileSync(path, text.replace(from, to));
}

beforeAll(async () => {
  smallExport(dir);
  // Of P002 and P001: Sessions Included, Sessions Used, Sessions Remaining.
  change('packages.csv', 'USD,10,5,5,', 'USD,ten or so,5,5,');
  change('packages.csv', 'USD,12,12,0,', 'USD,12/12,,,');
  loaded = await fullyLoaded(dir);
});
afterAll(async () => {
  await loaded.traveller.close();
  rmSync(dir, { recursive: true, force: true });
});

test(`${verifies('R40')}a cell that is not what its target needs is said in the plan, the diff, verify and the report`, async () => {
  const { ws } = loaded.traveller;
  const findings = ws.ledger.plan.loadEnvelope()?.meta.findings ?? [];
  expect(findings.filter(({ code }) => code === 'value-not-read').map(({ count, rows }) => [count, rows])).toEqual([
    [1, ['packages.csv#P002']],
  ]);
  expect(findings.filter(({ code }) => code === 'two-counts-in-cell').map(({ count, rows }) => [count, rows])).toEqual([
    [1, ['packages.csv#P001']],
  ]);
  const said = {
    field: expect.stringMatching(/^custom\.sessions-/),
    source: 'ten or so',
    wanted: null,
    got: null,
    verdict: 'declared',
    rule: expect.stringMatching(/^not carried over into the field: Sessions Included, \w/),
  };
  const { data } = await runVerify(ws, {});
  expect(data).toMatchObject({ different: 0, missing: 0 });
  for (const records of [data.records, readDiff(ws).records]) {
    const deal = records.find(({ entity, sourceId }) => entity === 'deal' && sourceId === 'P002');
    expect(deal?.fields.filter(({ wanted }) => wanted === null)).toEqual([said]);
    // What the other two say is said to be just that.
    const total = deal?.fields.filter(({ source, wanted }) => source === 'ten or so' && wanted !== null);
    expect(total).toMatchObject([{ wanted: '10', got: '10', verdict: 'equal', rule: 'the third count, from the other two' }]);
    const lost = records.flatMap(({ fields }) => fields).filter(({ rule }) => rule?.startsWith('not carried over'));
    expect(lost).toHaveLength(1);
  }
  const { report } = makeReport(ws);
  expect(report.notMigrated.filter(({ why }) => why === 'they stand in packages.csv#P002')).toHaveLength(1);
});

test(`${verifies('R40')}two counts in a cell of counts are used and total`, async () => {
  const { data } = await runVerify(loaded.traveller.ws, {});
  const deal = data.records.find(({ entity, sourceId }) => entity === 'deal' && sourceId === 'P001');
  const counts = deal?.fields.filter(({ rule }) => rule === 'two counts in one cell: used/total');
  expect(counts?.map(({ wanted, got, source }) => [wanted, got, source])).toEqual([
    ['12', '12', '12/12'],
    ['12', '12', '12/12'],
    ['0', '0', '12/12'],
  ]);
  expect((await seen(loaded)).deal('P001').value).toBe(0);
});
