import type { Decision } from '@cutover/domain';
import { describe, expect, it } from 'vitest';
import { effective } from '../compile/decisions.ts';
import { propose } from '../propose.ts';
import { inputOf, type TestTable } from '../testing/build.ts';
import { slugAmong } from './slugs.ts';

const table = (file: string, ...headers: string[]): TestTable => ({
  file,
  object: 'client',
  idColumn: null,
  columns: [{ name: 'Name', type: 'name' }, ...headers.map((name) => ({ name, type: 'text' as const }))],
  rows: [
    ['Ida Frost', ...headers.map((_, n) => `one ${n}`)],
    ['Per Lund', ...headers.map((_, n) => `two ${n}`)],
  ],
});
const targets = (decisions: readonly Decision[]) =>
  Object.fromEntries(
    decisions.flatMap((one) => (one.kind === 'field' ? [[one.id, `${one.proposal?.target} = ${one.proposal?.as?.name}`]] : [])),
  );

describe('slugs of custom fields', () => {
  it('tell columns in other alphabets apart over all files, and keep those of one name together', () => {
    const { decisions } = propose(inputOf([table('a.csv', 'Цвет', 'Город'), table('b.csv', 'Звук', 'Город')]));
    expect(targets(decisions)).toMatchObject({
      'field:a.csv#1': 'person.custom.field = Цвет',
      'field:a.csv#2': 'person.custom.field-2 = Город',
      'field:b.csv#1': 'person.custom.field-3 = Звук',
      'field:b.csv#2': 'person.custom.field-2 = Город',
    });
  });

  it('tell two columns of one name in one file apart by a number', () => {
    const { decisions } = propose(inputOf([table('a.csv', 'Zibble', 'Zibble'), table('b.csv', 'Zibble')]));
    expect(targets(decisions)).toMatchObject({
      'field:a.csv#1': 'person.custom.zibble = Zibble',
      'field:a.csv#2': 'person.custom.zibble-2 = Zibble (2)',
      'field:b.csv#1': 'person.custom.zibble = Zibble',
    });
  });

  it('share a slug only with their own name', () => {
    const held = new Map([['field', 'цвет']]);
    expect([slugAmong(held, 'Цвет'), slugAmong(held, 'Город'), slugAmong(held, 'Tone')]).toEqual(['field', 'field-2', 'tone']);
  });

  it('of status dates are apart in every alphabet', () => {
    const { decisions } = propose(
      inputOf([
        {
          file: 'p.csv',
          object: 'package',
          columns: [
            { name: 'Package ID', type: 'id' },
            { name: 'Status', type: 'enum' },
            { name: 'Активен', type: 'datetime' },
            { name: 'Закрыт', type: 'datetime' },
          ],
          rows: [
            ['P1', 'Активен', '2026-01-02 10:00', ''],
            ['P2', 'Закрыт', '2026-01-03 10:00', '2026-02-03 10:00'],
          ],
        },
      ]),
    );
    const dated = decisions.map((one): Decision => (one.kind === 'status-times' ? { ...one, proposal: { as: 'dates' } } : one));
    const found = targets(effective(dated));
    expect([found['field:p.csv#2'], found['field:p.csv#3']]).toEqual(['deal.custom.field = Активен', 'deal.custom.field-2 = Закрыт']);
  });
});
