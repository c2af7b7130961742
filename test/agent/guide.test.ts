import { listDecisions } from '@cutover/engine/desk';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { GUIDE_HELP } from '../../packages/agent/src/guide/help.ts';
import { writes } from '../road/small.ts';
import { sandboxState } from '../tools/sandbox-state.ts';
import { decideAll, sayYes } from '../tools/travel.ts';
import { verifies } from '../tools/verifies.ts';
import { type Stage, setStage } from './stage.ts';

/** Requests as a person writes them, and what they make of the example's plan. */
const REQUESTS: readonly (readonly [said: string, id: string, proposal: unknown])[] = [
  ['make discovery calls tasks', 'activity-type:session:Discovery Call', { type: 'Task' }],
  [
    'make Group Workshop a new type called Workshop',
    'activity-type:session:Group Workshop',
    { newType: { name: 'Workshop', icon: 'meeting' } },
  ],
  ['make Rolled Over won', 'stage:package:Rolled Over', { stage: 'Rolled Over', order: 3, status: 'won' }],
  ['put Mobile into its own field', 'field:clients.csv#5', { target: 'person.custom.mobile', as: { name: 'Mobile', type: 'phone' } }],
  ['put Mobile into phone', 'field:clients.csv#5', { target: 'person.phones', as: { label: 'mobile' } }],
  [
    'make Tier a text field',
    'field:clients.csv#13',
    { target: 'person.custom.coaching-tier', as: { name: 'Coaching Tier', type: 'varchar' } },
  ],
  ['ignore Newsletter?', 'field:clients.csv#16', { target: 'ignore' }],
  ['use total price', 'deal-value', { use: 'total' }],
  ['use remaining credit', 'deal-value', { use: 'remaining' }],
  ["give Dana's records to Sam", 'owner:coach:dana.reyes@example.com', { user: 'sam.okafor@example.com' }],
  ['give Lee Marsh to Priya', 'owner:coach:lee.marsh@example.com', { user: 'priya.nair@example.com' }],
  ['use one billing note', 'invoice', { as: 'billing-note' }],
  ['use notes for calls', 'message:message:Call', { as: 'note' }],
  ['set time zone to Europe/Berlin', 'timezone', { zone: 'Europe/Berlin' }],
];

describe('the built-in guide over the example, by the same tools', () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await setStage(null);
  });
  afterAll(() => stage.close());

  test(`${verifies('R58')}start reads the export, drafts the plan and shows what to look at`, async () => {
    const { text } = await stage.say('start');
    expect(text).toContain('371 rows in 14 files, 369 staged, 2 rejected');
    expect(text).toContain('182 decisions');
    expect(text).toContain('package "Rolled Over": stage "Rolled Over", place 3, open.');
    expect(text).toMatch(/Next: 182 of 182 decisions wait for your answer/);
  });

  test.each(REQUESTS)(`${verifies('R58')}%s`, async (said, id, proposal) => {
    const { events } = await stage.say(said);
    expect(events.filter(({ type }) => type === 'error')).toEqual([]);
    const decision = listDecisions(stage.traveller.ws).decisions.find((one) => one.id === id);
    expect(decision).toMatchObject({
      proposal,
      proposedBy: 'model:built-in-guide@guide@1',
      status: 'proposed',
      reason: `the person asked: ${said}`,
    });
  });

  test('why is Tier a single-select? is answered from the evidence, and by what it is now', async () => {
    const { text } = await stage.say('why is Tier a single-select?');
    expect(text).toContain('It is not: column "Coaching Tier" of clients.csv becomes a text field "Coaching Tier" of the person.');
    expect(text).toContain('40 of 41 filled, 3 different');
  });

  test('what is still open? names how much waits for an answer', async () => {
    const { text } = await stage.say('what is still open?');
    expect(text).toMatch(/182 of 182 decisions/);
  });

  test.each(GUIDE_HELP.flatMap(({ lines }) => lines.map(({ say }) => say)))(`${verifies('R58')}documented: %s`, async (said) => {
    const { text, events } = await stage.say(said);
    expect(text).not.toMatch(/I do not understand|I find no decision|There is no|There are no/);
    expect(text.trim()).not.toBe('');
    expect(events.filter(({ type }) => type === 'error')).toEqual([]);
  });

  test('what it does not understand it says, and changes nothing', async () => {
    const before = listDecisions(stage.traveller.ws).listDigest;
    expect((await stage.say('write me a poem')).text).toContain('I do not understand that.');
    expect(listDecisions(stage.traveller.ws).listDigest).toBe(before);
  });

  test(`${verifies('R57')}the sample is refused at the plan gate, and nothing was written`, async () => {
    const { events } = await stage.say('load the sample');
    expect(events).toContainEqual({ type: 'gate', refusal: expect.objectContaining({ gate: 'plan', reason: 'missing' }) });
    expect(await writes(stage.traveller)).toBe(0);
  });
});

describe('the whole road through the guide alone', () => {
  afterEach(() => vi.unstubAllEnvs());

  test(`${verifies('R51', 'R57', 'R58')}the person answers and approves, the guide does the rest by the tools`, {
    timeout: 180_000,
  }, async () => {
    const stage = await setStage(null);
    const { traveller } = stage;
    // Runs are processes of their own: what they need to know of this account they find in their environment.
    vi.stubEnv('PIPEDRIVE_API_TOKEN', traveller.sandbox.token);
    vi.stubEnv('CUTOVER_TIME_SCALE', String(traveller.ports.timeScale));
    try {
      await stage.say('start');
      decideAll(traveller.ws);
      expect((await stage.say('what is still open?')).text).toContain('Nothing is open: all 182 decisions have your answer.');
      expect((await stage.say('next')).text).toMatch(
        /The plan gate is closed \(missing\)\. Only you can open it, with your key: cutover approve plan/,
      );
      expect(await writes(traveller)).toBe(0);

      sayYes(traveller, 'plan');
      expect((await stage.say('load the sample')).text).toMatch(
        /The sample: started\.[\s\S]*finished[\s\S]*Next: the sample is in Pipedrive/,
      );
      const compared = await stage.say('next');
      expect(compared.text).toContain('0 different');
      expect(compared.events).toContainEqual({ type: 'gate', refusal: expect.objectContaining({ gate: 'full', reason: 'missing' }) });

      sayYes(traveller, 'full');
      expect((await stage.say('load everything')).text).toMatch(/The full load: started\.[\s\S]*finished[\s\S]*Say "verify"/);
      expect((await stage.say('verify')).text).toContain('finished');
      const { text } = await stage.say('report');
      expect(text).toContain('package: 45 rows, 0 rejected, 45 planned; 45 created, 0 reused, 0 failed');
      expect(text).toContain('Discrepancies: 0');
      const { activities } = sandboxState(await traveller.get('state'));
      expect(activities.filter(({ is_deleted }) => !is_deleted).length).toBeGreaterThanOrEqual(167);
    } finally {
      await stage.close();
    }
  });
});
