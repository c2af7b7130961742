import { AccountSnapshot, CutoverError, EXIT, type PlanEnvelope, type RunId, TargetKey } from '@cutover/domain';
import { Json } from '@cutover/ledger';
import { soundPlan } from '../gates/facts.ts';
import { refusal } from '../gates/refusal.ts';
import { flow } from '../load/flow.ts';
import { type Loader, loaderOf } from '../load/loader.ts';
import { holdTarget } from '../planning/target.ts';
import { execute, type RunContext, type RunResult, stoppedByPerson, type Worked } from '../runs/execute.ts';
import { settleLoad } from '../runs/left-over.ts';
import { checkGate, type RunOptions } from '../runs/open.ts';
import { readOnly } from '../runs/read-only.ts';
import { META } from '../settings.ts';
import type { Workspace } from '../workspace.ts';
import { changesByRun, readAccountState } from './account-state.ts';
import type { FailedUndo } from './failed.ts';
import { settleUndone, settleUndoneAlone } from './left-over.ts';
import { type Kept, operationsDigest, planRollback, type RollbackOperation, RollbackPlan } from './operations.ts';
import { undo } from './perform.ts';
import { type Proof, proveUndone } from './proof.ts';

export interface RollbackView {
  readonly reverted: number;
  readonly kept: readonly Pick<Kept, 'entity' | 'id' | 'fields' | 'updatedAt'>[];
  readonly failed: readonly FailedUndo[];
  /** Dry run only. */
  readonly operationsDigest?: string;
  readonly irreversible?: readonly string[];
}

/** What stays whatever is done (api-facts §7). */
export function irreversibleOf(_envelope: PlanEnvelope): string[] {
  return [
    'Deleted records stay in "Restore data" for 30 days, and deleted people and organizations may be found by search for a while.',
    'Ids that were given out are not given again; recreated custom fields would get new keys.',
    'Webhooks, automations and sequences that the load fired have done what they do.',
    'Update times, change logs and stage history of records that were there before keep traces of the change.',
    'A date or an address that was empty before and was filled cannot be emptied through the API.',
  ];
}

const view = (kept: readonly Kept[]): RollbackView['kept'] =>
  kept.map(({ entity, id, fields, updatedAt }) => ({ entity, id, fields, updatedAt }));

/** Reads the account, works out what a rollback would do, and keeps it for a person to approve. Writes nothing there. */
export async function rollbackDryRun(ws: Workspace, options: { readonly run?: string }): Promise<RollbackView> {
  const { plan, digest } = await planned(ws, options.run ?? null);
  // Only what a person is shown can be approved.
  ws.ledger.operations.saveOperations('rollback', digest, Json.parse(plan));
  return {
    reverted: plan.operations.length,
    kept: view(plan.kept),
    failed: [],
    operationsDigest: digest,
    irreversible: irreversibleOf(soundPlan(ws, 'read')),
  };
}

async function planned(ws: Workspace, scope: string | null): Promise<{ plan: RollbackPlan; digest: ReturnType<typeof operationsDigest> }> {
  const account = ws.ledger.meta.get(META.accountNow, AccountSnapshot);
  if (account === null) throw new CutoverError('not-ready', 'nothing was written to the account yet');
  await settleLoad(ws);
  const plan = await readOnly(ws, async (context) => {
    await holdTarget(ws, context.door);
    const loader = rollbackLoader(context, account);
    return planRollback(ws.ledger, await readAccountState(loader, (entity) => context.progress(`reading ${entity}`, 0, null)), scope);
  });
  const digest = operationsDigest(plan);
  return { plan, digest };
}

function rollbackLoader(context: Pick<RunContext, 'ws' | 'door' | 'run' | 'epoch'>, account: AccountSnapshot): Loader {
  return loaderOf(context, account, () => {
    throw new CutoverError('internal', 'a rollback uploads nothing');
  });
}

/**
 * Performs the approved operations, children before parents. A record that a person edits in the meantime is kept. Resumable.
 * @throws CutoverError `approval-required` also when the account changed so that other operations would be needed
 */
export async function runRollback(ws: Workspace, options: RunOptions & { readonly run?: string }): Promise<RunResult<RollbackView>> {
  const saved = ws.ledger.operations.load('rollback');
  const { envelope, resumes } = checkGate(ws, 'rollback', saved === null ? {} : { operationsDigest: saved.digest });
  if (saved === null) throw new CutoverError('not-ready', 'there is no dry run to perform: run cutover rollback --dry-run first');
  const approved = RollbackPlan.parse(saved.operations);
  if (resumes === null) {
    const now = await planned(ws, options.run ?? approved.scope);
    if (now.digest !== saved.digest) throw refusal(ws, 'rollback', envelope, 'diff');
  }
  return execute(ws, 'rollback', { ...options, operationsDigest: saved.digest }, (context) => work(context, approved));
}

