import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deltaDryRun, makeReport, rollbackDryRun, runDelta, runFull, runRollback, runVerify } from '@cutover/engine';
import { afterAll, afterEach, describe, expect, test } from 'vitest';
import { sayYes, type Traveller } from '../tools/travel.ts';
import { verifies } from '../tools/verifies.ts';
import { type Edit, editExport, fullyLoaded, type Loaded, seen, send, stateOf } from './later.ts';
import { caught, refusedUnasked, reopened, SMALL_SAMPLE, smallExport, writes } from './small.ts';

const dir = mkdtempSync(join(tmpdir(), 'delta-rules-'));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

const open: Loaded[] = [];
afterEach(async () => {
  for (const { traveller } of open.splice(0)) await traveller.close();
});

const POLICY = { hours: 24, maxCreates: 5, maxUpdates: 5, rule: 'keep-pipedrive' };
let copies = 0;

/** A small export, loaded under a delta policy and what else was answered. */
async function ready(policy: Record<string, unknown> = {}, answers: Record<string, { set: unknown }> = {}, now?: () => number) {
  copies += 1;
  const source = smallExport(join(dir, String(copies)));
  const loaded = await fullyLoaded(
    source,
    { ...SMALL_SAMPLE, delta: { set: { ...POLICY, ...policy } }, ...answers },
    now === undefined ? {} : { now },
  );
  open.push(loaded);
  return { ...loaded, source };
}

const NEW_JOB: Edit = ['clients.csv', ',Branch Manager,', ',Regional Manager,'];
const NEW_NAME: Edit = ['clients.csv', 'C006,Hana,Ito,', 'C006,Hana,Ito-Brandt,'];
const NEW_CLIENT: Edit = [
  'clients.csv',
  'C002,',
  'C042,Noor,Haddad,noor.haddad@example.com,,978-555-0188,,,Owner,dana.reyes@example.com,2026-08-02,Active,Podcast,Growth,,,Yes,,,,founder,\nC002,',
];
const refused = (traveller: Traveller) => refusedUnasked(traveller, () => runDelta(traveller.ws, {}));

describe('the gate', () => {
  test(`${verifies('R38', 'R57')}beyond the bounds only a yes to these very rows opens it`, async () => {
    const { traveller, source } = await ready({ maxUpdates: 1, maxCreates: 0 });
    editExport(source, [NEW_JOB, ['clients.csv', ',Pediatrician,', ',Chief Pediatrician,']]);
    const shown = await deltaDryRun(traveller.ws, {});
    expect(shown).toMatchObject({ created: 0, updated: 2, within: false, scope: { creates: 0, updates: 2, deletes: 0 } });
    expect(shown.operations.map(({ op, key }) => [op, key])).toEqual([
      ['update', 'client:C003'],
      ['update', 'client:C005'],
    ]);
    const error = await refused(traveller);
    expect(error).toMatchObject({ exit: 3, details: { data: { status: 'approval_required', gate: 'delta', reason: 'missing' } } });
    sayYes(traveller, 'delta');
    // Other rows than those that were approved.
    editExport(source, [NEW_CLIENT]);
    expect((await refused(traveller)).details.data).toMatchObject({ gate: 'delta', reason: 'diff' });
    sayYes(traveller, 'delta');
    expect((await runDelta(traveller.ws, {})).data).toMatchObject({ created: 1, updated: 2 });
    // With nothing left the approval of the full run is enough again.
    expect((await runDelta(traveller.ws, {})).data).toMatchObject({ created: 0, updated: 0 });
    expect((await runFull(traveller.ws, {})).data).toMatchObject({ created: 0 });
  });

  test(`${verifies('R38', 'R57')}once its hours are over the approval of the full run covers no delta; a closing report ends them at once`, async () => {
    let ahead = 0;
    const { traveller, source } = await ready({ hours: 2 }, {}, () => Date.now() + ahead);
    editExport(source, [NEW_JOB]);
    expect((await runDelta(traveller.ws, {})).data.updated).toBe(1);
    editExport(source, [NEW_NAME]);
    ahead = 3 * 3_600_000;
    expect((await refused(traveller)).details.data).toMatchObject({ gate: 'delta', reason: 'expired' });
    ahead = 0;
    makeReport(traveller.ws, { close: true });
    expect((await refused(traveller)).details.data).toMatchObject({ gate: 'delta', reason: 'expired' });
    sayYes(traveller, 'delta');
    expect((await runDelta(traveller.ws, {})).data.updated).toBeGreaterThan(0);
  });

  test(`${verifies('R38')}an export that lacks a file or a column of the plan is refused, and the rows before stay in force`, async () => {
    const { traveller, source } = await ready();
    const digest = traveller.ws.ledger.staging.digest();
    editExport(source, [['clients.csv', ',Job Title,', ',Position,']]);
    expect(await refused(traveller)).toMatchObject({ code: 'plan-stale', exit: 4, details: { place: { file: 'clients.csv' } } });
    editExport(source, [['clients.csv', ',Position,', ',Job Title,']]);
    rmSync(join(source, 'notes.csv'));
    expect(await refused(traveller)).toMatchObject({ code: 'plan-stale', details: { place: { file: 'notes.csv' } } });
    expect(traveller.ws.ledger.staging.digest()).toBe(digest);
  });
});

