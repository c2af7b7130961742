import { Digest, digestOf, type Entity, PipedriveId, type PlanEnvelope, RowKey, RunId, TargetKey } from '@cutover/domain';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { type Binding, type Outcome, openLedger } from './index.ts';
import { idRow, newFile, newLedger, tickingClock } from './testing/fixtures.ts';

const RUN = RunId.parse('full-1');
const key = (text: string) => TargetKey.parse(text);

describe('ids', () => {
  it('finds a record by its key, its id and its rows', async () => {
    const { ids, close } = await newLedger();
    const both = [RowKey.parse('clients.csv#C1'), RowKey.parse('tags.csv#T1')];
    ids.put(idRow('client:C1', 7, { rows: both }));
    ids.put(idRow('company:O1', 7, { entity: 'organization', object: 'company', rows: both.slice(1) }));
    expect(ids.get(key('client:C1'))).toEqual(idRow('client:C1', 7, { rows: both }));
    expect(ids.get(key('client:C2'))).toBeNull();
    expect(ids.byId('person', PipedriveId.parse(7))?.key).toBe('client:C1');
    expect(ids.byId('deal', PipedriveId.parse(7))).toBeNull();
    expect(ids.keysOfRow(RowKey.parse('tags.csv#T1'))).toEqual(['client:C1', 'company:O1']);
    ids.put(idRow('client:C1', 7, { rows: both.slice(0, 1) }));
    expect(ids.keysOfRow(RowKey.parse('tags.csv#T1'))).toEqual(['company:O1']);
    close();
  });

  it('knows records that several keys stand for, a created one first', async () => {
    const { ids, close } = await newLedger();
    const seven = PipedriveId.parse(7);
    ids.put(idRow('client:C1', 7, { origin: 'reused' }));
    ids.put(idRow('client:C2', 7, { origin: 'created' }));
    expect(ids.byId('person', seven)?.key).toBe('client:C2');
    expect(ids.allById('person', seven).map((row) => row.key)).toEqual(['client:C1', 'client:C2']);
    expect(() => ids.put(idRow('client:C3', 7))).toThrow(expect.objectContaining({ code: 'internal' }));
    expect(ids.get(key('client:C3'))).toBeNull();
    close();
  });

  it('never loses what a record was before our first change, and starts anew with another record', async () => {
    const { ids, close } = await newLedger();
    ids.put(idRow('client:C1', 7, { origin: 'reused', before: { name: 'as it was' } }));
    ids.put(idRow('client:C1', 7, { origin: 'reused', before: { name: 'as we left it' }, image: { name: 'third' } }));
    expect(ids.get(key('client:C1'))).toMatchObject({ before: { name: 'as it was' }, image: { name: 'third' } });
    ids.setState(key('client:C1'), 'reverted', null);
    ids.put(idRow('client:C1', 9));
    expect(ids.get(key('client:C1'))).toMatchObject({ pipedriveId: 9, before: null, state: 'live' });
    close();
  });

  it('iterates both ways while the map is written, over several pages', async () => {
    const { ids, transaction, close } = await newLedger();
    const keys = Array.from({ length: 2100 }, (_, n) => `client:C${n}`);
    transaction(() => {
      for (const [n, each] of keys.entries()) ids.put(idRow(each, n + 1));
      ids.put(idRow('company:O1', 1, { entity: 'organization' }));
    });
    const seen = [...ids.iterate('person', 'reverse')].map((row) => row.key);
    expect(seen).toEqual(keys.toReversed());
    for (const row of ids.iterate('person')) ids.setState(row.key, row.pipedriveId % 2 === 0 ? 'kept' : 'reverted', 'edited by a person');
    expect(ids.counts()).toEqual([
      { entity: 'organization', origin: 'created', state: 'live', count: 1 },
      { entity: 'person', origin: 'created', state: 'kept', count: 1050 },
      { entity: 'person', origin: 'created', state: 'reverted', count: 1050 },
    ]);
    expect(ids.get(key('client:C1'))).toMatchObject({ state: 'kept', stateReason: 'edited by a person' });
    expect(() => ids.setState(key('client:X'), 'gone', null)).toThrow(expect.objectContaining({ code: 'internal' }));
    close();
  });

  it('says which row was damaged', async () => {
    const file = newFile();
    const ledger = await openLedger(file, { create: true, clock: tickingClock() });
    ledger.ids.put(idRow('client:C1', 7));
    const raw = new Database(file);
    raw.prepare(`update id_map set written = '{"name":{"t":"colour","v":"red"}}'`).run();
    raw.close();
    expect(() => ledger.ids.get(key('client:C1'))).toThrow(
      expect.objectContaining({ code: 'ledger-edited', message: expect.stringContaining('client:C1') }),
    );
    ledger.close();
  });
});

