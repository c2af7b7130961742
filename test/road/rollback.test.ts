import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { rollbackDryRun, runFull, runRollback, runSample, runSchema, runVerify, statusOf } from '@cutover/engine';
import { afterAll, describe, expect, test } from 'vitest';
import { accountOf } from '../tools/account.ts';
import { type SandboxState, sandboxState } from '../tools/sandbox-state.ts';
import { planned, sayYes, setOut, type Traveller } from '../tools/travel.ts';
import { verifies } from '../tools/verifies.ts';
import { caught, refusedUnasked, SMALL_SAMPLE, smallExport, writes } from './small.ts';

const dir = mkdtempSync(join(tmpdir(), 'rollback-'));
const source = smallExport(dir);
afterAll(() => rmSync(dir, { recursive: true, force: true }));

const stateOf = async (traveller: Traveller): Promise<SandboxState> => sandboxState(await traveller.get('state'));

/** Sets out, has everything answered and approved, and loads; what the account was before comes along. */
async function loaded(until: 'sample' | 'full' = 'full') {
  const traveller = await setOut({ source });
  const before = await stateOf(traveller);
  const digest = (await traveller.get('digest')).digest;
  await planned(traveller, SMALL_SAMPLE);
  await load(traveller, until);
  return { traveller, before, digest };
}

async function load(traveller: Traveller, until: 'sample' | 'full' = 'full'): Promise<void> {
  sayYes(traveller, 'plan');
  expect((await runSchema(traveller.ws, {})).exit).toBe(0);
  expect((await runSample(traveller.ws, {})).exit).toBe(0);
  if (until === 'sample') return;
  sayYes(traveller, 'full');
  expect((await runFull(traveller.ws, {})).exit).toBe(0);
}

async function undone(traveller: Traveller, options: { readonly run?: string } = {}) {
  const shown = await rollbackDryRun(traveller.ws, options);
  sayYes(traveller, 'rollback');
  return { shown, ...(await runRollback(traveller.ws, options)) };
}

/** Another client of the account, as the web app or an integration would be one. @returns the status */
async function send(traveller: Traveller, method: 'POST' | 'PATCH' | 'PUT' | 'DELETE', path: string, body: unknown = {}): Promise<number> {
  const { url, token } = traveller.sandbox;
  const headers = { 'x-api-token': token, 'content-type': 'application/json' };
  return (await fetch(`${url}/api/${path}`, { method, headers, body: JSON.stringify(body) })).status;
}

