import { expect, test } from 'vitest';
import { Table } from './table.ts';

test('a row as it stood at a moment, through several changes', () => {
  const table = new Table<{ readonly id: number; readonly name: string }>(10);
  const id = table.takeId();
  table.insert({ id, name: 'a' }, 100);
  table.replace({ id, name: 'b' }, 200);
  const now = table.replace({ id, name: 'c' }, 300);
  expect(id).toBe(10);
  expect([99, 100, 199, 200, 299, 300].map((moment) => table.asOf(now, moment)?.name)).toEqual([undefined, 'a', 'a', 'b', 'b', 'c']);
  expect(table.get(id)).toBe(now);
  expect(table.takeId()).toBe(11);
});

test('an order is kept until something changes', () => {
  const table = new Table<{ readonly id: number; readonly name: string }>(1);
  const byName = () => table.ordered('name', (a, b) => a.name.localeCompare(b.name));
  table.insert({ id: table.takeId(), name: 'b' }, 0);
  table.insert({ id: table.takeId(), name: 'a' }, 0);
  expect(byName().map((row) => row.id)).toEqual([2, 1]);
  expect(byName()).toBe(byName());
  table.replace({ id: 1, name: '0' }, 0);
  expect(byName().map((row) => row.id)).toEqual([1, 2]);
});

test('what is not there cannot be replaced', () => {
  expect(() => new Table<{ readonly id: number }>(1).replace({ id: 1 }, 0)).toThrow('no row 1');
});
