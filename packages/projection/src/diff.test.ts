import { type DesiredRecord, digestOfBytes, Mail, type ObservedRecord, RowKey, TargetKey, type Value } from '@cutover/domain';
import { describe, expect, it } from 'vitest';
import { draft, put, record } from './draft.ts';
import { DECLARED, diffRecord, valuesEqual } from './index.ts';

const text = (v: string): Value => ({ t: 'text', v });
const html = (v: string): Value => ({ t: 'html', v });
const number = (v: number): Value => ({ t: 'number', v });
const mails = (...list: [string, string][]): Value => ({
  t: 'contacts',
  v: list.map(([value, label], i) => ({ value, label, primary: i === 0 })),
});
const people = (...keys: string[]): Value => ({
  t: 'participants',
  v: keys.map((k, i) => ({ person: TargetKey.parse(k), primary: i === 0 })),
});
const file = (name: string, size: number, bytes: string): Value => ({
  t: 'file',
  path: 'a',
  name,
  size,
  sha256: digestOfBytes(bytes),
  mediaType: 'text/plain',
});
const same = (wanted: Value, got: Value, field = 'x') => valuesEqual(field, wanted, got);

describe('valuesEqual', () => {
  it('is equal only for the same value', () => {
    expect(same(text('a'), text('a'))).toBe('equal');
    expect(same(text('a'), text('b'))).toBe('different');
    expect(same(text('a'), text('A'))).toBe('different');
    expect(same({ t: 'date', v: '2026-01-01' }, { t: 'date', v: '2026-01-02' })).toBe('different');
    expect(same({ t: 'bool', v: true }, { t: 'bool', v: false })).toBe('different');
    expect(same({ t: 'user', v: Mail.parse('a@example.com') }, text('user 12'))).toBe('different');
    expect(same({ t: 'ref', v: TargetKey.parse('client:C1') }, { t: 'ref', v: TargetKey.parse('client:C2') })).toBe('different');
    expect(same({ t: 'stage', v: 'Active' }, { t: 'stage', v: 'Active' })).toBe('equal');
  });

  it('declares blanks and line ends', () => {
    expect(same(text('a  b\nc'), text('a b c'))).toEqual({ declared: DECLARED.whitespace });
    expect(same(text('ab'), text('a b'))).toBe('different');
  });

  it('declares sanitised HTML of the same text and structure, nothing else', () => {
    expect(same(html('<p>a <b>b</b></p>'), html('<p>a <strong>b</strong></p>\n'))).toEqual({ declared: DECLARED.sanitised });
    expect(same(html('<p>a&nbsp;b</p>'), html('<p>a b</p>'))).toEqual({ declared: DECLARED.sanitised });
    expect(
      same(
        html('<p><a href="https://x.example.com">x</a></p>'),
        html('<p><a href="https://x.example.com" rel="noopener" target="_blank">x</a></p>'),
      ),
    ).toEqual({ declared: DECLARED.sanitised });
    expect(same(html('<p>a</p>'), html('<p>a c</p>'))).toBe('different');
    expect(same(html('<p><b>a</b></p>'), html('<p>a</p>'))).toBe('different');
    expect(same(html('<p><a href="https://x.example.com">x</a></p>'), html('<p><a href="https://y.example.com">x</a></p>'))).toBe(
      'different',
    );
    expect(same(html('<p>a</p><p>b</p>'), html('<p>a</p>'))).toBe('different');
  });

  it('declares the format of phones and the case of mails, in order, with label and primary', () => {
    expect(same(mails(['+12125550101', 'mobile']), mails(['+1 (212) 555-0101', 'mobile']))).toEqual({ declared: DECLARED.phone });
    expect(same(mails(['a@example.com', 'work']), mails(['A@example.com', 'work']))).toEqual({ declared: DECLARED.mailCase });
    expect(same(mails(['a@example.com', 'work']), mails(['a@example.com', 'Work']))).toEqual({ declared: DECLARED.contactLabel });
    expect(same(mails(['a@example.com', 'work']), mails(['a@example.com', 'home']))).toBe('different');
    expect(
      same(mails(['a@example.com', 'work'], ['b@example.com', 'work']), mails(['b@example.com', 'work'], ['a@example.com', 'work'])),
    ).toBe('different');
    expect(same(mails(['a@example.com', 'work'], ['b@example.com', 'work']), mails(['a@example.com', 'work']))).toBe('different');
    expect(same(mails(['+12125550101', 'mobile']), mails(['+12125550102', 'mobile']))).toBe('different');
  });

  it('declares rounding to two decimals only', () => {
    expect(same(number(333.333), number(333.33))).toEqual({ declared: DECLARED.rounding });
    expect(same(number(333.33), number(333.34))).toBe('different');
    expect(same(number(333.33), number(333))).toBe('different');
    expect(same({ t: 'money', v: 5, currency: 'USD' }, { t: 'money', v: 5, currency: 'EUR' })).toBe('different');
    expect(same(number(1200), { t: 'money', v: 1200, currency: 'USD' }, 'value')).toBe('equal');
    expect(same(number(1200), { t: 'money', v: 1201, currency: 'USD' }, 'value')).toBe('different');
  });

  it('declares parts the map adds to an address, none that it drops', () => {
    const address = (v: string): Value => ({ t: 'address', v });
    expect(same(address('12 Grove Street, New York'), address('12 Grove Street, New York, NY 10014, USA'))).toEqual({
      declared: DECLARED.address,
    });
    expect(same(address('12 Grove Street, New York'), address('Grove Street, New York'))).toBe('different');
  });

  it('compares sets and participants without order, but knows the primary', () => {
    expect(same({ t: 'options', v: ['a', 'b'] }, { t: 'options', v: ['b', 'a'] })).toBe('equal');
    expect(same({ t: 'options', v: ['a', 'b'] }, { t: 'options', v: ['a'] })).toBe('different');
    expect(same({ t: 'options', v: ['a'] }, { t: 'options', v: ['a', 'b'] })).toBe('different');
    expect(
      same(
        {
          t: 'participants',
          v: [
            { person: TargetKey.parse('client:1'), primary: true },
            { person: TargetKey.parse('client:2'), primary: false },
          ],
        },
        {
          t: 'participants',
          v: [
            { person: TargetKey.parse('client:2'), primary: false },
            { person: TargetKey.parse('client:1'), primary: true },
          ],
        },
      ),
    ).toBe('equal');
    expect(same(people('client:1', 'client:2'), people('client:2', 'client:1'))).toBe('different');
  });

  it('compares times by what they mean', () => {
    expect(same({ t: 'time', v: '14:00' }, { t: 'time', v: '14:00:00' })).toEqual({ declared: DECLARED.seconds });
    expect(same({ t: 'time', v: '14:00' }, { t: 'time', v: '14:01' })).toBe('different');
    expect(same({ t: 'instant', v: '2026-01-01T00:00:00Z' }, { t: 'instant', v: '2026-01-01T00:00:00.000Z' })).toBe('equal');
    expect(same({ t: 'instant', v: '2026-01-01T00:00:00Z' }, { t: 'instant', v: '2026-01-01T01:00:00Z' })).toBe('different');
  });

  it('compares files by name and size where the bytes are not read', () => {
    expect(same(file('a.txt', 5, 'x'), file('a.txt', 5, 'x'))).toBe('equal');
    expect(same(file('a.txt', 5, 'x'), file('a.txt', 5, 'y'))).toEqual({ declared: DECLARED.fileBytes });
    expect(same(file('a.txt', 5, 'x'), text('a.txt (5 bytes)'))).toEqual({ declared: DECLARED.fileBytes });
    expect(same(file('a.txt', 5, 'x'), text('a.txt (6 bytes)'))).toBe('different');
    expect(same(file('a.txt', 5, 'x'), file('b.txt', 5, 'x'))).toBe('different');
  });
});

