import { CutoverError, canonicalJson, Digest, digestOf, digestOfBytes, PipedriveId } from '@cutover/domain';
import { type Connection, query } from './connection.ts';
import type { GroupCommit } from './group-commit.ts';
import type { StoredIds } from './ids.ts';
import { createChain, type JournalRow } from './journal-chain.ts';
import { exportJournal } from './journal-export.ts';
import { verifyChain, verifyIds, verifyMade } from './journal-verify.ts';
import { instantOf, readJson, readRow } from './json.ts';
import type { Approvals, Bindings, Journal, Runs } from './ledger.ts';
import { requireEpoch } from './lock.ts';
import { type Binding, FailedWrite, Intent, IntentResult, Json, OpenIntent } from './records.ts';

export interface JournalParts {
  /** The connection that waits for the disk; ids and bindings below must be on it too. */
  readonly db: Connection;
  readonly group: GroupCommit;
  readonly clock: () => number;
  readonly ids: StoredIds;
  readonly bindings: Bindings;
  readonly approvals: Approvals;
  readonly runs: Runs;
  /** The epoch under which this process holds the lock. */
  readonly held: () => number | null;
}

const NO_RESULT = {
  intent: null,
  state: null,
  status: null,
  pipedrive_id: null,
  tokens: null,
  code: null,
  reason: null,
  effect: null,
};
const NO_REQUEST = { request_digest: null, request: null, before: null };

const fault = (seq: number, why: string): CutoverError =>
  new CutoverError('internal', `intent ${seq} of the journal ${why}`, { place: { id: String(seq) } });

/** What of an intent its result repeats. */
type Settling = Pick<JournalRow, 'seq' | 'run' | 'epoch' | 'op' | 'entity' | 'key'>;
type Done = Extract<IntentResult, { state: 'done' }>;

const bindingsOf = ({ binding, bindings = [] }: Done): Binding[] => (binding === undefined ? bindings : [binding, ...bindings]);

/** Nothing may be told as done without what it made: a create has its id row, a change of the schema its binding. */
function checkEffect(intent: Settling, result: Done): void {
  const { idRow, unbind } = result;
  if (intent.op === 'schema' && bindingsOf(result).length === 0 && unbind === undefined)
    throw fault(intent.seq, 'changed the schema without a binding');
  if (intent.op === 'create' && idRow === undefined) throw fault(intent.seq, 'made a record without an id row');
  if (idRow !== undefined && (idRow.key !== intent.key || idRow.entity !== intent.entity))
    throw fault(intent.seq, `is about ${intent.entity} ${intent.key}, its id row about ${idRow.entity} ${idRow.key}`);
}

function resultColumns(result: IntentResult): Partial<JournalRow> {
  if (result.state === 'abandoned') return { reason: result.why };
  if (result.state === 'refused') return { status: result.status, code: result.code, reason: result.reason, tokens: result.tokens ?? null };
  const { status, tokens, pipedriveId, idRow, idState, unbind } = result;
  const bindings = bindingsOf(result);
  const effects = Object.entries({ idRow, idState, unbind, ...(bindings.length > 0 && { bindings }) }).filter(
    ([, effect]) => effect !== undefined,
  );
  return {
    status,
    tokens,
    pipedrive_id: pipedriveId ?? idRow?.pipedriveId ?? null,
    effect: effects.length === 0 ? null : digestOf(Object.fromEntries(effects)),
  };
}

