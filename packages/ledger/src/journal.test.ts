import { PipedriveId, RowKey, RunId, TargetKey } from '@cutover/domain';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { type Intent, type IntentResult, type JournalEvent, type Ledger, openLedger } from './index.ts';
import { approval, decision, idRow, newFile, newLedger, owner, START, tickingClock } from './testing/fixtures.ts';

const RUN = RunId.parse('full-1');
const ask = (epoch: number, key: string, over: Partial<Intent> = {}): Intent => ({
  ...{ run: RUN, epoch, op: 'create', entity: 'person', key, request: { name: key } },
  ...over,
});
const done = (key: string, id: number): IntentResult => ({ state: 'done', status: 200, tokens: 5, idRow: idRow(key, id) });

async function held(): Promise<{ ledger: Ledger; epoch: number }> {
  const ledger = await newLedger();
  return { ledger, ...ledger.lock.acquire(owner(1), () => true) };
}

describe('the journal', () => {
  it('commits what is asked for in one turn together', async () => {
    const { ledger, epoch } = await held();
    const keys = Array.from({ length: 64 }, (_, n) => `client:C${n}`);
    const seqs = await Promise.all(keys.map((key) => ledger.journal.intent(ask(epoch, key))));
    expect(seqs).toEqual(keys.map((_, n) => n + 1));
    expect(ledger.journal.commits()).toBe(1);
    await Promise.all(seqs.map((seq, n) => ledger.journal.settle(seq, done(`client:C${n}`, n + 1))));
    expect(ledger.journal.commits()).toBe(2);
    expect(ledger.journal.open()).toEqual([]);
    expect(ledger.ids.get(TargetKey.parse('client:C63'))).toEqual(idRow('client:C63', 64));
    ledger.journal.verify();
    ledger.close();
  });

  it('resolves nothing before it is committed', async () => {
    const file = newFile();
    const ledger = await openLedger(file, { create: true, clock: tickingClock() });
    const { epoch } = ledger.lock.acquire(owner(1), () => true);
    const raw = new Database(file, { readonly: true });
    const count = () => raw.prepare<[], { n: number }>('select count(*) n from journal').get()?.n;
    const seen: (number | undefined)[] = [];
    const asked = [1, 2, 3].map((n) => ledger.journal.intent(ask(epoch, `client:C${n}`)).then(() => seen.push(count())));
    expect(count()).toBe(0);
    await Promise.all(asked);
    expect(seen).toEqual([3, 3, 3]);
    raw.close();
    ledger.close();
  });

  it('knows which record of a kind was made before a row: what the row asks for comes later', async () => {
    const { ledger, epoch } = await held();
    const { journal } = ledger;
    const first = await journal.intent(ask(epoch, 'client:C1'));
    expect(journal.createdBefore(first, 'person')).toBeNull();
    await journal.settle(first, done('client:C1', 41));
    const second = await journal.intent(ask(epoch, 'client:C2'));
    const third = await journal.intent(ask(epoch, 'client:C3'));
    await journal.settle(third, done('client:C3', 43));
    // 43 was known only after the second had left.
    expect(journal.createdBefore(second, 'person')).toBe(41);
    expect(journal.createdBefore(third + 2, 'person')).toBe(43);
    expect(journal.createdBefore(third + 2, 'deal')).toBeNull();
    ledger.close();
  });

  it('remembers an intent without result with its request and what was there before', async () => {
    const { ledger, epoch } = await held();
    const seq = await ledger.journal.intent(ask(epoch, 'client:C1', { op: 'update', request: { b: 1, a: 'x' }, before: { name: 'Old' } }));
    await ledger.journal.intent(ask(epoch, 'client:C2', { run: RunId.parse('sample-2') }));
    expect(ledger.journal.open(RUN)).toEqual([
      {
        ...{ seq, run: RUN, epoch, op: 'update', entity: 'person', key: 'client:C1', request: { a: 'x', b: 1 }, before: { name: 'Old' } },
        at: expect.stringMatching(/^2026-03-08T14:00:0\d\.000Z$/),
        // printf '{"a":"x","b":1}' | sha256sum
        requestDigest: 'sha256:cdab067e9f3beb32d1252cfd63e492592fecbf591b0d08cadb24bb17f3864246',
      },
    ]);
    expect(ledger.journal.open()).toHaveLength(2);
    ledger.close();
  });

  it('tells the one that fails, and keeps the others of its turn', async () => {
    const { ledger, epoch } = await held();
    const all = await Promise.allSettled([
      ledger.journal.intent(ask(epoch, 'client:C1')),
      ledger.journal.intent(ask(epoch - 1, 'client:C2')),
      ledger.journal.intent(ask(epoch, 'client:C3')),
    ]);
    expect(all.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(all[1]).toMatchObject({ reason: { code: 'epoch-moved' } });
    expect(ledger.journal.open().map(({ key }) => key)).toEqual(['client:C1', 'client:C3']);
    ledger.journal.verify();
    ledger.close();
  });

  it('undoes the id row of a result that fails', async () => {
    const { ledger, epoch } = await held();
    const [one, two] = await Promise.all([ledger.journal.intent(ask(epoch, 'client:C1')), ledger.journal.intent(ask(epoch, 'client:C2'))]);
    // Two keys cannot both have made record 7.
    const all = await Promise.allSettled([
      ledger.journal.settle(one, done('client:C1', 7)),
      ledger.journal.settle(two, done('client:C2', 7)),
    ]);
    expect(all.map(({ status }) => status)).toEqual(['fulfilled', 'rejected']);
    expect(ledger.ids.get(TargetKey.parse('client:C2'))).toBeNull();
    expect(ledger.ids.keysOfRow(RowKey.parse('clients.csv#C2'))).toEqual([]);
    expect(ledger.journal.open().map(({ key }) => key)).toEqual(['client:C2']);
    ledger.journal.verify();
    ledger.close();
  });

  it('refuses results without what they made, for what they are not, or a second time', async () => {
    const { ledger, epoch } = await held();
    const create = await ledger.journal.intent(ask(epoch, 'client:C1'));
    const schema = await ledger.journal.intent(ask(epoch, 'person.custom.tags', { op: 'schema', entity: 'field' }));
    const refused = (says: string) => ({ code: 'internal', message: expect.stringContaining(says) });
    const bare: IntentResult = { state: 'done', status: 200, tokens: 5, pipedriveId: PipedriveId.parse(7) };
    await expect(ledger.journal.settle(create, bare)).rejects.toMatchObject(refused('without an id row'));
    await expect(ledger.journal.settle(create, done('client:C2', 7))).rejects.toMatchObject(refused('is about person client:C1'));
    await expect(ledger.journal.settle(schema, bare)).rejects.toMatchObject(refused('without a binding'));
    await expect(ledger.journal.settle(99, bare)).rejects.toMatchObject(refused('unknown'));
    await ledger.journal.settle(create, done('client:C1', 7));
    await expect(ledger.journal.settle(create, done('client:C1', 8))).rejects.toMatchObject(refused('has a result already'));
    expect(ledger.ids.get(TargetKey.parse('client:C1'))?.pipedriveId).toBe(7);
    expect(ledger.journal.open().map(({ seq }) => seq)).toEqual([schema]);
    ledger.close();
  });

  it('writes bindings and states of records with the result', async () => {
    const { ledger, epoch } = await held();
    const binding = {
      kind: 'field',
      name: 'person.custom.tags',
      value: { key: 'a'.repeat(40) },
      origin: 'created',
      run: RUN,
      targetId: '9',
    } as const;
    const schema = await ledger.journal.intent(ask(epoch, 'person.custom.tags', { op: 'schema', entity: 'field' }));
    await ledger.journal.settle(schema, { state: 'done', status: 200, tokens: 5, binding });
    expect(ledger.bindings.created()).toEqual([binding]);
    const options = ['a', 'b'].map((name) => ({ ...binding, kind: 'option', name }));
    const more = await ledger.journal.intent(ask(epoch, 'person.custom.tags', { op: 'schema', entity: 'option' }));
    await expect(ledger.journal.settle(more, { state: 'done', status: 200, tokens: 5, bindings: [] })).rejects.toMatchObject({
      code: 'internal',
    });
    await ledger.journal.settle(more, { state: 'done', status: 200, tokens: 5, bindings: options });
    expect(ledger.bindings.created()).toEqual([binding, ...options]);
    for (const { kind, name } of options) ledger.bindings.remove(kind, name);
    const create = await ledger.journal.intent(ask(epoch, 'client:C1'));
    await ledger.journal.settle(create, done('client:C1', 7));
    const remove = await ledger.journal.intent(ask(epoch, 'client:C1', { op: 'delete', before: { name: 'x' } }));
    const key = TargetKey.parse('client:C1');
    await ledger.journal.settle(remove, { state: 'done', status: 200, tokens: 3, idState: { key, state: 'reverted', reason: null } });
    expect(ledger.ids.get(key)?.state).toBe('reverted');
    const unmake = await ledger.journal.intent(ask(epoch, 'person.custom.tags', { op: 'schema', entity: 'field' }));
    await ledger.journal.settle(unmake, { state: 'done', status: 200, tokens: 3, unbind: { kind: 'field', name: 'person.custom.tags' } });
    expect(ledger.bindings.all()).toEqual([]);
    ledger.close();
  });

  it('stops a process that lost the lock, before and after its request', async () => {
    const file = newFile();
    const first = await openLedger(file, { create: true, clock: tickingClock() });
    const { epoch } = first.lock.acquire(owner(1), () => true);
    const seq = await first.journal.intent(ask(epoch, 'client:C1'));
    const second = await openLedger(file, { clock: tickingClock() });
    second.lock.takeOver(owner(2));
    await expect(first.journal.intent(ask(epoch, 'client:C2'))).rejects.toMatchObject({ code: 'epoch-moved' });
    await expect(first.journal.settle(seq, done('client:C1', 7))).rejects.toMatchObject({ code: 'epoch-moved' });
    expect(second.journal.open().map(({ key }) => key)).toEqual(['client:C1']);
    await second.journal.settle(seq, { state: 'abandoned', why: 'not in the account' });
    expect(second.journal.open()).toEqual([]);
    first.close();
    second.close();
  });

  it('refuses to write once the lock is given back', async () => {
    const { ledger, epoch } = await held();
    ledger.lock.release(epoch);
    await expect(ledger.journal.intent(ask(epoch, 'client:C1'))).rejects.toMatchObject({ code: 'epoch-moved' });
    ledger.close();
  });

  it('writes down what is waiting when it is closed', async () => {
    const file = newFile();
    const ledger = await openLedger(file, { create: true, clock: tickingClock() });
    const { epoch } = ledger.lock.acquire(owner(1), () => true);
    const asked = ledger.journal.intent(ask(epoch, 'client:C1'));
    await Promise.resolve();
    ledger.close();
    expect(await asked).toBe(1);
    const again = await openLedger(file, { clock: tickingClock() });
    expect(again.journal.open()).toHaveLength(1);
    again.close();
  });

  it('lists refused writes until something makes them good', async () => {
    const { ledger, epoch } = await held();
    const refuse = async (key: string, reason: string): Promise<number> => {
      const seq = await ledger.journal.intent(ask(epoch, key));
      await ledger.journal.settle(seq, { state: 'refused', code: 'write-refused', reason, status: 400 });
      return seq;
    };
    await refuse('client:C1', 'no name');
    await refuse('client:C2', 'no mail');
    const last = await refuse('client:C2', 'still no mail');
    const good = await ledger.journal.intent(ask(epoch, 'client:C1'));
    await ledger.journal.settle(good, done('client:C1', 7));
    const failed = { run: RUN, op: 'create', entity: 'person', code: 'write-refused', status: 400 };
    expect(ledger.journal.failed()).toEqual([{ ...failed, seq: last, key: 'client:C2', reason: 'still no mail' }]);
    expect(ledger.journal.failed(RunId.parse('full-2'))).toEqual([]);
    ledger.close();
  });

  it.each([
    ['a request', `update journal set request = '{}' where seq = 2`, 'row 2'],
    ['an id', `update journal set pipedrive_id = 99 where seq = 3`, 'row 3'],
    ['the id of a record', `update id_map set pipedrive_id = 99 where key = 'client:C1'`, 'person 99'],
    ['whether we made a record', `update id_map set origin = 'created' where key = 'client:C9'`, 'person 70'],
    ['a row that is gone', `delete from journal where seq = 2`, 'row 2'],
    ['an open intent that is gone', `delete from journal_open where seq = 2`, 'row 2'],
  ])('notices %s that was changed by hand', async (_, sql, says) => {
    const file = newFile();
    const ledger = await openLedger(file, { create: true, clock: tickingClock() });
    const { epoch } = ledger.lock.acquire(owner(1), () => true);
    const first = await ledger.journal.intent(ask(epoch, 'client:C1'));
    await ledger.journal.intent(ask(epoch, 'client:C2'));
    await ledger.journal.settle(first, done('client:C1', 7));
    ledger.ids.put(idRow('client:C9', 70, { origin: 'reused' }));
    ledger.journal.verify();
    const raw = new Database(file);
    expect(raw.prepare(sql).run().changes).toBe(1);
    raw.close();
    expect(() => ledger.journal.verify()).toThrow(
      expect.objectContaining({ code: 'ledger-edited', message: expect.stringContaining(says) }),
    );
    ledger.close();
  });

  it('moves its head with every row', async () => {
    const { ledger, epoch } = await held();
    expect(ledger.journal.head()).toBeNull();
    await ledger.journal.intent(ask(epoch, 'client:C1'));
    const one = ledger.journal.head();
    await ledger.journal.intent(ask(epoch, 'client:C1'));
    const two = ledger.journal.head();
    expect([one?.seq, two?.seq]).toEqual([1, 2]);
    expect(one?.digest).not.toBe(two?.digest);
    ledger.close();
  });

  it('tells the whole story by time, without texts and secrets', async () => {
    let now = START;
    const ledger = await openLedger(newFile(), { create: true, clock: () => now });
    const tick = (): void => {
      now += 60_000;
    };
    ledger.decisions.replaceAll([decision('tags')]);
    tick();
    ledger.decisions.put(decision('tags', { status: 'accepted', answer: { as: 'set' }, by: 'Ada', at: '2026-03-08T14:01:00Z' }));
    const yes = { ...approval('plan', 'nonce-0123456789'), at: '2026-03-08T14:02:00Z' };
    ledger.approvals.add(yes);
    tick();
    tick();
    const { epoch } = ledger.lock.acquire(owner(1), () => true);
    const { runId } = ledger.runs.open({ kind: 'sample', approval: yes, params: {}, mode: 'foreground' });
    tick();
    const request = {
      path: '/api/v1/notes',
      body: { content: 'She cried.', deal_id: 3, custom_fields: { abc: 'private' }, name: 'short', 'x-api-token': 'secret' },
    };
    const seq = await ledger.journal.intent(ask(epoch, 'note:N1', { run: runId, entity: 'note', request, before: { note: 'y' } }));
    tick();
    await ledger.journal.settle(seq, { state: 'refused', code: 'write-refused', reason: 'no', status: 400 });
    const events = [...ledger.journal.export()];
    expect(events.map(({ type, at }) => `${at.slice(11, 16)} ${type}`)).toEqual([
      '14:00 proposals',
      '14:01 decision',
      '14:02 approval',
      '14:03 run',
      '14:04 intent',
      '14:05 result',
    ]);
    const intent = events.find((event): event is Extract<JournalEvent, { type: 'intent' }> => event.type === 'intent');
    expect(intent?.request).toEqual({
      path: '/api/v1/notes',
      body: {
        // printf 'She cried.' | sha256sum
        content: { digest: 'sha256:3fb30cc94eb5132375c74e9384d88569299d9e87f86ffd986164fb8154177734', length: 10 },
        deal_id: 3,
        custom_fields: { abc: { digest: expect.stringMatching(/^sha256:/), length: 7 } },
        name: 'short',
      },
    });
    const text = events.map((event) => JSON.stringify(event)).join('\n');
    for (const hidden of ['cried', 'private', 'secret', 'PEM', 'AAAA']) expect(text).not.toContain(hidden);
    expect(events.find(({ type }) => type === 'approval')).toMatchObject({ opened: [{ kind: 'sample', run: runId }] });
    ledger.close();
  });
});
