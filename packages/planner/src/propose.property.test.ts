import { Decision, SOURCE_OBJECTS, VALUE_TYPES } from '@cutover/domain';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compilePlan } from './compile/compile.ts';
import { propose } from './propose.ts';
import { inputOf, link, type TestTable } from './testing/build.ts';

const HEADERS = [
  '',
  'id',
  'Name',
  'Client',
  'Клиент',
  '客户',
  'E-mail',
  'Status',
  'Session Type',
  'Price',
  '3/10',
  '#',
  'Package ID',
  'Tags',
  'Coach',
  '=SUM(A1)',
  'Date',
  'Notes',
  '__proto__',
  'constructor',
  'Paid on',
  'Paused at',
];
const CELLS = [
  '',
  'N/A',
  'C1',
  'C2',
  'a@example.com',
  '01/02/2026',
  '3/10',
  '$5.00',
  'Active',
  '?',
  'x'.repeat(300),
  '__proto__',
  '; ;',
  'Frost, Ida',
  '\u0000',
  '-1',
  '😀',
];

const table = (n: number): fc.Arbitrary<TestTable> =>
  fc.record({
    file: fc.constant(`table ${n}.csv`),
    object: fc.option(fc.constantFrom(...SOURCE_OBJECTS)),
    columns: fc.array(
      fc.record({
        name: fc.oneof(fc.constantFrom(...HEADERS), fc.string({ maxLength: 30 })),
        type: fc.constantFrom(...VALUE_TYPES),
        reading: fc.constantFrom({}, { separator: ';' }, { order: 'ambiguous' as const }),
      }),
      { minLength: 1, maxLength: 8 },
    ),
    rows: fc.array(fc.array(fc.oneof(fc.constantFrom(...CELLS), fc.string({ maxLength: 12 })), { maxLength: 9 }), { maxLength: 12 }),
    idColumn: fc.constantFrom(null),
  });

describe('whatever the export holds', () => {
  it('there is a proposal in the form of the contract, and a plan', () => {
    fc.assert(
      fc.property(
        fc.array(fc.nat(4), { maxLength: 4 }).chain((list) => fc.tuple(...list.map((_, i) => table(i)))),
        fc.float({ min: 0, max: 1, noNaN: true }),
        (tables, overlap) => {
          const links = tables.length > 1 ? [link('table 0.csv', 0, 'table 1.csv', 'client', 'name', overlap)] : [];
          const input = inputOf(tables, { links });
          const { decisions } = propose(input);
          for (const decision of decisions) {
            expect(Decision.safeParse(decision).success).toBe(true);
            if (decision.kind !== 'field' && decision.kind !== 'object')
              expect(decision.alternatives.length, decision.id).toBeGreaterThan(0);
          }
          expect(new Set(decisions.map((one) => one.id)).size).toBe(decisions.length);
          const { plan } = compilePlan({
            ...input,
            decisions,
            lineage: '7f1c1d6e-8f5e-4a3b-9a44-0d4d4f2a1b11',
            serial: 1,
            stagedDigest: `sha256:${'0'.repeat(64)}`,
          });
          const paths = plan.schema.fields.map((field) => `${field.entity}.custom.${field.slug}`);
          expect(new Set(paths).size).toBe(paths.length);
          for (const { kind, status, ...rest } of decisions) {
            const target = kind === 'field' && status === 'proposed' ? (rest.proposal as { target?: string } | null)?.target : undefined;
            if (target?.includes('.custom.')) expect(paths).toContain(target);
          }
        },
      ),
      { numRuns: 50 },
    );
  });
});
