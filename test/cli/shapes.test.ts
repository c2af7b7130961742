import { cpSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Approval, Decision, PlanEnvelope, planDigest, RecordDiff, Report, RunEvent } from '@cutover/domain';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { verifies } from '../tools/verifies.ts';
import { type Answer, objects, oneObject } from './cutover.ts';
import { filesBelow, filesWith, PASSPHRASE, type Place, settle } from './place.ts';
import { spotless } from './refused.ts';

let place: Place;
beforeAll(async () => {
  place = await settle({ byCommand: true });
});
afterAll(() => place.close());

/** Nothing but events that the domain knows, and one result at the end. */
function eventsAndResult(answer: Answer): { events: RunEvent[]; result: Record<string, unknown> } {
  const lines = objects(answer);
  const result = lines.pop() ?? {};
  expect(result).toMatchObject({ type: 'result', exit: answer.exit });
  expect(answer.err).toBe('');
  spotless(place, answer);
  return { events: lines.map((line) => RunEvent.parse(line)), result };
}

const json = async (exit: number, ...args: string[]): Promise<Record<string, unknown>> => {
  const answer = await place.run([...args, '--output', 'json']);
  expect(answer.exit, answer.out + answer.err).toBe(exit);
  return oneObject(answer);
};

describe('before the first write', () => {
  test('keys, init, extract, profile, status', async () => {
    const workspace = await place.at('made');
    expect(await json(0, 'status', '--workspace', workspace)).toMatchObject({
      staged: null,
      decisions: null,
      runs: [],
      next: 'cutover extract',
    });
    const read = await json(0, 'extract', '--workspace', workspace);
    expect(Object.keys(read)).toEqual(['layout', 'files', 'totals', 'change', 'attachments', 'findings']);
    const { rows, staged, rejected, skipped } = read.totals as Record<string, number>;
    expect(rows).toBe(Number(staged) + Number(rejected) + Number(skipped));
    const profile = JSON.stringify(await json(0, 'profile', '--workspace', workspace));
    expect(profile).toContain('"clients.csv"');
    // A profile shows what sort of values there are, never whose.
    expect(profile).not.toMatch(/[a-z0-9.]+@example\.com/);
    expect(await json(0, 'status', '--workspace', workspace)).toMatchObject({ staged, next: 'cutover plan' });
  });

  test('plan gives the envelope, with open decisions too; plan show the same again', async () => {
    const workspace = await place.at('read');
    const { type, exit, ...made } = (await eventsAndResult(await place.run(['plan', '--workspace', workspace, '--output', 'ndjson'])))
      .result;
    expect([type, exit]).toEqual(['result', 0]);
    const envelope = PlanEnvelope.parse(made);
    expect(envelope.digest).toBe(planDigest(envelope.plan));
    expect(envelope.plan.decisions.some(({ status }) => status === 'proposed')).toBe(true);
    expect(JSON.stringify(envelope.plan)).not.toMatch(/"[0-9a-f]{40}"/);
    expect(await json(0, 'plan', 'show', '--workspace', workspace)).toEqual(made);
    const text = await place.run(['plan', 'show', '--workspace', workspace]);
    expect(text).toMatchObject({ exit: 0, err: '' });
    expect(text.out).toContain(envelope.digest);
  });

  test('decisions, decide: the list and its digest, exit 3 while one is open', async () => {
    const workspace = await place.at('planned');
    const list = await json(3, 'decisions', '--workspace', workspace);
    expect(Object.keys(list).sort()).toEqual(['decisions', 'listDigest']);
    const decisions = (list.decisions as unknown[]).map((decision) => Decision.parse(decision));
    const ids = decisions.map(({ id }) => id);
    const open = decisions.filter(({ status }) => status === 'proposed').map(({ id }) => id);
    const one = await json(3, 'decide', 'deal-value', '--choose', '1', '--workspace', workspace);
    expect(Object.keys(one).sort()).toEqual(['listDigest', 'open']);
    expect(one.open).toEqual(open.filter((id) => id !== 'deal-value'));
    expect(one.listDigest).not.toBe(list.listDigest);
    const file = place.fresh('answers.json');
    writeFileSync(file, JSON.stringify({ 'deal-value': { set: { use: 'zero' } }, timezone: { set: { zone: 'Europe/Paris' } } }));
    await json(3, 'decide', '--file', file, '--workspace', workspace);
    const after = (await json(3, 'decisions', '--workspace', workspace)).decisions as Record<string, unknown>[];
    expect(after.map(({ id }) => id)).toEqual(ids);
    expect(after.find(({ id }) => id === 'deal-value')).toMatchObject({ status: 'amended', answer: { use: 'zero' } });
    await json(3, 'decide', 'vanished', '--choose', '1', '--workspace', workspace);
    const undone = await json(3, 'decide', '--undo', '--workspace', workspace);
    expect(undone.open).toContain('vanished');
    const text = await place.run(['decide', 'timezone', '--set', '{"zone":"Europe/Rome"}', '--workspace', workspace]);
    expect(text.exit).toBe(3);
    expect(text.out).toMatch(/^\d+ still open: .* and \d+ more/);
  });

  test('decisions that are all answered exit 0; approve gives the approval, for this company and 72 hours', async () => {
    const workspace = await place.at('decided');
    expect((await json(0, 'decisions', '--workspace', workspace)).decisions).not.toEqual([]);
    const approval = Approval.parse(await place.approve('plan', workspace));
    expect(approval).toMatchObject({ gate: 'plan', company: place.sandbox.company.domain });
    expect(Date.parse(approval.expires) - Date.parse(approval.at)).toBe(72 * 3_600_000);
    const short = Approval.parse(await place.approve('plan', workspace, '--expires', '90m'));
    expect(Date.parse(short.expires) - Date.parse(short.at)).toBe(90 * 60_000);
    const shown = PlanEnvelope.parse(await json(0, 'plan', 'show', '--workspace', workspace));
    expect(shown.approvals).toEqual([approval, short]);
  });

  test('plan --diff names each decision that differs', async () => {
    const workspace = await place.at('decided');
    const old = place.fresh('old.json');
    writeFileSync(old, JSON.stringify(await json(0, 'plan', 'show', '--workspace', workspace)));
    await json(0, 'decide', 'deal-value', '--set', '{"use":"zero"}', '--workspace', workspace);
    const difference = await json(0, 'plan', '--diff', old, '--workspace', workspace);
    expect(difference).toMatchObject({
      same: false,
      decisions: [{ id: 'deal-value', after: { status: 'amended', answer: { use: 'zero' } } }],
    });
  });

  test('dry runs list what would be done and do nothing', async () => {
    const workspace = await place.at('decided');
    const { writes } = await place.metrics();
    const schema = await json(0, 'schema', '--dry-run', '--workspace', workspace);
    expect(schema).toMatchObject({ create: expect.any(Object), reuse: expect.any(Number), present: 0, operations: expect.any(Array) });
    const full = await json(0, 'full', '--dry-run', '--workspace', workspace);
    expect(full.operations).toContainEqual(
      expect.objectContaining({ op: 'create', entity: 'person', key: expect.stringMatching(/^client:/) }),
    );
    expect((await place.metrics()).writes).toBe(writes);
  });

  test('rows that cannot be read end an extract with 5', async () => {
    const workspace = await place.at('made');
    const source = place.fresh('torn');
    cpSync(place.source, source, { recursive: true });
    const file = join(source, 'clients.csv');
    writeFileSync(file, `${readFileSync(file, 'utf8')}one,cell,more,than${',x'.repeat(60)}\n`);
    const read = await json(5, 'extract', '--source', source, '--workspace', workspace);
    expect(read.totals).toMatchObject({ rejected: 1 });
  });
});

