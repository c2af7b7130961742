import { cpSync } from 'node:fs';
import { RunEvent } from '@cutover/domain';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { editExport, send } from '../road/later.ts';
import { verifies } from '../tools/verifies.ts';
import { type Answer, objects, oneObject } from './cutover.ts';
import { type Place, settle } from './place.ts';

let place: Place;
let workspace: string;
beforeAll(async () => {
  place = await settle({ seed: 'later' });
  workspace = await place.at('loaded');
});
afterAll(() => place.close());

const json = async (exit: number, ...args: string[]): Promise<Record<string, unknown>> => {
  const answer = await place.run([...args, '--workspace', workspace, '--output', 'json']);
  expect(answer.exit, answer.out + answer.err).toBe(exit);
  return oneObject(answer);
};
const result = (answer: Answer): Record<string, unknown> => {
  const lines = objects(answer);
  const last = lines.pop() ?? {};
  for (const line of lines) RunEvent.parse(line);
  return last;
};

describe('after the full run', () => {
  test(`${verifies('R38')}delta: a dry run, the run, its result as JSON, NDJSON and text; beyond the bounds exit 3`, async () => {
    const newer = place.fresh('newer');
    cpSync(place.source, newer, { recursive: true });
    editExport(newer, [['clients.csv', ',Branch Manager,', ',Regional Manager,']]);
    const dry = await json(0, 'delta', '--source', newer, '--dry-run');
    expect(dry).toMatchObject({ created: 0, updated: 1, within: true, scope: { creates: 0, updates: 1, deletes: 0 } });
    expect(dry.operations).toMatchObject([{ op: 'update', entity: 'person', key: 'client:C005' }]);
    const { writes } = await place.metrics();
    const text = await place.run(['delta', '--source', newer, '--workspace', workspace]);
    expect(text.exit).toBe(0);
    expect(text.out).toMatch(/^Created 0, reused 0, updated 1, deleted 0\.\n/);
    expect((await place.metrics()).writes).toBe(writes + 1);
    const again = result(await place.run(['delta', '--source', newer, '--workspace', workspace, '--output', 'ndjson']));
    expect(again).toMatchObject({
      type: 'result',
      exit: 0,
      run: expect.stringMatching(/^delta-/),
      created: 0,
      updated: 0,
      fields: [],
      gone: [],
    });
    // The export of init is an older one now: whoever leaves out where to read is told.
    const older = await place.run(['delta', '--dry-run', '--workspace', workspace]);
    expect(older.err).toContain(`the export given at init is read again; the last one was read from ${newer} (--source)`);
    expect(older.out).toContain('update 1');
    await json(0, 'report', '--close');
    expect(await json(3, 'delta', '--source', newer)).toMatchObject({ status: 'approval_required', gate: 'delta', reason: 'expired' });
    await place.approve('delta', workspace);
    expect(await json(0, 'delta', '--source', newer)).toMatchObject({ updated: 0 });
  });

  test(`${verifies('R40')}repair: shown, approved, done`, async () => {
    expect(await json(3, 'repair')).toMatchObject({ status: 'approval_required', gate: 'repair' });
    const [id] = (await place.ids('deals')).slice(-1);
    await send(place, 'PATCH', `v2/deals/${String(id)}`, { title: 'Nothing' });
    const shown = await json(0, 'repair', '--dry-run');
    expect(shown).toMatchObject({ operationsDigest: expect.stringMatching(/^sha256:/), operations: [{ op: 'update', id }], beyond: [] });
    await place.approve('repair', workspace);
    expect(await json(0, 'repair')).toMatchObject({ updated: 1, created: 0, failed: [], different: 0, beyond: [] });
    await json(0, 'verify', '--bytes');
  });

  test(`${verifies('R8')}files: without documents in the export there is nothing to send, and still it needs its yes`, async () => {
    expect(await json(3, 'files')).toMatchObject({ status: 'approval_required', gate: 'files' });
    expect(await json(0, 'files', '--dry-run')).toEqual({ decided: false, present: 0, operations: [] });
    await place.approve('files', workspace);
    expect(await json(0, 'files')).toMatchObject({ run: expect.stringMatching(/^files-/), uploaded: 0, failed: 0, decided: false });
  });
});
