import { VALUE_TYPES } from '@cutover/domain';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  isBlank,
  mask,
  readBalance,
  readBoolean,
  readCurrency,
  readDate,
  readDateTime,
  readDuration,
  readMails,
  readMoney,
  readNumber,
  readOffset,
  readPerson,
  readPhones,
  readTime,
  readZone,
  shapeOf,
  splitList,
  toInstant,
  typesOf,
} from './index.ts';
import { RAILS_ZONES } from './zone-names.ts';

const good = (value: unknown, note?: string) => (note === undefined ? { ok: true, value } : { ok: true, value, note });

describe('readZone', () => {
  test.each([
    ['america/new_york', 'America/New_York'],
    ['Eastern Time (US & Canada)', 'America/New_York'],
    ['Central Time - US & Canada', 'America/Chicago'],
    ['(GMT-06:00) Central Time (US & Canada)', 'America/Chicago'],
    ['US/Eastern', 'US/Eastern'],
    ['New York', 'America/New_York'],
    ['Berlin', 'Europe/Berlin'],
    ['UTC+2', '+02:00'],
    ['GMT', 'UTC'],
    ['utc', 'UTC'],
  ])('%s is %s', (text, zone) => {
    expect(readZone(text)).toEqual(good(zone));
  });
  test('an abbreviation is taken for the place, with a note', () => {
    expect(readZone('EST')).toEqual(good('America/New_York', 'EST taken for America/New_York'));
  });
  test('every Rails name leads to a zone that clocks know', () => {
    expect(Object.keys(RAILS_ZONES).length).toBeGreaterThanOrEqual(150);
    for (const [name, zone] of Object.entries(RAILS_ZONES)) {
      expect(toInstant('2026-01-15', '12:00', zone).ok, zone).toBe(true);
      const read = readZone(name);
      // Where a Rails name is a city of its own, the city's zone keeps the same time.
      const at = (z: string) => toInstant('2026-07-15', '12:00', z);
      expect(read.ok && at(read.value), name).toEqual(at(zone));
    }
  });
});

test('readMails', () => {
  expect(readMails('A@Example.com; b@example.com, a@example.com')).toEqual(good(['a@example.com', 'b@example.com']));
  expect(readMails('Maya Chen <maya@example.com>')).toEqual(good(['maya@example.com']));
  expect(readMails('maya@example.com / maya@@work')).toEqual(good(['maya@example.com'], 'not a mail address: maya@@work'));
  for (const text of ['', 'maya', 'maya@@x', 'a@b']) expect(readMails(text).ok, text).toBe(false);
});

test('readPhones', () => {
  expect(readPhones('(212) 555-0101', 'US')).toEqual(good([{ e164: '+12125550101', text: '(212) 555-0101' }]));
  expect(readPhones('212.555.0101 x12', 'US')).toEqual(good([{ e164: '+12125550101', text: '212.555.0101 x12' }]));
  expect(readPhones('+44 20 7946 0958', 'US')).toEqual(good([{ e164: '+442079460958', text: '+44 20 7946 0958' }]));
  expect(readPhones('(718) 555-0103 / 212-555-0199', 'US')).toEqual(
    good([
      { e164: '+17185550103', text: '(718) 555-0103' },
      { e164: '+12125550199', text: '212-555-0199' },
    ]),
  );
  expect(readPhones('555-0104', 'US')).toEqual(good([{ e164: null, text: '555-0104' }], 'kept as written: 555-0104'));
  expect(readPhones('(212) 555-0101', 'XX')).toEqual(good([{ e164: null, text: '(212) 555-0101' }], 'kept as written: (212) 555-0101'));
  expect(readPhones('call me', 'US').ok).toBe(false);
});

test.each([
  ['Maya Chen', 'Maya', 'Chen', 'Maya Chen', null],
  ['Chen, Maya', 'Maya', 'Chen', 'Maya Chen', null],
  ['Jan van der Berg', 'Jan', 'van der Berg', 'Jan van der Berg', null],
  ['Mary Ann Smith', 'Mary Ann', 'Smith', 'Mary Ann Smith', null],
  ['Maya Chen (maya@example.com)', 'Maya', 'Chen', 'Maya Chen', 'maya@example.com'],
  ['"Chen, Maya" <maya@example.com>', 'Maya', 'Chen', 'Maya Chen', 'maya@example.com'],
  ['Maya Chen, PhD', 'Maya', 'Chen', 'Maya Chen, PhD', null],
  ['Ana & Ben Lopez', 'Ana & Ben', 'Lopez', 'Ana & Ben Lopez', null],
  ['Maya', 'Maya', null, 'Maya', null],
  ['maya@example.com', null, null, 'maya@example.com', 'maya@example.com'],
  ['', null, null, '', null],
])('readPerson: %s', (text, first, last, full, mail) => {
  expect(readPerson(text)).toEqual({ first, last, full, mail });
});

