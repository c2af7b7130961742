import type { CapUse, Decision, Finding, Gate, PlanEnvelope, Refusal, RunKind } from '@cutover/domain';
import type { RollbackView, SampleDiff } from '@cutover/engine';
import type { GateSubject } from '@cutover/engine/desk';
import type { Ahead } from './ahead.ts';

/** What the status line says. */
export interface About {
  /** The account's company domain; null before it was asked. */
  readonly company: string | null;
  /** null before there is a plan. */
  readonly decided: { readonly done: number; readonly total: number } | null;
  /** The example's own sandbox stands behind it. */
  readonly example: boolean;
}

/** Everything a person reads before a gate is opened. */
export interface GateFacts {
  readonly gate: Gate;
  readonly reason: Refusal['reason'];
  readonly envelope: PlanEnvelope;
  /** What the signature will be over; if anything of it has changed by then, nothing is signed. */
  readonly subject: GateSubject;
  /** What will be created, by kind; empty for a rollback. */
  readonly create: readonly { readonly step: string; readonly counts: Readonly<Record<string, number>>; readonly reuse: number }[];
  readonly irreversible: readonly string[];
  readonly findings: readonly Finding[];
  readonly caps: readonly CapUse[];
  readonly diff: SampleDiff | null;
  readonly rollback: RollbackView | null;
  /** delta, repair, files: what it would do. */
  readonly ahead: Ahead | null;
  /** Further digest the signature covers: the sample's diff, or the operations. */
  readonly over: { readonly what: string; readonly digest: string } | null;
}

/** A run as it is watched. */
export interface Watched {
  readonly run: string;
  /** Also one that was started elsewhere. */
  readonly kind: RunKind;
  readonly state: 'starting' | 'running' | 'paused' | 'finished' | 'interrupted' | 'failed';
  /** A process is at work on it, or is about to be. */
  readonly active: boolean;
  readonly stages: readonly Stage[];
  readonly tokens: number;
  /** Instant of its first progress, milliseconds since 1970; null before. */
  readonly since: number | null;
  readonly notices: readonly string[];
  readonly summary: Readonly<Record<string, string | number | boolean | null>>;
}

export interface Stage {
  readonly name: string;
  readonly done: number;
  readonly total: number | null;
}

/** A column as a person types it after a command: its name, with its file where others are called the same. */
export interface NamedColumn {
  readonly name: string;
  readonly about: string;
  readonly allowed: boolean;
}

/** A decision as it was shown, with masked examples of its column. */
export interface Shown {
  readonly decision: Decision;
  readonly examples: readonly string[];
}
