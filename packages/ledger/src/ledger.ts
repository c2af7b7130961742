import type {
  Approval,
  Decision,
  Digest,
  Entity,
  ExtractSummary,
  FileProfile,
  Finding,
  PipedriveId,
  PlanEnvelope,
  Reject,
  RowKey,
  RunEvent,
  RunId,
  RunKind,
  StagedRow,
  TargetKey,
  ValueIssue,
  WrittenRow,
} from '@cutover/domain';
import type { z } from 'zod';
import type {
  Binding,
  FailedWrite,
  IdRow,
  IdState,
  Intent,
  IntentResult,
  JournalEvent,
  Json,
  LockOwner,
  OpenIntent,
  Outcome,
  Run,
  RunState,
  Sample,
  SavedOperations,
} from './records.ts';

export interface LedgerOptions {
  /** Make the file when it is missing (mode 0600). Without it a missing file is `no-workspace`. */
  readonly create?: boolean;
  /** Milliseconds since the epoch. */
  readonly clock: () => number;
}

/** Facts about the workspace, one JSON value a key: lineage, target, source, trusted keys … */
export interface MetaStore {
  /** Null when never set. @throws CutoverError `ledger-edited` when what is stored is not of this form */
  get<S extends z.ZodType>(key: string, schema: S): z.output<S> | null;
  set(key: string, value: unknown): void;
  remove(key: string): void;
}

/** Where the reader of the export puts what it reads; synchronous. A file's rows come between its `begin` and its `end`. */
export interface StageSink {
  begin(file: string): void;
  /** @throws CutoverError `internal` when a row's hash or key is not made of what it holds, or a key came before */
  rows(batch: readonly WrittenRow[]): void;
  rejects(batch: readonly Reject[]): void;
  issues(batch: readonly ValueIssue[]): void;
  /** @throws CutoverError `internal` when the profile's counts are not what came */
  end(profile: FileProfile): void;
}

/** Keys of this extract compared with the one before: a key that vanished earlier and is back counts as new. */
export interface StagingChanges {
  readonly new: number;
  readonly changed: number;
  readonly unchanged: number;
  readonly vanished: number;
}

export interface Extract {
  readonly sink: StageSink;
  /**
   * Puts the new rows in force, all at once, and says what changed and the digest of what is in force. Nothing read so far is seen before, and an extract that
   * never gets here leaves the previous one in force. `note`: writes down, in the same transaction, what else is true from then on.
   */
  finish(summary: ExtractSummary, note?: (digest: Digest) => void): { readonly changes: StagingChanges; readonly digest: Digest };
  /** Throws away what was read so far. */
  discard(): void;
}

export interface VanishedRow extends StagedRow {
  readonly vanishedAt: string;
}

/** What a plan is made from. */
export type ScannedRow = Pick<StagedRow, 'key' | 'sourceId' | 'cells'>;

export interface StagingCounts {
  readonly file: string;
  readonly staged: number;
  readonly rejected: number;
  readonly skipped: number;
  readonly issues: number;
}

/** The rows of the export that are in force; a row that vanished from it is kept and only seen through `vanished`. */
export interface Staging {
  /** @param at instant of the extract */
  startExtract(at: string): Extract;
  /** File order, in pages: other statements may run meanwhile. */
  rows(file: string): IterableIterator<StagedRow>;
  /**
   * The same rows with less of each, in half the time. That each row is as it was staged is not looked at here: `digest` does.
   * A text may hold on to the whole row it was cut from: copy what is kept for long.
   */
  scan(file: string): IterableIterator<ScannedRow>;
  row(key: RowKey): StagedRow | null;
  files(): string[];
  counts(): StagingCounts[];
  rejects(file?: string): IterableIterator<Reject>;
  issues(file?: string): IterableIterator<ValueIssue>;
  vanished(): IterableIterator<VanishedRow>;
  /** Null before the first extract. */
  summary(): ExtractSummary | null;
  /**
   * SHA-256 over `key\nhash\n` of all rows in force, sorted by key (by code point). Every row's hash is computed from its cells anew.
   * @throws CutoverError `ledger-edited` naming a row that was changed by hand
   */
  digest(): Digest;
}

/** The decisions in the order of asking. The serial rises when something the plan's digest covers changes: kind, subject, status, answer, or the list itself. */
export interface Decisions {
  all(): Decision[];
  get(id: string): Decision | null;
  /** Asks anew. What was answered before can still be taken back, as long as the answer stands as it was given. */
  replaceAll(decisions: readonly Decision[]): void;
  /** Puts these in the place of those of their ids, all or none; what was put together is undone together. @throws CutoverError `no-decision` */
  put(...decisions: readonly Decision[]): void;
  serial(): number;
  /**
   * Takes back the answers that were put last and still stand as they were given; the proposals stay as they are now. The decisions as they are
   * then, none when there is nothing to take back.
   */
  undo(): Decision[];
  findings(): Finding[];
  setFindings(findings: readonly Finding[]): void;
}

