import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runFull, runSample, runSchema, runVerify } from '@cutover/engine';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Account, accountOf } from '../../tools/account.ts';
import type { LoadedRoad } from '../../tools/road.ts';
import { sandboxState } from '../../tools/sandbox-state.ts';
import { planned, sayYes, setOut } from '../../tools/travel.ts';
import { verifies } from '../../tools/verifies.ts';
import { SMALL_SAMPLE, smallExport } from '../small.ts';

const dir = mkdtempSync(join(tmpdir(), 'load-time-'));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

/** Session S136 lasts from 12:00 to 12:30 UTC on that day; the load begins in the middle of it, and goes on when it is long over. */
const BEGUN = Date.parse('2026-05-13T12:10:00Z');
const HOUR = 3_600_000;

let account: Account;
let verified: LoadedRoad['verify'];

beforeAll(async () => {
  const started = Date.now();
  let later = 0;
  const traveller = await setOut({ source: smallExport(dir), now: () => BEGUN + (Date.now() - started) + later });
  const before = sandboxState(await traveller.get('state'));
  await planned(traveller, SMALL_SAMPLE);
  sayYes(traveller, 'plan');
  await runSchema(traveller.ws, {});
  await runSample(traveller.ws, {});
  sayYes(traveller, 'full');
  later = 2 * HOUR;
  await runFull(traveller.ws, {});
  verified = (await runVerify(traveller.ws, {})).data;
  account = accountOf(sandboxState(await traveller.get('state')), before);
  await traveller.close();
});

const done = (id: string): boolean => account.activity(`session ${id}`).done;

test(`${verifies('R18')}a session that has begun and not ended when the load begins is not done`, () => {
  expect(done('S136')).toBe(false);
});

test(`${verifies('R18')}one that ended before is, and one that comes after is not`, () => {
  expect([done('S125'), done('S146')]).toEqual([true, false]);
});

test(`${verifies('R18', 'R40')}whichever run loads a session, the beginning of the load parts past and future`, () => {
  const unlike = verified.records.flatMap(({ sourceId, fields }) =>
    fields.filter(({ verdict }) => verdict === 'different').map(({ field }) => `${sourceId} ${field}`),
  );
  expect(unlike).toEqual([]);
});
