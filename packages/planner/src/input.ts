import type { AccountSnapshot, Decision, ExtractSummary, StagedRow, TargetInfo } from '@cutover/domain';
import type { Facts } from './facts/facts.ts';
import type { Layout } from './layout.ts';
import type { Lexicon } from './lexicon/index.ts';

/** Of a staged row, what a plan is made from. Its texts may hold on to the whole row: what is kept goes through `kept`. */
export type PlannerRow = Pick<StagedRow, 'key' | 'sourceId' | 'cells'>;

/** Everything a proposal is made from. No clock, no I/O: `now` and `rows` come in. */
export interface PlannerInput {
  readonly extract: ExtractSummary;
  /** The staged rows of one file, in file order. Called more than once; each call starts again at the first row. */
  readonly rows: (file: string) => Iterable<PlannerRow>;
  readonly account: AccountSnapshot;
  readonly target: TargetInfo;
  /** Decisions of an earlier proposal: what was answered there stays where it still applies. */
  readonly existing: readonly Decision[];
  /** Instant in UTC. */
  readonly now: string;
  /** The built-in one unless given. */
  readonly lexicon?: Lexicon;
}

/** All rows read under the meanings of a layout. */
export interface Reading {
  readonly layout: Layout;
  readonly facts: Facts;
}

export interface CompileInput extends PlannerInput {
  readonly decisions: readonly Decision[];
  readonly lineage: string;
  readonly serial: number;
  readonly stagedDigest: string;
  /** Of the proposal these decisions come from, over the same rows; without it all rows are read. */
  readonly reading?: Reading;
}
