import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { extractSummary, runDelta, runVerify } from '@cutover/engine';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { verifies } from '../tools/verifies.ts';
import { editExport, fullyLoaded, type Loaded, seen } from './later.ts';

const FIXTURE = new URL('../../fixtures/by-client', import.meta.url).pathname;
const dir = mkdtempSync(join(tmpdir(), 'by-client-'));
const source = join(dir, 'export');
let loaded: Loaded;

beforeAll(async () => {
  cpSync(FIXTURE, source, { recursive: true });
  loaded = await fullyLoaded(source, { delta: { set: { hours: 24, maxCreates: 5, maxUpdates: 50, rule: 'keep-pipedrive' } } });
});
afterAll(async () => {
  await loaded.traveller.close();
  rmSync(dir, { recursive: true, force: true });
});

/** The package that each session's activity hangs on. */
async function dealsOf(): Promise<Record<string, string | null>> {
  const account = await seen(loaded);
  const ids = ['S1', 'S2', 'S3', 'S4', 'S5', 'S6', 'S7'];
  return Object.fromEntries(ids.map((id) => [id, account.activity(`session ${id}`).deal]));
}

describe('an export whose sessions are known by client and date', () => {
  test(`${verifies('R11')}participants that stand apart are one session; every row has its outcome`, () => {
    const { ws } = loaded.traveller;
    const sessions = extractSummary(ws).files.find(({ file }) => file === 'sessions.csv');
    expect(sessions?.counts).toEqual({ rows: 10, staged: 7, rejected: 0, skipped: 3 });
    expect([...ws.ledger.staging.rejects()].map(({ line, reason }) => [line, reason])).toEqual([
      [8, 'another participant: taken together with line 5'],
      [10, 'another participant: taken together with line 5'],
      [11, 'another participant: taken together with line 9'],
    ]);
  });

  test(`${verifies('R18', 'R42')}each hangs on the one package of its client whose dates hold it; verify finds the same`, async () => {
    expect(await dealsOf()).toEqual({
      S1: 'P1',
      S2: 'P2',
      S3: null,
      S4: 'P3',
      S5: null,
      S6: 'P2',
      S7: 'P3',
    });
    const group = (await seen(loaded)).activity('session S6');
    expect(group.participants).toEqual(['C1', 'C2', 'C3']);
    expect(group.lines).toContain('Other deals of this session: Tomasz Kowal – Team; Amara Diallo – Team');
    expect((await seen(loaded)).activity('session S2').duration).toBe('01:30');
    expect((await runVerify(loaded.traveller.ws, {})).data).toMatchObject({ different: 0, missing: 0 });
    const findings = loaded.traveller.ws.ledger.plan.loadEnvelope()?.meta.findings ?? [];
    expect(findings.filter(({ code }) => code.startsWith('session-')).map(({ code, rows }) => [code, ...rows])).toEqual([
      ['session-in-several-packages', 'sessions.csv#S5'],
      ['session-in-no-package', 'sessions.csv#S3'],
      ['session-package-by-date', 'sessions.csv#S1', 'sessions.csv#S2', 'sessions.csv#S4', 'sessions.csv#S6', 'sessions.csv#S7'],
    ]);
  });

  test(`${verifies('R21', 'R23')}answers stand under their questions, in notes and as the name of a field`, async () => {
    const account = await seen(loaded);
    expect(account.person('C1').custom('What would success be?')).toBe('More calm');
    expect(account.note('intake F1').lines).toEqual([
      'What brings you here?',
      'A new job',
      'How do you sleep?',
      'Well',
      'Source: intake F1',
    ]);
    expect(account.note('intake F2').lines).toEqual(['What brings you here?', 'The board', 'Source: intake F2']);
  });

  test(`${verifies('R38')}a package whose dates were mended takes its session in with the next delta`, async () => {
    editExport(source, [['packages.csv', '300.00,2026-03-01,2026-03-31', '300.00,2026-03-15,2026-03-31']]);
    const { data } = await runDelta(loaded.traveller.ws, {});
    expect(data).toMatchObject({ created: 0, failed: 0 });
    expect((await dealsOf()).S5).toBe('P3');
    expect((await runVerify(loaded.traveller.ws, {})).data).toMatchObject({ different: 0, missing: 0 });
  });
});