describe('the road, every run in NDJSON', () => {
  let road: Place;
  let workspace: string;
  beforeAll(async () => {
    road = await settle({ seed: 'ndjson' });
    workspace = await road.at('approved');
  });
  afterAll(() => road.close());

  const run = async (...args: string[]): Promise<{ events: RunEvent[]; result: Record<string, unknown> }> => {
    const answer = await road.run([...args, '--workspace', workspace, '--output', 'ndjson']);
    expect(answer.exit, answer.out).toBe(0);
    return eventsAndResult(answer);
  };
  const states = (events: readonly RunEvent[]): string[] =>
    events.flatMap((event) => (event.type === 'run' ? [`${event.kind} ${event.state}`] : []));

  test('schema, sample, diff', async () => {
    const schema = await run('schema');
    expect(states(schema.events)).toEqual(['schema started', 'schema finished']);
    expect(schema.result).toMatchObject({ run: expect.any(String), created: expect.any(Number), reused: expect.any(Number) });
    const sample = await run('sample');
    expect(states(sample.events)).toEqual(['sample started', 'sample finished']);
    const stages = new Set(sample.events.flatMap((event) => (event.type === 'progress' ? [event.stage] : [])));
    expect([...stages]).toEqual(expect.arrayContaining(['person', 'organization', 'deal', 'activity', 'note']));
    const { type, exit, ...diff } = (await run('diff')).result;
    expect([type, exit]).toEqual(['result', 0]);
    expect(diff).toMatchObject({ diffDigest: expect.stringMatching(/^sha256:/), records: expect.any(Array) });
    for (const record of diff.records as unknown[]) RecordDiff.parse(record);
  });

  test('full, and full again with nothing left to do: no write, no approval needed', async () => {
    await road.approve('full', workspace);
    const full = await run('full');
    expect(states(full.events)).toEqual(['full started', 'full finished']);
    expect(full.result).toMatchObject({ created: expect.any(Number), reused: expect.any(Number), failed: 0 });
    const { writes } = await road.metrics();
    expect(states((await run('full')).events)).toEqual([]);
    expect((await road.metrics()).writes).toBe(writes);
    for (const command of ['schema', 'sample']) expect((await road.run([command, '--workspace', workspace])).exit).toBe(3);
    const gone = objects(await road.run(['run', String(full.result.run), '--workspace', workspace, '--output', 'ndjson']));
    expect(gone).toMatchObject([{ type: 'result', exit: 2, error: { code: 'usage' } }]);
  });

  test(`${verifies('R48', 'R50')}verify, report: the same numbers as JSON, Markdown and ids.csv`, async () => {
    const verified = (await run('verify')).result;
    expect(verified).toMatchObject({ different: 0, missing: 0, sums: expect.any(Object) });
    for (const record of verified.records as unknown[]) RecordDiff.parse(record);
    const { type, exit, ...given } = (await run('report')).result;
    expect([type, exit]).toEqual(['result', 0]);
    const report = Report.parse(given);
    for (const c of report.counts) {
      expect(c.source, c.object).toBe(c.rejected + c.skipped + c.planned);
      expect(c.planned, c.object).toBe(c.created + c.reused + c.failed);
    }
    const lines = readFileSync(join(workspace, 'ids.csv'), 'utf8').split('\r\n');
    expect(lines[0]).toBe('object,source_id,entity,pipedrive_id');
    expect(lines.slice(1, -1)).toEqual(report.ids.map((row) => `${row.object},${row.source_id},${row.entity},${row.pipedrive_id}`));
    expect(JSON.parse(readFileSync(join(workspace, 'report.json'), 'utf8'))).toEqual(given);
    expect(readFileSync(join(workspace, 'report.md'), 'utf8')).toContain(
      `| client | ${report.counts.find((c) => c.object === 'client')?.source} |`,
    );
    const text = await road.run(['report', '--workspace', workspace]);
    expect(text).toMatchObject({ exit: 0, err: '' });
    expect(text.out).toMatch(/^object {2,}source {2}rejected {2}skipped {2}planned {2}created {2}reused {2}updated {2}failed\n/);
  });

  test(`${verifies('R39')}journal: one event a line, without texts of notes; the log neither`, async () => {
    const answer = await road.run(['journal', '--workspace', workspace]);
    expect(answer).toMatchObject({ exit: 0, err: '' });
    expect(objects(answer).length).toBeGreaterThan(50);
    const note = 'Prefers calls after 4pm';
    const log = readFileSync(join(workspace, 'cutover.log'), 'utf8');
    const said = readFileSync(join(road.source, 'notes.csv'), 'utf8');
    const words = [note, ...(said.match(/[A-Z][a-z]+(?: [a-z]+){4}/g) ?? [])];
    expect(words.length).toBeGreaterThan(2);
    for (const word of words) {
      expect(answer.out).not.toContain(word);
      expect(log).not.toContain(word);
    }
  });

  test('rollback: dry run, approval, rollback', async () => {
    const dry = (await run('rollback', '--dry-run')).result;
    expect(dry).toMatchObject({
      reverted: expect.any(Number),
      kept: [],
      failed: [],
      operationsDigest: expect.stringMatching(/^sha256:/),
      irreversible: expect.any(Array),
    });
    await road.approve('rollback', workspace);
    const { type, exit, ...undone } = (await run('rollback')).result;
    expect([type, exit]).toEqual(['result', 0]);
    expect(Object.keys(undone).sort()).toEqual(['failed', 'kept', 'reverted']);
    expect(undone).toEqual({ reverted: dry.reverted, kept: [], failed: [] });
    expect(await road.well(['status', '--workspace', workspace])).toMatchObject({ next: 'cutover report' });
  });

  test('no file of the workspace holds the token or the passphrase, and only its owner can read them', async () => {
    expect(filesWith(workspace, road.sandbox.token, PASSPHRASE)).toEqual([]);
    expect(filesBelow(workspace).map((file) => [file, statSync(file).mode & 0o077])).toEqual(
      filesBelow(workspace).map((file) => [file, 0]),
    );
  });
});

