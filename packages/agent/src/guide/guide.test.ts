import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { testClock } from '../../testing/clock.ts';
import { type FakeEngine, startFakeEngine } from '../../testing/fake-engine.ts';
import { say } from '../../testing/talk.ts';
import { type Agent, createAgent } from '../agent.ts';
import { promptsOf } from '../prompts.ts';
import { GUIDE_HELP } from './help.ts';

let engine: FakeEngine;
let guide: Agent;
let lines: string[];
beforeEach(async () => {
  engine = await startFakeEngine();
  lines = [];
  guide = createAgent({
    client: engine.port,
    model: null,
    prompts: promptsOf([]),
    clock: testClock(),
    random: () => 0.5,
    transcript: (line) => {
      lines.push(line);
    },
  });
});
afterEach(() => engine.close());

const proposed = () => engine.calls.filter(({ name }) => name === 'decision_propose').map(({ args }) => [args.id, args.proposal]);

describe('changes a person asks for', () => {
  test.each([
    ['make discovery calls tasks', 'activity-type:session:Discovery Call', { type: 'Task' }],
    ['Please make Discovery Call a task.', 'activity-type:session:Discovery Call', { type: 'Task' }],
    ['turn check-ins into calls', 'activity-type:session:Check-in', { type: 'Call' }],
    ['discovery calls should be meetings', 'activity-type:session:Discovery Call', { type: 'Meeting' }],
    ['make check-ins a new type called Pulse', 'activity-type:session:Check-in', { newType: { name: 'Pulse', icon: 'task' } }],
    ['make discovery calls a new type', 'activity-type:session:Discovery Call', { newType: { name: 'Discovery Call', icon: 'call' } }],
    ['make Rolled Over lost', 'stage:package:Rolled Over', { stage: 'Rolled Over', order: 3, status: 'lost' }],
    ['put Mobile into phone', 'field:clients.csv#5', { target: 'person.phones', as: { label: 'mobile' } }],
    ['put Mobile into the phone number', 'field:clients.csv#5', { target: 'person.phones', as: { label: 'mobile' } }],
    ['put Other Phones into emails', 'field:clients.csv#6', { target: 'person.emails', as: { label: 'other', separator: ';' } }],
    ['put Coach of packages into labels', 'field:packages.csv#10', { target: 'deal.labels' }],
    ["put packages' Coach into labels", 'field:packages.csv#10', { target: 'deal.labels' }],
    [
      'put Job Title into a field of its own called Position',
      'field:clients.csv#8',
      { target: 'person.custom.position', as: { name: 'Position', type: 'varchar' } },
    ],
    [
      'make Tier a text field',
      'field:clients.csv#13',
      { target: 'person.custom.coaching-tier', as: { name: 'Coaching Tier', type: 'varchar' } },
    ],
    [
      'make Tier a multi-select',
      'field:clients.csv#13',
      { target: 'person.custom.coaching-tier', as: { name: 'Coaching Tier', type: 'set' } },
    ],
    [
      'make Instagram a long text',
      'field:clients.csv#19',
      { target: 'person.custom.instagram', as: { name: 'Instagram', type: 'text', part: 'social' } },
    ],
    ['ignore Instagram', 'field:clients.csv#19', { target: 'ignore' }],
    ['leave Package Price out', 'field:packages.csv#5', { target: 'ignore' }],
    ['ignore automations.csv', 'object:automations.csv', { object: 'ignore' }],
    [
      'merge LinkedIn into Referral',
      'picklist:client:How did you hear about us?',
      { merge: { referral: 'Referral', LinkedIn: 'Referral' } },
    ],
    ['use remaining credit', 'deal-value', { use: 'remaining' }],
    ['use zero', 'deal-value', { use: 'zero' }],
    ['use one billing note', 'invoice', { as: 'billing-note' }],
    ['use notes for chats', 'message:message:Chat', { as: 'note' }],
    ['use a new record for C001', 'duplicate:client:C001', { use: 'create' }],
    ["give Dana's records to Sam", 'owner:coach:dana.reyes@example.com', { user: 'sam.okafor@example.com' }],
    ['give all of Dana Reyes’s clients over to Alex Rivera', 'owner:coach:dana.reyes@example.com', { user: 'alex.rivera@example.com' }],
    ['give Lee to dana.reyes@example.com', 'owner:coach:l***@e***.com~abc123', { user: 'dana.reyes@example.com' }],
    ['give Sam to the fallback', 'owner:coach:sam.okafor@example.com', { fallback: true }],
    ['give records without a coach to Sam', 'owner-fallback', { user: 'sam.okafor@example.com' }],
    ['set fallback owner to Dana', 'owner-fallback', { user: 'dana.reyes@example.com' }],
    ['set time zone to Europe/Berlin', 'timezone', { zone: 'Europe/Berlin' }],
    ['set the sample size to 150', 'sample', { size: 150 }],
  ])('%s', async (text, id, proposal) => {
    const { errors, text: told } = await say(guide, text);
    expect(proposed()).toEqual([[id, proposal]]);
    expect(errors).toEqual([]);
    expect(told).toContain('→');
    expect(told).toMatch(/Next: /);
    expect(engine.decision(id)).toMatchObject({
      state: 'proposed',
      answer: null,
      proposedBy: 'model:built-in-guide@guide@1',
      reason: `the person asked: ${text}`,
    });
  });

  test('several at once', async () => {
    await say(guide, 'make Check-in and Admin tasks');
    expect(proposed()).toEqual([
      ['activity-type:session:Check-in', { type: 'Task' }],
      ['activity-type:session:Admin', { type: 'Task' }],
    ]);
  });

  test('what is so already is not proposed again', async () => {
    const { text } = await say(guide, 'make check-ins meetings');
    expect(proposed()).toEqual([]);
    expect(text).toContain('is that already: Meeting');
  });

  test('a decision that was answered waits for its answer again, and the person is told', async () => {
    Object.assign(engine.decision('deal-value'), { state: 'accepted', answer: { use: 'total' } });
    const { text } = await say(guide, 'use remaining credit');
    expect(text).toContain('deal value: total price → remaining credit.');
    expect(text).toContain('It was answered before');
  });
});