/** Compiled plans, by digest. The digest is stored as given: whoever relies on it computes it anew. */
export interface Plans {
  saveEnvelope(envelope: PlanEnvelope): void;
  /** The one saved last, or the one with this digest. @throws CutoverError `plan-invalid` */
  loadEnvelope(digest?: Digest): PlanEnvelope | null;
}

export interface NonceUse {
  readonly nonce: string;
  readonly kind: RunKind;
  readonly run: RunId;
  readonly at: string;
}

export interface Approvals {
  /** The same approval again changes nothing. */
  add(approval: Approval): void;
  /** In the order in which they came. */
  list(): Approval[];
  /**
   * Notes that this approval opened this kind of run; false when it had done so before. `many`: any number of times (deltas under a full approval).
   * `runs.open` does this; call it only inside the transaction that opens a run.
   */
  useNonce(nonce: string, kind: RunKind, run: RunId, times?: 'once' | 'many'): boolean;
  uses(nonce?: string): NonceUse[];
}

/** One run at a time in a workspace. Every change of hands raises the epoch. */
export interface Lock {
  /**
   * Takes the lock when it is free or its owner is dead. An owner on another host counts as alive.
   * @throws CutoverError `run-active` with `{pid, host, what, since}` in `details.data`
   */
  acquire(owner: LockOwner, isAlive: (pid: number, startedAt: string) => boolean): { epoch: number };
  /** Takes it whoever holds it. */
  takeOver(owner: LockOwner): { epoch: number };
  /** Frees it; nothing happens when the epoch has moved. */
  release(epoch: number): void;
  /** @throws CutoverError `epoch-moved` when another process took over or the lock was released */
  assertEpoch(epoch: number): void;
  holder(): (LockOwner & { epoch: number; since: string }) | null;
}

export interface OpenRun {
  readonly kind: RunKind;
  readonly approval: Approval | null;
  readonly params: Json;
  readonly mode: string;
}

export interface Runs {
  /**
   * Opens a run and uses its approval up, in one transaction; `guard` is called in it first and stops it by throwing.
   * An approval opens each kind of run once, deltas under a `full` approval any number of times.
   * @throws CutoverError `approval-required` with `{reason: 'used'}` in `details.data`
   */
  open(request: OpenRun, guard?: () => void): { runId: RunId; epoch: number };
  get(run: RunId): Run | null;
  /** Oldest first. */
  list(): Run[];
  latest(kind: RunKind): Run | null;
  /** The newest run of this kind when it is `running`, `paused` or `interrupted`, not when it `failed` or `finished`. */
  resumable(kind: RunKind): Run | null;
  /** `running` notes the lock's present epoch; every other state notes the time as its end. */
  setState(run: RunId, state: RunState, summary?: Json): void;
  addTokens(run: RunId, tokens: number): void;
  /** Sets the run's named counters: said again by a process that goes on, they stay what they are. */
  count(run: RunId, counters: Readonly<Record<string, number>>): void;
  /** Keeps an event, for a process that watches the run. */
  addEvent(run: RunId, event: RunEvent): void;
  /** Events after this one, oldest first. */
  events(run: RunId, after?: number): { seq: number; event: RunEvent }[];
}

export interface Bindings {
  /** Replaces the one of the same kind and name. Also done by `journal.settle`, with the result. */
  put(binding: Binding): void;
  get(kind: string, name: string): Binding | null;
  all(): Binding[];
  /** Those we made in the account, in the order in which we made them. */
  created(): Binding[];
  remove(kind: string, name: string): void;
}

export interface IdCount {
  readonly entity: Entity;
  readonly origin: IdRow['origin'];
  readonly state: IdState;
  readonly count: number;
}

/** Where a key's record is, without what was written to it. */
export type IdRef = Pick<IdRow, 'entity' | 'pipedriveId' | 'state' | 'run'>;

