import { mkdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { filesBelow, filesWith, folder, PASSPHRASE, type Place, settle } from '../cli/place.ts';
import { verifies } from '../tools/verifies.ts';
import { KEY, openTerminal, steady, type TestTerminal } from './terminal.ts';
import { seeAll } from './walk.ts';

mkdirSync(new URL('golden', import.meta.url), { recursive: true });
const golden = (name: string): string => new URL(`golden/${name}.txt`, import.meta.url).pathname;

let place: Place;
beforeAll(async () => {
  place = await settle();
});
afterAll(() => place.close());

async function inChat(
  workspace: string,
  options: Parameters<typeof openTerminal>[0],
  look: (terminal: TestTerminal) => Promise<void>,
): Promise<void> {
  const terminal = openTerminal({ args: ['--workspace', workspace], env: place.env, ...options });
  try {
    await look(terminal);
  } finally {
    await terminal.close();
  }
}

/** A key that is there already. */
async function someKey(): Promise<string> {
  await place.at('made');
  return place.key;
}

const questionIn = (screen: string): string => screen.split('\n').findLast((row) => row.endsWith('?')) ?? '';

/** Sets a colour of the text. */
const COLOUR = new RegExp(`${KEY.escape}\\[(3[0-7]|9[0-7])m`);

describe('a workspace of my own', () => {
  test('after leaving in the middle, the same card is shown again', async () => {
    const workspace = await place.at('planned');
    let question = '';
    await inChat(workspace, {}, async (terminal) => {
      await terminal.shows('Welcome back: 0 of');
      await terminal.press('/decisions', KEY.enter);
      await terminal.shows('Enter accept');
      await terminal.press(KEY.enter);
      await terminal.shows(/1 of \d+ decided/);
      const first = questionIn(await terminal.still());
      await terminal.press('s');
      await expect.poll(() => questionIn(terminal.screen())).not.toBe(first);
      question = questionIn(await terminal.still());
      await terminal.press(KEY.ctrlC);
      await terminal.shows('/help');
      await terminal.press(KEY.ctrlC);
      await terminal.shows('Ctrl-C again leaves');
      await terminal.press(KEY.ctrlC);
      expect(await terminal.ended).toBe(0);
    });
    await inChat(workspace, {}, async (terminal) => {
      await terminal.shows('Welcome back: 1 of');
      await terminal.press('/decisions', KEY.enter);
      await terminal.shows('Enter accept');
      expect(question).not.toBe('');
      expect(await terminal.still()).toContain(question);
    });
  });

  test('a gate is signed with key file, passphrase and domain; the passphrase is never on the screen, a wrong one signs nothing', async () => {
    const workspace = await place.at('decided');
    await inChat(workspace, {}, async (terminal) => {
      await terminal.shows('Welcome back');
      await terminal.press('/diff', KEY.enter);
      await terminal.shows('There is no sample yet: /sample loads one.');
      await terminal.press('/sample', KEY.enter);
      await seeAll(terminal, /Enter go on to sign/);
      await terminal.press(KEY.enter);
      await terminal.shows('Your key file:');
      await terminal.press(place.key, KEY.enter);
      await terminal.shows('nothing is shown');
      await terminal.press('not the passphrase', KEY.enter);
      await terminal.shows('Company domain:');
      await terminal.press(place.sandbox.company.domain, KEY.enter);
      await terminal.shows('bad-key');
      expect((await place.metrics()).writes).toBe(0);
      await terminal.press(place.key, KEY.enter);
      await terminal.shows('nothing is shown');
      await terminal.press(PASSPHRASE, KEY.enter);
      await terminal.shows('Company domain:');
      expect(terminal.raw()).not.toContain(PASSPHRASE);
      await terminal.press(KEY.escape);
      await terminal.shows('Nothing was signed.');
      expect((await place.metrics()).writes).toBe(0);
      await terminal.press('/sample', KEY.enter);
      await seeAll(terminal, /Enter go on to sign/);
      await terminal.press(KEY.enter);
      await terminal.shows('nothing is shown');
      await terminal.press(PASSPHRASE, KEY.enter);
      await terminal.shows('Company domain:');
      await terminal.press(place.sandbox.company.domain, KEY.enter);
      await terminal.shows('records read back');
      expect(terminal.raw()).not.toContain(PASSPHRASE);
    });
  });

  test('60 columns, without colour, are enough; a narrower window is drawn anew', async () => {
    const workspace = await place.at('planned');
    await inChat(workspace, { columns: 100, rows: 24, env: { ...place.env, NO_COLOR: '1' } }, async (terminal) => {
      await terminal.shows('Welcome back');
      await terminal.press('/decisions', KEY.enter);
      await terminal.shows('Enter accept');
      await terminal.resize(60, 24);
      await terminal.shows('Enter accept');
      await terminal.still();
      for (const row of terminal.screen().split('\n')) expect(row.length).toBeLessThanOrEqual(60);
      expect(terminal.screen().match(/^Decision/gm)).toHaveLength(1);
      await expect(steady(await terminal.still())).toMatchFileSnapshot(golden('card-narrow'));
      expect(terminal.raw()).not.toMatch(COLOUR);
    });
  });
});

describe('the first start', () => {
  /** The welcome in a folder where nothing is, from its first question to the key's. */
  async function welcomed(terminal: TestTerminal, target: string, key: string): Promise<void> {
    await terminal.shows('Look at the example');
    await terminal.press('2');
    await terminal.shows('Where the export lies:');
    await terminal.press(place.source, KEY.enter);
    await terminal.shows('Address of the account:');
    await terminal.press(target, KEY.enter);
    await terminal.shows('Folder for this migration:');
    await terminal.press(KEY.enter);
    await terminal.shows('Your key file:');
    await terminal.press(key, KEY.enter);
  }
  const nowhere = (): string => folder(place.fresh('empty'));

  test('offers the example or asks for export, account and key; what is wrong is said at its question', async () => {
    const cwd = nowhere();
    const terminal = openTerminal({ cwd, env: { PIPEDRIVE_API_TOKEN: place.sandbox.token } });
    try {
      await terminal.shows('Look at the example');
      await expect(steady(await terminal.still())).toMatchFileSnapshot(golden('welcome'));
      await terminal.press('2');
      await terminal.shows('Where the export lies:');
      await terminal.press('not-there', KEY.enter);
      await terminal.shows('source-missing');
      await terminal.press(KEY.ctrlU, place.source, KEY.enter);
      await terminal.shows('Address of the account:');
      await terminal.press('https://elsewhere.example.com', KEY.enter);
      await terminal.shows('target-not-allowed');
      await terminal.press(KEY.escape);
      await welcomed(terminal, place.sandbox.url, 'mine.key');
      await terminal.shows('A passphrase for the new key');
      await terminal.press('short', KEY.enter);
      await terminal.shows('At least 8 characters');
      await terminal.press(PASSPHRASE, KEY.enter);
      await terminal.shows('once more');
      await terminal.press('another passphrase', KEY.enter);
      await terminal.shows('The two were not the same');
      expect(filesBelow(cwd)).toEqual([]);
      await terminal.press(PASSPHRASE, KEY.enter);
      await terminal.shows('once more');
      await terminal.press(PASSPHRASE, KEY.enter);
      await terminal.shows(/0 of \d+ decided/);
      expect(terminal.raw()).not.toContain(PASSPHRASE);
      expect(statSync(join(cwd, 'mine.key')).mode & 0o777).toBe(0o600);
    } finally {
      await terminal.close();
    }
  });

  test(`${verifies('R57')}asks for the token where none is set: unseen, kept for its owner alone, for this account's host`, async () => {
    const cwd = nowhere();
    const terminal = openTerminal({ cwd, env: { CUTOVER_TIME_SCALE: place.env.CUTOVER_TIME_SCALE ?? '' } });
    try {
      await welcomed(terminal, place.sandbox.url, await someKey());
      await terminal.shows('API token of the account');
      await terminal.press(KEY.enter);
      await terminal.shows('Something has to be typed here');
      await terminal.press(place.sandbox.token, KEY.enter);
      await terminal.shows(/0 of \d+ decided/);
      expect(terminal.raw()).not.toContain(place.sandbox.token);
      const file = join(cwd, 'migration', 'pipedrive-token.json');
      expect(statSync(file).mode & 0o777).toBe(0o600);
      expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual({ host: new URL(place.sandbox.url).host, token: place.sandbox.token });
      await terminal.press('/quit', KEY.enter);
      expect(await terminal.ended).toBe(0);
      expect(filesWith(cwd, place.sandbox.token)).toEqual([file]);
    } finally {
      await terminal.close();
    }
  });

  test('opens the example by its key, and leaves by another', async () => {
    const cwd = nowhere();
    const leaving = openTerminal({ cwd });
    await leaving.shows('Look at the example');
    await leaving.press('q');
    expect(await leaving.ended).toBe(0);
    await leaving.close();
    const terminal = openTerminal({ cwd });
    try {
      await terminal.shows('Look at the example');
      await terminal.press('1');
      await terminal.shows('This is the example');
      await terminal.shows(/0 of \d+ decided/);
      expect(filesBelow(cwd)).toEqual([]);
    } finally {
      await terminal.close();
    }
  });

  test.each([
    ['stdin', '</dev/null'],
    ['stdout', '| cat; exit $PIPESTATUS'],
  ])('without a terminal at its %s it says what there is instead, and ends with 2', async (_, redirection) => {
    const cwd = nowhere();
    const terminal = openTerminal({ cwd, redirection });
    expect(await terminal.ended).toBe(2);
    expect(terminal.raw()).toContain('Usage: cutover');
    expect(filesBelow(cwd)).toEqual([]);
    await terminal.close();
  });

  test('refuses to start while the passphrase stands in the environment', async () => {
    const terminal = openTerminal({ env: { CUTOVER_KEY_PASSPHRASE: 'secret enough' } });
    expect(await terminal.ended).toBe(2);
    expect(terminal.screen()).toContain('passphrase-set');
    await terminal.close();
  });
});
