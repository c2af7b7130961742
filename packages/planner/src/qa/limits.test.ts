import { type AccountSnapshot, type Decision, digestOf, type TargetInfo } from '@cutover/domain';
import { describe, expect, it } from 'vitest';
import { compilePlan } from '../compile/compile.ts';
import type { PlannerInput } from '../input.ts';
import { propose } from '../propose.ts';
import { ACCOUNT, inputOf, link, TARGET, type TestTable } from '../testing/build.ts';

const found = (input: PlannerInput, code: string, answers: Readonly<Record<string, unknown>> = {}) => {
  const first = propose(input);
  const existing = first.decisions.map(
    (one): Decision =>
      one.id in answers ? ({ ...one, status: 'amended', answer: answers[one.id], by: 'ana', at: '2026-05-01T07:00:00Z' } as Decision) : one,
  );
  return propose({ ...input, existing })
    .findings.filter((one) => one.code === code)
    .map(({ severity, message, count, rows }) => ({ severity, message, count, rows }));
};

const clients = (columns: TestTable['columns'], rows: TestTable['rows']): TestTable => ({
  file: 'clients.csv',
  object: 'client',
  columns: [{ name: 'Client ID', type: 'id' }, { name: 'Name', type: 'name' }, ...columns],
  rows,
});

describe('texts over the limits', () => {
  const notes: TestTable = {
    file: 'notes.csv',
    object: 'note',
    columns: [
      { name: 'Note ID', type: 'id' },
      { name: 'Client ID', type: 'id' },
      { name: 'Date', type: 'date' },
      { name: 'Note', type: 'longtext' },
    ],
    rows: [
      ['N1', 'C1', '2026-04-01', 'x'.repeat(100_001)],
      ['N2', 'C1', '2026-04-01', 'x'.repeat(100_000)],
    ],
  };
  const input = inputOf([clients([], [['C1', `Ada ${'n'.repeat(300)}`]]), notes], {
    links: [link('notes.csv', 1, 'clients.csv', 'client')],
  });

  it('are counted where they stand', () => {
    expect(found(input, 'text-too-long')).toEqual([
      { severity: 'warning', message: '1 text in Name (clients.csv) is over 255 characters', count: 1, rows: ['clients.csv#C1'] },
      { severity: 'warning', message: '1 text in Note (notes.csv) is over 100,000 characters', count: 1, rows: ['notes.csv#N1'] },
    ]);
  });

  it('will be cut where the field is a line; a note only where a person said so', () => {
    const name = {
      severity: 'warning',
      message: '1 value of Name (clients.csv) will be cut after 255 characters',
      count: 1,
      rows: ['clients.csv#C1'],
    };
    const note = {
      severity: 'warning',
      message: '1 value of Note (notes.csv) will be cut after 100,000 characters',
      count: 1,
      rows: ['notes.csv#N1'],
    };
    expect(found(input, 'value-cut')).toEqual([name]);
    expect(found(input, 'value-cut', { 'text-limit': { as: 'cut' } })).toEqual([name, note]);
  });
});

describe('options', () => {
  const as = (name: string) => ({ target: `person.custom.${name.toLowerCase()}`, as: { name, type: 'enum' } });

  it('that are longer than an option may be are counted', () => {
    const input = inputOf([
      clients(
        [{ name: 'Motto', type: 'text' }],
        [
          ['C1', 'Ida Frost', 'short'],
          ['C2', 'Per Lund', 'm'.repeat(256)],
          ['C3', 'Uma Reis', 'm'.repeat(255)],
        ],
      ),
    ]);
    expect(found(input, 'option-too-long', { 'field:clients.csv#2': as('Motto') })).toEqual([
      { severity: 'error', message: '1 option of Motto (clients.csv) is over 255 characters', count: 1, rows: ['clients.csv#C2'] },
    ]);
  });

  it('that are more than a field takes are an error', () => {
    const rows = Array.from({ length: 10_001 }, (_, row) => [`C${row}`, `Ada Ng${row}`, `motto ${row}`]);
    const input = inputOf([clients([{ name: 'Motto', type: 'text' }], rows)]);
    expect(found(input, 'too-many-options', { 'field:clients.csv#2': as('Motto') })).toEqual([
      { severity: 'error', message: 'Motto (clients.csv) has more than 10,000 different values', count: 10_001, rows: [] },
    ]);
  });
});

describe('dates of which nobody can tell day and month', () => {
  it('are counted, with the first rows that hold them', () => {
    const input = inputOf([
      clients(
        [{ name: 'Birthday', type: 'date', reading: { order: 'ambiguous' } }],
        [
          ['C1', 'Ida Frost', '03/04/1990'],
          ['C2', 'Per Lund', ''],
          ['C3', 'Uma Reis', '05/06/1991'],
        ],
      ),
    ]);
    expect(found(input, 'ambiguous-dates')).toEqual([
      {
        severity: 'warning',
        message: 'every date in Birthday (clients.csv), 2 in all, reads day first and month first',
        count: 2,
        rows: ['clients.csv#C1', 'clients.csv#C3'],
      },
    ]);
  });
});

