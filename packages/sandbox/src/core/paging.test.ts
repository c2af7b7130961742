import fc from 'fast-check';
import { expect, test } from 'vitest';
import { chooseSwitches } from '../data/switches.ts';
import { createClock } from './clock.ts';
import { pageOf, v1Page } from './paging.ts';
import { Table } from './table.ts';
import { emptyWorld } from './world.ts';

const world = emptyWorld({
  seed: 'paging',
  tier: 'lite',
  seats: 1,
  speed: 1,
  switches: chooseSwitches({}),
  clock: createClock(() => 0),
  origin: () => '',
});

type Row = { readonly id: number; readonly update_time: string; readonly kept: boolean };
const rows = fc.array(fc.record({ day: fc.integer({ min: 1, max: 5 }), kept: fc.boolean() }), { maxLength: 60 });

test('by any key and direction, pages hold every row that fits exactly once and in order', () => {
  fc.assert(
    fc.property(
      rows,
      fc.integer({ min: 1, max: 20 }),
      fc.constantFrom('id', 'update_time'),
      fc.constantFrom('asc', 'desc'),
      (given, limit, sort_by, sort_direction) => {
        const table = new Table<Row>(7);
        for (const { day, kept } of given) table.insert({ id: table.takeId(), update_time: `2026-01-0${day}`, kept }, 0);
        const seen: Row[] = [];
        let cursor: string | undefined;
        do {
          const page = pageOf(world, table, { limit, sort_by, sort_direction, cursor }, (row) => row.kept);
          expect(page.rows.length).toBeLessThanOrEqual(limit);
          seen.push(...page.rows);
          cursor = page.next ?? undefined;
        } while (cursor !== undefined);
        const order = (a: Row, b: Row) =>
          (sort_by === 'id' ? 0 : a.update_time < b.update_time ? -1 : a.update_time > b.update_time ? 1 : 0) || a.id - b.id;
        const all = table
          .all()
          .filter((row) => row.kept)
          .toSorted(order);
        expect(seen).toEqual(sort_direction === 'asc' ? all : all.toReversed());
      },
    ),
    { numRuns: 300 },
  );
});

test('a row that arrives while one pages does not shift the others', () => {
  const table = new Table<Row>(1);
  const add = () => table.insert({ id: table.takeId(), update_time: '2026-01-01', kept: true }, 0);
  for (let at = 0; at < 6; at++) add();
  const query = { limit: 3, sort_direction: 'desc' } as const;
  const first = pageOf(world, table, query, () => true);
  add();
  const second = pageOf(world, table, { ...query, cursor: first.next ?? '' }, () => true);
  expect([...first.rows, ...second.rows].map((row) => row.id)).toEqual([6, 5, 4, 3, 2, 1]);
});

test('a cursor of another order is refused, and so is nonsense', () => {
  const table = new Table<Row>(1);
  for (let at = 0; at < 3; at++) table.insert({ id: table.takeId(), update_time: '2026-01-01', kept: true }, 0);
  const next = pageOf(world, table, { limit: 1 }, () => true).next ?? '';
  expect(() => pageOf(world, table, { limit: 1, cursor: next, sort_direction: 'desc' }, () => true)).toThrow('answer 400');
  expect(() => pageOf(world, table, { limit: 1, cursor: 'nonsense' }, () => true)).toThrow('answer 400');
});

test('v1 pages say where the next one starts', () => {
  const page = v1Page(world, [1, 2, 3, 4, 5], { start: 2, limit: 2 });
  expect(page).toEqual({ rows: [3, 4], pagination: { start: 2, limit: 2, more_items_in_collection: true, next_start: 4 } });
  expect(v1Page(world, [1, 2], {}).pagination).toEqual({ start: 0, limit: 100, more_items_in_collection: false });
});