describe('the rule', () => {
  test(`${verifies('R62')}take-source writes what both changed, and says so; what only Pipedrive changed stays`, async () => {
    const loaded = await ready({ rule: 'take-source' });
    const { traveller, source } = loaded;
    const account = await seen(loaded);
    await send(traveller, 'PATCH', `v2/persons/${account.person('C006').id}`, { name: 'Hana Ito-Sato' });
    await send(traveller, 'PATCH', `v2/persons/${account.person('C003').id}`, { name: 'Amara D.' });
    editExport(source, [NEW_NAME]);
    const { data } = await runDelta(traveller.ws, {});
    const after = await seen(loaded);
    expect([after.person('C006').name, after.person('C003').name]).toEqual(['Hana Ito-Brandt', 'Amara D.']);
    expect(data.fields.map(({ key, field, fate }) => [key, field, fate])).toEqual(
      expect.arrayContaining([
        ['client:C006', 'name', 'taken'],
        ['client:C003', 'name', 'kept'],
      ]),
    );
  });

  test(`${verifies('R62')}both came to say the same: nothing is written, and nobody is in conflict`, async () => {
    const loaded = await ready();
    const { traveller, source } = loaded;
    const account = await seen(loaded);
    await send(traveller, 'PATCH', `v2/persons/${account.person('C006').id}`, { name: 'Hana Ito-Brandt' });
    editExport(source, [NEW_NAME]);
    const { data } = await runDelta(traveller.ws, {});
    expect(data.fields.filter(({ key }) => key === 'client:C006')).toEqual([]);
    // Her deal's title follows the export.
    expect((await seen(loaded)).deal('P010').title).toBe('Hana Ito-Brandt – Pay As You Go');
    const { writes: made } = { writes: await writes(traveller) };
    expect((await runDelta(traveller.ws, {})).data.updated).toBe(0);
    expect(await writes(traveller)).toBe(made);
  });

  test(`${verifies('R38')}vanished and to be deleted: children first, but not what a person edited or hung something on`, async () => {
    const loaded = await ready({ maxUpdates: 50 }, { vanished: { set: { as: 'delete' } } });
    const { traveller, source } = loaded;
    const account = await seen(loaded);
    const gone = account.note('note N003');
    // Client C005 with deal P009 and its invoice leave the export; somebody had hung an activity on the deal.
    const { id: stranger } = await send(traveller, 'POST', 'v2/activities', {
      subject: 'Call back',
      type: 'call',
      deal_id: account.deal('P009').id,
    });
    for (const [file, starts] of [
      ['notes.csv', ['N003,']],
      ['clients.csv', ['C005,']],
      ['packages.csv', ['P009,']],
      ['invoices.csv', ['INV-1009,']],
    ] as const) {
      const path = join(source, file);
      const lines = readFileSync(path, 'utf8').split('\n');
      writeFileSync(path, lines.filter((line) => !starts.some((start) => line.startsWith(start))).join('\n'));
    }
    const sessions = join(source, 'sessions.csv');
    writeFileSync(
      sessions,
      readFileSync(sessions, 'utf8')
        .split('\n')
        .filter((line) => !line.includes(',C005,'))
        .join('\n'),
    );
    const { data } = await runDelta(traveller.ws, {});
    const told = new Map(data.vanished.map(({ key, outcome, why }) => [String(key), [outcome, why] as const]));
    expect(told.get('note:N003')).toEqual(['deleted', null]);
    expect(told.get('invoice:INV-1009')).toEqual(['deleted', null]);
    expect(told.get('package:P009')).toEqual(['kept', `activity ${String(stranger)} hang on it`]);
    expect(told.get('client:C005')?.[0]).toBe('kept');
    expect(data.deleted).toBe(data.vanished.filter(({ outcome }) => outcome === 'deleted').length);
    const state = await stateOf(traveller);
    expect(state.notes.find(({ id }) => id === gone.id)?.is_deleted ?? true).toBe(true);
    // A row that comes back is made again.
    editExport(source, [['notes.csv', 'N002,C001', 'N003,C002,Dana Reyes,2023-05-19 09:40,Bakes at three.,\nN002,C001']]);
    expect((await runDelta(traveller.ws, {})).data).toMatchObject({ created: 1 });
    expect((await seen(loaded)).note('note N003').lines).toContain('Bakes at three.');
  });
});

