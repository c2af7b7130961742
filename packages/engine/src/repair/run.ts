import { AccountSnapshot, CutoverError, EXIT, type TargetKey } from '@cutover/domain';
import { decode } from '@cutover/pipedrive';
import { isReadAlone, MOST_READ_ALONE, underWay } from '../delta/bring-in.ts';
import { settleUpdate } from '../delta/left-over.ts';
import { lookAt, type Standing } from '../delta/look.ts';
import { countUpdates } from '../delta/run.ts';
import { projectorNow } from '../delta/scope.ts';
import { knownOf } from '../delta/sides.ts';
import { sendUpdate } from '../delta/update.ts';
import { soundPlan } from '../gates/facts.ts';
import { refusal } from '../gates/refusal.ts';
import { flow } from '../load/flow.ts';
import { type Loader, loaderOf, standing } from '../load/loader.ts';
import { createWanted } from '../load/perform.ts';
import { reuseRecord } from '../load/reuse.ts';
import { cheapToFind, LOOK_BESIDE_READING } from '../load/under-way.ts';
import { compare } from '../runs/compare.ts';
import { execute, type RunContext, type RunResult, stoppedByPerson, type Worked } from '../runs/execute.ts';
import { startLoading } from '../runs/loading.ts';
import { checkGate, needFinished, type RunOptions } from '../runs/open.ts';
import type { Projector, Wanted } from '../runs/projecting.ts';
import { readOnly } from '../runs/read-only.ts';
import { META } from '../settings.ts';
import type { Workspace } from '../workspace.ts';
import { type Beyond, type RepairOperation, RepairPlan, repairDigest } from './operations.ts';
import { planRepair } from './plan.ts';

export interface RepairView {
  readonly operations: readonly RepairOperation[];
  /** Discrepancies that no request can mend. */
  readonly beyond: readonly Beyond[];
  /** Dry run only. */
  readonly operationsDigest?: string;
}

export interface RepairResult {
  readonly updated: number;
  readonly created: number;
  readonly failed: readonly { readonly key: string; readonly why: string }[];
  /** Fields of the repaired records that still differ, read back afterwards. */
  readonly different: number;
  readonly beyond: readonly Beyond[];
}

/** Reads everything back, works out what a repair would write, and keeps it for a person to approve. Writes nothing to the account. */
export async function repairDryRun(ws: Workspace): Promise<RepairView> {
  const plan = await planned(ws);
  const digest = repairDigest(plan);
  ws.ledger.operations.saveOperations('repair', digest, RepairPlan.parse(plan));
  return { ...plan, operationsDigest: digest };
}

async function planned(ws: Workspace): Promise<RepairPlan> {
  const envelope = soundPlan(ws, 'loaded');
  const account = ws.ledger.meta.get(META.accountNow, AccountSnapshot);
  if (account === null) throw new CutoverError('not-ready', 'nothing was written to the account yet');
  needFinished(ws, 'repair', 'full');
  return readOnly(ws, (context) => {
    const loader = loaderOf(context, account, () => {
      throw new CutoverError('internal', 'a dry run uploads nothing');
    });
    return planRepair(context, loader, projectorNow(ws, envelope));
  });
}

/**
 * Performs the approved operations and reads the records back. Resumable.
 * @throws CutoverError `approval-required` also when the account changed so that other operations would be needed; what stops a run
 */
export async function runRepair(ws: Workspace, options: RunOptions): Promise<RunResult<RepairResult>> {
  const saved = ws.ledger.operations.load('repair');
  const { envelope, resumes } = checkGate(ws, 'repair', saved === null ? {} : { operationsDigest: saved.digest });
  if (saved === null) throw new CutoverError('not-ready', 'there is no dry run to perform: run cutover repair --dry-run first');
  const approved = RepairPlan.parse(saved.operations);
  if (resumes === null && repairDigest(await planned(ws)) !== saved.digest) throw refusal(ws, 'repair', envelope, 'diff');
  return execute(ws, 'repair', { ...options, operationsDigest: saved.digest }, (context) => work(context, approved));
}

/** So many records are read together before they are written. */
const CHUNK = 100;

