import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CutoverError } from '@cutover/domain';
import { runFull, runSample, runSchema, runVerify } from '@cutover/engine';
import { openDoor, TIERS } from '@cutover/pipedrive';
import { startSandbox } from '@cutover/sandbox';
import { afterAll, describe, expect, test } from 'vitest';
import { SMALL_SAMPLE, smallExport } from '../road/small.ts';
import { planned, sayYes, setOut } from '../tools/travel.ts';
import { verifies } from '../tools/verifies.ts';
import { metricsIn } from './metrics.ts';
import { realClock } from './real-clock.ts';

const DAY = 30_000;
/** A fifth of the day is left to others. */
const RESERVE = 6_000;
/** On a sandbox fifty times as fast as life. */
const SHORT_WINDOW_MS = 40;
const NOON = Date.parse('2026-03-02T12:00:00Z');
const dir = mkdtempSync(join(tmpdir(), 'budget-'));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

/** Another integration of the company, with a token of its own: it spends until so much is left. @returns what is left then */
async function others(url: string, until: number): Promise<number> {
  const tokens: unknown = await (await fetch(`${url}/__sandbox/tokens`)).json();
  const headers = { 'x-api-token': String(Object(tokens)['dana.reyes@example.com']) };
  for (;;) {
    const answer = await fetch(`${url}/api/v1/users/find?term=dana`, { headers });
    await answer.arrayBuffer();
    const left = Number(answer.headers.get('x-daily-ratelimit-token-remaining'));
    if (answer.status === 200 && left <= until) return left;
    if (answer.status === 429) await realClock.sleep(SHORT_WINDOW_MS);
    else if (answer.status !== 200) throw new Error(`the other integration was answered ${answer.status}`);
  }
}

const advance = (url: string, advanceSeconds: number): Promise<Response> =>
  fetch(`${url}/__sandbox/clock`, {
    method: 'POST',
    body: JSON.stringify({ advanceSeconds }),
    headers: { 'content-type': 'application/json' },
  });

async function codeOf(work: Promise<unknown>): Promise<CutoverError> {
  const thrown: unknown = await work.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (thrown instanceof CutoverError) return thrown;
  throw new Error('it was not stopped');
}

describe('the budget of a day', () => {
  test(`${verifies('R45')}the door stops at the part kept for others, says when it goes on, and goes on then`, async () => {
    let ahead = 0;
    const clock = { ...realClock, now: () => NOON + ahead };
    // Every look at the clock takes a second: windows never fill, and the day ends when it is advanced, however long this machine takes.
    let looks = 0;
    const sandbox = await startSandbox({
      plan: 'ultimate',
      seats: 1,
      seed: 'budget',
      speed: 1,
      now: () => {
        looks += 1;
        return NOON + looks * 1_000;
      },
    });
    const perDay = DAY * TIERS.ultimate.multiplier;
    const reserve = 1 - 100 / perDay;
    const door = openDoor({
      baseUrl: sandbox.url,
      token: sandbox.token,
      limits: { perWindow: 1_000, windowMs: 10, searchPerWindow: 10 },
      budget: { perDay: null, reserve },
      clock,
      random: Math.random,
    });
    try {
      // Twelve times twenty tokens is more than the hundred that may be spent.
      const stopped = await codeOf(
        (async () => {
          for (let n = 0; n < 12; n += 1) await door.users();
        })(),
      );
      expect([stopped.code, stopped.details.data?.resetsAt]).toEqual(['budget-spent', '2026-03-03T00:00:00.000Z']);
      expect(door.budget()).toMatchObject({ spent: 100, remaining: perDay - 100, observed: true });
      const { requests } = await metricsIn(sandbox.url);
      expect((await codeOf(door.me())).code).toBe('budget-spent');
      expect((await metricsIn(sandbox.url)).requests).toEqual(requests);
      ahead = 12 * 3_600_000;
      await advance(sandbox.url, 12 * 3_600);
      expect((await door.me()).email).toBe('alex.rivera@example.com');
      expect(door.budget().remaining).toBe(perDay - 2);
    } finally {
      await door.close();
      await sandbox.close();
    }
  });

  test(`${verifies('R45', 'R61')}a load notices what others spend, leaves them their part, and is finished on the next day`, async () => {
    const begun = Date.now();
    let ahead = 0;
    const wall = () => NOON + (Date.now() - begun);
    const now = () => wall() + ahead;
    const traveller = await setOut({
      source: smallExport(dir),
      tier: 'lite',
      sandbox: { seats: 1, speed: 50, now: wall },
      now,
    });
    const { ws, sandbox } = traveller;
    try {
      await planned(traveller, SMALL_SAMPLE);
      sayYes(traveller, 'plan');
      await runSchema(ws, {});
      await runSample(ws, {});
      sayYes(traveller, 'full');
      const left = await others(sandbox.url, RESERVE + 60);
      const stopped = await codeOf(runFull(ws, {}));
      expect(stopped.code).toBe('budget-spent');
      const { remaining } = Object(await traveller.get('about'));
      expect(remaining).toBeLessThan(left);
      expect(remaining).toBeGreaterThanOrEqual(RESERVE);

      // Days pass fifty times as fast on this sandbox: it says itself when.
      const resetsAt = Date.parse(String(stopped.details.data?.resetsAt));
      expect(resetsAt).toBeGreaterThan(now());
      await traveller.post('clock', { advanceSeconds: Math.ceil((resetsAt - now()) / 1_000) });
      ahead += resetsAt - now();
      expect(await runFull(ws, {})).toMatchObject({ exit: 0, data: { failed: 0 } });
      expect((await runVerify(ws, {})).data).toMatchObject({ different: 0, missing: 0 });
    } finally {
      await traveller.close();
    }
  });
});