test('splitList', () => {
  expect(splitList('C001; C002 ;;C003')).toEqual(['C001', 'C002', 'C003']);
  expect(splitList('Chen, Maya; Diallo, Amara')).toEqual(['Chen, Maya', 'Diallo, Amara']);
  expect(splitList('executive, evening slots')).toEqual(['executive', 'evening slots']);
  expect(splitList('a, b; c', ',')).toEqual(['a', 'b; c']);
  expect(splitList('N/A')).toEqual([]);
});

test.each([
  ['C001', ['id']],
  ['maya@example.com', ['mail']],
  ['Maya Chen', ['name']],
  ['2025-10-30', ['date']],
  ['03/04/2026', ['date']],
  ['2023-09-01 10:15', ['datetime']],
  ['10:00', ['duration', 'time']],
  ['5/10', ['balance']],
  ['(212) 555-0101', ['phone']],
  ['$5.00', ['money']],
  ['USD', ['currency']],
  ['Yes', ['boolean']],
  ['12%', ['number', 'percent']],
  ['<p>x</p>', ['html']],
  ['America/New_York', ['zone']],
  ['goals.txt', ['path']],
  ['https://example.com/a', ['url']],
  ['bright.example.com', ['url']],
  ['12 Grove Street, New York, NY 10014', ['address', 'list']],
  ['a; b', ['list']],
  ['Active', []],
  ['Paris', []],
])('typesOf %s', (text, types) => {
  expect(typesOf(text).toSorted()).toEqual([...types, 'text'].toSorted());
});

test('a blank text has no type', () => {
  expect(typesOf('TBD')).toEqual([]);
});

test('mask keeps the form and hides the content', () => {
  expect(mask('maya.chen@example.com', 'mail')).toBe('m***@e***.com');
  expect(mask('a.b@example.com; c@example.org', 'mail')).toBe('a***@e***.com; c***@e***.org');
  expect(mask('Maya <maya@example.com>', 'mail')).toBe('M*** <***');
  expect(mask('Jane Smith', 'name')).toBe('J*** S***');
  expect(mask('(212) 555-0101', 'phone')).toBe('(999) 999-9999');
  expect(mask('C001', 'id')).toBe('A999');
  expect(mask('$1,200.00', 'money')).toBe('$9,999.99');
  expect(mask('8 March 2026', 'date')).toBe('9 Aaaaa 9999');
  expect(mask('https://example.com/maya', 'url')).toBe('https://***');
  expect(mask('notes/maya.pdf', 'path')).toBe('***.pdf');
  expect(mask('Burnout in 2022, on her own words', 'longtext')).toBe('B*** (33 characters)');
  expect(mask('Maya', 'zone')).toBe('M***');
  expect(mask('Maya', 'boolean')).toBe('M***');
});

test('shapeOf', () => {
  expect(shapeOf('2026-03-08')).toBe('9999-99-99');
  expect(shapeOf('Maya Chen')).toBe('Aaa Aaa');
  expect(shapeOf('INV-1001')).toBe('AAA-9999');
});

const ANY_TEXT = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 120 }),
  fc.string({ maxLength: 40 }),
  // Near misses: the signs that readers look for, in any order.
  fc
    .array(
      fc.constantFrom(
        '1',
        '12',
        '2026',
        '-',
        '/',
        '.',
        ',',
        ':',
        ' ',
        'am',
        'Mar',
        '$',
        '€',
        '%',
        '(',
        ')',
        '+',
        '@',
        'x',
        'UTC',
        '[',
        ']',
        'T',
        'Z',
        'h',
        '\n',
        'é',
      ),
      { maxLength: 16 },
    )
    .map((parts) => parts.join('')),
);

test('no reader throws on any text, and masked words are gone', () => {
  const readers: ((text: string) => unknown)[] = [
    isBlank,
    readNumber,
    (text) => readNumber(text, { decimal: ',' }),
    readMoney,
    readCurrency,
    readBoolean,
    readDate,
    (text) => readDate(text, { order: 'ymd' }),
    readDateTime,
    readTime,
    readDuration,
    readBalance,
    readMails,
    (text) => readPhones(text, 'US'),
    (text) => readPhones(text, text),
    readPerson,
    readZone,
    readOffset,
    splitList,
    typesOf,
    shapeOf,
    (text) => toInstant(text, '10:00', 'UTC'),
    (text) => toInstant('2026-01-01', text, 'UTC'),
    (text) => toInstant('2026-01-01', '10:00', text),
    (text) => VALUE_TYPES.map((type) => mask(text, type)),
  ];
  fc.assert(
    fc.property(ANY_TEXT, (text) => {
      for (const read of readers) read(text);
    }),
    { numRuns: 500 },
  );
});

test('whatever is read as a date is a day that exists', () => {
  fc.assert(
    fc.property(ANY_TEXT, fc.constantFrom('dmy' as const, 'mdy' as const, 'ymd' as const, undefined), (text, order) => {
      const read = readDate(text, { order });
      if (read.ok) expect(new Date(`${read.value}T00:00:00Z`).toISOString().slice(0, 10)).toBe(read.value);
    }),
    { numRuns: 500 },
  );
});
