import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { PlanEnvelope } from '@cutover/domain';
import { openLedger } from '@cutover/ledger';
import { afterAll, beforeAll, describe, expect, test as vitest } from 'vitest';
import {
  calls,
  type Script,
  type ScriptedModel,
  type ScriptedReply,
  says,
  startScriptedModel,
} from '../../packages/agent/testing/scripted-model.ts';
import { LOAD_DAY } from '../tools/road.ts';
import { verifies } from '../tools/verifies.ts';
import { type Account, accountAt, inOrder } from './account.ts';
import { KEY, openTerminal, type TestTerminal } from './terminal.ts';
import { answerEverything, signExample } from './walk.ts';

const TYPE = 'activity-type:session:Discovery Call';
const FIELD = 'field:clients.csv#19';
const MODEL = 'model:scripted-1@agent@1';
const WISH = 'Discovery calls are tasks for us, and Instagram should be called Social handle.';
const LOOK = [calls(['profile', { id: 'object:clients.csv' }]), says('I have looked at the clients.')];

/** What the model does with each thing the person says, call by call. */
const CONVERSATION: Readonly<Record<string, readonly ScriptedReply[]>> = {
  start: [calls(['extract', {}]), calls(['plan_make', {}]), says('Drafted – six proposals are uncertain.')],
  'Look at the clients.': LOOK,
  'Look again.': LOOK,
  'Look once more.': LOOK,
  [WISH]: [
    calls(['decision_explain', { id: TYPE }], ['decision_explain', { id: FIELD }]),
    calls(
      ['decision_propose', { id: TYPE, proposal: { type: 'Task' }, reason: 'The practice treats discovery calls as tasks.' }],
      [
        'decision_propose',
        {
          id: FIELD,
          proposal: { target: 'person.custom.social-handle', as: { name: 'Social handle', type: 'varchar', part: 'social' } },
          reason: 'The person wants the field named Social handle.',
        },
      ],
    ),
    says('Both are proposals now: **Task** and “Social handle”. Your answer is wanted.'),
  ],
  'Tell me a long story.': [{ ...says('It begins in a small practice, and it does not end.'), hangAt: 900 }],
  'Load the sample.': [calls(['run_start', { kind: 'schema' }]), says('The plan gate is closed.')],
  'Load everything.': [calls(['run_start', { kind: 'full' }]), says('The full gate is closed.')],
};

const script: Script = ({ messages }) => {
  const at = messages.findLastIndex(({ role }) => role === 'user');
  const replies = CONVERSATION[messages[at]?.content ?? ''] ?? [];
  const done = messages.slice(at).filter(({ role }) => role === 'assistant').length;
  // Split inside UTF-8 and inside the arguments.
  return { ...(replies[done] ?? says('Nothing.')), splits: [37, 111, 112, 113, 201, 333, 334, 512, 700] };
};

const test = inOrder(vitest);

