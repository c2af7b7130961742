import type { Decision, Gate, PlanEnvelope, Report } from '@cutover/domain';
import type { DetachedKind, SampleDiff, Status } from '@cutover/engine';
import type { Verdict } from '@cutover/engine/desk';
import type { About, GateFacts, Watched } from './facts.ts';

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
  /** Answers decisions as they were shown; refused when one of them has another proposal by now. */
  answer(shown: readonly Decision[], verdict: Verdict): void;
  /** Takes the last answer back. @returns the id of the decision that is open again, if it can be told */
  undo(): string | null;
  /** The card a person left, and keeping it. */
  place(): string | null;
  keepPlace(id: string): void;
  plan(): { readonly envelope: PlanEnvelope; readonly stale: readonly string[] };
  diff(): SampleDiff;
  report(): { readonly report: Report; readonly files: readonly string[] };
  /** Works out what a gate is about. Reads the account for a rollback, nothing otherwise. */
  gate(gate: Gate, reason: GateFacts['reason']): Promise<GateFacts>;
  /** Signs. @throws CutoverError `wrong-company`, `bad-key`, `plan-stale` when it is no longer what was shown */
  approve(shown: GateFacts, signer: Signer, company: string): void;
  /** The runs that this kind still needs, in order: a sample needs the schema. */
  needed(kind: DetachedKind): readonly DetachedKind[];
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