test(`${verifies('R56')}replay: refused it leaves a workspace to approve in; approved it goes through to the report`, async () => {
  const plan = place.fresh('plan.json');
  writeFileSync(plan, JSON.stringify(await json(0, 'plan', 'show', '--workspace', await place.at('decided'))));
  const other = await settle({ seed: 'elsewhere' });
  try {
    const workspace = other.fresh('replayed');
    const replay = [
      'replay',
      plan,
      '--source',
      place.source,
      '--target',
      other.sandbox.url,
      '--trust',
      `${place.key}.pub`,
      '--workspace',
      workspace,
    ];
    const refusal = await other.run([...replay, '--output', 'json']);
    expect(refusal.exit).toBe(3);
    expect(oneObject(refusal)).toMatchObject({
      status: 'approval_required',
      gate: 'plan',
      reason: 'missing',
      ask: `cutover approve plan --workspace ${workspace}`,
    });
    expect((await other.metrics()).writes).toBe(0);
    const approve = (gate: string, ...more: string[]): Promise<Record<string, unknown>> =>
      other.well(['approve', gate, '--key', place.key, '--company', other.sandbox.company.domain, '--workspace', workspace, ...more], {
        env: { CUTOVER_KEY_PASSPHRASE: PASSPHRASE },
      });
    await approve('plan');
    await approve('full', '--only-if', 'clean');
    const answer = await other.run([...replay, '--output', 'json']);
    expect(answer.exit, answer.err).toBe(0);
    Report.parse(oneObject(answer));
  } finally {
    await other.close();
  }
});
