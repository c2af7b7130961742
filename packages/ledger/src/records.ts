import {
  Approval,
  Digest,
  Entity,
  Instant,
  PipedriveId,
  RecordDiff,
  RowKey,
  RunId,
  RunKind,
  SourceId,
  SourceObject,
  TargetKey,
  Value,
} from '@cutover/domain';
import { z } from 'zod';

/** What the ledger keeps as JSON without looking into it: request bodies, images, parameters. */
export type Json = z.infer<ReturnType<typeof z.json>>;
/** What `z.json()` demands, in a fraction of the time: each write checks a request and two images. */
export const Json = z.custom<Json>(isJson, 'not JSON');

function isJson(value: unknown): boolean {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return true;
  if (typeof value === 'number') return Number.isFinite(value);
  if (typeof value !== 'object') return false;
  if (Array.isArray(value)) return value.every(isJson);
  const prototype = Object.getPrototypeOf(value);
  return (prototype === null || prototype === Object.prototype) && Object.values(value).every(isJson);
}

/** `interrupted`: stopped at a person's word; a killed run stays `running`. Both, and `paused`, can be resumed. */
export const RunState = z.enum(['running', 'paused', 'finished', 'failed', 'interrupted']);
export type RunState = z.infer<typeof RunState>;

export const Run = z.strictObject({
  run: RunId,
  kind: RunKind,
  /** The engine's own word for how it was started, such as `foreground` or `detached`. */
  mode: z.string(),
  state: RunState,
  params: Json,
  /** The approval that opened it; null for runs that need none. */
  nonce: z.string().nullable(),
  /** Epoch of the lock under which it last ran. */
  epoch: z.number().int(),
  startedAt: Instant,
  endedAt: Instant.nullable(),
  tokens: z.number().int(),
  counters: z.record(z.string(), z.number()),
  summary: Json,
});
export type Run = z.infer<typeof Run>;

export const LockOwner = z.strictObject({
  pid: z.number().int(),
  /** When that process started, in whatever words `isAlive` understands: a process id alone may have been given anew. */
  startedAt: z.string(),
  host: z.string(),
  what: z.string(),
});
export type LockOwner = z.infer<typeof LockOwner>;

/** What a name of the plan became in this account. */
export const Binding = z.strictObject({
  /** `field`, `option`, `pipeline`, `stage`, `activity-type`, `user` … */
  kind: z.string().min(1),
  name: z.string(),
  value: Json,
  origin: z.enum(['created', 'found']),
  run: RunId.nullable(),
  /** Its id or key in the account, as text. */
  targetId: z.string(),
});
export type Binding = z.infer<typeof Binding>;

/** `kept`: a person edited it, rollback left it; `gone`: known and not found any more, never made again. */
export const IdState = z.enum(['live', 'reverted', 'kept', 'gone']);
export type IdState = z.infer<typeof IdState>;

/** One record of the account that stands for a target key. */
export const IdRow = z.strictObject({
  key: TargetKey,
  entity: Entity,
  pipedriveId: PipedriveId,
  object: SourceObject,
  sourceId: SourceId,
  rows: z.array(RowKey),
  origin: z.enum(['created', 'reused', 'adopted']),
  run: RunId,
  /** The values as last written, in the plan's vocabulary. */
  written: z.record(z.string(), Value),
  /** The record without its volatile keys as it stood after our last write; null while unknown. */
  image: Json,
  /** The record as it stood before our first change to it; null when we made it or never changed it. */
  before: Json,
  state: IdState,
  stateReason: z.string().nullable(),
});
export type IdRow = z.infer<typeof IdRow>;

/** What became of a staged row that has no record of its own, or whose record could not be written. */
export const Outcome = z.strictObject({
  row: RowKey,
  outcome: z.enum(['part-of', 'resolved', 'skipped', 'failed']),
  code: z.string().nullable(),
  reason: z.string().nullable(),
  keys: z.array(TargetKey),
});
export type Outcome = z.infer<typeof Outcome>;

export const JournalOp = z.enum(['create', 'update', 'delete', 'schema']);
export type JournalOp = z.infer<typeof JournalOp>;

/** A request that is about to leave. */
export const Intent = z.strictObject({
  run: RunId,
  epoch: z.number().int(),
  op: JournalOp,
  /** An entity, or what of the schema: `field`, `option`, `stage` … */
  entity: z.string().min(1),
  /** The target key, or the binding's name. */
  key: z.string().min(1),
  request: Json,
  /** The record before this request changes or deletes it. */
  before: Json.optional(),
});
export type Intent = z.infer<typeof Intent>;

