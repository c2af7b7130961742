import { type Decision, isOpen } from '@cutover/domain';
import { extract, makePlan, reviseProposal } from '@cutover/engine';
import { acceptAll, catchUp, decide, decideMany, listDecisions, readyFor, saveAnswers, undoLast } from '@cutover/engine/desk';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { setOut, type Traveller } from '../tools/travel.ts';

const MESSAGES = 'object:messages.csv';
const WORKSHOP = 'activity-type:session:Group Workshop';

describe('answers', () => {
  let traveller: Traveller;
  let drafted: readonly Decision[];
  beforeAll(async () => {
    traveller = await setOut();
    await extract(traveller.ws);
    await makePlan(traveller.ws);
    drafted = listDecisions(traveller.ws).decisions;
  });
  afterAll(() => traveller.close());
  const all = () => listDecisions(traveller.ws).decisions;
  const one = (id: string) => all().find((decision) => decision.id === id);
  beforeEach(() => expect(all().filter((decision) => !isOpen(decision))).toEqual([]));

  test('one that other questions hang on: they come back with it', () => {
    const { ws } = traveller;
    const before = all();
    decide(ws, MESSAGES, { set: { object: 'ignore' } });
    expect(all().filter(({ id }) => id.startsWith('field:messages.csv'))).toEqual([]);
    decide(ws, 'deal-value', { accept: true });
    expect(undoLast(ws).undone).toEqual(['deal-value']);
    expect(undoLast(ws).undone).toEqual([MESSAGES]);
    expect(all()).toEqual(before);
    expect(() => undoLast(ws)).toThrow(expect.objectContaining({ code: 'no-decision' }));
    // The plan is compiled for what is answered now.
    expect(ws.ledger.plan.loadEnvelope()?.plan.serial).toBe(ws.ledger.decisions.serial());
    expect(ws.ledger.plan.loadEnvelope()?.plan.decisions.filter(({ status }) => status !== 'proposed')).toEqual([]);
  });

  test('many that were given together', () => {
    const { ws } = traveller;
    decide(ws, 'deal-value', { accept: true });
    acceptAll(ws, listDecisions(ws).listDigest);
    expect(
      all()
        .filter(isOpen)
        .every(({ proposal }) => proposal === null),
    ).toBe(true);
    const { undone, open } = undoLast(ws);
    expect(undone.length).toBe(drafted.filter(({ id, proposal }) => proposal !== null && id !== 'deal-value').length);
    expect(open.length).toBe(drafted.length - 1);
    expect(one('deal-value')?.status).toBe('accepted');
    undoLast(ws);
  });

  test('never what a model has proposed since', () => {
    const { ws } = traveller;
    decideMany(ws, { [WORKSHOP]: { accept: true }, 'deal-value': { choose: 1 } });
    const revision = { id: WORKSHOP, proposal: { type: 'Lunch' }, reason: 'as an example', proposedBy: 'model:scripted-1@agent@1' };
    expect(reviseProposal(ws, revision).reopened).toBe(true);
    expect(undoLast(ws).undone).toEqual(['deal-value']);
    expect(() => undoLast(ws)).toThrow(expect.objectContaining({ code: 'no-decision' }));
    expect(one(WORKSHOP)).toMatchObject({ proposal: { type: 'Lunch' }, proposedBy: 'model:scripted-1@agent@1', status: 'proposed' });
    decide(ws, WORKSHOP, { accept: true });
    expect(undoLast(ws).undone).toEqual([WORKSHOP]);
    expect(one(WORKSHOP)).toMatchObject({ proposal: { type: 'Lunch' }, status: 'proposed', answer: null, by: null });
  });

  test('saved and no more: no gate takes the plan until it has caught up, and a yes to a proposal changes no other question', () => {
    const { ws } = traveller;
    const before = all();
    expect(catchUp(ws)).toBe(false);
    saveAnswers(ws, Object.fromEntries(before.filter(({ proposal }) => proposal !== null).map(({ id }) => [id, { accept: true }])));
    expect(() => readyFor(ws, 'plan')).toThrow(expect.objectContaining({ code: 'plan-stale' }));
    expect(catchUp(ws)).toBe(true);
    expect(catchUp(ws)).toBe(false);
    expect(() => readyFor(ws, 'plan')).toThrow(expect.objectContaining({ code: 'decisions-open' }));
    const unanswered = (list: readonly Decision[]) =>
      list.map((decision) => ({ ...decision, status: '', answer: null, by: null, at: null }));
    expect(unanswered(all())).toEqual(unanswered(before));
    undoLast(ws);
  });
});
