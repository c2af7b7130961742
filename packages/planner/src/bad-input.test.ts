import { Decision, type DecisionOf, type SourceObject, type ValueType } from '@cutover/domain';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ofKind, theOne } from './decide.ts';
import { propose } from './propose.ts';
import { inputOf, link, type TestColumn } from './testing/build.ts';

/** The decision about one column of a table written by hand. */
function about(object: SourceObject, columns: readonly TestColumn[], rows: readonly (readonly string[])[], index = 0): DecisionOf<'field'> {
  const { decisions } = propose(inputOf([{ file: 'x.csv', object, columns, rows, idColumn: null }]));
  const decision = theOne(decisions, 'field', `field:x.csv#${index}`);
  if (decision === null) throw new Error(`nothing is asked about column ${index}`);
  return decision;
}

const times = (count: number, cell: (row: number) => string): string[][] => Array.from({ length: count }, (_, row) => [cell(row)]);
const said = (decision: Decision): string => [decision.reason, ...decision.evidence].join(' | ');

describe('a column that tells little is proposed with that said', () => {
  it('one value in every row', () => {
    const decision = about(
      'client',
      [{ name: 'Branch', type: 'enum' }],
      times(40, () => 'North'),
    );
    expect(said(decision)).toContain('every filled row has the same value');
    expect(decision.confidence).toBeLessThan(0.8);
    expect(decision.alternatives).toContainEqual({ target: 'ignore' });
  });

  it('one value under a name everybody knows is still no certainty', () => {
    const decision = about(
      'package',
      [{ name: 'Status', type: 'enum' }],
      times(40, () => 'Active'),
    );
    expect(decision.proposal).toEqual({ target: 'deal.stage' });
    expect(decision.confidence).toBeLessThanOrEqual(0.85);
  });

  it('no value at all', () => {
    const decision = about(
      'client',
      [{ name: 'E-mail', type: 'mail' }],
      times(40, () => ''),
    );
    expect(decision.proposal).toEqual({ target: 'ignore' });
    expect(decision.reason).toBe('The column is empty.');
  });

  it('10,000 different values are no pick-list', () => {
    const decision = about(
      'client',
      [{ name: 'Flavour', type: 'enum' }],
      times(10_000, (row) => `flavour ${row}`),
    );
    expect(decision.proposal).toMatchObject({ target: 'person.custom.flavour', as: { type: 'varchar' } });
    expect(said(decision)).toContain('10,000 different values are too many to choose from');
    expect(decision.confidence).toBeLessThan(0.8);
  });

  it('values of several kinds', () => {
    const { extract, ...input } = inputOf([
      { file: 'x.csv', object: 'session', columns: [{ name: 'Date', type: 'text' }], rows: times(20, (row) => `${row}`), idColumn: null },
    ]);
    const [file] = extract.files;
    const [column] = file?.columns ?? [];
    if (file === undefined || column === undefined) throw new Error('no column');
    const mixed = { ...file, columns: [{ ...column, matches: { text: 1, date: 0.4, money: 0.35, mail: 0.25 } }] };
    const { decisions } = propose({ ...input, extract: { ...extract, files: [mixed] } });
    const decision = decisions.find((one) => one.id === 'field:x.csv#0');
    expect(decision?.evidence.join(' ')).toContain('several kinds: 40 % date, 35 % money, 25 % mail');
    expect(decision?.confidence).toBeLessThanOrEqual(0.75);
  });

  it('half of the dates are none', () => {
    const { extract, ...input } = inputOf([
      {
        file: 'x.csv',
        object: 'session',
        columns: [{ name: 'Date', type: 'date' }],
        rows: times(20, (row) => `2026-01-${row + 1}`),
        idColumn: null,
      },
    ]);
    const [file] = extract.files;
    const [column] = file?.columns ?? [];
    if (file === undefined || column === undefined) throw new Error('no column');
    const half = { ...file, columns: [{ ...column, matches: { text: 1, date: 0.5 } }] };
    const { decisions } = propose({ ...input, extract: { ...extract, files: [half] } });
    const decision = decisions.find((one) => one.id === 'field:x.csv#0');
    expect(decision?.evidence).toContain('50 % of 20 values are dates; 10 do not fit');
    expect(decision?.confidence).toBeLessThanOrEqual(0.65);
  });

  it.each(['Имя клиента', '客户姓名', 'اسم', 'Όνομα', '???', ''])('a header nobody can read: %j', (name) => {
    const decision = about(
      'client',
      [{ name, type: 'text' }],
      times(30, (row) => `слово ${row % 7}`),
    );
    expect(decision.proposal?.target).toMatch(/^person\.custom\.[a-z0-9-]+$/);
    expect(decision.confidence).toBeLessThan(0.8);
    expect(decision.reason).toContain('No usual meaning fits');
  });
});

