import { type DesiredRecord, ENTITIES, type Entity } from '@cutover/domain';
import { soundPlan } from '../gates/facts.ts';
import { standsFor } from '../load/loader.ts';
import { accountOf } from '../planning/refresh.ts';
import { instant } from '../ports.ts';
import type { Workspace } from '../workspace.ts';
import { projectorOf } from './projecting.ts';
import { choose } from './sample.ts';
import { isBound, schemaSteps } from './schema.ts';

export interface DryRun {
  /** Records to create, by entity; or what of the schema. */
  readonly create: Readonly<Record<string, number>>;
  readonly reuse: number;
  readonly present: number;
  /** The operations, not performed: key and fields of each record, or each schema step. */
  readonly operations: readonly {
    readonly op: 'create' | 'reuse';
    readonly entity: string;
    readonly key: string;
    readonly fields?: DesiredRecord['fields'];
  }[];
}

/** The operations of a run, not performed: by the same projection, from the ledger and the account as it was seen last. Asks the target nothing. */
export async function dryRun(ws: Workspace, kind: 'schema' | 'sample' | 'full'): Promise<DryRun> {
  const envelope = soundPlan(ws);
  const account = accountOf(ws);
  if (kind === 'schema') {
    const steps = schemaSteps(ws, account).filter((step) => !isBound(ws, step));
    const operations = steps.map((step) => ({
      op: step.reuse === undefined ? ('create' as const) : ('reuse' as const),
      entity: step.kind,
      key: step.key,
    }));
    return summary(operations, 0);
  }
  const projector = projectorOf(ws, envelope, { loadAt: instant(ws.ports.clock), admin: account.me.admin });
  const chosen = kind === 'sample' ? new Set(choose(projector, envelope.plan.policies.sample.size).keys) : null;
  let present = 0;
  const operations: DryRun['operations'][number][] = [];
  for (const { record, reuse } of projector.wanted()) {
    if (chosen !== null && !chosen.has(record.key)) continue;
    if (standsFor(ws.ledger, record.key) !== null) present += 1;
    else operations.push({ op: reuse === null ? 'create' : 'reuse', entity: record.entity, key: record.key, fields: record.fields });
  }
  return summary(operations, present);
}

function summary(operations: DryRun['operations'], present: number): DryRun {
  const creates = operations.filter((operation) => operation.op === 'create');
  const kinds = [
    ...new Set([
      ...ENTITIES.filter((entity: Entity) => creates.some((operation) => operation.entity === entity)),
      ...creates.map((operation) => operation.entity),
    ]),
  ];
  const create = Object.fromEntries(kinds.map((kind) => [kind, creates.filter((operation) => operation.entity === kind).length]));
  return { create, reuse: operations.length - creates.length, present, operations };
}
