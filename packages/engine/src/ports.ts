import type { EmitEvent } from '@cutover/domain';
import type { SourceFetch } from '@cutover/practice';

export interface Clock {
  /** Milliseconds since 1970, UTC. */
  now(): number;
  /** Rejects with the signal's reason when it fires first. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

/** Which process this is, so that a lock tells a living owner from a dead one. */
export interface Self {
  readonly pid: number;
  readonly startedAt: string;
  readonly host: string;
  isAlive(pid: number, startedAt: string): boolean;
}

/** Everything from outside that the engine uses. Nothing below this reads a clock, an environment or a random number by itself. */
export interface Ports {
  readonly clock: Clock;
  /** 0 ≤ n < 1 */
  readonly random: () => number;
  readonly emit: EmitEvent;
  readonly self: Self;
  /** The person at the keyboard, as the system knows them; stands in decisions and approvals. */
  readonly user: string;
  /** The Pipedrive token for this host, or null. */
  readonly token: (host: string, workspace: string) => string | null;
  /** The key of the source at this host, or null. */
  readonly sourceKey: (host: string, workspace: string) => string | null;
  /** Asks a source that is read over REST; targets have a door of their own. */
  readonly fetch: SourceFetch;
  /** First Ctrl-C: finish what is in flight, save, stop. */
  readonly stop: AbortSignal;
  /** How many times faster a sandbox on this machine lets its windows pass; 1 for any other target. */
  readonly timeScale: number;
  readonly version: string;
}

/** The clock's time as an instant with whole seconds. */
export function instant(clock: Pick<Clock, 'now'>): string {
  return new Date(Math.floor(clock.now() / 1000) * 1000).toISOString().replace('.000Z', 'Z');
}
