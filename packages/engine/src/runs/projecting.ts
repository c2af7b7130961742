import type { DesiredRecord, PlanEnvelope, RowKey, TargetKey } from '@cutover/domain';
import {
  compileMapping,
  createIndex,
  extraRecords,
  filesInOrder,
  type Mapping,
  project,
  type Reuse,
  reuseOf,
  type SourceIndex,
  type Unread,
} from '@cutover/projection';
import { extractSummary } from '../planning/replan.ts';
import type { Workspace } from '../workspace.ts';

/** A wanted record and, when the plan says so, the record of the account that it is to be. */
export interface Wanted {
  readonly record: DesiredRecord;
  readonly reuse: Reuse | null;
  /** Fields whose text in the export could not be read: what they hold in the account says nothing about the export. */
  readonly unread: readonly string[];
  /** Filled cells of its row that no record carries, and why: said once, with the row's first record. */
  readonly lost: readonly Unread[];
}

/** What became of a staged row that has no record of its own. */
export interface RowOutcome {
  readonly row: RowKey;
  readonly outcome: 'part-of' | 'resolved' | 'skipped' | 'failed';
  readonly code: string | null;
  readonly reason: string | null;
  readonly keys: TargetKey[];
}

export interface Projector {
  readonly mapping: Mapping;
  readonly index: SourceIndex;
  /** Every wanted record, parents before children. Rows without a record are told to `onOutcome`. */
  wanted(onOutcome?: (outcome: RowOutcome) => void): Generator<Wanted>;
}

/** The one projection that sample, full, delta, verify and repair all use, over the staged rows of this ledger. */
export function projectorOf(ws: Workspace, envelope: PlanEnvelope, context: { loadAt: string; admin: boolean }): Projector {
  const { staging } = ws.ledger;
  const mapping = compileMapping(envelope.plan, {
    loadAt: context.loadAt,
    tier: envelope.target.tier,
    tierKnown: envelope.target.tierKnown,
    noteAuthors: context.admin,
  });
  // Made when it is asked for: a delta without anything new never does.
  let made: SourceIndex | null = null;
  const index = (): SourceIndex => {
    made ??= createIndex(mapping, { rows: (file) => staging.rows(file), attachments: extractSummary(ws).attachments });
    return made;
  };

  function* wanted(onOutcome: (outcome: RowOutcome) => void = () => undefined): Generator<Wanted> {
    for (const file of filesInOrder(mapping)) {
      for (const row of staging.rows(file)) {
        const projected = project(mapping, index(), row);
        if (projected.kind === 'records') {
          yield* ofRow(projected, reuseOf(mapping, row));
        } else {
          onOutcome(outcomeOf(row.key, projected));
        }
      }
    }
    for (const record of extraRecords(mapping, index())) yield { record, reuse: null, unread: [], lost: [] };
  }
  return {
    mapping,
    get index() {
      return index();
    },
    wanted,
  };
}

function* ofRow(
  { records, unread: lost }: Extract<ReturnType<typeof project>, { kind: 'records' }>,
  reuse: Reuse | null,
): Generator<Wanted> {
  const unread = lost.map(({ field }) => field);
  for (const [i, record] of records.entries())
    yield { record, reuse: reuse?.key === record.key ? reuse : null, unread, lost: i === 0 ? lost : [] };
}

function outcomeOf(row: RowKey, projected: Exclude<ReturnType<typeof project>, { kind: 'records' }>): RowOutcome {
  switch (projected.kind) {
    case 'part-of':
      return { row, outcome: 'part-of', code: null, reason: null, keys: [...projected.keys] };
    case 'resolved':
      return { row, outcome: 'resolved', code: null, reason: projected.why, keys: [] };
    case 'skipped':
      return { row, outcome: 'skipped', code: null, reason: projected.reason, keys: [] };
    case 'failed':
      return { row, outcome: 'failed', code: projected.code, reason: projected.reason, keys: [] };
  }
}
