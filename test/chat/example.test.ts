import { mkdirSync } from 'node:fs';
import { afterAll, describe, expect, test as vitest } from 'vitest';
import { LOAD_DAY } from '../tools/road.ts';
import { verifies } from '../tools/verifies.ts';
import { type Account, accountAt, inOrder } from './account.ts';
import { KEY, openTerminal, steady } from './terminal.ts';
import { answerEverything, seeAll, signExample } from './walk.ts';

mkdirSync(new URL('golden', import.meta.url), { recursive: true });
const golden = (name: string): string => new URL(`golden/${name}.txt`, import.meta.url).pathname;

/** From the last of these words on: above stand the uncertain proposals, which change with whatever is proposed better. */
const from = (words: string, screen: string): string => screen.slice(screen.lastIndexOf(words));

const test = inOrder(vitest);

describe('the example by the built-in guide alone', () => {
  const terminal = openTerminal({ args: ['--example'], begins: LOAD_DAY });
  let host = '';
  let before: Account['records'] | null = null;
  afterAll(() => terminal.close());

  test('begins by itself: the export is read, the plan drafted', async () => {
    await terminal.shows(/0 of \d+ decided/);
    await terminal.shows(/Next: [^>]*\/decisions[^>]*\n─+\n> /);
    await expect.poll(() => terminal.screen()).not.toContain('working');
    await expect(steady(from('Next: ', await terminal.still()))).toMatchFileSnapshot(golden('begun'));
  });

  test('completes commands', async () => {
    await terminal.press('/de');
    await terminal.shows('go through the open decisions');
    await expect(steady(from('Next: ', await terminal.still()))).toMatchFileSnapshot(golden('completion'));
    await terminal.press(KEY.tab);
    await terminal.shows('> /decisions');
  });

  test('shows a decision as a card, and why', async () => {
    await terminal.press(KEY.enter);
    await terminal.shows('What does the file');
    await expect(steady(from('Decision  ', await terminal.still()))).toMatchFileSnapshot(golden('card'));
    await terminal.press('?');
    await terminal.shows('As data');
    await expect(steady(from('Decision  ', await terminal.still()))).toMatchFileSnapshot(golden('card-why'));
    await terminal.press('?');
  });

  test('accepts a group only after its list was on screen to the end', async () => {
    await terminal.resize(100, 16);
    await terminal.press('g');
    await terminal.shows('see the rest first');
    await terminal.press('a');
    expect(await terminal.still()).toContain('0 of ');
    await terminal.resize(100, 30);
    await terminal.press('q');
    await terminal.shows('What does the file');
    await terminal.press('g');
    await seeAll(terminal, /Enter accept all/);
    await expect(steady(await terminal.still())).toMatchFileSnapshot(golden('group'));
    await terminal.press(KEY.enter);
    await terminal.shows('14 proposals accepted');
  });

  test('leaves a column out, takes an answer back, chooses another, takes one that is typed', async () => {
    await terminal.press('1');
    await terminal.shows('u takes it back');
    await terminal.press('u');
    await terminal.shows('The last answer is taken back.');
    await terminal.shows('14 of');
    await terminal.press('e', 'person.nothing', KEY.enter);
    await terminal.shows('! ');
    await terminal.press(KEY.ctrlU, 'ignore', KEY.enter);
    await terminal.shows('answered in your words');
    await terminal.shows('15 of');
    await terminal.press('r');
    await terminal.shows('left out. Saved; u takes it back.');
    await terminal.shows('16 of');
    await terminal.press('u');
    await terminal.shows('The last answer is taken back.');
    await terminal.shows('15 of');
  });

  test(`${verifies('R53')}every decision is confirmed by a key`, async () => {
    const { groups, single } = await answerEverything(terminal);
    expect(groups).toBeGreaterThan(5);
    expect(single).toBeGreaterThan(5);
    await terminal.shows(/(\d+) of \1 decided/);
  }, 240_000);

  test('the guide cannot load the sample: the gate is shown, nothing is written', async () => {
    await terminal.press('load the sample', KEY.enter);
    await terminal.shows('Gate: plan');
    await expect(steady(await terminal.still())).toMatchFileSnapshot(golden('gate-plan'));
    host = /127\.0\.0\.1:\d+/.exec(terminal.screen())?.[0] ?? '';
    const account = await accountAt(host);
    before = account.records;
    expect(account.writes).toBe(0);
    await terminal.press(KEY.enter, KEY.enter);
    expect(await terminal.still()).toContain('Gate: plan');
  });

  test('signed by the domain typed, a wrong one refused; schema and sample run, the diff is shown', async () => {
    await seeAll(terminal, /Enter go on to sign/);
    await expect(steady(await terminal.still())).toMatchFileSnapshot(golden('gate-plan-end'));
    await terminal.press(KEY.enter);
    await terminal.shows('Company domain:');
    await terminal.press('somebody-else', KEY.enter);
    await terminal.shows("not the account's company domain");
    expect((await accountAt(host)).writes).toBe(0);
    await terminal.press(KEY.ctrlU, /company domain of the account: (\S+)/.exec(terminal.screen())?.[1] ?? '', KEY.enter);
    await terminal.shows('records read back');
    await expect(steady(await terminal.still())).toMatchFileSnapshot(golden('diff'));
    await terminal.press('f');
    await terminal.shows('[≠ different 0]');
  });

  test('sent back, the sample becomes a question that the person may finish', async () => {
    await terminal.press('b');
    await terminal.shows('> The sample is not what I want yet:');
    await terminal.press(KEY.ctrlU);
  });

  test('the full gate is signed, everything is loaded, and the account holds what the example promises', async () => {
    await terminal.press('load everything', KEY.enter);
    await terminal.shows('Gate: full');
    await expect(steady(await terminal.still())).toMatchFileSnapshot(golden('gate-full'));
    await signExample(terminal);
    await terminal.shows('Loading everything else: done');
    const after = await accountAt(host);
    const made = Object.fromEntries(
      Object.entries(after.records).map(([kind, count]) => [kind, count - (before?.[kind as keyof Account['records']] ?? 0)]),
    );
    expect(made).toEqual({ persons: 39, organizations: 13, deals: 45, activities: 167, notes: 59, files: 6 });
  });

  test('is read back, and reported', async () => {
    await terminal.press('/verify', KEY.enter);
    await terminal.shows('Reading everything back: done');
    await terminal.press('/report', KEY.enter);
    await terminal.shows('Read back and compared');
    const report = await terminal.still();
    expect(report).toContain('nothing differs that is not declared');
    await expect(steady(report).replace(/[\d,]+ API tokens spent/, 'N API tokens spent')).toMatchFileSnapshot(golden('report'));
    await terminal.press('q');
  });

  test('nothing of what was typed or read left an escape or a passphrase prompt behind, and it ends with 0', async () => {
    await terminal.press('/quit', KEY.enter);
    expect(await terminal.ended).toBe(0);
  });
});
