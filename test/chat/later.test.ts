import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test as vitest } from 'vitest';
import { PASSPHRASE, type Place, settle } from '../cli/place.ts';
import { editExport, ownCopy, send } from '../road/later.ts';
import { verifies } from '../tools/verifies.ts';
import { accountAt, inOrder } from './account.ts';
import { KEY, openTerminal, type TestTerminal } from './terminal.ts';
import { seeAll } from './walk.ts';

const test = inOrder(vitest);

describe('after the full run, in the chat', () => {
  const dir = mkdtempSync(join(tmpdir(), 'later-chat-'));
  let place: Place;
  let terminal: TestTerminal;
  let workspace: string;
  beforeAll(async () => {
    place = await settle({ seed: 'later in the chat', source: ownCopy(join(dir, 'export')), rejects: true });
  });
  afterAll(async () => {
    await terminal.close();
    await place.close();
    rmSync(dir, { recursive: true, force: true });
  });

  const account = () => accountAt(new URL(place.sandbox.url).host);
  const say = (command: string): Promise<void> => terminal.press(command, KEY.enter);
  const sign = async (): Promise<void> => {
    await terminal.press(KEY.enter);
    await terminal.shows(/Your key file:|nothing is shown/);
    if (terminal.screen().includes('Your key file:')) await terminal.press(place.key, KEY.enter);
    await terminal.shows('nothing is shown');
    await terminal.press(PASSPHRASE, KEY.enter);
    await terminal.shows('Company domain:');
    await terminal.press(place.sandbox.company.domain, KEY.enter);
  };

  test('none of it comes before the full run', async () => {
    terminal = openTerminal({ args: ['--workspace', await place.at('sampled')], env: place.env });
    await terminal.shows('Welcome back');
    const { writes } = await account();
    for (const kind of ['delta', 'repair', 'files']) {
      await say(`/${kind}`);
      await terminal.shows(`${kind} comes after a finished full run`);
    }
    expect((await account()).writes).toBe(writes);
    await say('/quit');
    expect(await terminal.ended).toBe(0);
    await terminal.close();
  });

  test(`${verifies('R38')}/delta reads the export again: nothing new writes nothing, what changed within the bounds is brought in`, async () => {
    workspace = await place.at('loaded');
    terminal = openTerminal({ args: ['--workspace', workspace], env: place.env });
    await terminal.shows('Welcome back');
    const { writes } = await account();
    await say('/delta');
    await terminal.shows('The export was read again: nothing in it is new or changed.');
    expect((await account()).writes).toBe(writes);
    editExport(place.source, [['clients.csv', 'Branch Manager', 'Regional Manager']]);
    await say('/delta');
    await terminal.shows(/Bringing in what changed: creates 0, updates 1, deletes 0, bounds within those you approved/);
    await terminal.shows(/Bringing in what changed: done — .*1 updated/);
    expect((await account()).writes).toBe(writes + 1);
    expect(terminal.screen()).not.toContain('Gate:');
  });

  test(`${verifies('R38', 'R57')}once the deltas are over, another needs a yes to these very rows`, async () => {
    await place.well(['report', '--close', '--workspace', workspace]);
    editExport(place.source, [['clients.csv', 'Regional Manager', 'Area Manager']]);
    const { writes } = await account();
    await say('/delta');
    const shown = await seeAll(terminal, /Enter go on to sign/);
    expect(shown).toContain('Gate: delta');
    expect(shown).toMatch(/Updates +1/);
    expect(shown).toMatch(/Bounds +beyond those you approved/);
    expect(shown).toMatch(/Rows +sha256:/);
    await terminal.press(KEY.escape);
    await terminal.shows('Nothing was signed.');
    expect((await account()).writes).toBe(writes);
    await say('/delta');
    await seeAll(terminal, /Enter go on to sign/);
    await sign();
    await terminal.shows('You approved the delta gate');
    await expect.poll(async () => (await account()).writes).toBe(writes + 1);
    await terminal.shows(/Next: \/verify reads everything back[\s\S]*> *$/m);
  });

  test(`${verifies('R40', 'R57')}/repair shows value by value what it would write, and writes it once it is signed`, async () => {
    const [id] = (await place.ids('deals')).slice(-1);
    await send(place, 'PATCH', `v2/deals/${String(id)}`, { title: 'Nothing of ours' });
    const { writes } = await account();
    await say('/repair');
    const shown = await seeAll(terminal, /Enter go on to sign/);
    expect(shown).toContain('Gate: repair');
    expect(shown).toMatch(/Changes +1/);
    expect(shown).toMatch(/package:P045, title: Nothing of ours → Hiroshi Nakamura – Executive Presence/);
    expect((await account()).writes).toBe(writes);
    await sign();
    await terminal.shows(/Repairing what differs: done — .*1 updated/);
    expect((await account()).writes).toBe(writes + 1);
    await say('/repair');
    await terminal.shows('Everything was read back: nothing differs that could be repaired.');
  });

  test(`${verifies('R8')}/files names the documents of contracts, and sends them once it is signed`, async () => {
    const { records } = await account();
    await say('/files');
    const shown = await seeAll(terminal, /Enter go on to sign/);
    expect(shown).toContain('Gate: files');
    expect(shown).toMatch(/Sends +2 documents/);
    expect(shown).toContain('to client:C009');
    await sign();
    await terminal.shows(/Moving documents of contracts: done — .*2 sent/);
    expect((await account()).records.files).toBe(records.files + 2);
    await say('/files');
    await terminal.shows('No document of a contract is left to be sent.');
    await say('/verify');
    await terminal.shows(/Reading everything back: done — (?!.*different)(?!.*missing)/);
    expect(terminal.raw()).not.toContain(PASSPHRASE);
    await say('/quit');
    expect(await terminal.ended).toBe(0);
  });
});
