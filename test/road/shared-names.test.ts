import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runFull, runSample, runSchema } from '@cutover/engine';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { newDay, planned, sayYes, setOut, type Traveller } from '../tools/travel.ts';
import { verifies } from '../tools/verifies.ts';
import { seen, stateOf } from './later.ts';

const dir = mkdtempSync(join(tmpdir(), 'shared-names-'));

/** Two clients called Maya Chen, two cards of one Bo Lind (the same mail), and rows that know clients by their names alone. */
const FILES = {
  'clients.csv': [
    'Client ID,Name,Email',
    'C1,Maya Chen,maya@example.com',
    'C2,Maya Chen,chen@example.org',
    'C3,Ida Frost,ida@example.com',
    'C4,Bo Lind,bo@example.com',
    'C5,Bo Lind,bo@example.com',
  ],
  'sessions.csv': [
    'Session ID,Client,Session Type,Date,Start,Length (min),Status',
    'S1,"Chen, Maya",Coaching,2026-01-05,10:00,60,Completed',
    'S2,"Frost, Ida",Coaching,2026-01-06,10:00,60,Completed',
    'S3,"Lind, Bo",Coaching,2026-01-07,10:00,60,Completed',
  ],
  'intake.csv': [
    'Response ID,Client,Submitted,What brings you here?',
    'F1,"Chen, Maya",2026-01-02,A new job',
    'F2,"Frost, Ida",2026-01-03,The board',
    'F3,"Lind, Bo",2026-01-04,Sleep',
  ],
} as const;

let traveller: Traveller;

beforeAll(async () => {
  for (const [file, lines] of Object.entries(FILES)) writeFileSync(join(dir, file), `${lines.join('\n')}\n`);
  const now = newDay();
  traveller = await setOut({ now, sandbox: { now }, source: dir });
});
afterAll(async () => {
  await traveller.close();
  rmSync(dir, { recursive: true, force: true });
});

describe('an export whose clients are named by names that several have', () => {
  test(`${verifies('R32')}says so before the plan is approved, and for whom`, async () => {
    const { meta } = await planned(traveller);
    const shared = meta.findings.filter(({ code }) => code === 'shared-name-client');
    expect(shared.map(({ severity, message, rows }) => [severity, message, ...rows])).toEqual([
      [
        'warning',
        '1 row of Client in intake.csv names a client by a name that several have: C*** M*** (1 row: clients.csv#C1 or clients.csv#C2)',
        'intake.csv#F1',
      ],
      [
        'warning',
        '1 row of Client in sessions.csv names a client by a name that several have: C*** M*** (1 row: clients.csv#C1 or clients.csv#C2)',
        'sessions.csv#S1',
      ],
    ]);
  });

  test(`${verifies('R42')}loads those rows and no others without their client, and says why`, async () => {
    const { ws } = traveller;
    const before = await stateOf(traveller);
    sayYes(traveller, 'plan');
    expect((await runSchema(ws, {})).exit).toBe(0);
    await runSample(ws, {});
    sayYes(traveller, 'full');
    await runFull(ws, {});
    expect([...ws.ledger.outcomes.iterate('failed')].map(({ row, code, reason }) => [row, code, reason])).toEqual([
      ['intake.csv#F1', 'orphan', 'the response names several clients: Chen, Maya'],
    ]);
    const account = await seen({ traveller, before, digest: null });
    const sessions = ['S1', 'S2', 'S3'].map((id) => account.activity(`session ${id}`));
    expect(sessions.map(({ participants }) => participants)).toEqual([[], ['C3'], ['C4']]);
    expect(sessions[0]?.lines).toContain('Names several clients: Chen, Maya');
  });
});
