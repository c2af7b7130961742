import { expect, test } from 'vitest';
import { createGate } from '../../packages/pipedrive/src/rate/gate.ts';
import { json, serve, testDoor } from '../../packages/pipedrive/src/testing/server.ts';

const TASKS = 20_000;
const REQUESTS = 400;
/** As on the largest plan. */
const PER_WINDOW = 120;
const WINDOW_MS = 2_000;

const microseconds = (from: number, count: number): number => ((performance.now() - from) * 1_000) / count;
const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

/** What the queue costs for one task, over a window that is as full as a sustained load keeps it, on a clock of its own. */
async function gateAlone(): Promise<number> {
  let now = 0;
  const pass = async (ms: number): Promise<void> => {
    now += ms;
  };
  const clock = { now: () => now, sleep: pass };
  const gate = createGate({ perWindow: PER_WINDOW, windowMs: WINDOW_MS, searchPerWindow: 10, concurrency: PER_WINDOW / 4 }, clock);
  const task = () => pass(1);
  const bare = performance.now();
  for (let n = 0; n < TASKS; n += 1) await task();
  const alone = microseconds(bare, TASKS);
  const begun = performance.now();
  for (let n = 0; n < TASKS; n += 1) await gate.run(false, task);
  return microseconds(begun, TASKS) - alone;
}

/** One request through the whole door to a server on this machine that answers at once, its queue wide open. */
async function request(): Promise<number> {
  await using server = await serve((_, response) => json(response, 200, { success: true, data: { id: 5, custom_fields: {} } }));
  const door = testDoor(server.url, { limits: { perWindow: 1_000_000, windowMs: WINDOW_MS, searchPerWindow: 10 } });
  for (let n = 0; n < 20; n += 1) await door.persons.get(5);
  const begun = performance.now();
  for (let n = 0; n < REQUESTS; n += 1) await door.persons.get(5);
  const each = microseconds(begun, REQUESTS);
  await door.close();
  return each;
}

test('waiting in the queue costs a small part of what a request costs', async () => {
  const rounds: { gate: number; request: number }[] = [];
  for (let round = 0; round < 3; round += 1) rounds.push({ gate: await gateAlone(), request: await request() });
  const [gate, whole] = [median(rounds.map((each) => each.gate)), median(rounds.map((each) => each.request))];
  console.info(
    `gate: ${gate.toFixed(1)} µs a request, ${((100 * gate) / whole).toFixed(1)} % of a request over loopback (${whole.toFixed(0)} µs)`,
  );
  expect(gate / whole).toBeLessThan(0.2);
});
