import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { PASSPHRASE, type Place, settle } from '../cli/place.ts';
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
  const terminal = openTerminal({ args: [workspace], env: place.env, ...options });
  try {
    await look(terminal);
  } finally {
    await terminal.close();
  }
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
      const first = questionIn(terminal.screen());
      await terminal.press('s');
      await expect.poll(() => questionIn(terminal.screen())).not.toBe(first);
      question = questionIn(terminal.screen());
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
      expect(terminal.screen()).toContain(question);
    });
  });

  test('a gate is signed with key file, passphrase and domain; the passphrase is never on the screen, a wrong one signs nothing', async () => {
    const workspace = await place.at('decided');
    await inChat(workspace, {}, async (terminal) => {
      await terminal.shows('Welcome back');
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
      await terminal.shows('records read back', 60_000);
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
      for (const row of terminal.screen().split('\n')) expect(row.length).toBeLessThanOrEqual(60);
      expect(terminal.screen().match(/^Decision/gm)).toHaveLength(1);
      await expect(steady(terminal.screen())).toMatchFileSnapshot(golden('card-narrow'));
      expect(terminal.raw()).not.toMatch(COLOUR);
    });
  });
});

describe('the first start', () => {
  test('offers the example or asks for export, account and key; a wrong address is said', async () => {
    const cwd = place.fresh('empty');
    mkdirSync(cwd);
    const terminal = openTerminal({ cwd, env: { PIPEDRIVE_API_TOKEN: place.sandbox.token } });
    try {
      await terminal.shows('Look at the example');
      await expect(steady(terminal.screen())).toMatchFileSnapshot(golden('welcome'));
      await terminal.press('2');
      await terminal.shows('Folder with the export:');
      await terminal.press(place.source, KEY.enter);
      await terminal.shows('Address of the account:');
      await terminal.press(place.sandbox.url, KEY.enter);
      await terminal.shows('Folder for this migration:');
      await terminal.press(KEY.enter);
      await terminal.shows('Your key file:');
      await terminal.press(join(cwd, 'mine.key'), KEY.enter);
      await terminal.shows('A passphrase for the new key');
      await terminal.press('short', KEY.enter);
      await terminal.shows('At least 8 characters');
      await terminal.press(PASSPHRASE, KEY.enter);
      await terminal.shows('once more');
      await terminal.press(PASSPHRASE, KEY.enter);
      await terminal.shows(/0 of \d+ decided/);
      expect(terminal.raw()).not.toContain(PASSPHRASE);
    } finally {
      await terminal.close();
    }
  });

  test('refuses to start while the passphrase stands in the environment', async () => {
    const terminal = openTerminal({ env: { CUTOVER_KEY_PASSPHRASE: 'secret enough' } });
    expect(await terminal.ended).toBe(2);
    expect(terminal.screen()).toContain('passphrase-set');
    await terminal.close();
  });
});