/** How a request ended. `abandoned`: it was found out that it never arrived. */
export const IntentResult = z.discriminatedUnion('state', [
  z.strictObject({
    state: z.literal('done'),
    status: z.number().int(),
    tokens: z.number().int(),
    pipedriveId: PipedriveId.optional(),
    /** Written to the id map with the result; needed when the op is `create`. */
    idRow: IdRow.optional(),
    /** The state of a known record, for deletes and rollback. */
    idState: z.strictObject({ key: TargetKey, state: IdState, reason: z.string().nullable() }).optional(),
    /** Written to the bindings with the result; one of `binding`, `bindings` (not empty) and `unbind` is needed when the op is `schema`. */
    binding: Binding.optional(),
    /** Several at once: a field and its options. */
    bindings: z.array(Binding).optional(),
    unbind: z.strictObject({ kind: z.string(), name: z.string() }).optional(),
  }),
  z.strictObject({
    state: z.literal('refused'),
    code: z.string(),
    reason: z.string(),
    status: z.number().int().nullable(),
    tokens: z.number().int().optional(),
  }),
  z.strictObject({ state: z.literal('abandoned'), why: z.string() }),
]);
export type IntentResult = z.infer<typeof IntentResult>;

/** An intent as it stands in the journal. */
export const OpenIntent = Intent.extend({
  seq: z.number().int(),
  at: Instant,
  /** Over the canonical JSON of `request`. */
  requestDigest: Digest,
  before: Json,
});
export type OpenIntent = z.infer<typeof OpenIntent>;

export const FailedWrite = z.strictObject({
  seq: z.number().int(),
  run: RunId,
  op: JournalOp,
  entity: z.string(),
  key: z.string(),
  code: z.string(),
  reason: z.string(),
  status: z.number().int().nullable(),
});
export type FailedWrite = z.infer<typeof FailedWrite>;

/** One line of the audit log. Texts are replaced by `{digest, length}`. */
export const JournalEvent = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('decision'),
    at: Instant,
    change: z.enum(['put', 'undo']),
    id: z.string(),
    status: z.string(),
    answer: Json,
    by: z.string().nullable(),
  }),
  z.strictObject({ type: z.literal('proposals'), at: Instant, decisions: z.number().int() }),
  z.strictObject({
    type: z.literal('approval'),
    at: Instant,
    gate: Approval.shape.gate,
    digest: Digest,
    approver: z.string(),
    expires: Instant,
    company: z.string(),
    /** The kinds of run it has opened. */
    opened: z.array(z.strictObject({ kind: RunKind, run: RunId })),
  }),
  z.strictObject({
    type: z.literal('run'),
    at: Instant,
    run: RunId,
    kind: RunKind,
    mode: z.string(),
    state: RunState,
    endedAt: Instant.nullable(),
    tokens: z.number().int(),
  }),
  z.strictObject({
    type: z.literal('intent'),
    at: Instant,
    seq: z.number().int(),
    run: RunId,
    op: JournalOp,
    entity: z.string(),
    key: z.string(),
    requestDigest: Digest,
    request: Json,
    before: Json,
    hash: Digest,
  }),
  z.strictObject({
    type: z.literal('result'),
    at: Instant,
    seq: z.number().int(),
    intent: z.number().int(),
    run: RunId,
    state: z.enum(['done', 'refused', 'abandoned']),
    status: z.number().int().nullable(),
    pipedriveId: z.number().int().nullable(),
    tokens: z.number().int().nullable(),
    code: z.string().nullable(),
    reason: z.string().nullable(),
    hash: Digest,
  }),
]);
export type JournalEvent = z.infer<typeof JournalEvent>;

/** The sample that was loaded, and its diff once it has been read back. */
export const Sample = z.strictObject({
  run: RunId,
  keys: z.array(TargetKey),
  uncovered: z.array(z.string()),
  diff: z.array(RecordDiff).nullable(),
  diffDigest: Digest.nullable(),
  at: Instant,
});
export type Sample = z.infer<typeof Sample>;

/** The operations a person was shown in a dry run, to be approved by their digest. */
export const SavedOperations = z.strictObject({
  kind: z.enum(['rollback', 'repair']),
  digest: Digest,
  operations: Json,
  at: Instant,
});
export type SavedOperations = z.infer<typeof SavedOperations>;