async function work(context: RunContext, approved: RepairPlan): Promise<Worked<RepairResult>> {
  const { ws } = context;
  const { loader, projector } = await startLoading(context);
  const operations = new Map(approved.operations.map((operation) => [operation.key, operation]));
  const counts = { updated: 0, created: 0, different: 0 };
  const failed: { key: string; why: string }[] = [];
  let done = 0;
  for (const chunk of chunksOf(projector, operations)) {
    const seen = await lookAt(loader, knownIn(loader, chunk));
    const finished = await flow(chunk, {
      window: loader.door.concurrency,
      keyOf: ({ wanted }) => wanted.record.key,
      dependsOn: ({ wanted }) => wanted.record.dependsOn,
      mayJoin: cheapToFind(LOOK_BESIDE_READING, ({ wanted, operation }) => underWay(wanted, operation.op === 'create')),
      stopped: () => ws.ports.stop.aborted,
      run: async (item) => {
        const made = await (item.operation.op === 'create' ? make(loader, item.wanted) : mend(loader, item, seen));
        if (made === 'updated' || made === 'created') counts[made] += 1;
        else if (made !== null) failed.push({ key: item.operation.key, why: made.why });
        done += 1;
        context.progress('repair', done, operations.size);
      },
    });
    if (!finished) throw stoppedByPerson();
    counts.different += await stillDifferent(loader, chunk);
  }
  countUpdates(context);
  const data: RepairResult = { ...counts, failed, beyond: approved.beyond };
  const clean = failed.length + counts.different + approved.beyond.length === 0;
  return { exit: clean ? EXIT.done : EXIT.partial, data, summary: { ...counts, failed: failed.length, beyond: approved.beyond.length } };
}

interface Item {
  readonly wanted: Wanted;
  readonly operation: RepairOperation;
}

/** The approved operations with what they are to write, parents first. */
function* chunksOf(projector: Projector, operations: ReadonlyMap<string, RepairOperation>): Generator<Item[]> {
  let chunk: Item[] = [];
  let alone = 0;
  for (const wanted of projector.wanted()) {
    const operation = operations.get(wanted.record.key);
    if (operation === undefined) continue;
    chunk.push({ wanted, operation });
    if (isReadAlone(wanted.record)) alone += 1;
    if (chunk.length < CHUNK && alone < MOST_READ_ALONE) continue;
    yield chunk;
    chunk = [];
    alone = 0;
  }
  if (chunk.length > 0) yield chunk;
}

const knownIn = ({ ledger }: Loader, chunk: readonly Item[]) =>
  chunk.flatMap(({ wanted }) => {
    const row = standing(ledger, wanted.record.key);
    return row === null || row.entity === 'relationship' ? [] : [row];
  });

type Made = 'updated' | 'created' | { readonly why: string } | null;

async function make(loader: Loader, { record, reuse }: Wanted): Promise<Made> {
  const performed = await (reuse === null ? createWanted(loader, record) : reuseRecord(loader, record, reuse));
  if (performed === 'present') return null;
  return performed === 'failed' ? { why: whyFailed(loader, record.rows) } : 'created';
}

function whyFailed({ ledger }: Loader, rows: Wanted['record']['rows']): string {
  return rows.flatMap((row) => ledger.outcomes.get(row)?.reason ?? [])[0] ?? 'refused';
}

/** Writes the approved fields that do not hold what is wanted yet. */
async function mend(loader: Loader, { wanted, operation }: Item, seen: ReadonlyMap<TargetKey, Standing>): Promise<Made> {
  const { record } = wanted;
  const now = seen.get(record.key) ?? null;
  const given = standing(loader.ledger, record.key);
  if (given === null || now === null) return { why: 'it is not in Pipedrive any more' };
  const left = loader.openUpdates.get(record.key);
  if (left !== undefined) await settleUpdate(loader, given, left, now.wire, record.fields);
  const row = standing(loader.ledger, record.key) ?? given;
  if (now.archived) return { why: 'the deal is archived in Pipedrive, and refuses changes until it is not' };
  const wrong = new Set(differing(loader, wanted, now).map(({ field }) => field));
  const update = operation.fields.map(({ field }) => field).filter((field) => wrong.has(field));
  if (update.length === 0) return null;
  // Lists of a record that was there before us are joined with its own.
  const fields = { ...record.fields, ...knownOf(loader.names, wanted, row).wanted.fields };
  const { outcome } = await sendUpdate(loader, { wanted, row, three: { update, agreed: [], notes: [] }, fields }, now.wire);
  return outcome === 'updated' ? 'updated' : { why: whyFailed(loader, record.rows) };
}

function differing(loader: Loader, { record }: Wanted, now: Exclude<Standing, null>) {
  const observed = decode(record.entity, now.wire, loader.names);
  return compare(loader, record, new Map([[observed.id, observed]])).fields.filter(({ verdict }) => verdict === 'different');
}

/** Fields of these records that differ still, as they are read back. */
async function stillDifferent(loader: Loader, chunk: readonly Item[]): Promise<number> {
  const seen = await lookAt(loader, knownIn(loader, chunk));
  return chunk.reduce((sum, { wanted, operation }) => {
    const now = seen.get(wanted.record.key) ?? null;
    const approved = new Set(operation.fields.map(({ field }) => field));
    if (now === null) return sum;
    return sum + differing(loader, wanted, now).filter(({ field }) => operation.op === 'create' || approved.has(field)).length;
  }, 0);
}
