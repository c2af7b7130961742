import type { Bench } from '../bench.ts';

/** What is known before a probe begins. */
export interface Setting {
  readonly bench: Bench;
  /** Whether the account is on Lite or Growth; null when nobody knows. */
  readonly smallPlan: boolean | null;
  /** A user who was deactivated, where the account shows one. */
  readonly idleUser: number | null;
  /** A pipeline that was there before. */
  readonly otherPipeline: number;
  /** Key of an activity type that is there. */
  readonly activityType: string;
  /** Waits as long as a list may be behind. */
  readonly listLag: () => Promise<void>;
  /** Whether the token belongs to an admin. */
  readonly admin: boolean;
}

export interface Settled {
  readonly switch: string;
  readonly value: string;
  readonly evidence: string;
}
export interface Unsettled {
  readonly switch: string;
  readonly why: string;
}
export type Found = Settled | Unsettled;

export const settled = (name: string, value: string, evidence: string): Settled => ({ switch: name, value, evidence });
export const unsettled = (name: string, why: string): Unsettled => ({ switch: name, why });

interface Answer {
  readonly status: number;
  readonly ok: boolean;
  readonly reason: string;
}

/** An answer as evidence: its status, and what the error said. */
export const seen = ({ status, reason }: Answer): string => `${status}${reason === '' ? '' : ` ${reason.slice(0, 200)}`}`;

/** Taken or refused for its content; anything else says nothing about the question. */
export function taken(name: string, answer: Answer, what: string, [yes, no]: readonly [yes: string, no: string]): Found {
  if (answer.ok) return settled(name, yes, `${what}: ${seen(answer)}`);
  if (answer.status === 400 || answer.status === 403) return settled(name, no, `${what}: ${seen(answer)}`);
  return unsettled(name, `${what} was answered ${seen(answer)}`);
}

/** One try, and the questions it may settle. */
export interface Experiment {
  readonly about: string;
  /** The switches it speaks about: when it fails, they stay unsettled. */
  readonly switches: readonly string[];
  run(setting: Setting): Promise<readonly Found[]>;
}
