import type { RowKey, TargetKey } from '@cutover/domain';

/** One wanted record, as far as the choice of the sample needs it. */
export interface SampleCandidate {
  readonly key: TargetKey;
  /** Staged rows it is made from: what the size of the sample is counted in. */
  readonly rows: readonly RowKey[];
  /** Records that must be in the sample with it: parents, and all participants of a group session. */
  readonly dependsOn: readonly TargetKey[];
  /** What it would show: entity, filled fields, options, stage, type, owner, rules, oddities. */
  readonly features: readonly string[];
}

export interface Sample {
  /** In the order of the candidates. */
  readonly keys: TargetKey[];
  /** Features that no record in the sample shows, because the size does not allow it or a parent is missing. */
  readonly uncovered: string[];
  /** Staged rows the sample is made from. */
  readonly rows: number;
}

interface Kept extends SampleCandidate {
  readonly place: number;
}

const SMALLEST = 50;
const LARGEST = 200;
/** How many records that show a feature are remembered: parents of the first may be too many. */
const WITNESSES = 3;

interface Pool {
  /** Candidates that may be needed: witnesses of features, everything they depend on, and the first of the rest to fill up with. */
  readonly byKey: Map<string, Kept>;
  readonly witnesses: Map<string, Kept[]>;
  readonly fill: Kept[];
  readonly rows: number;
}

const PARENT = /^(client|company|package):/;

/** Parents are few beside sessions and messages: they are kept whole, of the others only witnesses and enough to fill up with. */
function poolOf(candidates: Iterable<SampleCandidate>, size: number): Pool {
  const byKey = new Map<string, Kept>();
  const witnesses = new Map<string, Kept[]>();
  const fill: Kept[] = [];
  const rows = new Set<string>();
  let place = 0;
  for (const candidate of candidates) {
    const fresh = candidate.features.filter((feature) => (witnesses.get(feature)?.length ?? 0) < WITNESSES);
    const fills = fill.length < size * 4;
    if (fresh.length > 0 || fills || PARENT.test(candidate.key)) {
      const kept: Kept = { ...candidate, place };
      byKey.set(candidate.key, kept);
      if (fills) fill.push(kept);
      for (const feature of new Set(fresh)) witnesses.set(feature, [...(witnesses.get(feature) ?? []), kept]);
    }
    place += 1;
    if (rows.size <= SMALLEST) for (const row of candidate.rows) rows.add(row);
  }
  return { byKey, witnesses, fill, rows: rows.size };
}

/** Parents of witnesses that came and went before anything hung on them: looked for again, where the candidates can be read twice. */
function missingParents(pool: Pool): Set<string> {
  const missing = new Set<string>();
  for (const record of pool.byKey.values()) for (const key of record.dependsOn) if (!pool.byKey.has(key)) missing.add(key);
  return missing;
}

const DEEPEST = 5;

function completePool(pool: Pool, candidates: Iterable<SampleCandidate>): void {
  let before = -1;
  for (let round = 0; round < DEEPEST; round += 1) {
    const missing = missingParents(pool);
    const again = candidates[Symbol.iterator]();
    // A generator gives itself: it is used up.
    if (missing.size === 0 || missing.size === before || Object.is(again, candidates)) return;
    before = missing.size;
    let place = 0;
    for (const candidate of { [Symbol.iterator]: () => again }) {
      if (missing.has(candidate.key)) pool.byKey.set(candidate.key, { ...candidate, place });
      place += 1;
    }
  }
}

/** The record with everything it hangs on, parents first; null when one of these is not among the candidates. */
function closure(start: Kept, byKey: ReadonlyMap<string, Kept>): Kept[] | null {
  const seen = new Set<string>();
  const result: Kept[] = [];
  const stack: { record: Kept; open: boolean }[] = [{ record: start, open: false }];
  while (stack.length > 0) {
    const top = stack.pop();
    if (top === undefined) break;
    if (top.open) {
      result.push(top.record);
      continue;
    }
    if (seen.has(top.record.key)) continue;
    seen.add(top.record.key);
    stack.push({ record: top.record, open: true });
    for (const key of top.record.dependsOn) {
      if (seen.has(key)) continue;
      const parent = byKey.get(key);
      if (parent === undefined) return null;
      stack.push({ record: parent, open: false });
    }
  }
  return result;
}

class Chosen {
  readonly records = new Map<string, Kept>();
  readonly rows = new Set<string>();
  readonly covered = new Set<string>();

  newRows(records: readonly Kept[]): number {
    const fresh = new Set<string>();
    for (const record of records) if (!this.records.has(record.key)) for (const row of record.rows) if (!this.rows.has(row)) fresh.add(row);
    return fresh.size;
  }

  newFeatures(records: readonly Kept[]): number {
    const fresh = new Set<string>();
    for (const record of records)
      if (!this.records.has(record.key)) for (const feature of record.features) if (!this.covered.has(feature)) fresh.add(feature);
    return fresh.size;
  }

  take(records: readonly Kept[]): void {
    for (const record of records) {
      this.records.set(record.key, record);
      for (const row of record.rows) this.rows.add(row);
      for (const feature of record.features) this.covered.add(feature);
    }
  }
}

/** Rarest features first: each by the witness that adds most for its rows. Rows run out before features when there are too many. */
function cover(pool: Pool, chosen: Chosen, size: number): void {
  const features = [...pool.witnesses].sort((a, b) => a[1].length - b[1].length || (a[0] < b[0] ? -1 : 1));
  for (const [feature, witnesses] of features) {
    if (chosen.covered.has(feature)) continue;
    let best: { records: Kept[]; worth: number; place: number } | null = null;
    for (const witness of witnesses) {
      const records = closure(witness, pool.byKey);
      if (records === null) continue;
      const cost = chosen.newRows(records);
      if (chosen.rows.size + cost > size) continue;
      const worth = chosen.newFeatures(records) / (cost + 0.5);
      if (best === null || worth > best.worth || (worth === best.worth && witness.place < best.place))
        best = { records, worth, place: witness.place };
    }
    if (best !== null) chosen.take(best.records);
  }
}

/**
 * The connected sample: every feature at least once where the size allows it (a greedy set cover), closed over `dependsOn`, between 50 and 200
 * staged rows, filled up in the order of the candidates; all of them when they come from fewer than 50 rows. Deterministic. Memory: parents,
 * three witnesses a feature and a few hundred more, whatever the number of candidates.
 * @param candidates best a list or anything that can be read more than once: parents other than clients, companies and packages are then found
 * however early they came; a generator can only be read once, and records that hang on such a parent may stay uncovered
 * @param size staged rows wanted; brought between 50 and 200
 */
export function chooseSample(candidates: Iterable<SampleCandidate>, size: number): Sample {
  const wanted = Math.min(LARGEST, Math.max(SMALLEST, Math.floor(size)));
  const pool = poolOf(candidates, wanted);
  completePool(pool, candidates);
  const chosen = new Chosen();
  const limit = pool.rows < SMALLEST ? Number.POSITIVE_INFINITY : wanted;
  cover(pool, chosen, limit);
  for (const record of pool.fill) {
    if (chosen.rows.size >= limit) break;
    const records = chosen.records.has(record.key) ? [] : closure(record, pool.byKey);
    if (records !== null && records.length > 0 && chosen.rows.size + chosen.newRows(records) <= limit) chosen.take(records);
  }
  const uncovered = [...pool.witnesses.keys()].filter((feature) => !chosen.covered.has(feature)).sort();
  const keys = [...chosen.records.values()].sort((a, b) => a.place - b.place).map((record) => record.key);
  return { keys, uncovered, rows: chosen.rows.size };
}
