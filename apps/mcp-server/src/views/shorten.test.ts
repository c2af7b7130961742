import fc from 'fast-check';
import { expect, test } from 'vitest';
import { sizeOf } from '../page.ts';
import { fitting, isCut, shorten } from './shorten.ts';

test('a short answer is shown as it is', () => {
  expect(shorten({ merge: { referral: 'Referral' } })).toEqual({ merge: { referral: 'Referral' } });
});

test('of a long one its beginning, and how much more there is', () => {
  const merge = Object.fromEntries(Array.from({ length: 300 }, (_, i) => [`value ${i}`, 'One']));
  const shown = shorten({ merge });
  expect(Object.keys(shown.merge ?? {})).toEqual([...Array.from({ length: 8 }, (_, i) => `value ${i}`), '…']);
  expect(shown).toMatchObject({ merge: { '…': '292 more' } });
  expect(shorten({ target: 'person.custom.x', as: { options: Array.from({ length: 90 }, () => 'y'.repeat(100)) } })).toMatchObject({
    target: 'person.custom.x',
    as: { options: expect.arrayContaining(['… 82 more']) },
  });
});

test('what was cut is known again', () => {
  const long = { name: 'x'.repeat(1000) };
  expect(isCut(String(shorten(long).name))).toBe(true);
  expect(['…', '… 292 more'].map(isCut)).toEqual([true, true]);
  expect(['Anything else…', 'more', ''].map(isCut)).toEqual([false, false, false]);
});

test('no answer takes much room, whatever a column holds', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string({ maxLength: 500 }), fc.string({ maxLength: 500 }), { maxKeys: 60 }), (merge) => {
      expect(sizeOf(shorten({ merge }))).toBeLessThan(6000);
    }),
  );
  fc.assert(
    fc.property(fc.array(fc.string({ maxLength: 100 })), fc.nat(2000), (items, bytes) => {
      const shown = fitting(items, bytes);
      expect(items.slice(0, shown.length)).toEqual(shown);
      expect(sizeOf(shown)).toBeLessThanOrEqual(bytes + 2);
    }),
  );
});
