import { type DesiredRecord, type Entity, TargetKey } from '@cutover/domain';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { costOfLook } from './costs.ts';
import { flow } from './flow.ts';
import { cheapToFind, LOOK_BESIDE_READING, LOOK_OF_A_LOAD, type UnderWay } from './under-way.ts';

type Made = Pick<DesiredRecord, 'entity' | 'fields'>;
const made = (entity: Entity, parent = 1): Made => ({
  entity,
  fields: entity === 'relationship' ? { parent: { t: 'ref', v: TargetKey.parse(`company:CO${parent}`) } } : {},
});

test('records of a kind share a list, relationships that of their organization', () => {
  expect(costOfLook([made('person'), made('person'), made('deal')])).toBe(20);
  expect(costOfLook([made('note'), made('file')])).toBe(40);
  expect(costOfLook([made('relationship', 1), made('relationship', 1), made('relationship', 2)])).toBe(40);
});

/** Two looks, one request for the company, and what was read beside: less than a crash may cost. */
const MOST_PER_CRASH = 150;
const COMPANY = 2;
/** Four kinds by ids, deals also among the archived ones; ten notes or files one by one. */
const READ_AGAIN = 40 + 20 + 10 * 2;

test('what may be under way at once is found again for less than a crash may cost', () => {
  expect(2 * LOOK_OF_A_LOAD + COMPANY).toBeLessThanOrEqual(MOST_PER_CRASH);
  expect(2 * LOOK_BESIDE_READING + COMPANY + READ_AGAIN).toBeLessThanOrEqual(MOST_PER_CRASH);
});

const write = fc.oneof(
  fc
    .tuple(fc.constantFrom<Entity>('organization', 'relationship', 'person', 'deal', 'activity', 'note', 'file'), fc.nat(5))
    .map(([entity, parent]): UnderWay => ({ creates: made(entity, parent) })),
  fc.constant<UnderWay>({ reads: 1 }),
);

test('in any order of records no more is ever under way than that, and all of them get their turn', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(write, { maxLength: 60 }), async (writes) => {
      const items = writes.map((each, i) => ({ each, key: String(i) }));
      const under = new Map<string, UnderWay>();
      let through = 0;
      let dearest = 0;
      await flow(items, {
        window: 30,
        keyOf: ({ key }) => key,
        dependsOn: () => [],
        mayJoin: cheapToFind(LOOK_OF_A_LOAD, ({ each }) => each),
        stopped: () => false,
        run: async ({ each, key }) => {
          under.set(key, each);
          const creates = [...under.values()].flatMap((other) => ('creates' in other ? [other.creates] : []));
          dearest = Math.max(dearest, costOfLook(creates) + (under.size - creates.length));
          await new Promise((resolve) => setImmediate(resolve));
          under.delete(key);
          through += 1;
        },
      });
      expect(through).toBe(writes.length);
      expect(dearest).toBeLessThanOrEqual(LOOK_OF_A_LOAD);
    }),
    { numRuns: 50, seed: 1 },
  );
});
