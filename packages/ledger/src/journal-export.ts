import { Decision, type RunKind } from '@cutover/domain';
import { type Connection, query } from './connection.ts';
import { type JournalRow, journalRows } from './journal-chain.ts';
import { readJson, readRow } from './json.ts';
import type { Approvals, Runs } from './ledger.ts';
import { JournalEvent, Json } from './records.ts';
import { redact } from './redact.ts';

const byTime = (a: { at: string }, b: { at: string }): number => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0);

const hidden = (text: string | null, what: string): Json => (text === null ? null : redact(readJson(Json, text, what)));

function journalEvent(row: JournalRow): JournalEvent {
  const what = `row ${row.seq} of the journal`;
  const { at, seq, run, op, entity, key, hash } = row;
  const event =
    row.kind === 'intent'
      ? {
          type: 'intent',
          ...{ at, seq, run, op, entity, key, hash },
          requestDigest: row.request_digest,
          request: hidden(row.request, what),
          before: hidden(row.before, what),
        }
      : {
          type: 'result',
          ...{ at, seq, run, hash },
          intent: row.intent,
          state: row.state,
          status: row.status,
          pipedriveId: row.pipedrive_id,
          tokens: row.tokens,
          code: row.code,
          reason: row.reason,
        };
  return readRow(JournalEvent, event, what);
}

function* decisionEvents(db: Connection): IterableIterator<JournalEvent> {
  for (const row of db.all(query.selectFrom('decision_log').selectAll().orderBy('n'))) {
    if (row.change === 'replace' || row.after === null) yield { type: 'proposals', at: row.at, decisions: row.count ?? 0 };
    else {
      const { id, status, answer, by } = readJson(Decision, row.after, `decision ${row.id}`);
      yield { type: 'decision', at: row.at, change: row.change, id, status, answer: Json.parse(answer), by };
    }
  }
}

function approvalEvents(approvals: Approvals): JournalEvent[] {
  return approvals.list().map(({ at, gate, digest, approver, expires, company, nonce }) => {
    const opened: { kind: RunKind; run: JournalRunId }[] = approvals.uses(nonce).map(({ kind, run }) => ({ kind, run }));
    return { type: 'approval', at, gate, digest, approver, expires, company, opened };
  });
}

type JournalRunId = Extract<JournalEvent, { type: 'run' }>['run'];

function runEvents(runs: Runs): JournalEvent[] {
  return runs.list().map(({ run, kind, mode, state, startedAt, endedAt, tokens }) => {
    return { type: 'run', at: startedAt, run, kind, mode, state, endedAt, tokens };
  });
}

/** The audit log by time. Decisions, approvals and runs are few and sorted in memory; the journal's rows stream between them. */
export function* exportJournal(db: Connection, approvals: Approvals, runs: Runs): IterableIterator<JournalEvent> {
  const few = [...decisionEvents(db), ...approvalEvents(approvals), ...runEvents(runs)].sort(byTime);
  let next = 0;
  for (const row of journalRows(db)) {
    for (let event = few[next]; event !== undefined && event.at <= row.at; event = few[next]) {
      next += 1;
      yield event;
    }
    yield journalEvent(row);
  }
  yield* few.slice(next);
}
