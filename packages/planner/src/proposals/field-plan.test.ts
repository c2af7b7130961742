import type { AccountSnapshot, ColumnProfile, Decision, DecisionOf } from '@cutover/domain';
import { describe, expect, it } from 'vitest';
import { propose } from '../propose.ts';
import { ACCOUNT, inputOf, type TestColumn } from '../testing/build.ts';
import { shareSaid } from './misfits.ts';

const profile = (over: Partial<ColumnProfile>): ColumnProfile => ({
  ...{ index: 0, name: 'Since', rows: 500, filled: 412, distinct: 4, distinctExact: true, type: 'date', matches: { date: 1 }, reading: {} },
  ...{ formats: [], values: null, examples: [], length: { min: 0, max: 10, mean: 10 }, sum: null },
  ...over,
});

describe('the share of values that fit the type', () => {
  it('says how many are dates, how many are not, and what those look like, masked', () => {
    const values = [
      { value: '2026-03-04', count: 404 },
      { value: 'after Easter', count: 5 },
      { value: 'unknown', count: 2 },
      { value: 'soon', count: 1 },
    ];
    expect(shareSaid(profile({ matches: { date: 404 / 412 }, values }))).toBe(
      '98 % of 412 values are dates; 8 do not fit: a*** E*** (5), u*** (2), s***',
    );
  });

  it('never calls all what is not all', () => {
    expect(shareSaid(profile({ filled: 1000, matches: { date: 0.999 } }))).toBe('99 % of 1,000 values are dates; 1 does not fit');
    expect(shareSaid(profile({ filled: 1000 }))).toBe('all values read as date');
  });

  it.each([
    ['money', ['$1,200.00', '€ 30', 'on request'], '67 % of 3 values are amounts of money; 1 does not fit: o*** r***'],
    ['integer', ['12', '7', '3.5'], '67 % of 3 values are whole numbers; 1 does not fit: 9***'],
    ['mail', ['a@example.com', 'b@example.com', 'no mail'], '67 % of 3 values are mail addresses; 1 does not fit: n*** m***'],
    ['boolean', ['Yes', 'no', 'perhaps'], '67 % of 3 values are yes or no; 1 does not fit: p***'],
    ['time', ['10:30', '9:15 pm', 'noonish'], '67 % of 3 values are times of day; 1 does not fit: n***'],
  ] as const)('tells a value that is no %s', (type, texts, said) => {
    const values = texts.map((value) => ({ value, count: 1 }));
    expect(shareSaid(profile({ type, filled: 3, rows: 3, matches: { [type]: 2 / 3 }, values }))).toBe(said);
  });

  it('stands in the evidence of the column', () => {
    const { extract, ...input } = inputOf([
      {
        file: 'clients.csv',
        object: 'client',
        columns: [
          { name: 'Client ID', type: 'id' },
          { name: 'Name', type: 'name' },
          { name: 'Quillfeather', type: 'date' },
        ],
        rows: Array.from({ length: 10 }, (_, row) => [`C${row}`, `Ada Ng${row}`, row === 0 ? 'long ago' : `2026-01-0${row}`]),
      },
    ]);
    const [file] = extract.files;
    if (file === undefined) throw new Error('no file');
    const columns = file.columns.map((one) => (one.index === 2 ? { ...one, matches: { date: 0.9 } } : one));
    const { decisions } = propose({ ...input, extract: { ...extract, files: [{ ...file, columns }] } });
    const one = decisions.find(({ id }) => id === 'field:clients.csv#2');
    expect(one?.proposal).toEqual({ target: 'person.custom.quillfeather', as: { name: 'Quillfeather', type: 'date' } });
    expect(one?.evidence).toContain('90 % of 10 values are dates; 1 does not fit: l*** a***');
  });
});

const field = (name: string, type: string, over: Partial<AccountSnapshot['fields'][number]> = {}) => ({
  ...{ entity: 'person' as const, key: name, name, type, custom: true, options: [] },
  ...over,
});

/** The proposal for a column of clients called `Quillfeather` whose values are dates, in an account with these fields. */
function proposed(fields: AccountSnapshot['fields'], column: TestColumn = { name: 'Quillfeather', type: 'date' }): DecisionOf<'field'> {
  const { decisions } = propose(
    inputOf(
      [
        {
          file: 'clients.csv',
          object: 'client',
          columns: [{ name: 'Client ID', type: 'id' }, { name: 'Name', type: 'name' }, column],
          rows: Array.from({ length: 9 }, (_, row) => [`C${row}`, `Ada Ng${row}`, `2026-01-0${row + 1}`]),
        },
      ],
      { account: { ...ACCOUNT, fields } },
    ),
  );
  const one = decisions.find((decision: Decision) => decision.id === 'field:clients.csv#2');
  if (one?.kind !== 'field') throw new Error('not asked');
  return one;
}

describe('the name of a new field', () => {
  it('is the header where the account has nothing of that name', () => {
    expect(proposed([]).proposal).toEqual({ target: 'person.custom.quillfeather', as: { name: 'Quillfeather', type: 'date' } });
    expect(proposed([field('Quillfeather', 'varchar', { entity: 'deal' })]).proposal?.as?.name).toBe('Quillfeather');
  });

  it('is that of the field of the account where type and name agree', () => {
    expect(proposed([field('quillfeather', 'date')]).proposal?.as).toEqual({ name: 'quillfeather', type: 'date', existing: true });
  });

  it('is another one where the account uses it for something else, and the evidence says why', () => {
    const one = proposed([field('Quillfeather', 'monetary')]);
    expect(one.proposal).toEqual({ target: 'person.custom.quillfeather-2', as: { name: 'Quillfeather (2)', type: 'date' } });
    expect(one.evidence).toContain(
      'the account has a field Quillfeather of another type (monetary): a date field needs a name of its own, Quillfeather (2)',
    );
    const third = proposed([field('Quillfeather', 'monetary'), field('Quillfeather (2)', 'enum')]);
    expect(third.proposal?.as?.name).toBe('Quillfeather (3)');
  });
});