describe('what cannot be done is said, and nothing is proposed', () => {
  test.each([
    ['make discovery calls unicorns', /no activity type here\. There are: Call, Meeting, Task/],
    ['make Mobile a unicorn', /is a column\. Say: put Mobile into/],
    ['make Nonsense tasks', /no session type, status or column of that name/],
    ['put Nonsense into phone', /no column "Nonsense"/],
    ['put Package Price into phone', /belongs to the person; this column belongs to records that become a deal/],
    ['put Mobile into the void', /I know no field "the void"/],
    ["give Dana's records to Zoe", /no user "Zoe"\. The users are: .*sam\.okafor@example\.com/],
    ["give Zoe's records to Sam", /no coach "Zoe"\. The coaches are: Dana Reyes, Sam Okafor, Lee Marsh/],
    ['use magic', /no choice called "magic"/],
    ['set time zone to the moon', /is no value for it/],
    ['set the sample size to 5000', /is no value for it/],
    ['why is Nonsense so?', /no decision about/],
    ['write me a poem', /I do not understand that\. .*"help" lists them all/],
    ['The sample is not what I want yet: Mobile is missing', /Say what should be otherwise, as a plain request/],
    ['The sample differs from the plan at person C001, phones. Why?', /Say what should be otherwise, as a plain request/],
    ['approve the plan', /Approving is yours alone/],
    ['accept everything', /Answers are yours alone/],
  ])('%s', async (text, told) => {
    expect((await say(guide, text)).text).toMatch(told);
    expect(proposed()).toEqual([]);
    expect(engine.calls.some(({ name }) => name === 'run_start')).toBe(false);
  });
});

describe('which one is meant', () => {
  test('is asked, and answered by number', async () => {
    const asked = await say(guide, 'put Coach into labels');
    expect(asked.text).toContain('1  Coach (clients.csv)\n  2  Coach (packages.csv)');
    expect(proposed()).toEqual([]);
    const { text } = await say(guide, '2');
    expect(proposed()).toEqual([['field:packages.csv#10', { target: 'deal.labels' }]]);
    expect(text).toMatch(/Next: /);
  });

  test('or by name, or all of them', async () => {
    await say(guide, 'put Coach into labels');
    await say(guide, 'Coach (clients.csv)');
    expect(proposed()).toEqual([['field:clients.csv#9', { target: 'person.labels' }]]);
    await say(guide, 'ignore Coach');
    await say(guide, 'all');
    expect(
      proposed()
        .slice(1)
        .map(([id]) => id),
    ).toEqual(['field:clients.csv#9', 'field:packages.csv#10']);
  });

  test('is asked where a field of its own is called as one of Pipedrive', async () => {
    const { text } = await say(guide, 'put "Job Title" into job title');
    expect(text).toContain('1  a text field "Job Title" of the person\n  2  job title of the person');
    await say(guide, '2');
    expect(proposed()).toEqual([['field:clients.csv#8', { target: 'person.job_title' }]]);
  });

  test('is asked again when the answer is none of them; another request lets the question drop', async () => {
    await say(guide, 'put Coach into labels');
    expect((await say(guide, 'hmm')).text).toContain('Please say one of: 1 Coach (clients.csv), 2 Coach (packages.csv).');
    expect((await say(guide, 'status')).text).toContain('decisions have your answer');
    expect((await say(guide, '1')).text).toContain('I do not understand that');
    expect(proposed()).toEqual([]);
  });

  test('an older question is answered under the signal of the later turn', async () => {
    const first = new AbortController();
    await say(guide, 'put Coach into labels', first.signal);
    first.abort();
    expect((await say(guide, '1')).errors).toEqual([]);
    expect(proposed().length).toBe(1);
  });
});