export function createJournal(parts: JournalParts): Journal {
  const { db, group, clock } = parts;
  const chain = createChain(db);
  const openIt = db.prepare<[number]>('insert into journal_open (seq) values (?)');
  const closeIt = db.prepare<[number]>('delete from journal_open where seq = ?');
  const intentOf = db.prepare<[number], Settling>(`select seq, run, epoch, op, entity, key from journal where seq = ? and kind = 'intent'`);

  const addIntent = (intent: Intent): number => {
    requireEpoch(db, intent.epoch);
    const { run, epoch, op, entity, key } = intent;
    const request = canonicalJson(intent.request);
    const before = intent.before === undefined ? null : canonicalJson(intent.before);
    const what = { run, epoch, op, entity, key, request, before, request_digest: digestOfBytes(request) };
    const seq = chain.append({ ...NO_RESULT, ...what, at: instantOf(clock), kind: 'intent' });
    openIt.run(seq);
    return seq;
  };

  const addResult = (seq: number, result: IntentResult): void => {
    requireEpoch(db, parts.held());
    const intent = intentOf.get(seq);
    if (intent === undefined) throw fault(seq, 'is unknown');
    if (closeIt.run(seq).changes === 0) throw fault(seq, 'has a result already');
    if (result.state === 'done') {
      checkEffect(intent, result);
      // Parsed with the result it came in.
      if (result.idRow !== undefined) parts.ids.store(result.idRow);
      if (result.idState !== undefined) parts.ids.setState(result.idState.key, result.idState.state, result.idState.reason);
      for (const binding of bindingsOf(result)) parts.bindings.put(binding);
      if (result.unbind !== undefined) parts.bindings.remove(result.unbind.kind, result.unbind.name);
    }
    const { run, epoch, op, entity, key } = intent;
    chain.append({
      ...NO_REQUEST,
      ...NO_RESULT,
      ...{ run, epoch, op, entity, key },
      ...resultColumns(result),
      at: instantOf(clock),
      kind: 'result',
      intent: seq,
      state: result.state,
    });
  };

  const made = db.prepare<[number, string], { pipedrive_id: number }>(
    `select pipedrive_id from journal indexed by journal_made
     where seq < ? and entity = ? and op = 'create' and state = 'done' order by seq desc limit 1`,
  );

  const updated = db.prepare<[string], JournalRow>(
    `select * from journal as sent indexed by journal_updated
     where run = ? and op = 'update' and kind = 'intent'
       and exists (select 1 from journal as result where result.intent = sent.seq and result.state = 'done')
     order by seq`,
  );

  const parseIntent = (row: JournalRow): OpenIntent => {
    const what = `intent ${row.seq} of the journal`;
    const { seq, at, run, epoch, op, entity, key, request, before } = row;
    const read = (text: string | null): Json => readJson(Json, text ?? 'null', what);
    const fields = { seq, at, run, epoch, op, entity, key, request: read(request), before: read(before) };
    return readRow(OpenIntent, { ...fields, requestDigest: row.request_digest }, what);
  };

  return {
    intent: async (intent) => {
      const parsed = Intent.parse(intent);
      return group.submit(() => addIntent(parsed));
    },
    settle: async (seq, result) => {
      const parsed = IntentResult.parse(result);
      return group.submit(() => addResult(seq, parsed));
    },
    open(run) {
      const open = query
        .selectFrom('journal')
        .selectAll()
        .where('seq', 'in', query.selectFrom('journal_open').select('seq'))
        .orderBy('seq');
      return db.all(run === undefined ? open : open.where('run', '=', run)).map(parseIntent);
    },
    createdBefore(seq, entity) {
      const id = made.get(seq, entity)?.pipedrive_id;
      return id === undefined ? null : readRow(PipedriveId, id, 'a record that the journal made');
    },
    head() {
      const head = chain.head();
      return head === undefined ? null : { seq: head.seq, digest: readRow(Digest, head.hash, 'the head of the journal') };
    },
    verify() {
      verifyChain(db);
      verifyIds(db);
      verifyMade(db);
    },
    export: () => exportJournal(db, parts.approvals, parts.runs),
    failed(run) {
      const refused = query
        .selectFrom('journal as refused')
        .select(['intent as seq', 'run', 'op', 'entity', 'key', 'code', 'reason', 'status'])
        .where('state', '=', 'refused')
        .where(({ not, exists, selectFrom }) =>
          not(
            exists(
              selectFrom('journal as later')
                .select('later.seq')
                .whereRef('later.entity', '=', 'refused.entity')
                .whereRef('later.key', '=', 'refused.key')
                .whereRef('later.op', '=', 'refused.op')
                .whereRef('later.seq', '>', 'refused.seq')
                .where('later.state', 'in', ['done', 'refused']),
            ),
          ),
        )
        .orderBy('refused.seq');
      return db
        .all(run === undefined ? refused : refused.where('run', '=', run))
        .map((row) => readRow(FailedWrite, row, 'a refused write'));
    },
    updates: (run) => updated.all(run).map(parseIntent),
    commits: group.commits,
  };
}
