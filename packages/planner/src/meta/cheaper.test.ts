import { describe, expect, it } from 'vitest';
import { compilePlan } from '../compile/compile.ts';
import { propose } from '../propose.ts';
import { inputOf, link } from '../testing/build.ts';

describe('what would make it cheaper', () => {
  const input = inputOf(
    [
      {
        file: 'clients.csv',
        object: 'client',
        columns: [
          { name: 'Client ID', type: 'id' },
          { name: 'Name', type: 'name' },
        ],
        rows: [['C1', 'Ada Ng']],
      },
      {
        file: 'packages.csv',
        object: 'package',
        columns: [
          { name: 'Package ID', type: 'id' },
          { name: 'Client ID', type: 'id' },
          { name: 'Package', type: 'text' },
        ],
        rows: [['P1', 'C1', 'Ten']],
      },
      {
        file: 'invoices.csv',
        object: 'invoice',
        columns: [
          { name: 'Invoice No', type: 'id' },
          { name: 'Package ID', type: 'id' },
          { name: 'Amount', type: 'money' },
        ],
        rows: [
          ['I1', 'P1', '10.00'],
          ['I2', 'P1', '20.00'],
          ['I3', 'P1', '30.00'],
        ],
      },
    ],
    { links: [link('packages.csv', 1, 'clients.csv', 'client'), link('invoices.csv', 1, 'packages.csv', 'package')] },
  );
  const planOf = (decisions: ReturnType<typeof propose>['decisions']) =>
    compilePlan({
      ...input,
      decisions,
      lineage: '6f1c0a52-3f0e-4a4b-9a53-0d2f6c1d7e11',
      serial: 1,
      stagedDigest: `sha256:${'0'.repeat(64)}`,
    });

  it('names the answers and what each saves: two notes of ten tokens', () => {
    const { decisions } = propose(input);
    expect(planOf(decisions).meta.estimate.cheaper).toEqual([
      { decision: 'invoice', what: 'one billing note for each deal instead of a note for each invoice', tokens: 20 },
    ]);
  });

  it('says nothing of an answer that is given already', () => {
    const decisions = propose(input).decisions.map((one) =>
      one.kind === 'invoice' ? { ...one, status: 'amended' as const, answer: { as: 'billing-note' as const } } : one,
    );
    expect(planOf(decisions).meta.estimate.cheaper).toEqual([]);
  });
});
