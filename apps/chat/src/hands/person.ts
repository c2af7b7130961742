import type { Decision, Gate, PlanEnvelope, Report } from '@cutover/domain';
import type { DetachedKind, RollbackView, SampleDiff, Status } from '@cutover/engine';
import type { ExportColumn, Verdict } from '@cutover/engine/desk';
import type { About, GateFacts, NamedColumn, Watched } from './facts.ts';

/** How a gate is signed: by a key file and its passphrase, or by the key that the example made for itself. */
export type Signer = { readonly file: string; readonly passphrase: string } | 'example';

/** The person's hand: what key presses do. Everything is saved before it returns. Each may throw a CutoverError. */
export interface PersonHand {
  readonly dir: string;
  /** True while a gate may be signed with the example's own key. */
  readonly ownKey: boolean;
  about(): About;
  status(): Status;
  decisions(): readonly Decision[];
  /** Masked examples of the column a decision is about. */
  examples(decision: Decision): readonly string[];
  /**
   * Answers decisions as they were shown; refused when one of them has another proposal by now. Where the answer is what was proposed, no other
   * question can change by it, and the plan is left for `catchUp`.
   */
  answer(shown: readonly Decision[], verdict: Verdict): void;
  /** Brings the plan up to what was answered. Whatever here reads or needs the plan does so first. @returns whether it was behind */
  catchUp(): boolean;
  /** Takes back what was answered last, one answer or a group's. @returns the ids of the decisions */
  undo(): readonly string[];
  /** Columns of the export, and whether the assistant sees them as they are. */
  columns(): readonly NamedColumn[];
  /** Lets the assistant see a column's values, or masks them again. @throws CutoverError `no-column` */
  allow(column: string, yes: boolean): ExportColumn;
  /** The card a person left, and keeping it. */
  place(): string | null;
  keepPlace(id: string): void;
  plan(): { readonly envelope: PlanEnvelope; readonly stale: readonly string[] };
  diff(): SampleDiff;
  report(): { readonly report: Report; readonly files: readonly string[] };
  /** Works out what a gate is about. Reads the account for a rollback or a repair, and for a delta the export too; nothing otherwise. */
  gate(gate: Gate, reason: GateFacts['reason']): Promise<GateFacts>;
  /** After a rollback: reads the account for what is still there of what was loaded. Writes nothing there. */
  leftOver(): Promise<RollbackView>;
  /** Signs. @throws CutoverError `wrong-company`, `bad-key`, `plan-stale` when it is no longer what was shown */
  approve(shown: GateFacts, signer: Signer, company: string): void;
  /** The runs that this kind still needs, in order: a sample needs the schema. */
  needed(kind: DetachedKind): readonly DetachedKind[];
  /** Whether a run of this kind was broken off and would be gone on with. */
  unfinished(kind: DetachedKind): boolean;
  /** Opens a run in a process of its own. @throws CutoverError `approval-required` with the refusal as its data */
  start(kind: DetachedKind): string;
  /** What a run is expected to write, by entity. */
  expected(kind: DetachedKind): Promise<Readonly<Record<string, number>>>;
  watch(run: string): Watched;
  /** The run a process is at work on now, whoever started it. */
  activeRun(): string | null;
  cancel(run: string): boolean;
  close(): void;
}
