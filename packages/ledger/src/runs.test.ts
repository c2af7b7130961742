import { type Gate, RunId, type RunKind } from '@cutover/domain';
import { describe, expect, it } from 'vitest';
import type { Ledger } from './index.ts';
import { approval, newLedger, owner } from './testing/fixtures.ts';

const open = (ledger: Ledger, kind: RunKind, gate?: Gate, nonce = 'nonce-0123456789') =>
  ledger.runs.open({ kind, approval: gate === undefined ? null : approval(gate, nonce), params: { size: 50 }, mode: 'foreground' });

const USED = expect.objectContaining({ code: 'approval-required', details: { data: expect.objectContaining({ reason: 'used' }) } });

describe('runs', () => {
  it('opens each kind of run once with an approval', async () => {
    const ledger = await newLedger();
    expect(open(ledger, 'schema', 'plan')).toEqual({ runId: 'schema-1', epoch: 0 });
    expect(open(ledger, 'sample', 'plan')).toEqual({ runId: 'sample-2', epoch: 0 });
    expect(() => open(ledger, 'sample', 'plan')).toThrow(USED);
    expect(() => open(ledger, 'schema', 'plan')).toThrow(USED);
    expect(open(ledger, 'sample', 'plan', 'another-nonce-01').runId).toBe('sample-3');
    expect(ledger.runs.list().map(({ run }) => run)).toEqual(['schema-1', 'sample-2', 'sample-3']);
    expect(ledger.approvals.uses('nonce-0123456789').map(({ kind, run }) => `${kind} ${run}`)).toEqual([
      'schema schema-1',
      'sample sample-2',
    ]);
    ledger.close();
  });

  it('opens deltas as often as wanted with a full approval, and once with one of its own', async () => {
    const ledger = await newLedger();
    open(ledger, 'full', 'full');
    open(ledger, 'delta', 'full');
    open(ledger, 'delta', 'full');
    expect(() => open(ledger, 'full', 'full')).toThrow(USED);
    open(ledger, 'delta', 'delta', 'delta-nonce-0001');
    expect(() => open(ledger, 'delta', 'delta', 'delta-nonce-0001')).toThrow(USED);
    ledger.close();
  });

  it('uses no approval up when the guard refuses, and leaves no run', async () => {
    const ledger = await newLedger();
    const request = { kind: 'full', approval: approval('full', 'nonce-0123456789'), params: null, mode: 'foreground' } as const;
    expect(() =>
      ledger.runs.open(request, () => {
        ledger.meta.set('touched', true);
        throw new Error('stale');
      }),
    ).toThrow('stale');
    expect(ledger.runs.list()).toEqual([]);
    expect(ledger.approvals.uses()).toEqual([]);
    expect(ledger.runs.open(request, () => undefined).runId).toBe('full-1');
    ledger.close();
  });

  it('keeps state, summary, tokens and counters', async () => {
    const ledger = await newLedger();
    const { epoch } = ledger.lock.acquire(owner(1), () => true);
    const { runId } = open(ledger, 'sample', 'plan');
    ledger.runs.addTokens(runId, 5);
    ledger.runs.addTokens(runId, 20);
    ledger.runs.count(runId, { created: 2, reused: 1 });
    ledger.runs.count(runId, { created: 3 });
    expect(ledger.runs.get(runId)).toMatchObject({
      ...{ kind: 'sample', mode: 'foreground', state: 'running', params: { size: 50 }, nonce: 'nonce-0123456789', epoch, endedAt: null },
      ...{ tokens: 25, counters: { created: 3, reused: 1 }, summary: null },
    });
    ledger.runs.setState(runId, 'finished', { records: 5 });
    expect(ledger.runs.get(runId)).toMatchObject({ state: 'finished', summary: { records: 5 }, endedAt: expect.any(String) });
    const unknown = RunId.parse('full-9');
    expect(ledger.runs.get(unknown)).toBeNull();
    for (const act of [
      () => ledger.runs.addTokens(unknown, 1),
      () => ledger.runs.setState(unknown, 'failed'),
      () => ledger.runs.count(unknown, {}),
    ])
      expect(act).toThrow(expect.objectContaining({ code: 'internal' }));
    ledger.close();
  });

  it('finds the run to resume: the newest of its kind that has not ended', async () => {
    const ledger = await newLedger();
    expect(ledger.runs.resumable('full')).toBeNull();
    const { runId } = open(ledger, 'full', 'full');
    open(ledger, 'verify');
    for (const state of ['running', 'paused', 'interrupted'] as const) {
      ledger.runs.setState(runId, state);
      expect(ledger.runs.resumable('full')?.run).toBe(runId);
    }
    for (const state of ['finished', 'failed'] as const) {
      ledger.runs.setState(runId, state);
      expect(ledger.runs.resumable('full')).toBeNull();
    }
    expect(ledger.runs.latest('full')?.run).toBe(runId);
    ledger.runs.setState(runId, 'paused');
    open(ledger, 'full', 'full', 'another-nonce-01');
    expect(ledger.runs.resumable('full')?.run).toBe('full-3');
    ledger.close();
  });

  it('notes under which epoch it goes on', async () => {
    const ledger = await newLedger();
    const { runId } = open(ledger, 'full', 'full');
    ledger.runs.setState(runId, 'paused');
    const { epoch } = ledger.lock.acquire(owner(1), () => true);
    ledger.runs.setState(runId, 'running');
    expect(ledger.runs.get(runId)).toMatchObject({ epoch, state: 'running', endedAt: null });
    ledger.close();
  });

  it('keeps events for those who watch', async () => {
    const ledger = await newLedger();
    const { runId } = open(ledger, 'verify');
    const event = (done: number) =>
      ({ type: 'progress', run: runId, stage: 'person', done, total: 2, tokens: 0, at: '2026-03-08T14:00:00Z' }) as const;
    ledger.runs.addEvent(runId, event(1));
    ledger.runs.addEvent(runId, event(2));
    const all = ledger.runs.events(runId);
    expect(all.map(({ event: each }) => each)).toEqual([event(1), event(2)]);
    expect(ledger.runs.events(runId, all[0]?.seq).map(({ event: each }) => each)).toEqual([event(2)]);
    ledger.close();
  });
});