describe('what the account has', () => {
  const person = (id: number, name: string, mail: string): AccountSnapshot['persons'][number] =>
    ({ id, name, mails: [mail], sourceId: null }) as AccountSnapshot['persons'][number];
  const table = clients(
    [{ name: 'Email', type: 'mail' }],
    [
      ['C1', 'Ida Frost', 'ida@example.com'],
      ['C2', 'Per Lund', 'per@example.com'],
    ],
  );

  it('already is counted, with the rows that meet it', () => {
    const account = { ...ACCOUNT, persons: [person(4, 'Per Lund', 'per@example.com')] };
    expect(found(inputOf([table], { account }), 'already-in-account')).toEqual([
      { severity: 'info', message: '1 record is in the account already', count: 1, rows: ['clients.csv#C2'] },
    ]);
    expect(found(inputOf([table]), 'already-in-account')).toEqual([]);
  });

  it('has no room for is an error: more deals than the plan allows', () => {
    const packages: TestTable = {
      file: 'packages.csv',
      object: 'package',
      columns: [
        { name: 'Package ID', type: 'id' },
        { name: 'Client ID', type: 'id' },
        { name: 'Package', type: 'text' },
      ],
      rows: [['P1', 'C1', 'Ten']],
    };
    const input = inputOf([table, packages], { links: [link('packages.csv', 1, 'clients.csv', 'client')] });
    const full = (there: number, target: TargetInfo) => {
      const deals = Array.from({ length: there }, (_, id) => ({ id }) as AccountSnapshot['deals'][number]);
      const { meta } = compilePlan({
        ...{ ...input, target, account: { ...ACCOUNT, deals }, decisions: propose(input).decisions },
        ...{ lineage: '6f1c0a52-3f0e-4a4b-9a53-0d2f6c1d7e11', serial: 1, stagedDigest: `sha256:${'0'.repeat(64)}` },
      });
      return meta.findings.filter((one) => one.code === 'deal-cap').map(({ count, message }) => ({ count, message }));
    };
    // 2,500 open deals a seat on the smallest plan.
    expect(full(2499, TARGET)).toEqual([]);
    expect(full(2500, TARGET)).toEqual([{ count: 1, message: '2501 deals are more than the 2500 allowed on lite with 1 seat' }]);
  });
});

describe('names and files of the export', () => {
  it('without a file of companies say so', () => {
    const input = inputOf(
      [
        clients(
          [{ name: 'Company', type: 'name' }],
          [
            ['C1', 'Ida Frost', 'Brightwater'],
            ['C2', 'Per Lund', 'Brightwater'],
            ['C3', 'Uma Reis', ''],
          ],
        ),
      ],
      { links: [] },
    );
    expect(found(input, 'companies-only-named')).toEqual([
      {
        severity: 'info',
        message: 'no file holds companies: Company in clients.csv names them 2 times',
        count: 2,
        rows: ['clients.csv#C1', 'clients.csv#C2'],
      },
    ]);
  });

  const list: TestTable = {
    file: 'files.csv',
    object: 'file',
    columns: [
      { name: 'File ID', type: 'id' },
      { name: 'Client ID', type: 'id' },
      { name: 'File Name', type: 'path' },
    ],
    rows: [
      ['F1', 'C1', 'goals.pdf'],
      ['F2', 'C1', 'talk.mp4'],
      ['F3', 'C1', 'lost.pdf'],
    ],
  };
  const attached = (path: string, mediaType: string, size = 10) => ({
    path,
    name: path,
    mediaType,
    size,
    sha256: digestOf(path),
  });
  const input = inputOf([clients([], [['C1', 'Ida Frost']]), list], {
    links: [link('files.csv', 1, 'clients.csv', 'client')],
    attachments: [attached('goals.pdf', 'application/pdf'), attached('talk.mp4', 'video/mp4')],
  });

  it('that are named and missing, or recordings, are listed', () => {
    expect(found(input, 'attachment-missing')).toEqual([
      { severity: 'warning', message: '1 file is named in files.csv but not in the export', count: 1, rows: ['files.csv#F3'] },
    ]);
    expect(found(input, 'large-files')).toEqual([
      { severity: 'info', message: '1 recording or large file is in the export: talk.mp4', count: 1, rows: [] },
    ]);
  });

  it('of contracts are kept apart', () => {
    const contracts: TestTable = {
      file: 'contracts.csv',
      object: 'contract',
      columns: [
        { name: 'Contract ID', type: 'id' },
        { name: 'Client ID', type: 'id' },
        { name: 'Document Link', type: 'url' },
        { name: 'File Name', type: 'path' },
      ],
      rows: [
        ['D1', 'C1', 'https://contracts.example.com/1', 'goals.pdf'],
        ['D2', 'C1', 'https://contracts.example.com/2', 'other.pdf'],
      ],
    };
    const both = inputOf([clients([], [['C1', 'Ida Frost']]), contracts], {
      links: [link('contracts.csv', 1, 'clients.csv', 'client')],
      attachments: input.extract.attachments,
    });
    expect(found(both, 'contracts-apart')).toEqual([
      { severity: 'info', message: '2 contracts are kept as addresses; 1 of their files is in the export', count: 2, rows: [] },
    ]);
  });
});
