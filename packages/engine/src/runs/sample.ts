import { CutoverError, digestOf, type Entity, EXIT, type RecordDiff, type TargetKey } from '@cutover/domain';
import { chooseSample, type SampleCandidate } from '@cutover/planner';
import { featuresOf } from '@cutover/projection';
import { isClean } from '../gates/facts.ts';
import type { Workspace } from '../workspace.ts';
import { type DiffSummary, readBack, summaryOf } from './compare.ts';
import { execute, type RunContext, type RunResult, type Worked } from './execute.ts';
import { load, startLoading } from './loading.ts';
import type { RunOptions } from './open.ts';
import type { Projector } from './projecting.ts';
import { withLost } from './unread.ts';

export interface SampleResult extends DiffSummary {
  readonly records: number;
  readonly rows: number;
  readonly created: number;
  readonly reused: number;
  readonly failed: number;
  readonly uncovered: number;
  readonly diffDigest: string;
}

/**
 * Loads a sample that covers every decision, value and oddity at least once, closed over parents, then reads it back and keeps the field-level diff.
 * @throws CutoverError `approval-required`, `not-ready`, `plan-stale` and what stops a run
 */
export function runSample(ws: Workspace, options: RunOptions): Promise<RunResult<SampleResult>> {
  return execute(ws, 'sample', options, (context) => work(context));
}

/** Which records the sample takes. Pure choice over the projection; the same on every call. */
export function choose(projector: Projector, size: number): { keys: TargetKey[]; uncovered: string[]; rows: number } {
  // Walked more than once: parents of what is chosen late may come early.
  const candidates: Iterable<SampleCandidate> = {
    *[Symbol.iterator]() {
      for (const { record } of projector.wanted())
        yield { key: record.key, rows: record.rows, dependsOn: record.dependsOn, features: featuresOf(record) };
    },
  };
  return chooseSample(candidates, size);
}

async function work(context: RunContext): Promise<Worked<SampleResult>> {
  const { ws, envelope } = context;
  const loading = await startLoading(context);
  const { keys, uncovered, rows } = choose(loading.projector, envelope.plan.policies.sample.size);
  const wanted = new Set(keys);
  const totals = new Map<Entity, number>();
  const chosen = [...loading.projector.wanted()].filter(({ record }) => wanted.has(record.key));
  for (const { record } of chosen) totals.set(record.entity, (totals.get(record.entity) ?? 0) + 1);
  const loaded = await load(context, loading, chosen, totals);
  const records = chosen.map(({ record }) => record);
  const lost = new Map(chosen.map(({ record, lost: cells }) => [record.key, cells]));
  const diff: RecordDiff[] = withLost(
    records.map(({ key }) => key),
    await readBack(context, loading, records),
    lost,
  );
  const diffDigest = digestOf(diff);
  ws.ledger.samples.saveSample({ run: context.run, keys, uncovered, diff, diffDigest });
  const data = {
    records: chosen.length,
    rows,
    created: loaded.created,
    reused: loaded.reused,
    failed: loaded.failed,
    uncovered: uncovered.length,
    diffDigest,
    ...summaryOf(diff),
  };
  return { exit: loaded.failed > 0 || !isClean(diff) ? EXIT.partial : EXIT.done, data, summary: data };
}

export interface SampleDiff {
  readonly diffDigest: string;
  readonly records: readonly RecordDiff[];
  readonly uncovered: readonly string[];
  readonly clean: boolean;
}

/** The last sample's field-level diff. @throws CutoverError `not-ready` */
export function readDiff(ws: Workspace): SampleDiff {
  const sample = ws.ledger.samples.latest();
  if (sample === null || sample.diff === null || sample.diffDigest === null)
    throw new CutoverError('not-ready', 'there is no sample yet: run cutover sample first');
  return { diffDigest: sample.diffDigest, records: sample.diff, uncovered: sample.uncovered, clean: isClean(sample.diff) };
}
