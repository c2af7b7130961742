import type { Generated } from 'kysely';

/** The tables, one interface each. JSON columns are text; times are instants as text; `n` and `seq` give an order. */
export interface DB {
  /** Facts set from outside. */
  meta: { key: string; value: string };
  /** The ledger's own single values: serial, findings, block. */
  state: { key: string; value: string };
  staging_generation: { id: Generated<number>; at: string; state: 'writing' | 'current'; summary: string | null };
  staged_file: { id: Generated<number>; name: string };
  /** One version of a row; which versions are in force is said by `staged_member`. */
  staged_row: {
    id: Generated<number>;
    key: string;
    hash: string;
    file: number;
    source_id: string;
    cells: string;
    line: number;
    vanished_at: string | null;
  };
  staged_member: { generation: number; file: number; seq: number; row: number; line: number };
  staged_reject: { n: Generated<number>; generation: number; file: string; outcome: 'rejected' | 'skipped'; json: string };
  staged_issue: { n: Generated<number>; generation: number; file: string; json: string };
  decision: { position: number; id: string; json: string };
  decision_log: {
    n: Generated<number>;
    at: string;
    change: 'put' | 'undo' | 'replace';
    id: string | null;
    before: string | null;
    after: string | null;
    /** How many decisions a `replace` brought. */
    count: number | null;
    undone: number;
    /** The same for answers that were given together. */
    together: number | null;
  };
  plan_envelope: { n: Generated<number>; digest: string; json: string; saved_at: string };
  approval: { n: Generated<number>; id: string; nonce: string; json: string; added_at: string };
  nonce_use: { n: Generated<number>; nonce: string; kind: string; run: string; once: number; at: string };
  lock: {
    id: number;
    epoch: number;
    pid: number | null;
    started_at: string | null;
    host: string | null;
    what: string | null;
    since: string | null;
  };
  run: {
    n: Generated<number>;
    run: string;
    kind: string;
    mode: string;
    state: string;
    params: string;
    nonce: string | null;
    epoch: number;
    started_at: string;
    ended_at: string | null;
    tokens: number;
    counters: string;
    summary: string;
  };
  run_event: { seq: Generated<number>; run: string; json: string };
  binding: {
    n: Generated<number>;
    kind: string;
    name: string;
    value: string;
    origin: 'created' | 'found';
    run: string | null;
    target_id: string;
  };
  id_map: {
    n: Generated<number>;
    key: string;
    entity: string;
    pipedrive_id: number;
    object: string;
    source_id: string;
    rows: string;
    origin: string;
    run: string;
    written: string;
    image: string;
    before: string;
    state: string;
    state_reason: string | null;
  };
  id_row: { row_key: string; key: string };
  outcome: { row_key: string; outcome: string; code: string | null; reason: string | null; keys: string };
  /** Only ever added to. An intent has `op … before`, a result has `intent … effect`. */
  journal: {
    seq: number;
    at: string;
    kind: 'intent' | 'result';
    run: string;
    epoch: number;
    op: string;
    entity: string;
    key: string;
    request_digest: string | null;
    request: string | null;
    before: string | null;
    intent: number | null;
    state: string | null;
    status: number | null;
    pipedrive_id: number | null;
    tokens: number | null;
    code: string | null;
    reason: string | null;
    /** Digest of what the result wrote to the id map and the bindings. */
    effect: string | null;
    hash: string;
  };
  /** Intents without result. */
  journal_open: { seq: number };
  inventory: { entity: string; id: number; json: string };
  inventory_taken: { entity: string; at: string };
  sample: {
    n: Generated<number>;
    run: string;
    keys: string;
    uncovered: string;
    diff: string | null;
    diff_digest: string | null;
    at: string;
  };
  operation: { n: Generated<number>; kind: string; digest: string; json: string; at: string };
}