describe('taken back', () => {
  test(`${verifies('R41')}one delta: its records go, what it changed is as it was, what a person changed since is kept`, async () => {
    const loaded = await ready();
    const { traveller, source, before } = loaded;
    const { digest } = await traveller.get('digest');
    const account = await seen(loaded);
    editExport(source, [NEW_JOB, NEW_NAME, NEW_CLIENT]);
    const { run, data } = await runDelta(traveller.ws, {});
    expect(data).toMatchObject({ created: 1, failed: 0 });
    await send(traveller, 'PATCH', `v2/persons/${account.person('C006').id}`, { name: 'Hana I.' });
    const shown = await rollbackDryRun(traveller.ws, { run });
    expect(shown.kept).toMatchObject([{ entity: 'person', id: account.person('C006').id, fields: ['name'] }]);
    sayYes(traveller, 'rollback');
    const undone = await runRollback(traveller.ws, { run });
    expect(undone.data).toMatchObject({ failed: [], reverted: shown.reverted });
    const after = await seen(loaded);
    expect(after.sourceIds('person')).not.toContain('C042');
    expect(after.person('C005').either('Job Title', 'job_title')).toBe('Branch Manager');
    expect([after.person('C006').name, after.deal('P010').title]).toEqual(['Hana I.', 'Hana Ito – Pay As You Go']);
    await send(traveller, 'PATCH', `v2/persons/${account.person('C006').id}`, { name: 'Hana Ito' });
    expect((await traveller.get('digest')).digest).toBe(digest);
    // She is as we left her again; then all of it goes, and the account is as it was before the first write.
    await send(traveller, 'PATCH', `v2/persons/${account.person('C006').id}`, { name: 'Hana Ito-Brandt' });
    const all = await rollbackDryRun(traveller.ws, {});
    expect(all.kept).toEqual([]);
    sayYes(traveller, 'rollback');
    expect((await runRollback(traveller.ws, {})).data).toMatchObject({ kept: [], failed: [] });
    expect((await traveller.get('digest')).digest).toBe(loaded.digest);
    expect((await stateOf(traveller)).persons.filter(({ is_deleted }) => !is_deleted)).toHaveLength(
      before.persons.filter(({ is_deleted }) => !is_deleted).length,
    );
  });

  test(`${verifies('R41', 'R62')}a record that a person edited and a delta updated elsewhere is kept by a rollback`, async () => {
    const loaded = await ready();
    const { traveller, source } = loaded;
    const { id } = (await seen(loaded)).person('C005');
    await send(traveller, 'PATCH', `v2/persons/${id}`, { name: 'Siobhán Walsh' });
    editExport(source, [NEW_JOB]);
    expect((await runDelta(traveller.ws, {})).data.updated).toBe(1);
    const shown = await rollbackDryRun(traveller.ws, {});
    expect(shown.kept.filter(({ entity }) => entity === 'person')).toMatchObject([{ id, fields: ['name'] }]);
  });
});

describe('broken off', () => {
  test(`${verifies('R38', 'R61')}it goes on with the rows it began with, whatever the export says by then`, async () => {
    const loaded = await ready();
    const { traveller, source } = loaded;
    editExport(source, [NEW_JOB, NEW_NAME, NEW_CLIENT]);
    traveller.stop.abort();
    expect(await caught(() => runDelta(traveller.ws, {}))).toMatchObject({ code: 'interrupted', exit: 6 });
    editExport(source, [['clients.csv', ',Pediatrician,', ',Chief Pediatrician,']]);
    const { ws } = await reopened(traveller);
    const { data, run } = await runDelta(ws, {});
    expect({ run, created: data.created }).toEqual({ run: 'delta-4', created: 1 });
    const after = await seen(loaded);
    expect([after.person('C006').name, after.person('C003').either('Job Title', 'job_title')]).toEqual(['Hana Ito-Brandt', 'Pediatrician']);
    expect((await runDelta(ws, {})).data.updated).toBe(1);
    expect((await runVerify(ws, {})).data).toMatchObject({ different: 0, missing: 0 });
    ws.close();
  });

  test(`${verifies('R38', 'R61')}an update whose answer never came is looked at and not sent twice`, async () => {
    const loaded = await ready();
    const { traveller, source } = loaded;
    const { id } = (await seen(loaded)).person('C005');
    const lost = ['then', { cut: 'after' }] as const;
    await traveller.post('faults', [{ match: { method: 'PATCH', path: `/api/v2/persons/${id}`, nth: 1 }, ...Object.fromEntries([lost]) }]);
    editExport(source, [NEW_JOB]);
    const before = await writes(traveller);
    expect((await runDelta(traveller.ws, {})).data).toMatchObject({ updated: 1, failed: 0 });
    expect(await writes(traveller)).toBe(before + 1);
    expect((await seen(loaded)).person('C005').either('Job Title', 'job_title')).toBe('Regional Manager');
  });
});