describe('questions', () => {
  test('why: evidence, reason, alternatives', async () => {
    const { text } = await say(guide, 'why is Tier a single-select?');
    expect(text).toContain('column "Coaching Tier" of clients.csv: a single-select field "Coaching Tier" of the person.');
    expect(text).toContain('70 % sure');
    expect(text).toContain('Evidence: 12 of 150 rows');
    expect(text).toContain('Instead: left out');
  });

  test('why, when it is not so', async () => {
    expect((await say(guide, 'why is Tier a date?')).text).toContain('It is not: ');
  });

  test('what is open, of all and of one file', async () => {
    Object.assign(engine.decision('deal-value'), { state: 'accepted', answer: { use: 'total' } });
    const all = await say(guide, 'what is still open?');
    expect(all.text).toContain('30 of 31 decisions are open');
    expect(all.text).toContain('Without a proposal: side effects.');
    expect((await say(guide, 'what is open for packages?')).text).toMatch(/Coach \(packages\.csv\): owner of the deal \(98 % sure\)/);
  });

  test('what is uncertain: the least sure first', async () => {
    const { text } = await say(guide, 'what is uncertain?');
    expect(text.indexOf('side-effects')).toBeLessThan(text.indexOf('Rolled Over'));
    expect(text.indexOf('Rolled Over')).toBeLessThan(text.indexOf('Coaching Tier'));
  });

  test.each([
    ['status', '0 of 31 decisions have your answer'],
    ['show plan', 'The plan for practice: 31 decisions, 31 open'],
    ['estimate', '1,200 API tokens in 90 requests'],
    ['show differences', 'person C001, name: wanted M*** C***, found nothing'],
    ['report', 'client: 20 rows, 1 rejected, 19 planned; 18 created, 1 reused, 0 failed'],
    ['help', 'make discovery calls tasks'],
    ['hello', 'I am the built-in guide'],
    ['stop', 'No run is at work'],
  ])('%s', async (text, told) => {
    const heard = await say(guide, text);
    expect(heard.text).toContain(told);
    expect(heard.errors).toEqual([]);
  });
});

describe('the road', () => {
  test('start: reads, plans, and shows what to look at', async () => {
    engine.next = 'cutover extract';
    const { text } = await say(guide, 'start');
    expect(engine.calls.map(({ name }) => name)).toEqual(expect.arrayContaining(['extract', 'plan_make']));
    expect(text).toContain('20 rows in 1 files, 19 staged, 1 rejected');
  });

  test('a closed gate becomes a gate event with the command a person runs, and nothing more is tried', async () => {
    engine.next = 'cutover approve plan';
    for (const call of ['load the sample', 'next'] as const) {
      const { events, text } = await say(guide, call);
      expect(events).toContainEqual({
        type: 'gate',
        refusal: expect.objectContaining({ gate: 'plan', reason: 'missing', ask: 'cutover approve plan' }),
      });
      expect(text).toMatch(/gate is closed/);
    }
    expect(engine.calls.filter(({ name }) => name === 'run_start').map(({ args }) => args.kind)).toEqual(['schema', 'schema']);
  });

  test('with the approval there, the sample brings its schema, and the person is told what comes next', async () => {
    engine.next = 'cutover schema';
    engine.approved.add('schema').add('sample');
    const { text } = await say(guide, 'load the sample');
    expect(engine.calls.filter(({ name }) => name === 'run_start').map(({ args }) => args.kind)).toEqual(['schema', 'sample']);
    expect(text).toContain('The sample: started.\n  finished, 42 tokens.');
    expect(text).toMatch(/Next: /);
  });

  test('after the sample, next shows the differences and hands over at the full gate', async () => {
    engine.next = 'cutover diff, then cutover approve full';
    const { text, events } = await say(guide, 'next');
    expect(text).toContain('300 fields equal, 2 changed by a known rule, 1 different');
    expect(events.some((event) => event.type === 'gate' && event.refusal.gate === 'full')).toBe(true);
  });

  test('roll back shows what it would do before it asks', async () => {
    const { text } = await say(guide, 'roll back');
    expect(text).toContain('would take back 40 records');
    expect(text).toContain('Cannot be undone: activity types stay');
  });
});

describe('the documented grammar', () => {
  const documented = GUIDE_HELP.flatMap(({ lines: help }) => help.map(({ say: text }) => text));

  test.each(documented)('%s is understood', async (text) => {
    const { text: told, errors } = await say(guide, text);
    expect(told).not.toContain('I do not understand');
    expect(errors).toEqual([]);
  });

  test('stands in the README', () => {
    const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');
    for (const text of documented) expect(readme).toContain(`\`${text}\``);
  });
});

test('the transcript keeps what was said and called', async () => {
  await say(guide, 'use remaining credit');
  const entries = lines.map((line): Record<string, unknown> => JSON.parse(line));
  expect(entries.map(({ type }) => type)).toEqual(['session', 'user', ...Array(4).fill('tool'), 'tool', 'tool', 'guide', 'turn']);
  expect(entries[0]).toMatchObject({ at: '2026-11-22T12:00:00.000Z', format: 1, mind: 'built-in guide', prompt: null });
  expect(entries[1]).toMatchObject({ text: 'use remaining credit' });
  expect(entries.find(({ name }) => name === 'decision_propose')).toMatchObject({ outcome: 'done', arguments: { id: 'deal-value' } });
});
