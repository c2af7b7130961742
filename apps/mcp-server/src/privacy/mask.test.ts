import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { hideContacts, hideMails, holdsControl, maskMail, maskValue, plainText } from './mask.ts';

const nobody = (): boolean => false;

describe('a value of a column', () => {
  test.each([
    ['Maya Chen', 'words', 'M*** C***'],
    ['  ', 'words', ''],
    ['one two three four five', 'words', 'o*** t*** t*** f*** …'],
    ['12 Grove Street', 'words', '9*** G*** S***'],
    ['x'.repeat(81), 'words', 'x*** (81 characters)'],
    ['2026-03-08', 'digits', '9999-99-99'],
    ['2026-03-08T14:00:00Z', 'digits', '9999-99-99T99:99:99Z'],
    ['(212) 555-0101', 'digits', '(999) 999-9999'],
    ['Maya 212', 'digits', 'M*** 9***'],
    ['maya@example.com', 'mail', 'm***@e***.com'],
    ['maya@example.com (work), m2@example.org', 'mail', 'm***@e***.com, (***, m***@e***.org'],
    ['no mail here', 'mail', 'n*** m*** h***'],
  ] as const)('%s as %s', (value, look, masked) => {
    expect(maskValue(value, look)).toBe(masked);
  });

  test('no word of four letters or more, and no number, is left of any text', () => {
    fc.assert(
      fc.property(fc.lorem({ maxCount: 12 }), fc.constantFrom('words', 'digits', 'mail'), (text, look) => {
        const masked = maskValue(text, look);
        for (const word of text.match(/\p{L}{4,}/gu) ?? []) if (!'characters'.includes(word)) expect(masked).not.toContain(word);
      }),
    );
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(maskValue(text, 'digits')).not.toMatch(/[0-8]{2}(?! characters)/);
      }),
      { examples: [['١٢٣٤'], ['+1 212 555 0101']] },
    );
  });
});

describe('a sentence of ours', () => {
  test.each([
    ['the same mail maya@example.com', 'the same mail m***@e***.com'],
    ['Call (212) 555-0101 or +44 20 7946 0018.', 'Call (999) 999-9999 or +99 99 9999 9999.'],
    ['2125550101', '9999999999'],
    ['made on 2026-03-08, 150 of 151 sessions, 25,925.00 USD', 'made on 2026-03-08, 150 of 151 sessions, 25,925.00 USD'],
    ['between 03/08/2026 and 08.03.2026', 'between 03/08/2026 and 08.03.2026'],
    ['packages.csv#P1234567 and schema-1', 'packages.csv#P1234567 and schema-1'],
    ['run 6f1c1d6e-8f5e-4a3b-9a44-0d4d4f2a1b11', 'run 6f1c1d6e-8f5e-4a3b-9a44-0d4d4f2a1b11'],
    ['model:example-1@agent@1', 'model:example-1@agent@1'],
  ])('%s', (text, hidden) => {
    expect(hideContacts(text, nobody)).toBe(hidden);
  });

  test('what may stay, stays', () => {
    const open = (text: string): boolean => text === 'dana@example.com';
    expect(hideContacts('dana@example.com, maya@example.com', open)).toBe('dana@example.com, m***@e***.com');
    expect(hideMails('owner:coach:lee@example.com', nobody)).toBe('owner:coach:l***@e***.com');
    expect(maskMail('a@b')).toBe('a***@b***');
  });

  test('nothing in it can draw over a terminal or turn its direction', () => {
    expect(holdsControl('a\u001b[2Jb')).toBe(true);
    expect(holdsControl('a\u202eb')).toBe(true);
    expect(holdsControl('Größe, 3 × 4')).toBe(false);
    expect(plainText('a\u001b[2J\u0007b\nc')).toBe('a [2J b c');
    // Asked twice, the answer is the same.
    expect([holdsControl('\u0007'), holdsControl('\u0007')]).toEqual([true, true]);
  });
});
