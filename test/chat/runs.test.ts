import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test as vitest } from 'vitest';
import { PASSPHRASE, type Place, settle } from '../cli/place.ts';
import { crowdedExport } from '../road/small.ts';
import { verifies } from '../tools/verifies.ts';
import { accountAt, inOrder } from './account.ts';
import { KEY, openTerminal, type TestTerminal } from './terminal.ts';
import { seeAll } from './walk.ts';

const test = inOrder(vitest);
/** Long enough for a run to be met at work, and for what is in flight to take a moment. */
const SLOW = { delayMs: 400 };
const ACTIVITIES = { method: 'POST', path: '/api/v2/activities' };

describe('runs that are watched', () => {
  let place: Place;
  let workspace: string;
  let terminal: TestTerminal;
  let untouched: string;
  beforeAll(async () => {
    place = await settle({ seed: 'watched', source: crowdedExport(mkdtempSync(join(tmpdir(), 'crowded-'))) });
    untouched = (await accountAt(host())).digest;
    workspace = await place.at('sampled');
    terminal = openTerminal({ args: ['--workspace', workspace], env: place.env });
  });
  afterAll(async () => {
    await terminal.close();
    await place.close();
    rmSync(place.source, { recursive: true, force: true });
  });

  const host = (): string => new URL(place.sandbox.url).host;
  const sign = async (gate: RegExp): Promise<string> => {
    await terminal.shows(gate);
    const shown = await seeAll(terminal, /Enter go on to sign/);
    await terminal.press(KEY.enter);
    await terminal.shows(/Your key file:|nothing is shown/);
    if (terminal.screen().includes('Your key file:')) await terminal.press(place.key, KEY.enter);
    await terminal.shows('nothing is shown');
    await terminal.press(PASSPHRASE, KEY.enter);
    await terminal.shows('Company domain:');
    await terminal.press(place.sandbox.company.domain, KEY.enter);
    return shown;
  };
  const runs = async (): Promise<string[]> => {
    const { runs: all } = await place.well(['status', '--workspace', workspace]);
    return (all as { kind: string; state: string }[]).map(({ kind, state }) => `${kind} ${state}`);
  };

  test(`${verifies('R61')}Ctrl-C once finishes what is in flight, saves and stops`, async () => {
    await terminal.shows('Welcome back');
    await place.fault(ACTIVITIES, SLOW);
    await terminal.press('/full', KEY.enter);
    await sign(/Gate: full/);
    const running = await terminal.shows(/█[\s\S]*a second/);
    expect(running).toMatch(/\d+ of \d+/);
    expect(running).toMatch(/API tokens of about [\d,]+ for the whole migration · about \d+ \w+ left/);
    await terminal.press(KEY.ctrlC);
    await terminal.shows('Finishing what is in flight, then saving');
    await terminal.shows(/Loading everything else: (paused|stopped)[\s\S]*The same command goes on where it stopped/);
    expect((await runs()).at(-1)).toBe('full paused');
  });

  test(`${verifies('R61')}the same command goes on under the same approval; Ctrl-C twice leaves with 130, and it saves by itself`, async () => {
    await place.fault(ACTIVITIES, { delayMs: 2500 });
    await terminal.press('/full', KEY.enter);
    await terminal.shows(/Loading everything else[\s\S]*█/);
    expect(terminal.screen()).not.toContain('Gate:');
    const { writes } = await accountAt(host());
    await expect.poll(async () => (await accountAt(host())).writes).toBeGreaterThan(writes);
    await terminal.press(KEY.ctrlC);
    await terminal.shows('Finishing what is in flight, then saving');
    await terminal.press(KEY.ctrlC);
    expect(await terminal.ended).toBe(130);
    await terminal.close();
    await expect.poll(async () => (await runs()).at(-1)).toBe('full paused');
  });

  test('a chat that is opened while a run is at work watches it; q goes back to the conversation, and the line below says how far it is', async () => {
    await place.fault(ACTIVITIES, SLOW);
    terminal = openTerminal({ args: ['--workspace', workspace], env: place.env });
    await terminal.shows('Welcome back');
    await terminal.press('/full', KEY.enter);
    await terminal.shows(/Loading everything else[\s\S]*█/);
    await terminal.press('q');
    await terminal.shows('It goes on in a process of its own');
    await terminal.shows(/Loading everything else \d+ ?%/);
    await terminal.press(KEY.ctrlC, KEY.ctrlC);
    expect(await terminal.ended).toBe(0);
    await terminal.close();
    terminal = openTerminal({ args: ['--workspace', workspace], env: place.env });
    await terminal.shows(/Loading everything else[\s\S]*█/);
    await place.fault(null);
    await terminal.shows('Loading everything else: done');
    const verified = await place.well(['verify', '--workspace', workspace]);
    expect(verified).toMatchObject({ different: 0, missing: 0 });
  });

  test(`${verifies('R41', 'R57')}/rollback shows what it takes back and what cannot be undone, and signs nothing on Esc`, async () => {
    await terminal.press('/rollback', KEY.enter);
    await terminal.shows('Gate: rollback');
    const { writes, digest } = await accountAt(host());
    const shown = await seeAll(terminal, /Enter go on to sign/);
    expect(shown).toMatch(/Takes back +\d+ operations/);
    expect(shown).toMatch(/Keeps +nothing: nobody edited what was loaded/);
    expect(shown).toContain('What cannot be undone');
    expect(shown).toMatch(/Operations +sha256:/);
    await terminal.press(KEY.escape);
    await terminal.shows('Nothing was signed.');
    expect(await accountAt(host())).toMatchObject({ writes, digest });
  });

  test(`${verifies('R40', 'R41')}signed, it takes everything back: the account is what it was`, async () => {
    await terminal.press('/rollback', KEY.enter);
    await sign(/Gate: rollback/);
    // Nothing kept, nothing failed.
    await terminal.shows(/Rolling back: done — [\d,]+ brought back\.$/m);
    await terminal.shows('The account was read again: nothing of what was loaded is left in it.');
    expect((await accountAt(host())).digest).toBe(untouched);
    await terminal.press('/report', KEY.enter);
    await terminal.shows('Rolled back since');
    await terminal.press('q');
    expect(terminal.raw()).not.toContain(PASSPHRASE);
    await terminal.press('/quit', KEY.enter);
    expect(await terminal.ended).toBe(0);
  });
});