describe('one step back', () => {
  test(`${verifies('R41')}the account is what it was before the first write: shown first, then done`, async () => {
    const { traveller, before, digest } = await loaded();
    try {
      expect((await traveller.get('digest')).digest).not.toBe(digest);
      const written = await writes(traveller);
      const shown = await rollbackDryRun(traveller.ws, {});
      expect(shown).toMatchObject({ kept: [], failed: [], operationsDigest: expect.stringMatching(/^sha256:[0-9a-f]{64}$/) });
      expect(shown.irreversible?.length).toBeGreaterThan(0);
      expect(await writes(traveller)).toBe(written);
      // Shown again without anything having happened in between, it is the same.
      expect((await rollbackDryRun(traveller.ws, {})).operationsDigest).toBe(shown.operationsDigest);
      sayYes(traveller, 'rollback');
      const { exit, data } = await runRollback(traveller.ws, {});
      expect({ exit, kept: data.kept, failed: data.failed, reverted: data.reverted }).toEqual({
        exit: 0,
        kept: [],
        failed: [],
        reverted: shown.reverted,
      });
      expect((await traveller.get('digest')).digest).toBe(digest);
      const after = accountOf(await stateOf(traveller), before);
      expect(after.created).toEqual({ persons: [], organizations: [], deals: [] });
      expect(after.newFields('person')).toEqual([]);
    } finally {
      await traveller.close();
    }
  });

  test(`${verifies('R41', 'R61')}rolled back and loaded again, and rolled back again`, async () => {
    const { traveller, before, digest } = await loaded();
    try {
      const first = accountOf(await stateOf(traveller), before);
      const sessions = first.activities.map(({ source: line }) => line).toSorted();
      await undone(traveller);
      expect((await traveller.get('digest')).digest).toBe(digest);
      // What was approved for the first load opens nothing any more.
      expect((await refusedUnasked(traveller, () => runSchema(traveller.ws, {}))).details.data).toMatchObject({ reason: 'used' });
      expect((await refusedUnasked(traveller, () => runSample(traveller.ws, {}))).details.data).toMatchObject({ reason: 'used' });
      const empty = await writes(traveller);
      expect((await refusedUnasked(traveller, () => runFull(traveller.ws, {}))).details.data).toMatchObject({
        gate: 'full',
        reason: 'used',
      });
      expect(await writes(traveller)).toBe(empty);
      const next = (): string => statusOf(traveller.ws).next;
      expect(next()).toBe('cutover report');
      await load(traveller, 'sample');
      expect(next()).toBe('cutover diff, then cutover approve full');
      sayYes(traveller, 'full');
      expect(next()).toBe('cutover full');
      expect((await runFull(traveller.ws, {})).exit).toBe(0);
      expect(next()).toBe('cutover verify');
      const again = accountOf(await stateOf(traveller), before);
      expect(again.sourceIds('person')).toEqual(first.sourceIds('person'));
      expect(again.sourceIds('deal')).toEqual(first.sourceIds('deal'));
      expect(again.activities.map(({ source: line }) => line).toSorted()).toEqual(sessions);
      const verified = await runVerify(traveller.ws, {});
      expect({ exit: verified.exit, different: verified.data.different, missing: verified.data.missing }).toEqual({
        exit: 0,
        different: 0,
        missing: 0,
      });
      await undone(traveller);
      expect((await traveller.get('digest')).digest).toBe(digest);
    } finally {
      await traveller.close();
    }
  });

  test(`${verifies('R41')}of the full run alone: what the sample made stays`, async () => {
    const { traveller, before } = await loaded('sample');
    try {
      const sample = accountOf(await stateOf(traveller), before);
      const digest = (await traveller.get('digest')).digest;
      sayYes(traveller, 'full');
      const full = await runFull(traveller.ws, {});
      expect((await traveller.get('digest')).digest).not.toBe(digest);
      const { exit, data } = await undone(traveller, { run: full.run });
      expect({ exit, kept: data.kept, reverted: data.reverted }).toEqual({ exit: 0, kept: [], reverted: full.data.created });
      expect((await traveller.get('digest')).digest).toBe(digest);
      expect(accountOf(await stateOf(traveller), before).created).toEqual(sample.created);
    } finally {
      await traveller.close();
    }
  });
});

