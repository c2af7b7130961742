import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { watchRun } from '@cutover/engine';
import { listDecisions } from '@cutover/engine/desk';
import { fault } from '@cutover/sandbox';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { atTerminal } from '../cli/cutover.ts';
import { PASSPHRASE } from '../cli/place.ts';
import { SMALL_SAMPLE, writes } from '../road/small.ts';
import { sandboxState } from '../tools/sandbox-state.ts';
import { decideAll, setOut, type Traveller } from '../tools/travel.ts';
import { verifies } from '../tools/verifies.ts';
import type { Caller } from './caller.ts';
import { atRest, desktop, runThrough, standing } from './desktop.ts';

const delay = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Each of these writes takes so long that a run is certainly met at work. */
const SLOW = [fault({ method: 'POST' }, { delayMs: 700 })];

describe('a client over stdio, and a person at a terminal of their own', () => {
  let traveller: Traveller;
  let caller: Caller;
  let close: () => Promise<void>;
  let pid: number;
  beforeAll(async () => {
    traveller = await setOut();
    ({ caller, close, pid } = await desktop(traveller));
  });
  afterAll(async () => {
    await close();
    await traveller.close();
  });

  const alive = (id: number): boolean => {
    try {
      process.kill(id, 0);
      return true;
    } catch {
      return false;
    }
  };
  /** A person signs, with their key file, at a terminal of their own. */
  const approves = async (gate: string): Promise<void> => {
    const file = join(traveller.dir, 'approver.key');
    writeFileSync(file, traveller.key.export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: PASSPHRASE }), {
      mode: 0o600,
    });
    const screen = atTerminal(['approve', gate, '--key', file, '--workspace', traveller.ws.dir]);
    await screen.says('Passphrase of');
    screen.types(`${PASSPHRASE}\r`);
    await screen.says('company domain to approve:');
    screen.types(`${traveller.sandbox.company.domain}\r`);
    const { exit, out } = await screen.finished;
    expect(exit, out).toBe(0);
  };
  const refused = async (kind: string, gate: string, reason: string): Promise<void> => {
    const before = await writes(traveller);
    const given = await caller.call('run_start', { kind });
    expect(given.isError).toBe(true);
    expect(given.content).toMatchObject({
      status: 'approval_required',
      gate,
      reason,
      digest: traveller.ws.ledger.plan.loadEnvelope()?.digest,
      ask: `cutover approve ${gate} --workspace ${traveller.ws.dir}`,
    });
    expect(await writes(traveller)).toBe(before);
  };

  test(`${verifies('R51', 'R52', 'R55')}reads the export, makes the plan, and puts another activity type forward`, async () => {
    expect((await standing(caller)).next).toBe('cutover extract');
    expect(await caller.well('extract')).toMatchObject({ totals: { rejected: 2 }, change: { vanished: 0 } });
    expect(await caller.well('plan_make')).toMatchObject({ serial: 1, stale: [] });
    const id = 'activity-type:session:Coaching Session';
    expect(await caller.well('decision_explain', { id })).toMatchObject({
      fromExport: { proposal: { type: 'Meeting' }, proposedBy: 'built-in' },
    });
    const proposed = await caller.well('decision_propose', {
      id,
      proposal: { type: 'Task' },
      reason: 'This practice works off its sessions as a list.',
      model: 'example-1',
      prompt: { id: 'agent', version: '3' },
    });
    expect(proposed).toMatchObject({ reopened: false, fromExport: { decision: { state: 'proposed', proposal: { type: 'Task' } } } });
    const decision = listDecisions(traveller.ws).decisions.find((one) => one.id === id);
    expect(decision).toMatchObject({
      status: 'proposed',
      answer: null,
      by: null,
      proposedBy: 'model:example-1@agent@3',
      reason: 'This practice works off its sessions as a list.',
    });
    expect(decision?.alternatives[0]).toEqual({ type: 'Meeting' });
  });

  test(`${verifies('R29', 'R57')}is refused at the gate, with what a person has to run, before and after the answers`, async () => {
    const given = await caller.call('run_start', { kind: 'schema' });
    expect(given.content).toMatchObject({ status: 'approval_required', gate: 'plan', reason: 'missing' });
    expect(given.content.openTotal).toBe(listDecisions(traveller.ws).decisions.length);
    decideAll(traveller.ws, SMALL_SAMPLE);
    for (const kind of ['schema', 'sample']) await refused(kind, 'plan', 'missing');
    await refused('full', 'full', 'missing');
    await refused('rollback', 'rollback', 'missing');
    expect(await writes(traveller)).toBe(0);
  });

  test(`${verifies('R29', 'R57')}a proposal after the person's yes takes the yes back`, async () => {
    await approves('plan');
    const proposal = { id: 'deal-value', reason: 'The price counts.', model: 'example-1', prompt: { id: 'agent', version: '3' } };
    expect(await caller.well('decision_propose', { ...proposal, proposal: { use: 'total' } })).toMatchObject({ reopened: true, open: 1 });
    await refused('schema', 'plan', 'digest');
    // Putting the old answer forward again does not bring the yes back: it is a proposal.
    expect(await caller.well('decision_propose', { ...proposal, proposal: { use: 'remaining' } })).toMatchObject({
      reopened: false,
      open: 1,
    });
    await refused('schema', 'plan', 'digest');
    expect(await writes(traveller)).toBe(0);
    decideAll(traveller.ws);
  });

  test(`${verifies('R31', 'R36', 'R51')}after a person's approval it runs schema and sample, and reads the diff`, async () => {
    await approves('plan');
    const schema = await runThrough(caller, 'schema');
    expect(schema.last.runs).toMatchObject([{ kind: 'schema', state: 'finished', active: false }]);
    expect(schema.events.at(-1)).toBe('finished');
    const sample = await runThrough(caller, 'sample');
    expect(sample.last.runs).toMatchObject([{ kind: 'sample', state: 'finished', summary: { failed: 0, different: 0 } }]);
    expect(sample.last.progress).toMatchObject({ stage: 'read back' });
    const diff = await caller.well('diff_show');
    expect(diff).toMatchObject({ clean: true, verdicts: { different: 0 }, diffDigest: traveller.ws.ledger.samples.latest()?.diffDigest });
    expect(await caller.read('cutover://diff')).toContain('"rule":"file compared by name and size"');
    const state = sandboxState(await traveller.get('state'));
    expect(state.activities.some((activity) => activity.type === 'task' && (activity.note ?? '').includes('Source: session'))).toBe(true);
    await refused('sample', 'plan', 'used');
    await refused('full', 'full', 'missing');
  });

  test(`${verifies('R37', 'R61')}a full run stops cleanly when asked, and goes on under the same approval`, async () => {
    await approves('full');
    await traveller.post('faults', SLOW);
    const before = await writes(traveller);
    const { run } = await caller.well('run_start', { kind: 'full' });
    const told: string[] = [];
    while ((await writes(traveller)) < before + 1) await delay(20);
    // Nothing the run works by is changed under its feet.
    for (const name of ['extract', 'plan_make', 'rollback_preview'])
      expect((await caller.call(name)).content, name).toMatchObject({ error: { code: 'run-active' } });
    for (let looks = 0; looks < 20 && told.length === 0; looks += 1)
      await caller.call('run_status', { run, wait: 3 }, { onprogress: ({ message }) => told.push(message ?? '') });
    expect(told.some((text) => /^[a-z]+ \d+ of \d+$/.test(text))).toBe(true);
    expect(await caller.well('run_cancel', { run })).toMatchObject({ asked: true });
    const stopped = await atRest(caller, run);
    expect(stopped.runs).toMatchObject([{ run, state: 'paused', active: false, summary: { code: 'interrupted' } }]);
    expect(traveller.ws.ledger.journal.open()).toEqual([]);
    const rested = await writes(traveller);
    await delay(300);
    expect(await writes(traveller)).toBe(rested);
    expect(await caller.well('run_cancel', { run })).toMatchObject({ asked: false });

    // It goes on, and outlives the client that started it.
    await traveller.post('faults', SLOW);
    expect(await caller.well('run_start', { kind: 'full' })).toMatchObject({ status: 'started', run });
    while ((await writes(traveller)) < rested + 1) await delay(20);
    const server = pid;
    await close();
    expect(watchRun(traveller.ws, String(run)).active).toBe(true);
    while (alive(server)) await delay(20);
    expect(watchRun(traveller.ws, String(run)).run.state).toBe('running');
    await traveller.post('faults', []);
    ({ caller, close, pid } = await desktop(traveller));
    const ended = await atRest(caller, run);
    expect(ended.runs).toMatchObject([{ run, state: 'finished', summary: { failed: 0 } }]);
    const state = sandboxState(await traveller.get('state'));
    const sources = state.activities.flatMap(({ note }) => /Source: session \S+/.exec(note ?? '') ?? []).map(String);
    expect(new Set(sources).size).toBe(sources.length);
  });

  test(`${verifies('R40', 'R48', 'R51')}it verifies, reads the report, and sees what a rollback would do`, async () => {
    const verified = await runThrough(caller, 'verify');
    expect(verified.last.runs).toMatchObject([{ state: 'finished', summary: { different: 0, missing: 0 } }]);
    expect(await caller.well('report_show')).toMatchObject({ summary: { discrepancies: 0, company: traveller.sandbox.company.domain } });
    expect(await caller.read('cutover://report')).toContain('# Migration report');
    const before = await writes(traveller);
    // The export is as it was: within the bounds of the full approval, and nothing to do.
    expect((await runThrough(caller, 'delta')).last.runs).toMatchObject([
      { kind: 'delta', state: 'finished', summary: { created: 0, updated: 0 } },
    ]);
    for (const kind of ['repair', 'files']) await refused(kind, kind, 'missing');
    const preview = await caller.well('rollback_preview');
    expect(preview.wouldRevert).toBeGreaterThan(50);
    expect(await writes(traveller)).toBe(before);
    await refused('rollback', 'rollback', 'missing');
    await approves('rollback');
    expect((await runThrough(caller, 'rollback')).last.runs).toMatchObject([
      { kind: 'rollback', state: 'finished', summary: { failed: 0 } },
    ]);
    expect(await writes(traveller)).toBeGreaterThan(before);
  });
});