describe('transaction', () => {
  it('does all or nothing, also within another', async () => {
    const ledger = await newLedger();
    expect(() =>
      ledger.transaction(() => {
        ledger.ids.put(idRow('client:C1', 1));
        throw new Error('no');
      }),
    ).toThrow('no');
    expect(ledger.ids.get(key('client:C1'))).toBeNull();
    ledger.transaction(() => {
      ledger.ids.put(idRow('client:C1', 1));
      expect(() =>
        ledger.transaction(() => {
          ledger.ids.put(idRow('client:C2', 2));
          throw new Error('no');
        }),
      ).toThrow('no');
    });
    expect([...ledger.ids.iterate('person')].map((row) => row.key)).toEqual(['client:C1']);
    ledger.close();
  });
});

describe('bindings', () => {
  it('keeps what names became, and tells what we made', async () => {
    const { bindings, close } = await newLedger();
    const stage: Binding = { kind: 'stage', name: 'Active', value: { id: 3 }, origin: 'created', run: RUN, targetId: '3' };
    const user: Binding = { kind: 'user', name: 'ada@example.com', value: 11, origin: 'found', run: null, targetId: '11' };
    bindings.put(stage);
    bindings.put(user);
    bindings.put({ ...stage, value: { id: 4 }, targetId: '4' });
    expect(bindings.all()).toEqual([{ ...stage, value: { id: 4 }, targetId: '4' }, user]);
    expect(bindings.created().map(({ name }) => name)).toEqual(['Active']);
    expect(bindings.get('user', 'ada@example.com')).toEqual(user);
    expect(bindings.get('stage', 'ada@example.com')).toBeNull();
    bindings.remove('stage', 'Active');
    expect(bindings.all()).toEqual([user]);
    close();
  });
});

describe('outcomes', () => {
  it('keeps one for each row', async () => {
    const { outcomes, close } = await newLedger();
    const outcome = (row: string, over: Partial<Outcome> = {}): Outcome => ({
      ...{ row: RowKey.parse(row), outcome: 'skipped', code: null, reason: 'turned down', keys: [] },
      ...over,
    });
    const part = outcome('lines.csv#1', { outcome: 'part-of', reason: null, keys: [key('invoice:I1')] });
    const failed = outcome('b.csv#1', { outcome: 'failed', code: 'write-refused' });
    outcomes.put([part, failed, outcome('a.csv#1')]);
    outcomes.put([outcome('a.csv#1', { reason: 'again' })]);
    expect([...outcomes.iterate()].map(({ row }) => row)).toEqual(['a.csv#1', 'b.csv#1', 'lines.csv#1']);
    expect([...outcomes.iterate('failed')]).toEqual([failed]);
    expect(outcomes.get(RowKey.parse('lines.csv#1'))).toEqual(part);
    expect(outcomes.get(RowKey.parse('a.csv#1'))?.reason).toBe('again');
    outcomes.remove(RowKey.parse('a.csv#1'));
    expect(outcomes.get(RowKey.parse('a.csv#1'))).toBeNull();
    outcomes.clear();
    expect([...outcomes.iterate()]).toEqual([]);
    close();
  });
});

describe('inventory', () => {
  it('holds what was in the account, entity by entity', async () => {
    const { inventory, close } = await newLedger();
    expect(inventory.has('person')).toBe(false);
    inventory.replace('person', []);
    expect(inventory.has('person')).toBe(true);
    expect(inventory.count('person')).toBe(0);
    inventory.replace(
      'person',
      (function* () {
        for (let id = 1500; id > 0; id -= 1) yield { id, json: { name: `P${id}` } };
      })(),
    );
    inventory.replace('deal', [{ id: 1, json: null }]);
    const rows = [...inventory.iterate('person')];
    expect(rows).toHaveLength(1500);
    expect(rows[0]).toEqual({ id: 1, json: { name: 'P1' } });
    expect(inventory.takenAt('person')).toMatch(/^2026-03-08T14:00:/);
    inventory.replace('person', [{ id: 9, json: {} }]);
    expect([...inventory.iterate('person')]).toEqual([{ id: 9, json: {} }]);
    expect(inventory.count('deal')).toBe(1);
    expect(inventory.takenAt('note')).toBeNull();
    close();
  });
});

