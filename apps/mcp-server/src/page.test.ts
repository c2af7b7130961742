import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { firstOf, pageOf, sizeOf } from './page.ts';

const same = <T>(item: T): T => item;

describe('pages', () => {
  test('every item comes once, in order, and no page is over its size', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ maxLength: 400 }), { maxLength: 200 }), (items) => {
        const seen: string[] = [];
        let cursor: string | undefined;
        do {
          const page = pageOf(items, cursor, 'list', same);
          expect(page.total).toBe(items.length);
          expect(page.items.length > 0 || items.length === 0).toBe(true);
          expect(sizeOf(page.items)).toBeLessThan(6000);
          seen.push(...page.items);
          cursor = page.next ?? undefined;
        } while (cursor !== undefined);
        expect(seen).toEqual(items);
      }),
    );
  });

  test('an item that is larger than a page has a page of its own', () => {
    expect(pageOf(['x'.repeat(9000), 'y'], undefined, null, same)).toMatchObject({ items: [expect.any(String)], total: 2 });
  });

  test('a cursor is for its own list, at its own length', () => {
    const items = Array.from({ length: 100 }, (_, i) => i);
    const { next } = pageOf(items, undefined, 'a', same);
    expect(next).toMatch(/^60\.[0-9a-f]{8}$/);
    expect(pageOf(items, next ?? '', 'a', same).items[0]).toBe(60);
    expect(() => pageOf(items, next ?? '', 'b', same)).toThrow('changed since');
    expect(() => pageOf(items.slice(1), next ?? '', 'a', same)).toThrow('changed since');
    expect(pageOf(items, (next ?? '').replace('60', '500'), 'a', same)).toMatchObject({ items: [], next: null });
  });

  test('the first of a list, and how many more there are', () => {
    expect(firstOf([1, 2, 3], 2, (n) => n * 10)).toEqual({ items: [10, 20], more: 1 });
    expect(firstOf([1], 2, same)).toEqual({ items: [1], more: 0 });
  });
});
