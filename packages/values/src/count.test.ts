import { expect, test } from 'vitest';
import { lengthUnit, readCount, readCounts, readDuration, refsIn, typesOf } from './index.ts';

test.each([
  ['10', 10],
  ['2.5', 2.5],
  ['10 sessions', 10],
  ['1 Sitzung', 1],
  ['7.5h', 7.5],
  ['7.5 hours', 7.5],
  ['7:30', 7.5],
  ['2h 30', 2.5],
  ['90 min', 1.5],
  ['-1', -1],
])('%s counts %d', (text, count) => {
  expect(readCount(text)).toMatchObject({ ok: true, value: count });
});

test.each(['', 'N/A', 'many', '3/10', '10 apples'])('“%s” counts nothing', (text) => {
  expect(readCount(text).ok).toBe(false);
});

test('a post code is no amount of money', () => {
  expect(typesOf('01067')).not.toContain('money');
  expect(typesOf('1067')).toContain('number');
});

test('what joins people may stand inside of a name: several are meant only where each of them is known', () => {
  const people = new Set(['Maya Chen', 'Tomasz Kowal', 'Noah & Lin Okafor', 'Acme, Inc.']);
  const refs = (text: string, separator?: string) => refsIn(text, separator, (one) => people.has(one));
  expect(refs('Maya Chen and Tomasz Kowal')).toEqual(['Maya Chen', 'Tomasz Kowal']);
  expect(refs('Maya Chen / Tomasz Kowal')).toEqual(['Maya Chen', 'Tomasz Kowal']);
  expect(refs('Noah & Lin Okafor')).toEqual(['Noah & Lin Okafor']);
  expect(refs('Maya Chen & Nobody')).toEqual(['Maya Chen & Nobody']);
  expect(refs('Maya Chen; Noah & Lin Okafor')).toEqual(['Maya Chen', 'Noah & Lin Okafor']);
  expect(refs('Maya Chen | Tomasz Kowal', ';')).toEqual(['Maya Chen', 'Tomasz Kowal']);
  expect(refs('Acme, Inc.')).toEqual(['Acme, Inc.']);
  expect(refs('Acme, Globex')).toEqual(['Acme', 'Globex']);
  expect(refs('Globex, Inc., Initech, LLC')).toEqual(['Globex, Inc.', 'Initech, LLC']);
  expect(refs('Globex; Initech GmbH')).toEqual(['Globex', 'Initech GmbH']);
});

test.each([
  ['Hours', '1.5', 90],
  ['Hours', '1', 60],
  ['Length (h)', '0,75', 45],
  ['Dauer in Stunden', '2', 120],
  ['Hours', '1:30', 90],
  ['Hours', '45 min', 45],
  ['Duration', '45', 45],
  ['Hours and minutes', '90', 90],
])('in a column %s, %s lasts %d minutes', (header, text, minutes) => {
  expect(readDuration(text, { unit: lengthUnit(header) })).toMatchObject({ ok: true, value: minutes });
});

test.each([
  ['10 sessions', 'total', { total: 10 }],
  ['7:30', 'total', { total: 7.5 }],
  ['3/10', 'total', { used: 3, total: 10 }],
  ['3 of 10 sessions', 'used', { used: 3, total: 10 }],
  ['7/10', 'remaining', { remaining: 7, total: 10 }],
] as const)('%s in a column of the %s', (text, part, counts) => {
  expect(readCounts(text, part)).toMatchObject({ ok: true, value: counts });
});

test.each(['10/3', '3/10/2026', 'many'])('“%s” is no count in any column of counts', (text) => {
  for (const part of ['total', 'used', 'remaining'] as const) expect(readCounts(text, part).ok).toBe(false);
});
