import type { DesiredRecord, RunId, TargetKey } from '@cutover/domain';
import type { IdRow } from '@cutover/ledger';
import { flow } from '../load/flow.ts';
import { type Loader, standing } from '../load/loader.ts';
import { createWanted, failed, type Performed } from '../load/perform.ts';
import { reuseRecord } from '../load/reuse.ts';
import { cheapToFind, LOOK_BESIDE_READING, type UnderWay } from '../load/under-way.ts';
import { type RunContext, stoppedByPerson } from '../runs/execute.ts';
import type { Loading } from '../runs/loading.ts';
import type { Wanted } from '../runs/projecting.ts';
import { lookAt, type Standing } from './look.ts';
import type { DeltaResult, VanishedNote } from './run.ts';
import { deletesVanished, localFate, nothingNew, watched } from './scope.ts';
import type { FieldNote } from './sides.ts';
import { type Memory, readTouched, type Touched } from './touched.ts';
import { bringUp, compareKnown, type Rule } from './update.ts';
import { removeVanished, vanishedFrom } from './vanished.ts';

export interface BringInOptions {
  readonly rule: Rule;
  /** Since when edits in the account are not known. */
  readonly since: string;
  /** Digest of the rows that are brought in. */
  readonly staged: string;
  /** The delta itself, unless it goes on with what an earlier process began; null for a dry run too. */
  readonly own: RunId | null;
  /** False: a dry run, which only reads. */
  readonly perform: boolean;
  /** What an earlier process of this run has seen of others' edits; null: nothing is kept. */
  readonly memory: Memory | null;
  /** Told of each operation, whether performed or not. */
  readonly onOperation?: (operation: DeltaOperation) => void;
}

export interface DeltaOperation {
  readonly op: 'create' | 'reuse' | 'update' | 'delete';
  readonly entity: string;
  readonly key: TargetKey;
  readonly fields: readonly string[];
}

/** So many records are read together before they are written: few enough that what was read is still true. */
const CHUNK = 100;
/** Notes and files among them, which are read one by one: a crash has no more of them read again. */
export const MOST_READ_ALONE = 10;

/** Whether reading a known record takes a request of its own. */
export const isReadAlone = ({ entity }: DesiredRecord): boolean => entity === 'note' || entity === 'file';

/** What a crash would have to find out about a write: an update is told by what is read before it anyway. */
export function underWay({ record, reuse }: Wanted, makes: boolean): UnderWay {
  if (!makes) return { reads: 0 };
  return reuse === null ? { creates: record } : { reads: 1 };
}

type Context = Pick<RunContext, 'ws' | 'envelope' | 'progress'>;

/** `left`: something the export changed was not written, or something that vanished is there still; the next delta looks at it again. */
export type BroughtIn = Omit<DeltaResult, 'failed' | 'rejected' | 'until'> & { readonly left: boolean };

/** The whole of a delta, but for its gate: reads what others did, brings up what the export changed, makes what is new, settles what vanished. */
export async function bringIn(context: Context, loading: Loading, options: BringInOptions): Promise<BroughtIn> {
  const { ws, envelope } = context;
  const { loader } = loading;
  const touched = await readTouched(loader, options.since, (entity) => context.progress(`looking at ${entity}`, 0, null), options.memory);
  for (const row of options.perform ? touched.gone.values() : []) ws.ledger.ids.setState(row.key, 'gone', 'not in Pipedrive any more');
  const tally = new Tally(touched, options);
  const vanished: VanishedNote[] = [];
  if (!nothingNew(ws, envelope, options.staged, options.own)) {
    // What became of the rows before says nothing about the rows of now.
    if (options.perform) ws.ledger.outcomes.clear();
    const walk = watched(loading.projector);
    for (const chunk of chunks(ws, loader, walk.wanted())) {
      if (options.perform) ws.ledger.outcomes.put(walk.outcomes.splice(0));
      await bringInChunk(context, loader, chunk, options, tally);
    }
    if (options.perform) ws.ledger.outcomes.put(walk.outcomes.splice(0));
    vanished.push(...(await settleVanished(context, loader, walk, options, tally)));
  }
  const deleted = vanished.filter(({ outcome }) => outcome === 'deleted').length;
  return { ...tally.figures(), vanished, deleted, left: tally.left || deleted < vanished.length };
}

