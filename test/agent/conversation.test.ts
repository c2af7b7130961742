import { readFileSync } from 'node:fs';
import { extract, makePlan } from '@cutover/engine';
import { listDecisions } from '@cutover/engine/desk';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { calls, type Script, says, type WireRequest } from '../../packages/agent/testing/scripted-model.ts';
import { writes } from '../road/small.ts';
import { SMALL } from '../tools/travel.ts';
import { verifies } from '../tools/verifies.ts';
import { type Heard, type Stage, setStage } from './stage.ts';

const TYPE = 'activity-type:session:Discovery Call';
const FIELD = 'field:clients.csv#19';
const SOCIAL = { target: 'person.custom.social-handle', as: { name: 'Social handle', type: 'varchar', part: 'social' } };

/** What the model does with each thing the person says, call by call. */
const CONVERSATION: Readonly<Record<string, readonly ReturnType<typeof says>[]>> = {
  'Read the export and draft the plan.': [calls(['extract', {}]), calls(['plan_make', {}]), says('Drafted. Six proposals are uncertain.')],
  'Discovery calls are tasks for us, and Instagram should be called Social handle.': [
    calls(['decision_explain', { id: TYPE }], ['decision_explain', { id: FIELD }]),
    calls(
      ['decision_propose', { id: TYPE, proposal: { type: 'Task' }, reason: 'The practice treats discovery calls as tasks.' }],
      ['decision_propose', { id: FIELD, proposal: SOCIAL, reason: 'The person wants the field named Social handle.' }],
    ),
    says('Both are proposals now – “Task” and “Social handle”. Your answer is wanted.'),
  ],
  'Load the sample.': [calls(['run_start', { kind: 'schema' }]), says('The plan gate is closed: please approve the plan.')],
};

const script: Script = ({ messages }) => {
  const at = messages.findLastIndex(({ role }) => role === 'user');
  const replies = CONVERSATION[messages[at]?.content ?? ''] ?? [];
  const done = messages.slice(at).filter(({ role }) => role === 'assistant').length;
  // Split inside UTF-8 and inside the arguments.
  return { ...(replies[done] ?? says('Nothing.')), splits: [37, 111, 112, 113, 201, 333, 334, 512, 700] };
};

describe('a whole conversation over the example', () => {
  let stage: Stage;
  const heard: Record<string, Heard> = {};
  beforeAll(async () => {
    stage = await setStage(script);
    for (const text of Object.keys(CONVERSATION)) heard[text] = await stage.say(text);
  });
  afterAll(() => stage.close());

  const decision = (id: string) => listDecisions(stage.traveller.ws).decisions.find((one) => one.id === id);

  test(`${verifies('R52', 'R59')}the model reads, plans and changes two proposals by tool, and is recorded as who proposed them`, () => {
    expect(Object.values(heard).flatMap(({ events }) => events.filter(({ type }) => type === 'error'))).toEqual([]);
    expect(decision(TYPE)).toMatchObject({
      proposal: { type: 'Task' },
      proposedBy: 'model:scripted-1@agent@1',
      reason: 'The practice treats discovery calls as tasks.',
      status: 'proposed',
      answer: null,
    });
    expect(decision(FIELD)).toMatchObject({ proposal: SOCIAL, proposedBy: 'model:scripted-1@agent@1', status: 'proposed' });
  });

  test(`${verifies('R29', 'R57')}at the gate it hands over to the person, and nothing was written`, async () => {
    const { events, text } = heard['Load the sample.'] ?? { events: [], text: '' };
    expect(events.filter(({ type }) => type === 'gate')).toEqual([
      {
        type: 'gate',
        refusal: expect.objectContaining({ gate: 'plan', reason: 'missing', ask: expect.stringContaining('cutover approve plan') }),
      },
    ]);
    expect(text).toBe('The plan gate is closed: please approve the plan.');
    expect(await writes(stage.traveller)).toBe(0);
  });

  test(`${verifies('R60')}what the model was sent holds no mail, phone or private note of a client`, () => {
    const sent = JSON.stringify(stage.model?.requests);
    const clients = readFileSync(`${SMALL}/clients.csv`, 'utf8');
    const mails = [...clients.matchAll(/[\w.]+@example\.com/g)].map(([mail]) => mail);
    // Coaches who are users of the account are known by their mails.
    const users = ['dana.reyes@example.com', 'sam.okafor@example.com', 'priya.nair@example.com'];
    const personal = [...new Set(mails)].filter((mail) => !users.includes(mail));
    expect(personal.length).toBeGreaterThan(35);
    expect(personal.filter((mail) => sent.includes(mail))).toEqual([]);
    expect(sent).not.toMatch(/555-01\d\d|555\.01\d\d|\+1\d{6}01\d\d/);
    expect(sent).not.toContain('Maya Chen');
  });

  test('the transcript holds the whole conversation', () => {
    const entries = stage.transcript.map((line): Record<string, unknown> => JSON.parse(line));
    expect(entries.filter(({ type }) => type === 'user').map(({ text }) => text)).toEqual(Object.keys(CONVERSATION));
    expect(entries.filter(({ type }) => type === 'tool').map(({ name }) => name)).toEqual([
      'extract',
      'plan_make',
      'decision_explain',
      'decision_explain',
      'decision_propose',
      'decision_propose',
      'run_start',
    ]);
    expect(entries.filter(({ type }) => type === 'gate').length).toBe(1);
  });
});

test(`${verifies('R52')}a review reranks the uncertain proposals by their own candidates, under its own prompt`, async () => {
  const shown: WireRequest[] = [];
  const stage = await setStage((request) => {
    shown.push(request);
    return calls([
      'choose',
      {
        choices: [
          { id: 'stage:package:Rolled Over', candidate: 1, reason: 'The credit went into the next package.' },
          { id: 'deal-value', candidate: 0, reason: 'Fits the evidence.' },
          { id: 'contract', candidate: null, reason: 'Should the signed documents follow?' },
        ],
      },
    ]);
  });
  try {
    await extract(stage.traveller.ws);
    await makePlan(stage.traveller.ws);
    const { text } = await stage.review();
    expect(text).toContain('contract: to be asked. Should the signed documents follow?');
    const rolled = listDecisions(stage.traveller.ws).decisions.find(({ id }) => id === 'stage:package:Rolled Over');
    expect(rolled).toMatchObject({
      proposal: { stage: 'Rolled Over', order: 3, status: 'won' },
      proposedBy: 'model:scripted-1@rerank@1',
      status: 'proposed',
    });
    expect(shown[0]?.tools?.map((tool) => tool.function.name)).toEqual(['choose']);
    expect((await stage.review()).text).not.toContain('Rolled Over');
  } finally {
    await stage.close();
  }
});
