import {
  type Failure,
  type ObjectCounts,
  type PlanEnvelope,
  type Reject,
  SOURCE_OBJECTS,
  type SourceObject,
  type StagedRow,
} from '@cutover/domain';
import type { Ledger } from '@cutover/ledger';

type Fate = 'created' | 'reused' | 'skipped' | 'failed';

export interface Tally {
  readonly counts: ObjectCounts[];
  readonly failures: Failure[];
  /** Why rows were left out, with how many. */
  readonly skipped: readonly { readonly object: SourceObject; readonly reason: string; readonly count: number }[];
}

const NOT_LOADED = { fate: 'failed', code: 'not-loaded', reason: 'not loaded yet' } as const;
const IGNORED = { fate: 'skipped', code: 'ignored', reason: 'a person left this file out' } as const;

/**
 * Every row of the export by its fate. `source = rejected + skipped + planned` and `planned = created + reused + failed`, at any moment:
 * a row whose turn has not come counts as failed with the code `not-loaded`.
 */
export function tally(ledger: Ledger, envelope: PlanEnvelope): Tally {
  const objects = objectsOf(ledger, envelope);
  const counts = new Map<SourceObject, ObjectCounts>();
  const failures: Failure[] = [];
  const skipped = new Map<string, { object: SourceObject; reason: string; count: number }>();
  const skip = (object: SourceObject, reason: string, count: number): void => {
    const known = skipped.get(`${object}\n${reason}`) ?? { object, reason, count: 0 };
    skipped.set(`${object}\n${reason}`, { ...known, count: known.count + count });
  };

  const perFile = new Map(ledger.staging.counts().map((row) => [row.file, row]));
  for (const [file, { object, ignored }] of objects) {
    const count = counts.get(object) ?? emptyCounts(object);
    counts.set(object, count);
    const { staged, rejected, skipped: repeated } = perFile.get(file) ?? { staged: 0, rejected: 0, skipped: 0 };
    count.source += staged + rejected + repeated;
    count.rejected += rejected;
    count.skipped += repeated;
    if (repeated > 0) for (const [reason, rows] of leftOutWhy(ledger.staging.rejects(file))) skip(object, reason, rows);
    for (const row of ledger.staging.rows(file)) {
      const { fate, code, reason } = ignored ? IGNORED : fateOf(ledger, row);
      count[fate] += 1;
      if (fate === 'skipped') skip(object, reason, 1);
      else count.planned += 1;
      if (fate === 'failed') failures.push({ object, sourceId: row.sourceId, entity: null, code, reason, file: row.file, line: row.line });
    }
  }
  for (const run of ledger.runs.list()) {
    for (const [object, count] of counts) count.updated += run.counters[`updated:${object}`] ?? 0;
  }
  return { counts: SOURCE_OBJECTS.flatMap((object) => counts.get(object) ?? []), failures, skipped: [...skipped.values()] };
}

/** Why rows were left out when the export was read, and how many for each reason; which other row one goes with is said in rejects.csv alone. */
export function leftOutWhy(rejects: Iterable<Pick<Reject, 'outcome' | 'reason'>>): Map<string, number> {
  const why = new Map<string, number>();
  for (const { outcome, reason } of rejects) {
    if (outcome !== 'skipped') continue;
    const general = reason.replace(/ line \d+(?: of .*)?$/, ' another row');
    why.set(general, (why.get(general) ?? 0) + 1);
  }
  return why;
}

function emptyCounts(object: SourceObject): ObjectCounts {
  return { object, source: 0, rejected: 0, skipped: 0, planned: 0, created: 0, reused: 0, updated: 0, failed: 0 };
}

/** Which object each file holds, by the person's answer. A file left out, or not answered for yet, counts under the object it was taken for. */
export function objectsOf(ledger: Ledger, envelope: PlanEnvelope): Map<string, { object: SourceObject; ignored: boolean }> {
  const taken = new Map((ledger.staging.summary()?.files ?? []).map((file) => [file.file, file.object]));
  const objects = new Map<string, { object: SourceObject; ignored: boolean }>();
  for (const decision of envelope.plan.decisions) {
    if (decision.kind !== 'object') continue;
    const file = decision.id.slice('object:'.length);
    const answer = decision.answer?.object;
    const answered = SOURCE_OBJECTS.find((known) => known === answer);
    objects.set(file, { object: answered ?? taken.get(file) ?? 'file', ignored: decision.status === 'rejected' || answer === 'ignore' });
  }
  return objects;
}

/** The worst of a row's records decides: a failure must be seen. */
function fateOf(ledger: Ledger, row: StagedRow): { fate: Fate; code: string; reason: string } {
  const outcome = ledger.outcomes.get(row.key);
  if (outcome?.outcome === 'failed') return { fate: 'failed', code: outcome.code ?? 'write-refused', reason: outcome.reason ?? 'refused' };
  if (outcome?.outcome === 'skipped') return { fate: 'skipped', code: 'skipped', reason: outcome.reason ?? 'left out' };
  if (outcome?.outcome === 'resolved') return { fate: 'reused', code: '', reason: outcome.reason ?? '' };
  const keys = outcome?.outcome === 'part-of' ? outcome.keys : ledger.ids.keysOfRow(row.key);
  const origins = keys.flatMap((key) => ledger.ids.get(key)?.origin ?? []);
  if (origins.length === 0) return NOT_LOADED;
  return { fate: origins.includes('created') ? 'created' : 'reused', code: '', reason: '' };
}