describe('what a person did since', () => {
  test(`${verifies('R41', 'R62')}an edited record stays, with its fields and the time; everything else goes`, async () => {
    const { traveller, before } = await loaded();
    try {
      const account = accountOf(await stateOf(traveller), before);
      const state = await stateOf(traveller);
      const key = (name: string): string =>
        state.personFields.find((field) => field.is_custom_field && field.field_name === name)?.field_code ?? 'there is no such field';
      const [renamed, scored] = [account.person('C002'), account.person('C003')];
      const note = account.note('note N003');
      const session = account.activity('session S025');
      expect(await send(traveller, 'PATCH', `v2/persons/${renamed.id}`, { name: 'Tomasz Kowal' })).toBe(200);
      expect(await send(traveller, 'PATCH', `v2/persons/${scored.id}`, { custom_fields: { [key('Intake Score')]: 12 } })).toBe(200);
      expect(await send(traveller, 'PUT', `v1/notes/${note.id}`, { content: '<p>Not so any more.</p>' })).toBe(200);
      expect(await send(traveller, 'PATCH', `v2/activities/${session.id}`, { due_time: '09:00' })).toBe(200);
      const edited = await stateOf(traveller);
      const when = (rows: readonly { readonly id: number; readonly update_time?: unknown }[], id: number): unknown =>
        rows.find((row) => row.id === id)?.update_time;
      const { exit, data, shown } = await undone(traveller);
      const kept = data.kept.filter(({ id }) => typeof id === 'number');
      expect(data.kept).toEqual(shown.kept);
      expect(kept).toContainEqual(expect.objectContaining({ entity: 'note', id: note.id, fields: ['content'] }));
      expect(kept).toContainEqual(expect.objectContaining({ entity: 'activity', id: session.id, fields: ['due_time'] }));
      expect(kept.find(({ entity, id }) => entity === 'person' && id === renamed.id)?.fields).toEqual(expect.arrayContaining(['name']));
      expect(kept.find(({ entity, id }) => entity === 'person' && id === scored.id)?.fields).toEqual(
        expect.arrayContaining([key('Intake Score')]),
      );
      for (const { entity, id, updatedAt } of kept.filter(({ entity }) => entity !== 'note')) {
        const rows =
          { person: edited.persons, activity: edited.activities, deal: edited.deals, organization: edited.organizations }[entity] ?? [];
        expect(Date.parse(String(updatedAt)), `${entity} ${id}`).toBe(Date.parse(String(when(rows, Number(id)))));
      }
      expect(exit).toBe(0);
      const after = accountOf(await stateOf(traveller), before);
      // Those four, and what they hang on: nobody is left hanging on somebody who is gone.
      expect(after.sourceIds('person').filter((id) => id !== 'C001')).toEqual(['C002', 'C003']);
      expect(after.person('C002').name).toBe('Tomasz Kowal');
      expect(after.person('C003').custom('Intake Score')).toBe(12);
      expect(after.notes.map(({ id }) => id)).toEqual([note.id]);
      expect(after.activities.map(({ id }) => id)).toEqual([session.id]);
    } finally {
      await traveller.close();
    }
  });

  test(`${verifies('R41', 'R57')}between the dry run and the rollback: it is refused, and shown anew`, async () => {
    const { traveller, before, digest } = await loaded('sample');
    try {
      await rollbackDryRun(traveller.ws, {});
      sayYes(traveller, 'rollback');
      const [person] = accountOf(await stateOf(traveller), before).persons.filter(({ id: _, name }) => name === 'Amara Diallo');
      expect(await send(traveller, 'PATCH', `v2/persons/${person?.id}`, { name: 'Amara D.' })).toBe(200);
      const written = await writes(traveller);
      const error = await caught(() => runRollback(traveller.ws, {}));
      expect({ exit: error.exit, data: error.details.data }).toMatchObject({
        exit: 3,
        data: { status: 'approval_required', gate: 'rollback', reason: 'diff' },
      });
      expect(await writes(traveller)).toBe(written);
      // Put back as it was, the account is the one that was approved for.
      expect(await send(traveller, 'PATCH', `v2/persons/${person?.id}`, { name: 'Amara Diallo' })).toBe(200);
      const { exit, data } = await undone(traveller);
      expect({ exit, kept: data.kept }).toEqual({ exit: 0, kept: [] });
      expect((await traveller.get('digest')).digest).toBe(digest);
    } finally {
      await traveller.close();
    }
  });

  test(`${verifies('R41')}a record that somebody deleted is gone already, and one that somebody hung on ours keeps it`, async () => {
    const { traveller, before } = await loaded('sample');
    try {
      const account = accountOf(await stateOf(traveller), before);
      const [first, second] = account.activities;
      const person = account.person('C005');
      expect(await send(traveller, 'DELETE', `v2/activities/${first?.id}`)).toBe(200);
      expect(await send(traveller, 'POST', 'v1/notes', { content: '<p>By hand.</p>', person_id: person.id })).toBeLessThan(300);
      const { exit, data } = await undone(traveller);
      expect(exit).toBe(0);
      expect(data.kept.filter(({ entity }) => entity === 'person').map(({ id }) => id)).toEqual([person.id]);
      const after = accountOf(await stateOf(traveller), before);
      expect(after.sourceIds('person').filter((id) => id !== 'C001')).toEqual(['C005']);
      expect(after.notes.map(({ html }) => html)).toEqual(['<p>By hand.</p>']);
      expect(after.activities.map(({ id }) => id)).not.toContain(second?.id);
    } finally {
      await traveller.close();
    }
  });
});
