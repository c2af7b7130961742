import { type Approval, CutoverError, RunEvent, RunId, type RunKind } from '@cutover/domain';
import { z } from 'zod';
import { type Connection, query } from './connection.ts';
import { instantOf, readJson, readRow, writeJson } from './json.ts';
import type { Approvals, OpenRun, Runs } from './ledger.ts';
import { readEpoch } from './lock.ts';
import { Json, Run, type RunState } from './records.ts';
import type { DB } from './schema.ts';

const Counters = z.record(z.string(), z.number());
const RESUMABLE: readonly RunState[] = ['running', 'paused', 'interrupted'];

type RunRow = Omit<DB['run'], 'n'>;

function parse(row: RunRow): Run {
  const what = `run ${row.run}`;
  const run = {
    run: row.run,
    kind: row.kind,
    mode: row.mode,
    state: row.state,
    params: readJson(Json, row.params, what),
    nonce: row.nonce,
    epoch: row.epoch,
    startedAt: row.started_at,
    endedAt: row.ended_at,
    tokens: row.tokens,
    counters: readJson(Counters, row.counters, what),
    summary: readJson(Json, row.summary, what),
  };
  return readRow(Run, run, what);
}

/** A full approval opens deltas as often as its bounds allow; whatever else it opens, it opens once (contract §3). */
const timesOf = (kind: RunKind, approval: Approval): 'once' | 'many' => (kind === 'delta' && approval.gate === 'full' ? 'many' : 'once');

export function createRuns(db: Connection, clock: () => number, approvals: Approvals): Runs {
  const all = query.selectFrom('run').selectAll();
  const get = (run: RunId): Run | null => {
    const row = db.get(all.where('run', '=', run));
    return row === undefined ? null : parse(row);
  };
  const latest = (kind: RunKind): Run | null => {
    const row = db.get(all.where('kind', '=', kind).orderBy('n', 'desc').limit(1));
    return row === undefined ? null : parse(row);
  };
  const must = (run: RunId): Run => {
    const found = get(run);
    if (found === null) throw new CutoverError('internal', `there is no run ${run}`, { place: { id: run } });
    return found;
  };
  const use = (request: OpenRun, run: RunId): void => {
    const { approval, kind } = request;
    if (approval === null || approvals.useNonce(approval.nonce, kind, run, timesOf(kind, approval))) return;
    throw new CutoverError('approval-required', `this approval of the ${approval.gate} gate has opened a ${kind} run before`, {
      data: { gate: approval.gate, digest: approval.digest, reason: 'used' },
    });
  };

  return {
    open: (request, guard) =>
      db.transaction(() => {
        guard?.();
        const number = (db.get(query.selectFrom('run').select('n').orderBy('n', 'desc').limit(1))?.n ?? 0) + 1;
        const runId = RunId.parse(`${request.kind}-${number}`);
        const { epoch } = readEpoch(db);
        use(request, runId);
        db.run(
          query.insertInto('run').values({
            run: runId,
            kind: request.kind,
            mode: request.mode,
            state: 'running',
            params: writeJson(request.params, runId),
            nonce: request.approval?.nonce ?? null,
            epoch,
            started_at: instantOf(clock),
            ended_at: null,
            tokens: 0,
            counters: '{}',
            summary: 'null',
          }),
        );
        return { runId, epoch };
      }),
    get,
    list: () => db.all(all.orderBy('n')).map(parse),
    latest,
    resumable(kind) {
      const run = latest(kind);
      return run !== null && RESUMABLE.includes(run.state) ? run : null;
    },
    setState(run, state, summary) {
      db.transaction(() => {
        must(run);
        const moment = state === 'running' ? { ended_at: null, epoch: readEpoch(db).epoch } : { ended_at: instantOf(clock) };
        const said = summary === undefined ? {} : { summary: writeJson(summary, run) };
        db.run(
          query
            .updateTable('run')
            .set({ state, ...moment, ...said })
            .where('run', '=', run),
        );
      });
    },
    addTokens(run, tokens) {
      const changed = db.run(
        query
          .updateTable('run')
          .set((row) => ({ tokens: row('tokens', '+', tokens) }))
          .where('run', '=', run),
      );
      if (changed === 0) must(run);
    },
    count(run, counters) {
      db.transaction(() => {
        const all = { ...must(run).counters, ...counters };
        db.run(
          query
            .updateTable('run')
            .set({ counters: writeJson(all, run) })
            .where('run', '=', run),
        );
      });
    },
    addEvent(run, event) {
      db.run(query.insertInto('run_event').values({ run, json: writeJson(event, 'event') }));
    },
    events: (run, after = 0) =>
      db
        .all(query.selectFrom('run_event').select(['seq', 'json']).where('run', '=', run).where('seq', '>', after).orderBy('seq'))
        .map(({ seq, json }) => ({ seq, event: readJson(RunEvent, json, 'an event') })),
  };
}