describe('samples and operations', () => {
  it('keeps the sample before and after it was read back', async () => {
    const { samples, close } = await newLedger();
    expect(samples.latest()).toBeNull();
    const chosen = { run: RunId.parse('sample-2'), keys: [key('client:C1')], uncovered: ['stage Paused'], diff: null, diffDigest: null };
    samples.saveSample(chosen);
    expect(samples.latest()).toEqual({ ...chosen, at: expect.any(String) });
    const entity: Entity = 'person';
    const diff = [{ entity, sourceId: idRow('client:C1', 7).sourceId, id: 7, fields: [] }];
    samples.saveSample({ ...chosen, diff, diffDigest: digestOf(diff) });
    expect(samples.latest()).toMatchObject({ diff, diffDigest: digestOf(diff) });
    close();
  });

  it('keeps operations by their digest', async () => {
    const { operations, close } = await newLedger();
    const one = digestOf(['delete 7']);
    const two = digestOf(['delete 7', 'delete 8']);
    operations.saveOperations('rollback', one, ['delete 7']);
    operations.saveOperations('rollback', two, ['delete 7', 'delete 8']);
    expect(operations.load('rollback')?.digest).toBe(two);
    expect(operations.load('rollback', one)?.operations).toEqual(['delete 7']);
    expect(operations.load('repair')).toBeNull();
    expect(operations.load('rollback', Digest.parse(`sha256:${'0'.repeat(64)}`))).toBeNull();
    close();
  });
});

describe('plans', () => {
  const envelope = (serial: number): PlanEnvelope => {
    const plan = {
      ...{
        lineage: '2b2f4f5e-6c1d-4c86-9c5b-0d7f5f3f6a11',
        serial,
        stagedDigest: digestOf('rows'),
        decisions: [],
        valueMaps: {},
        ownerMap: {},
      },
      schema: { fields: [], pipeline: null, stages: [], activityTypes: [] },
      order: [],
      policies: {
        sample: { size: 50 },
        delta: { hours: 24, maxCreates: 1, maxUpdates: 1, rule: 'keep-pipedrive' as const },
        notes: { overLimit: 'split' as const, privateNotes: 'field' as const },
      },
      counts: {},
    };
    const grade = { letter: 'A' as const, timeline: 'a day', parts: part() };
    const estimate = { tokens: 0, requests: 0, days: 0, minutesAtFullRate: 0, lines: [], table: [] };
    return {
      format: 1,
      plan,
      digest: digestOf(plan),
      approvals: [],
      target: { host: 'h', company: { id: 1, domain: 'brightwater' }, tier: 'lite', seats: 1, tierKnown: 'assumed' },
      meta: {
        tool: '0.1.0',
        prompts: {},
        madeAt: '2026-03-08T14:00:00Z',
        estimate,
        caps: [],
        grade,
        findings: [],
        owners: [],
        decisions: {},
      },
    };
  };
  const part = () => {
    const score = { score: 1, why: '' };
    return { compatibility: score, clarity: score, constraints: score, volume: score };
  };

  it('gives the one saved last, or the one asked for', async () => {
    const { plan, close } = await newLedger();
    expect(plan.loadEnvelope()).toBeNull();
    plan.saveEnvelope(envelope(1));
    plan.saveEnvelope(envelope(2));
    expect(plan.loadEnvelope()).toEqual(envelope(2));
    expect(plan.loadEnvelope(envelope(1).digest)).toEqual(envelope(1));
    plan.saveEnvelope(envelope(1));
    expect(plan.loadEnvelope()?.plan.serial).toBe(1);
    close();
  });

  it('says when the plan was damaged, and hands out an edited one with the digest it was stored under', async () => {
    const file = newFile();
    const ledger = await openLedger(file, { create: true, clock: tickingClock() });
    ledger.plan.saveEnvelope(envelope(1));
    const raw = new Database(file);
    raw.prepare(`update plan_envelope set json = json_set(json, '$.plan.serial', 7)`).run();
    const edited = ledger.plan.loadEnvelope();
    expect(edited?.digest).toBe(envelope(1).digest);
    expect(edited?.plan.serial).toBe(7);
    raw.prepare(`update plan_envelope set json = json_remove(json, '$.plan.lineage')`).run();
    raw.close();
    expect(() => ledger.plan.loadEnvelope()).toThrow(expect.objectContaining({ code: 'plan-invalid' }));
    ledger.close();
  });
});
