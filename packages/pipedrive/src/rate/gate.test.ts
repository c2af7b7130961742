import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createFakeClock } from '../testing/fake-clock.ts';
import { createGate } from './gate.ts';

/** The fullest rolling window: the most arrivals a < t ≤ a + window. */
function fullest(times: readonly number[], windowMs: number): number {
  const sorted = times.toSorted((a, b) => a - b);
  return Math.max(0, ...sorted.map((start) => sorted.filter((time) => time >= start && time < start + windowMs).length));
}

const WINDOW = 2_000;

async function load(options: { perWindow: number; callers: number; requests: readonly { latency: number; travel: number }[] }) {
  const clock = createFakeClock();
  const gate = createGate(
    { perWindow: options.perWindow, windowMs: WINDOW, searchPerWindow: 10, concurrency: Math.max(4, options.perWindow / 4) },
    clock,
  );
  const arrivals: number[] = [];
  const starts: number[] = [];
  const queue = [...options.requests];
  const caller = async () => {
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
      const { latency, travel } = next;
      await gate.run(false, async () => {
        starts.push(clock.now());
        await clock.sleep(Math.round(latency * travel));
        arrivals.push(clock.now());
        await clock.sleep(latency - Math.round(latency * travel));
      });
    }
  };
  await clock.drive(Promise.all(Array.from({ length: options.callers }, caller)));
  return { arrivals, starts };
}

/** Every other one is quick; the others take up to two seconds, of which any part may be their way. */
const requestsOf = (length: { minLength: number; maxLength: number }) =>
  fc
    .array(
      fc.record({
        quick: fc.integer({ min: 0, max: 40 }),
        slow: fc.integer({ min: 0, max: 2_000 }),
        travel: fc.double({ min: 0, max: 1, noNaN: true }),
      }),
      length,
    )
    .map((all) => all.map(({ quick, slow, travel }, index) => ({ latency: index % 2 === 0 ? quick : slow, travel })));

test.each([1, 8, 64])('no rolling window is ever over the limit, whenever requests arrive: %i callers', async (callers) => {
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(4, 20, 40), requestsOf({ minLength: 30, maxLength: 160 }), async (perWindow, requests) => {
      const { arrivals } = await load({ perWindow, callers, requests });
      expect(arrivals).toHaveLength(requests.length);
      expect(fullest(arrivals, WINDOW)).toBeLessThanOrEqual(perWindow);
    }),
    { numRuns: 60 },
  );
});

test('starts never exceed the limit either, with answers that take seconds', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.record({ latency: fc.integer({ min: 0, max: 5_000 }), travel: fc.constant(0) }), { minLength: 20, maxLength: 60 }),
      async (requests) => {
        const { starts } = await load({ perWindow: 8, callers: 16, requests });
        expect(fullest(starts, WINDOW)).toBeLessThanOrEqual(8);
      },
    ),
    { numRuns: 40 },
  );
});

test.each([
  ['lite', 20, 80],
  ['ultimate', 120, 80],
  ['lite with slow answers', 20, 450],
])('a sustained load reaches 95 %% of the rate: %s', async (_, perWindow, latency) => {
  const requests = Array.from({ length: perWindow * 14 }, () => ({ latency, travel: 0.5 }));
  const { starts } = await load({ perWindow, callers: 64, requests });
  // The first windows are left out: all of their places are free at the beginning.
  const from = Math.min(...starts) + 2 * WINDOW;
  const started = starts.filter((time) => time >= from && time < from + 10 * WINDOW).length;
  expect(started / (10 * perWindow)).toBeGreaterThanOrEqual(0.95);
});

test('first come, first served, and never more at once than allowed', async () => {
  const clock = createFakeClock();
  const gate = createGate({ perWindow: 100, windowMs: WINDOW, searchPerWindow: 10, concurrency: 2 }, clock);
  const order: number[] = [];
  let open = 0;
  let most = 0;
  const runs = [0, 1, 2, 3, 4, 5, 6, 7].map((n) =>
    gate.run(false, async () => {
      order.push(n);
      open += 1;
      most = Math.max(most, open);
      await clock.sleep(10);
      open -= 1;
    }),
  );
  await clock.drive(Promise.all(runs));
  expect(order).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
  expect(most).toBe(2);
});

test('searches have a window of their own and count in the general one', async () => {
  const clock = createFakeClock();
  const gate = createGate({ perWindow: 4, windowMs: WINDOW, searchPerWindow: 2, concurrency: 8 }, clock);
  const begun = clock.now();
  const at: Record<string, number> = {};
  const run = (name: string, search: boolean) =>
    gate.run(search, async () => {
      at[name] = clock.now() - begun;
    });
  await clock.drive(Promise.all([run('s1', true), run('s2', true), run('g1', false), run('g2', false), run('s3', true), run('g3', false)]));
  // A quarter of an even pace apart; the third search waits for the first one's place, and who came after it waits too.
  expect(at).toEqual({ s1: 0, s2: 125, g1: 250, g2: 375, s3: 2_001, g3: 2_126 });
});

test('a hold lets nothing start before its time; a task that throws frees its place', async () => {
  const clock = createFakeClock();
  const begun = clock.now();
  const gate = createGate({ perWindow: 4, windowMs: WINDOW, searchPerWindow: 2, concurrency: 1 }, clock);
  await expect(clock.drive(gate.run(false, () => Promise.reject(new Error('broken'))))).rejects.toThrow('broken');
  gate.holdUntil(begun + 700);
  expect(await clock.drive(gate.run(false, async () => clock.now() - begun))).toBe(700);
});

test('who waits leaves the queue when the signal fires, and the next one moves up', async () => {
  const clock = createFakeClock();
  const gate = createGate({ perWindow: 1, windowMs: WINDOW, searchPerWindow: 1, concurrency: 4 }, clock);
  const stop = new AbortController();
  await clock.drive(gate.run(false, async () => undefined));
  const left = gate.run(false, async () => 'never', stop.signal);
  const next = gate.run(false, async () => clock.now());
  const outcome = expect(left).rejects.toBe('enough');
  stop.abort('enough');
  await outcome;
  await clock.drive(next);
  await expect(gate.run(false, async () => 'never', stop.signal)).rejects.toBe('enough');
});