/** Which record of the account stands for which target key. */
export interface Ids {
  get(key: TargetKey): IdRow | null;
  /** Of the same row, only where its record is: much quicker. */
  find(key: TargetKey): IdRef | null;
  /** The first of those that stand for this record, a created one before others. */
  byId(entity: Entity, id: PipedriveId): IdRow | null;
  /** All keys that this record stands for: more than one when source records were folded together. */
  allById(entity: Entity, id: PipedriveId): IdRow[];
  /** In the order in which they came into the map, or the reverse; in pages, so the map may be written meanwhile. */
  iterate(entity: Entity, order?: 'forward' | 'reverse'): IterableIterator<IdRow>;
  counts(): IdCount[];
  /** Replaces the row of this key, but an image from before our first change is never overwritten while the record is the same. */
  put(row: IdRow): void;
  setState(key: TargetKey, state: IdState, reason: string | null): void;
  keysOfRow(row: RowKey): TargetKey[];
}

export interface Outcomes {
  put(batch: readonly Outcome[]): void;
  get(row: RowKey): Outcome | null;
  /** Sorted by row key. */
  iterate(outcome?: Outcome['outcome']): IterableIterator<Outcome>;
  remove(row: RowKey): void;
  clear(): void;
}

/** Every write to the account: first what is asked for, then how it ended. Rows are only ever added, each chained to the one before by its hash. */
export interface Journal {
  /**
   * Resolves once the intent is safely on disk; all that were asked for in one turn of the event loop share one transaction.
   * @throws CutoverError `epoch-moved` when the lock is no longer this epoch's; the request must then not be sent
   */
  intent(intent: Intent): Promise<number>;
  /**
   * Writes down how it ended, together with the id or binding, in one transaction. Only while the lock this ledger took is still held.
   * @throws CutoverError `epoch-moved` · `internal` when the intent is unknown, settled already, or a create comes without its id row
   */
  settle(seq: number, result: IntentResult): Promise<void>;
  /** Intents without result: nobody knows whether they arrived. Oldest first. */
  open(run?: RunId): OpenIntent[];
  /** A record of this kind whose making was known before this row was written; null when there is none. What the row asks for gets a higher id. */
  createdBefore(seq: number, entity: Entity): PipedriveId | null;
  /** The last row; null while the journal is empty. */
  head(): { seq: number; digest: Digest } | null;
  /**
   * Computes the whole chain anew, and holds the records we made against it: each must have been made by a create in the journal.
   * @throws CutoverError `ledger-edited` naming the first row that does not fit
   */
  verify(): void;
  /** The audit log: decisions, approvals, runs, intents and results, by time. */
  export(): IterableIterator<JournalEvent>;
  /** Updates that arrived, each with the record as it was before; oldest first. */
  updates(run: RunId): OpenIntent[];
  /** Refused writes that nothing made good later. */
  failed(run?: RunId): FailedWrite[];
  /** How many transactions the group commit has made since the ledger was opened. */
  commits(): number;
}

/** What was in the account before our first write. */
export interface Inventory {
  replace(entity: string, rows: Iterable<{ readonly id: number; readonly json: Json }>): void;
  /** By id, in pages. */
  iterate(entity: string): IterableIterator<{ id: number; json: Json }>;
  has(entity: string): boolean;
  count(entity: string): number;
  /** Null when there is none. */
  highestId(entity: string): number | null;
  takenAt(entity: string): string | null;
}

export interface Samples {
  /** Replaces the one of the same run. */
  saveSample(sample: Omit<Sample, 'at'>): void;
  latest(): Sample | null;
}

export interface Operations {
  saveOperations(kind: SavedOperations['kind'], digest: Digest, operations: Json): void;
  /** The ones saved last, or those with this digest. */
  load(kind: SavedOperations['kind'], digest?: Digest): SavedOperations | null;
}

/**
 * The file that knows everything about one migration. Synchronous but for the journal's writes. Every method may throw CutoverError
 * `disk-full`, `bad-file` (read-only) or `ledger-corrupt`.
 */
export interface Ledger {
  readonly file: string;
  readonly meta: MetaStore;
  readonly staging: Staging;
  readonly decisions: Decisions;
  readonly plan: Plans;
  readonly approvals: Approvals;
  readonly lock: Lock;
  readonly runs: Runs;
  readonly bindings: Bindings;
  readonly ids: Ids;
  readonly outcomes: Outcomes;
  readonly journal: Journal;
  readonly inventory: Inventory;
  readonly samples: Samples;
  readonly operations: Operations;
  /** The target blocks this client: nothing starts before `until` (milliseconds since the epoch). */
  block(until: number, why: string): void;
  /** Null when nothing blocks or the time is over. */
  blockedUntil(): { until: number; why: string } | null;
  /** All that `work` does through this ledger, but for the journal, happens together or not at all. May be nested. */
  transaction<T>(work: () => T): T;
  /** Writes down what the journal still holds in memory and closes the file. May be called twice. */
  close(): void;
}
