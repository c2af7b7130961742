import { AccountSnapshot, CutoverError, type PlanEnvelope, type RowKey, type RunId, type TargetKey } from '@cutover/domain';
import type { Names } from '@cutover/pipedrive';
import { z } from 'zod';
import { DeltaScope } from '../gates/delta.ts';
import { soundPlanAndRows } from '../gates/facts.ts';
import { namesOf, standing } from '../load/loader.ts';
import { instant } from '../ports.ts';
import { type Projector, projectorOf, type RowOutcome, type Wanted } from '../runs/projecting.ts';
import { META } from '../settings.ts';
import type { Workspace } from '../workspace.ts';
import { changedInSource, knownOf } from './sides.ts';
import { standsAsBroughtIn } from './stand.ts';
import { type Vanished, vanishedFrom } from './vanished.ts';

/** How a wanted record stands before the account is asked: `changed` when the export changed something of it that an update could carry. */
export function localFate(ws: Workspace, names: Names, wanted: Wanted): 'create' | 'changed' | 'same' {
  const row = standing(ws.ledger, wanted.record.key);
  if (row === null) return 'create';
  return changedInSource(knownOf(names, wanted, row)).length > 0 ? 'changed' : 'same';
}

/** Passes wanted records on while noting which keys there are and which rows cannot be loaded. */
export function watched(projector: Projector): {
  readonly wanted: () => Generator<Wanted>;
  readonly keys: Set<TargetKey>;
  readonly failed: Set<RowKey>;
  readonly outcomes: RowOutcome[];
} {
  const keys = new Set<TargetKey>();
  const failed = new Set<RowKey>();
  const outcomes: RowOutcome[] = [];
  function* wanted(): Generator<Wanted> {
    const noted = projector.wanted((outcome) => {
      outcomes.push(outcome);
      if (outcome.outcome === 'failed') failed.add(outcome.row);
    });
    for (const item of noted) {
      keys.add(item.record.key);
      yield item;
    }
  }
  return { wanted, keys, failed, outcomes };
}

/** The account as it was seen last. @throws CutoverError `not-ready` */
export function accountNow(ws: Workspace): AccountSnapshot {
  const account = ws.ledger.meta.get(META.accountNow, AccountSnapshot);
  if (account === null) throw new CutoverError('not-ready', 'nothing was written to the account yet');
  return account;
}

/** The projection over the rows that are staged now, by the clock of the first load. */
export function projectorNow(ws: Workspace, envelope: PlanEnvelope): Projector {
  const loadAt = ws.ledger.meta.get(META.loadAt, z.string()) ?? instant(ws.ports.clock);
  return projectorOf(ws, envelope, { loadAt, admin: accountNow(ws).me.admin });
}

/** Whether vanished records are to be taken out of the account. */
export function deletesVanished({ plan }: PlanEnvelope): boolean {
  const [decision] = plan.decisions.filter(({ kind }) => kind === 'vanished');
  return decision?.answer?.as === 'delete';
}

export const mayLeave = (vanished: readonly Vanished[]): readonly Vanished[] => vanished.filter(({ stays }) => stays === null);

/** Counts what the rows read last would change, from the ledger alone, and keeps it for the gate. @throws CutoverError as `soundPlan`, `not-ready` */
export function measure(ws: Workspace): DeltaScope {
  const { envelope, staged } = soundPlanAndRows(ws, 'read');
  const counts = { creates: 0, updates: 0, deletes: 0 };
  if (!nothingNew(ws, envelope, staged)) {
    const names = namesOf(ws, accountNow(ws));
    const walk = watched(projectorNow(ws, envelope));
    for (const wanted of walk.wanted()) {
      const fate = localFate(ws, names, wanted);
      if (fate === 'create') counts.creates += 1;
      if (fate === 'changed') counts.updates += 1;
    }
    if (deletesVanished(envelope)) counts.deletes = mayLeave(vanishedFrom(ws.ledger, walk.keys, walk.failed)).length;
  }
  const scope = DeltaScope.parse({ staged, ...counts });
  ws.ledger.meta.set(META.deltaScope, scope);
  return scope;
}

/**
 * Everything is as the last load left it, and no row of it failed: projecting the rows again would tell nothing. What was edited in the account is another
 * matter, and read from there.
 * @param own the delta that asks, when it has just been opened; one that goes on may have left half of its work
 */
export function nothingNew(ws: Workspace, envelope: PlanEnvelope, staged: string, own: RunId | null = null): boolean {
  const [failure] = ws.ledger.outcomes.iterate('failed');
  if (failure !== undefined) return false;
  const runs = ws.ledger.runs.list().filter(({ run }) => run !== own);
  const loads = runs.filter(({ kind }) => kind === 'full' || kind === 'delta' || kind === 'rollback' || kind === 'sample');
  const last = loads.findLast(({ state, kind }) => kind === 'delta' || state === 'finished');
  if (last?.state !== 'finished' || (last.kind !== 'full' && last.kind !== 'delta')) return false;
  return standsAsBroughtIn(ws, envelope, staged);
}
