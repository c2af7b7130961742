import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runDelta, runFull, runSample, runSchema } from '@cutover/engine';
import type { Ledger } from '@cutover/ledger';
import { afterAll, expect, test } from 'vitest';
import { aheadOf } from '../../apps/chat/src/hands/ahead.ts';
import { newDay, planned, sayYes, setOut } from '../tools/travel.ts';
import { verifies } from '../tools/verifies.ts';
import { editExport, fullyLoaded, type Loaded, ownCopy, seen, send, stateOf } from './later.ts';

const dir = mkdtempSync(join(tmpdir(), 'delta-pending-'));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

const BOUNDS = { delta: { set: { hours: 24, maxCreates: 5, maxUpdates: 50, rule: 'keep-pipedrive' } } };

/** Takes the one line out of a file that begins so. */
function without(path: string, start: string): void {
  const lines = readFileSync(path, 'utf8').split('\n');
  const left = lines.filter((line) => !line.startsWith(start));
  expect(lines.length - left.length).toBe(1);
  writeFileSync(path, left.join('\n'));
}

test(`${verifies('R62')}a change of the export that gave way to one in Pipedrive is brought in when that one is taken back`, async () => {
  const source = ownCopy(join(dir, 'conflict'));
  const loaded = await fullyLoaded(source, BOUNDS);
  const { ws } = loaded.traveller;
  const { id, name } = (await seen(loaded)).person('C006');
  expect(name).toBe('Hana Ito');
  editExport(source, [['clients.csv', 'C006,Hana,Ito,', 'C006,Hana,Ito-Brandt,']]);
  await send(loaded.traveller, 'PATCH', `v2/persons/${id}`, { name: 'Hana I.' });
  const fates = async () => (await runDelta(ws, {})).data.fields.map(({ key, field, fate }) => [key, field, fate]);
  expect(await fates()).toEqual([['client:C006', 'name', 'conflict']]);
  expect(await fates()).toEqual([['client:C006', 'name', 'conflict']]);
  await send(loaded.traveller, 'PATCH', `v2/persons/${id}`, { name: 'Hana Ito' });
  expect((await runDelta(ws, {})).data).toMatchObject({ created: 0, updated: 1, fields: [] });
  expect((await seen(loaded)).person('C006').name).toBe('Hana Ito-Brandt');
  await loaded.traveller.close();
});

/** A sample of the export, then all of it as it was edited since. */
async function sampledThenEdited(source: string, edit: (ledger: Ledger) => void): Promise<Loaded> {
  const now = newDay();
  const traveller = await setOut({ now, source, sandbox: { now } });
  const { ws } = traveller;
  const before = await stateOf(traveller);
  for (const step of [() => undefined, () => edit(ws.ledger)]) {
    step();
    await planned(traveller, BOUNDS);
    sayYes(traveller, 'plan');
    await runSchema(ws, {});
    await runSample(ws, {});
  }
  sayYes(traveller, 'full');
  expect((await runFull(ws, {})).data.failed).toBe(0);
  return { traveller, before, digest: null };
}

test(`${verifies('R38', 'R62')}records of a sample that the export changed before all was loaded are brought up by the delta after it`, async () => {
  const source = ownCopy(join(dir, 'sample'));
  let [id, first, last] = ['', '', ''];
  const loaded = await sampledThenEdited(source, (ledger) => {
    id = [...ledger.ids.iterate('person')][0]?.sourceId ?? '';
    [, first = '', last = ''] = new RegExp(`^${id},([^,]+),([^,]+),`, 'm').exec(readFileSync(join(source, 'clients.csv'), 'utf8')) ?? [];
    editExport(source, [['clients.csv', `${id},${first},${last},`, `${id},${first},Newname,`]]);
  });
  expect((await seen(loaded)).person(id).name).toBe(`${first} ${last}`);
  expect((await runDelta(loaded.traveller.ws, {})).data.updated).toBeGreaterThan(0);
  expect((await seen(loaded)).person(id).name).toBe(`${first} Newname`);
  await loaded.traveller.close();
});

test(`${verifies('R38')}a record of a sample that the export lost before all was loaded is told by the delta after it`, async () => {
  const source = ownCopy(join(dir, 'lost'));
  let key = '';
  const loaded = await sampledThenEdited(source, (ledger) => {
    const session = [...ledger.ids.iterate('activity')].find(({ object }) => object === 'session');
    key = session?.key ?? '';
    without(join(source, 'sessions.csv'), `${session?.sourceId},`);
  });
  const told = (await runDelta(loaded.traveller.ws, {})).data.vanished;
  expect(told.map((one) => [one.key, one.outcome])).toContainEqual([key, 'kept']);
  await loaded.traveller.close();
});

test(`${verifies('R38')}a record that vanished and was kept because a person edited it leaves once it is as it was written`, async () => {
  const source = ownCopy(join(dir, 'vanished'));
  const loaded = await fullyLoaded(source, { ...BOUNDS, vanished: { set: { as: 'delete' } } });
  const { ws } = loaded.traveller;
  const { id } = (await seen(loaded)).note('note N003');
  const { content } = await send(loaded.traveller, 'GET', `v1/notes/${id}`);
  await send(loaded.traveller, 'PUT', `v1/notes/${id}`, { content: 'Hers alone.' });
  without(join(source, 'notes.csv'), 'N003,');
  const vanished = async () => (await runDelta(ws, {})).data.vanished.map(({ key, outcome }) => [key, outcome]);
  expect(await vanished()).toEqual([['note:N003', 'kept']]);
  expect(await vanished()).toEqual([['note:N003', 'kept']]);
  await send(loaded.traveller, 'PUT', `v1/notes/${id}`, { content });
  expect(await vanished()).toEqual([['note:N003', 'deleted']]);
  expect(await vanished()).toEqual([]);
  await loaded.traveller.close();
});

test(`${verifies('R62')}in the chat a delta is worth a run where all that is new is that somebody deleted a record in Pipedrive`, async () => {
  const loaded = await fullyLoaded(ownCopy(join(dir, 'gone')), BOUNDS);
  const { ws } = loaded.traveller;
  expect((await aheadOf(ws, 'delta')).nothing).toContain('nothing in it is new or changed');
  const { id } = (await seen(loaded)).deal('P002');
  await send(loaded.traveller, 'DELETE', `v2/deals/${id}`);
  const { nothing, lists } = await aheadOf(ws, 'delta');
  expect(nothing).toBeNull();
  expect(lists).toContainEqual({ title: 'Not in Pipedrive any more, never made again', lines: ['package:P002'] });
  await loaded.traveller.close();
});