/** What a delta counts and notes on its way. */
class Tally {
  private readonly counts: Record<Performed | 'updated', number> = { present: 0, created: 0, reused: 0, failed: 0, updated: 0 };
  private readonly notes: FieldNote[] = [];
  private readonly gone: Map<TargetKey, IdRow>;
  private readonly edits: Touched['edits'];
  private readonly options: BringInOptions;
  done = 0;
  /** A change of the export is not written. */
  left = false;

  constructor({ edits, gone }: Touched, options: BringInOptions) {
    this.edits = edits;
    this.gone = new Map(gone);
    this.options = options;
  }

  made(how: Performed | 'updated', operation: DeltaOperation): void {
    this.counts[how] += 1;
    this.done += 1;
    if (how !== 'failed' && how !== 'present') this.options.onOperation?.(operation);
  }

  /** What the three-way rule said about a record takes the place of what was only seen of it. */
  noted(key: TargetKey, notes: readonly FieldNote[]): void {
    this.edits.delete(key);
    this.notes.push(...notes);
  }

  missing(row: IdRow): void {
    this.edits.delete(row.key);
    this.gone.set(row.key, row);
  }

  isGone(key: TargetKey): boolean {
    return this.gone.has(key);
  }

  figures() {
    const { created, reused, updated } = this.counts;
    const gone = [...this.gone.values()].map(({ entity, pipedriveId: id, key }) => ({ entity, id, key }));
    return { created, reused, updated, gone, fields: [...this.notes, ...[...this.edits.values()].flat()] };
  }
}

interface Item {
  readonly wanted: Wanted;
  readonly fate: 'create' | 'changed';
}

/** Records that need something, in their order, so many at a time. What is unchanged in the export is passed by. */
function* chunks(ws: Context['ws'], loader: Loader, wanted: Iterable<Wanted>): Generator<Item[]> {
  let chunk: Item[] = [];
  let alone = 0;
  for (const item of wanted) {
    const fate = localFate(ws, loader.names, item);
    // An update that was under way when an earlier process died is settled, whatever the export says now.
    if (fate === 'same' && !loader.openUpdates.has(item.record.key)) continue;
    chunk.push({ wanted: item, fate: fate === 'create' ? 'create' : 'changed' });
    if (fate !== 'create' && isReadAlone(item.record)) alone += 1;
    if (chunk.length < CHUNK && alone < MOST_READ_ALONE) continue;
    yield chunk;
    chunk = [];
    alone = 0;
  }
  yield chunk;
}

async function bringInChunk(
  context: Context,
  loader: Loader,
  chunk: readonly Item[],
  options: BringInOptions,
  tally: Tally,
): Promise<void> {
  const { ledger } = loader;
  const rows = new Map<TargetKey, IdRow>();
  for (const { wanted, fate } of chunk) {
    // Of a new record its parents are read: one that is gone must not be written to.
    for (const key of fate === 'changed' ? [wanted.record.key] : wanted.record.dependsOn) {
      const row = standing(ledger, key);
      if (row !== null && row.entity !== 'relationship' && !tally.isGone(key)) rows.set(key, row);
    }
  }
  const seen = await lookAt(loader, [...rows.values()]);
  for (const [key, row] of rows) {
    if (seen.get(key) !== null) continue;
    if (options.perform && row.state === 'live') ledger.ids.setState(key, 'gone', 'not in Pipedrive any more');
    tally.missing(row);
  }
  const finished = await flow(chunk, {
    window: loader.door.concurrency,
    keyOf: ({ wanted }) => wanted.record.key,
    dependsOn: ({ wanted }) => wanted.record.dependsOn,
    mayJoin: cheapToFind(LOOK_BESIDE_READING, ({ wanted, fate }) => underWay(wanted, fate === 'create')),
    stopped: () => context.ws.ports.stop.aborted,
    run: async ({ wanted, fate }) => {
      await (fate === 'create' ? bringNew(loader, wanted, options, tally) : bringChanged(loader, wanted, seen, options, tally));
      if (fate === 'changed' && localFate(context.ws, loader.names, wanted) === 'changed') tally.left = true;
      context.progress('delta', tally.done, null);
    },
  });
  if (!finished) throw stoppedByPerson();
}