describe('columns with equal rights to a target', () => {
  const columns: TestColumn[] = [
    { name: 'Client name', type: 'name' },
    { name: 'Name of client', type: 'name' },
    { name: 'E-mail', type: 'mail' },
  ];
  const rows = Array.from({ length: 30 }, (_, row) => [`Ada Ng${row}`, `Bo Li${row}`, `a${row}@example.com`]);

  it('only one is taken, as a toss, and both say so', () => {
    const [first, second] = [about('client', columns, rows, 0), about('client', columns, rows, 1)];
    const taken = [first, second].filter(({ proposal }) => proposal?.target === 'person.name');
    expect(taken).toHaveLength(1);
    expect(first.confidence).toBeLessThanOrEqual(0.5);
    expect(said(first)).toContain('Column 2 could be it as well');
    expect(said(second)).toContain('Column 1 fits better');
    expect(second.alternatives).toContainEqual({ target: 'person.name' });
  });

  it('whatever their order, neither is certain', () => {
    const turned = [columns[1], columns[0], columns[2]].flatMap((column) => column ?? []);
    const swapped = rows.map(([a = '', b = '', c = '']) => [b, a, c]);
    const both = [0, 1].map((index) => about('client', turned, swapped, index));
    expect(both.filter(({ proposal }) => proposal?.target === 'person.name')).toHaveLength(1);
    for (const one of both) expect(one.confidence).toBeLessThanOrEqual(0.65);
  });
});

describe('an export without any client', () => {
  it('says so, and still asks about everything else', () => {
    const { decisions, findings } = propose(
      inputOf(
        [
          {
            file: 's.csv',
            object: 'session',
            columns: [
              { name: 'Session ID', type: 'id' },
              { name: 'Client', type: 'id' },
              { name: 'Date', type: 'date' },
            ],
            rows: [
              ['S1', 'C1', '2026-01-05'],
              ['S2', 'C2', '2026-01-06'],
            ],
          },
        ],
        {},
      ),
    );
    expect(findings.find(({ code }) => code === 'no-clients')).toMatchObject({ severity: 'error', count: 1 });
    const client = decisions.find(({ id }) => id === 'field:s.csv#1');
    expect(client?.proposal).toMatchObject({ target: 'link:client' });
    expect(client?.evidence.join(' ')).toContain('no file of the export holds clients');
    expect(client?.confidence).toBeLessThan(0.8);
    expect(decisions.some(({ kind }) => kind === 'owner-fallback')).toBe(true);
  });
});

describe('whatever the columns are', () => {
  const header = fc.oneof(fc.constantFrom('Name', 'Status', 'Date', 'Price', '', 'Имя', 'E-mail', 'Client'), fc.string({ maxLength: 20 }));
  const cell = fc.oneof(fc.constantFrom('', 'x', 'Active', '2026-01-05', '12', 'a@example.com', '٣', '北京'), fc.string({ maxLength: 12 }));
  const kind = fc.constantFrom<ValueType>('text', 'enum', 'name', 'mail', 'date', 'money', 'integer', 'id');

  it('no proposal is sure without a reason, none seats two columns, and none breaks', () => {
    fc.assert(
      fc.property(
        fc.constantFrom<SourceObject>('client', 'company', 'package', 'session', 'invoice', 'note'),
        fc.array(fc.record({ name: header, type: kind }), { minLength: 1, maxLength: 6 }),
        fc.array(fc.array(cell, { minLength: 6, maxLength: 6 }), { minLength: 0, maxLength: 8 }),
        (object, columns, rows) => {
          const { decisions } = propose(
            inputOf([{ file: 'x.csv', object, columns, rows, idColumn: null }], { links: [link('x.csv', 0, 'y.csv', 'client')] }),
          );
          const fields = ofKind(decisions, 'field');
          for (const one of decisions) Decision.parse(one);
          expect(fields).toHaveLength(columns.length);
          for (const one of fields) {
            expect(one.reason).not.toBe('');
            expect(one.evidence.length).toBeGreaterThan(0);
          }
          const names = fields.filter((one) => one.proposal?.target === 'person.name');
          expect(names.length).toBeLessThanOrEqual(1);
        },
      ),
      { numRuns: 150 },
    );
  });
});
