import { expect, test } from 'vitest';
import { flow } from './flow.ts';

interface Item {
  readonly key: string;
  readonly needs: readonly string[];
  readonly ms: number;
}
const items: Item[] = [
  { key: 'p1', needs: [], ms: 30 },
  { key: 'p2', needs: [], ms: 1 },
  { key: 'd1', needs: ['p1'], ms: 1 },
  { key: 'd2', needs: ['p2'], ms: 1 },
];

function recorder(fails: string | null = null) {
  const events: string[] = [];
  let open = 0;
  let most = 0;
  const run = async (item: Item): Promise<void> => {
    open += 1;
    most = Math.max(most, open);
    events.push(`+${item.key}`);
    await new Promise((resolve) => setTimeout(resolve, item.ms));
    open -= 1;
    events.push(`-${item.key}`);
    if (item.key === fails) throw new Error(`no ${item.key}`);
  };
  return { events, run, most: () => most };
}
const options = { keyOf: (item: Item) => item.key, dependsOn: (item: Item) => item.needs, stopped: () => false };

test('a child starts when its own parent is through, not when all parents are', async () => {
  const { events, run } = recorder();
  expect(await flow(items, { ...options, window: 10, run })).toBe(true);
  expect(events.indexOf('+d2')).toBeLessThan(events.indexOf('-p1'));
  expect(events.indexOf('+d1')).toBeGreaterThan(events.indexOf('-p1'));
});

test('never more than the window is open', async () => {
  const { run, most, events } = recorder();
  const many = Array.from({ length: 50 }, (_, i) => ({ key: `x${i}`, needs: [], ms: i % 3 }));
  await flow(many, { ...options, window: 4, run });
  expect(most()).toBe(4);
  expect(events).toHaveLength(100);
});

test('the first error stops the flow, after what is in flight', async () => {
  const { events, run } = recorder('p2');
  await expect(flow(items, { ...options, window: 2, run })).rejects.toThrow('no p2');
  expect(events).toContain('-p1');
  expect(events).not.toContain('+d2');
});

test('a stop lets what is in flight finish and says so', async () => {
  const { events, run } = recorder();
  let stopped = false;
  const stopping = async (item: Item): Promise<void> => {
    await run(item);
    stopped = true;
  };
  expect(await flow(items, { ...options, window: 1, stopped: () => stopped, run: stopping })).toBe(false);
  expect(events).toEqual(['+p1', '-p1']);
});