async function bringNew(loader: Loader, wanted: Wanted, options: BringInOptions, tally: Tally): Promise<void> {
  const { record, reuse } = wanted;
  const operation = {
    op: reuse === null ? 'create' : 'reuse',
    entity: record.entity,
    key: record.key,
    fields: Object.keys(record.fields),
  } as const;
  if (!options.perform) return tally.made(reuse === null ? 'created' : 'reused', operation);
  const lost = goneParent(record, tally);
  if (lost !== null && reuse === null)
    return tally.made(failed(loader, record, 'parent-missing', `it hangs on ${lost}, which is not in Pipedrive any more`), operation);
  tally.made(await (reuse === null ? createWanted(loader, record) : reuseRecord(loader, record, reuse)), operation);
}

const goneParent = (record: DesiredRecord, tally: Tally): TargetKey | null => record.dependsOn.find((key) => tally.isGone(key)) ?? null;

async function bringChanged(
  loader: Loader,
  wanted: Wanted,
  seen: ReadonlyMap<TargetKey, Standing>,
  options: BringInOptions,
  tally: Tally,
): Promise<void> {
  const { record } = wanted;
  const row = standing(loader.ledger, record.key);
  if (row === null) return;
  const now = seen.get(record.key) ?? null;
  if (!options.perform) {
    if (now === null) return;
    const { update, notes } = compareKnown(loader, wanted, row, now, options.rule);
    tally.noted(row.key, notes);
    if (update.length > 0) tally.made('updated', { op: 'update', entity: record.entity, key: record.key, fields: update });
    return;
  }
  const { outcome, fields, notes } = await bringUp(loader, wanted, row, now, options.rule);
  tally.noted(row.key, notes);
  if (outcome === 'updated' || outcome === 'failed') tally.made(outcome, { op: 'update', entity: record.entity, key: record.key, fields });
}

async function settleVanished(
  context: Context,
  loader: Loader,
  { keys, failed: unloaded }: Pick<ReturnType<typeof watched>, 'keys' | 'failed'>,
  options: BringInOptions,
  tally: Tally,
): Promise<VanishedNote[]> {
  const vanished = vanishedFrom(loader.ledger, keys, unloaded).filter(({ row }) => !tally.isGone(row.key));
  const leaving = new Set(deletesVanished(context.envelope) ? vanished.flatMap(({ row, stays }) => (stays === null ? [row.key] : [])) : []);
  const notes: VanishedNote[] = [];
  for (const { row, stays } of vanished) {
    if (context.ws.ports.stop.aborted) throw stoppedByPerson();
    const about = { entity: row.entity, id: row.pipedriveId, key: row.key };
    if (!leaving.has(row.key)) {
      notes.push({ ...about, outcome: 'kept', why: stays });
      continue;
    }
    if (!options.perform) {
      options.onOperation?.({ op: 'delete', entity: row.entity, key: row.key, fields: [] });
      notes.push({ ...about, outcome: 'deleted', why: null });
      continue;
    }
    const removed = await removeVanished(loader, row, (key) => leaving.has(key));
    if (removed.outcome !== 'deleted') leaving.delete(row.key);
    notes.push({ ...about, outcome: removed.outcome, why: removed.outcome === 'deleted' ? null : removed.why });
    context.progress('vanished', notes.length, vanished.length);
  }
  return notes;
}
