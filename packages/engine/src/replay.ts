import { statSync } from 'node:fs';
import { join } from 'node:path';
import { CutoverError, EXIT, type Exit, type PlanEnvelope, planDigest, type Report } from '@cutover/domain';
import { extract } from './extract.ts';
import { soundPlan } from './gates/facts.ts';
import { adoptPlan } from './planning/adopt.ts';
import type { Ports } from './ports.ts';
import { makeReport } from './report/make.ts';
import { runFull } from './runs/full.ts';
import { readDiff, runSample } from './runs/sample.ts';
import { runSchema } from './runs/schema.ts';
import { runVerify } from './runs/verify.ts';
import { parseTarget } from './target-url.ts';
import { initWorkspace, openWorkspace, type Workspace } from './workspace.ts';

export interface ReplayInput {
  readonly envelope: PlanEnvelope;
  readonly source: string;
  readonly connector?: string;
  readonly target: string;
  readonly trust: readonly string[];
  readonly trustKeys?: readonly string[];
  readonly allowHost?: string;
}

export interface ReplayResult {
  readonly exit: Exit;
  readonly report: Report;
  readonly files: readonly string[];
}

/**
 * Carries an approved plan out from init to report, without a question. What is done already is not done again: called again after a refusal, a pause or
 * a crash it goes on where it stopped.
 * @throws CutoverError `plan-invalid`, `approval-required`, `decisions-open`, `plan-stale`, `ledger-foreign`; `partly-done` when the sample differs and full was not begun
 */
export async function replay(dir: string, input: ReplayInput, ports: Ports): Promise<ReplayResult> {
  refuseEdited(input.envelope);
  const ws = await openOrInit(dir, input, ports);
  try {
    if (ws.ledger.staging.summary() === null) await extract(ws);
    await adoptPlan(ws, input.envelope);
    const exits: Exit[] = [];
    if (!finished(ws, 'schema')) exits.push((await runSchema(ws, {})).exit);
    if (!finished(ws, 'sample')) await runSample(ws, {});
    const diff = readDiff(ws);
    if (!diff.clean)
      throw new CutoverError('partly-done', 'the sample differs in ways nobody declared; full was not begun', {
        data: { diffDigest: diff.diffDigest },
      });
    exits.push((await runFull(ws, {})).exit);
    exits.push((await runVerify(ws, {})).exit);
    const { report, files } = makeReport(ws);
    return { exit: exits.includes(EXIT.partial) ? EXIT.partial : EXIT.done, report, files };
  } finally {
    ws.close();
  }
}

/** A plan file that was changed by hand leaves nothing behind, not even a workspace. @throws CutoverError `plan-invalid` */
function refuseEdited({ plan, digest }: PlanEnvelope): void {
  const found = planDigest(plan);
  if (found !== digest)
    throw new CutoverError('plan-invalid', 'the plan in this file does not match its own digest', { found, expected: digest });
}

/** Was this done for the very plan that is replayed, and not rolled back since? */
function finished(ws: Workspace, kind: 'schema' | 'sample'): boolean {
  const { digest, approvals } = soundPlan(ws);
  const own = new Set(approvals.filter((approval) => approval.digest === digest).map((approval) => approval.nonce));
  const runs = ws.ledger.runs.list().filter((run) => run.state === 'finished');
  return runs
    .slice(runs.findLastIndex((run) => run.kind === 'rollback') + 1)
    .some((run) => run.kind === kind && run.nonce !== null && own.has(run.nonce));
}

async function openOrInit(dir: string, input: ReplayInput, ports: Ports): Promise<Workspace> {
  if (statSync(join(dir, 'ledger.sqlite'), { throwIfNoEntry: false }) !== undefined) {
    const ws = await openWorkspace(dir, ports);
    const expected = { lineage: input.envelope.plan.lineage, host: parseTarget(input.target, input.allowHost ?? null).host };
    const found = { lineage: ws.settings.lineage, host: ws.settings.target.host };
    if (found.lineage === expected.lineage && found.host === expected.host) return ws;
    ws.close();
    const [what, at] = found.lineage === expected.lineage ? (['target', 'host'] as const) : (['migration', 'lineage'] as const);
    throw new CutoverError('ledger-foreign', `${dir} is the workspace of another ${what}`, { found: found[at], expected: expected[at] });
  }
  const { tier, seats, tierKnown } = input.envelope.target;
  return initWorkspace(
    dir,
    {
      source: input.source,
      ...(input.connector === undefined ? {} : { connector: input.connector }),
      target: input.target,
      trust: input.trust,
      ...(input.trustKeys === undefined ? {} : { trustKeys: input.trustKeys }),
      ...(input.allowHost === undefined ? {} : { allowHost: input.allowHost }),
      ...(tierKnown === 'given' ? { tier, seats } : {}),
      lineage: input.envelope.plan.lineage,
    },
    ports,
  );
}
