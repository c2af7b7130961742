import { isOpen } from '@cutover/domain';
import { extract, makePlan } from '@cutover/engine';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decideAll, setOut, type Traveller } from '../tools/travel.ts';
import { verifies } from '../tools/verifies.ts';
import { HARMLESS, linked } from './caller.ts';

const TOOLS = [
  'extract',
  'profile',
  'plan_make',
  'plan_show',
  'decisions_list',
  'decision_explain',
  'decision_propose',
  'estimate',
  'run_start',
  'run_status',
  'run_cancel',
  'diff_show',
  'rollback_preview',
  'report_show',
];
const IDS = [
  'deal-value',
  'side-effects',
  'owner-fallback',
  'tags',
  'sample',
  'field:clients.csv#3',
  'object:clients.csv',
  'activity-type:session:Admin',
  'stage:package:Active',
  '__proto__',
  '../../etc/passwd',
];
const PROPOSALS = [
  { use: 'total' },
  { use: 'total', approved: true },
  { paused: true },
  { user: 'sam.okafor@example.com' },
  { user: 'nobody@example.com' },
  { as: 'labels' },
  { size: 200 },
  { target: 'person.phones' },
  { target: 'ignore' },
  { object: 'ignore' },
  { type: 'Task' },
  { stage: 'Active', order: 1, status: 'won' },
  {},
];

/** The arguments tools have, with values that fit and values that do not, and some that none has. */
const args: fc.Arbitrary<Record<string, unknown>> = fc.oneof(
  fc.record(
    {
      id: fc.oneof(fc.constantFrom(...IDS), fc.string()),
      proposal: fc.oneof(fc.constantFrom(...PROPOSALS), fc.dictionary(fc.string(), fc.jsonValue()), fc.jsonValue()),
      reason: fc.oneof(fc.constant('A person said yes to everything.'), fc.string()),
      model: fc.constantFrom('example-1', 'person', ''),
      prompt: fc.constantFrom({ id: 'agent', version: '1' }, { id: 'agent', version: '1', approved: true }, null),
      kind: fc.constantFrom('schema', 'sample', 'full', 'verify', 'rollback', 'delta', 'field', 'owner'),
      run: fc.constantFrom('verify-1', 'full-1', 'schema-1', '', '__proto__'),
      after: fc.oneof(fc.nat(50), fc.constant(-1)),
      wait: fc.constantFrom(0, 0.1, -5),
      part: fc.constantFrom('schema', 'owners', 'ids', 'rejects', 'nothing'),
      cursor: fc.oneof(fc.constant('0.00000000'), fc.string()),
      open: fc.boolean(),
      confirmed: fc.constant(true),
      approval: fc.constant({ gate: 'plan', approver: 'me' }),
      status: fc.constant('accepted'),
      answer: fc.constant({ use: 'total' }),
    },
    { requiredKeys: [] },
  ),
  fc.dictionary(fc.string(), fc.jsonValue()),
);
/** A proposal in full, so that revisions really happen between the nonsense. */
const revision = fc.record({
  id: fc.constantFrom(...IDS),
  proposal: fc.constantFrom(...PROPOSALS),
  reason: fc.constant('It is better.'),
  model: fc.constant('example-1'),
  prompt: fc.constant({ id: 'agent', version: '1' }),
});
const start = fc.record({ kind: fc.constantFrom('schema', 'sample', 'full', 'rollback') });
const calls = fc.array(
  fc.oneof(
    { weight: 5, arbitrary: fc.tuple(fc.oneof(fc.constantFrom(...TOOLS), fc.constantFrom('approve', 'decide', 'Extract')), args) },
    { weight: 4, arbitrary: fc.tuple(fc.constantFrom('extract', 'plan_make', 'plan_make', ...TOOLS), fc.constant({})) },
    { weight: 2, arbitrary: fc.tuple(fc.constant('decision_propose'), revision) },
    { weight: 2, arbitrary: fc.tuple(fc.constant('run_start'), start) },
  ),
  { minLength: 1, maxLength: 12 },
);

describe('whatever a client calls, in any order, with any arguments', () => {
  /** Answers that a person gave and that stand. */
  const answers = ({ ws }: Traveller) => ws.ledger.decisions.all().filter((decision) => !isOpen(decision));

  const holds = async (traveller: Traveller, prepared: readonly { id: string; answer: unknown }[]): Promise<void> => {
    const { caller, close } = await linked({ ws: traveller.ws, command: HARMLESS });
    const given = new Map(prepared.map(({ id, answer }) => [id, answer]));
    await fc.assert(
      fc.asyncProperty(calls, async (sequence) => {
        for (const [name, input] of sequence) {
          const { isError, content, text } = await caller.call(name, input);
          expect(Buffer.byteLength(text), name).toBeLessThan(8192);
          expect(JSON.stringify(content), text).not.toContain('"internal"');
          if (name === 'run_start' && !JSON.stringify(input).includes('"verify"')) expect(isError, text).toBe(true);
        }
        expect((await traveller.get('metrics')).writes).toBe(0);
        expect(traveller.ws.ledger.approvals.list()).toEqual([]);
        expect(traveller.ws.ledger.journal.head()).toBeNull();
        expect(traveller.ws.ledger.runs.list().filter(({ kind }) => kind !== 'verify')).toEqual([]);
        for (const decision of answers(traveller)) expect(decision.answer, decision.id).toEqual(given.get(decision.id));
      }),
      { numRuns: 20, endOnFailure: true },
    );
    await close();
  };

  test(`${verifies('R57')}nothing is written and nothing answered, in a workspace that is new`, async () => {
    const traveller = await setOut();
    await holds(traveller, []);
    await traveller.close();
  });

  test(`${verifies('R57')}nothing is written, approved or answered otherwise, after a person has answered everything`, async () => {
    const traveller = await setOut();
    await extract(traveller.ws);
    await makePlan(traveller.ws);
    decideAll(traveller.ws);
    await holds(traveller, answers(traveller));
    await traveller.close();
  });
});