describe('a model proposes, a person at a terminal decides and approves', () => {
  let model: ScriptedModel;
  let terminal: TestTerminal;
  let host = '';
  let first: Account | null = null;
  let workspace = '';
  beforeAll(async () => {
    model = await startScriptedModel(script);
    terminal = openTerminal({
      args: ['--example'],
      begins: LOAD_DAY,
      env: { OPENAI_BASE_URL: model.baseURL, CUTOVER_MODEL: 'scripted-1' },
    });
  });
  afterAll(async () => {
    await terminal.close();
    await model.close();
    if (workspace !== '') rmSync(workspace, { recursive: true, force: true });
  });

  const say = async (text: string, answer: string | RegExp): Promise<string> => {
    await terminal.press(text, KEY.enter);
    return terminal.shows(answer);
  };
  /** What the tools told the model in its last request. */
  const told = (): string => JSON.stringify(model.requests.at(-1)?.messages.findLast(({ role }) => role === 'tool'));

  test(`${verifies('R59')}it reads and plans by tools, one quiet line each; the screen says which mind is at work`, async () => {
    const screen = await terminal.shows('six proposals are uncertain');
    expect(screen).toMatch(/^ {2}· extract/m);
    expect(screen).toMatch(/^ {2}· plan_make/m);
    await terminal.shows(/^model scripted-1 · .*0 of \d+ decided/m);
  });

  test(`${verifies('R60')}it sees masked examples, then those of the column that the person allows, then masked ones again`, async () => {
    await say('Look at the clients.', /looked at the clients\.[\s\S]*> /);
    expect(told()).toContain('(999) 999-9999');
    expect(told()).not.toContain('555');
    await terminal.press('/allow mobi');
    await terminal.shows('› /allow Mobile');
    await terminal.press(KEY.enter);
    await terminal.shows(/^> \/allow Mobile ?$/m);
    expect(terminal.screen()).not.toContain('The assistant may see');
    await terminal.press(KEY.enter);
    await terminal.shows('The assistant may see “Mobile” of clients.csv as it is');
    await say('Look again.', /> Look again\.[\s\S]*looked at the clients\./);
    expect(told()).toContain('(212) 555-0101');
    expect(told()).not.toContain('555-0103');
    expect(told()).not.toContain('maya.chen@example.com');
    await say('/allow', 'The assistant sees these as they are: “Mobile”.');
    await say('/withhold mobile', '“Mobile” of clients.csv is masked again');
    await say('Look once more.', /> Look once more\.[\s\S]*looked at the clients\./);
    expect(told()).toContain('(999) 999-9999');
    expect(told()).not.toContain('555');
  });

  test('Esc interrupts an answer that is being written', async () => {
    await say('Tell me a long story.', 'It begins in a');
    await terminal.press(KEY.escape);
    await terminal.shows('Interrupted.');
    await expect.poll(() => terminal.screen()).not.toContain('stopping …');
  });

  test(`${verifies('R52')}it changes two proposals by tool, and the cards say so`, async () => {
    await say(WISH, 'Your answer is wanted.');
    expect(await terminal.still()).toContain('Both are proposals now: Task and');
    await terminal.press('/decisions', KEY.enter);
    await terminal.shows('What does the file');
  });

  test(`${verifies('R53')}the person answers every card; the two stand as the model proposed them`, async () => {
    await answerEverything(terminal);
    await terminal.shows(/(\d+) of \1 decided/);
  }, 240_000);

  test(`${verifies('R29', 'R57')}it is refused at the gate; the person signs, and the sample is loaded`, async () => {
    await say('Load the sample.', 'Gate: plan');
    host = /127\.0\.0\.1:\d+/.exec(terminal.screen())?.[0] ?? '';
    first = await accountAt(host);
    expect(first.writes).toBe(0);
    await signExample(terminal);
    await terminal.shows(/records read back[\s\S]*Nothing differs/);
    await terminal.press('q');
  });

  test('and again for the rest: discovery calls are tasks, the handle has its own field', async () => {
    await say('Load everything.', 'Gate: full');
    await signExample(terminal);
    await terminal.shows('Loading everything else: done');
    const { activityTypes, personFields } = await accountAt(host);
    expect(personFields).toContain('Social handle');
    expect(personFields).not.toContain('Instagram');
    const made = (type: string): number => (activityTypes[type] ?? 0) - (first?.activityTypes[type] ?? 0);
    // By the fixture 10 administrative sessions are tasks, and 12 discovery calls would be calls, with 3 calls among the messages.
    expect([made('task'), made('call')]).toEqual([22, 3]);
  });

  test(`${verifies('R29', 'R52')}the plan holds what was proposed, who proposed it, and the person's yes`, async () => {
    await terminal.press('/quit', KEY.enter);
    expect(await terminal.ended).toBe(0);
    workspace = /The workspace is (\S+)\./.exec(terminal.raw())?.[1] ?? '';
    const ledger = await openLedger(join(workspace, 'ledger.sqlite'), { clock: () => 0 });
    const envelope: PlanEnvelope | null = ledger.plan.loadEnvelope();
    const approvals = ledger.approvals.list();
    ledger.close();
    expect(envelope?.plan.decisions.find(({ id }) => id === TYPE)).toMatchObject({ status: 'accepted', answer: { type: 'Task' } });
    expect(envelope?.plan.schema.fields).toContainEqual(expect.objectContaining({ slug: 'social-handle', name: 'Social handle' }));
    expect(envelope?.meta.decisions[TYPE]).toMatchObject({ proposedBy: MODEL });
    expect(envelope?.meta.decisions[FIELD]).toMatchObject({ proposedBy: MODEL });
    expect(approvals.map(({ gate, digest }) => [gate, digest])).toEqual([
      ['plan', envelope?.digest],
      ['full', envelope?.digest],
    ]);
  });
});