function wanted(): DesiredRecord {
  const to = draft();
  put(to, 'name', text('Maya Chen'), { column: 'First, Last', source: 'Maya Chen', rule: 'first and last name joined' });
  put(to, 'phones', mails(['+12125550101', 'mobile']), { column: 'Mobile', source: '(212) 555-0101', rule: 'phones' });
  put(to, 'custom.tier', { t: 'option', v: 'Gold' }, { column: 'Tier', source: 'gold', rule: null });
  return record({ entity: 'person', object: 'client', id: 'C1', rows: [RowKey.parse('c.csv#C1')] }, to);
}

describe('diffRecord', () => {
  it('gives each wanted field a verdict, the text it came from, and the rule', () => {
    const observed: ObservedRecord = {
      entity: 'person',
      id: 7,
      updatedAt: null,
      fields: { name: text('Maya Chen'), phones: mails(['212-555-0101', 'mobile']), owner: { t: 'user', v: Mail.parse('x@example.com') } },
    };
    expect(diffRecord(wanted(), { ...observed, fields: { ...observed.fields, phones: mails(['+1 212-555-0101', 'mobile']) } })).toEqual({
      entity: 'person',
      sourceId: 'C1',
      id: 7,
      fields: [
        { field: 'name', source: 'Maya Chen', wanted: 'Maya Chen', got: 'Maya Chen', verdict: 'equal', rule: 'first and last name joined' },
        {
          field: 'phones',
          source: '(212) 555-0101',
          wanted: '+12125550101 (mobile, primary)',
          got: '+1 212-555-0101 (mobile, primary)',
          verdict: 'declared',
          rule: 'phone formatting',
        },
        { field: 'custom.tier', source: 'gold', wanted: 'Gold', got: null, verdict: 'different', rule: null },
      ],
    });
  });

  it('differs in every field when the record is not there', () => {
    const diff = diffRecord(wanted(), null);
    expect(diff.id).toBeNull();
    expect(diff.fields.map((f) => [f.verdict, f.got])).toEqual([
      ['different', null],
      ['different', null],
      ['different', null],
    ]);
  });
});