async function work(context: RunContext, approved: RollbackPlan): Promise<Worked<RollbackView>> {
  const { ws } = context;
  const account = ws.ledger.meta.get(META.accountNow, AccountSnapshot);
  if (account === null) throw new CutoverError('not-ready', 'nothing was written to the account yet');
  await holdTarget(ws, context.door);
  const loader = rollbackLoader(context, account);
  const state = { changedBy: changesByRun(loader) };
  const plan = await planNow(context, loader, approved);
  for (const kept of plan.kept) markKept(ws, kept, plan.scope);
  const failed: FailedUndo[] = [];
  let done = 0;
  for (const batch of byKind(plan.operations)) {
    const finished = await flow(batch, {
      window: loader.door.concurrency,
      keyOf: (operation) => JSON.stringify(operation),
      dependsOn: () => [],
      stopped: () => ws.ports.stop.aborted,
      run: async (operation) => {
        const failure = await undo(loader, state, operation);
        if (failure !== null) failed.push(failure);
        done += 1;
        context.progress('rollback', done, plan.operations.length);
      },
    });
    if (!finished) throw stoppedByPerson();
  }
  const reverted =
    approved.operations.length -
    failed.length -
    (approved.operations.length - plan.operations.length - doneBefore(context, approved, plan));
  const data: RollbackView = { reverted, kept: view(plan.kept), failed };
  const proof = plan.scope === null ? await proveUndone(loader) : null;
  if (proof !== null) sayProof(context, proof);
  const proved = proof === null ? {} : { proved: proof.same, changed: proof.changed.length, missing: proof.missing.length };
  const summary = { reverted, kept: plan.kept.length, failed: failed.length, ...proved };
  return { exit: failed.length > 0 ? EXIT.partial : EXIT.done, data, summary };
}

function sayProof({ notice }: RunContext, { same, changed, missing }: Proof): void {
  notice('info', `${same} people, organizations and deals of before the first write are there as they were`);
  if (changed.length > 0) notice('warning', `others changed since: ${changed.slice(0, 20).join(', ')}${changed.length > 20 ? ' …' : ''}`);
  if (missing.length > 0) notice('warning', `not there any more: ${missing.slice(0, 20).join(', ')}${missing.length > 20 ? ' …' : ''}`);
}

/** What is left of the approved plan, after a process that did not come to its end. */
async function planNow({ ws, run, resumed, straightOn }: RunContext, loader: Loader, approved: RollbackPlan): Promise<RollbackPlan> {
  if (!resumed) return approved;
  if (straightOn) {
    await settleUndoneAlone(loader);
    const isDone = doneIn(ws, run);
    return { ...approved, operations: approved.operations.filter((operation) => !isDone(operation)) };
  }
  const state = await readAccountState(loader, () => undefined);
  await settleUndone(loader, state);
  return stillWanted(approved, planRollback(ws.ledger, state, approved.scope));
}

/** Operations of the approved plan that the process before this one had done. */
function doneBefore({ ws, run }: Pick<RunContext, 'ws' | 'run'>, approved: RollbackPlan, left: RollbackPlan): number {
  const open = new Set(left.operations.map((operation) => JSON.stringify(operation)));
  const isDone = doneIn(ws, run);
  return approved.operations.filter((operation) => !open.has(JSON.stringify(operation)) && isDone(operation)).length;
}

function doneIn(ws: Workspace, run: RunId): (operation: RollbackOperation) => boolean {
  const updated = new Set(ws.ledger.journal.updates(run).map(({ key }) => key));
  return (operation) => {
    if (operation.op === 'unbind') return ws.ledger.bindings.get(operation.kind, operation.name) === null;
    if (operation.op === 'revert') return updated.has(operation.key);
    return ws.ledger.ids.get(TargetKey.parse(operation.key))?.state === 'reverted';
  };
}

/** On resume: of the approved operations those that are still to do and that no later edit stands against. Never one that was not approved. */
function stillWanted(approved: RollbackPlan, now: RollbackPlan): RollbackPlan {
  const wanted = new Set(now.operations.map((operation) => JSON.stringify(operation)));
  return { ...now, operations: approved.operations.filter((operation) => wanted.has(JSON.stringify(operation))) };
}

/** A record of another run, of which only this one's updates were to be taken back, is no less ours for that. */
function markKept(ws: Workspace, kept: Kept, scope: string | null): void {
  const row = typeof kept.id === 'number' ? ws.ledger.ids.get(TargetKey.parse(kept.key)) : null;
  if (row?.origin === 'created' && (scope === null || row.run === scope))
    ws.ledger.ids.setState(row.key, 'kept', `edited since: ${kept.fields.join(', ')}`);
}

/** One entity or kind of schema after the other: children before parents, options before fields. */
function byKind(operations: readonly RollbackOperation[]): RollbackOperation[][] {
  const batches: RollbackOperation[][] = [];
  let last = '';
  for (const operation of operations) {
    const kind = operation.op === 'unbind' ? operation.kind : operation.entity;
    if (kind !== last) batches.push([]);
    batches.at(-1)?.push(operation);
    last = kind;
  }
  return batches;
}
