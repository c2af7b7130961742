import type { KeyObject } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { homeOf, initWorkspace, type Ports, type Workspace } from '@cutover/engine';
import { throwAwayKey } from '@cutover/engine/desk';

const EXPORT = join(homeOf(import.meta.url), 'fixtures', 'practice-small');
/** The example's sandbox lets its two-second windows pass this much faster. */
const SPEED = 20;
const TIER = 'premium';
const SEATS = 3;

export interface Example {
  readonly ws: Workspace;
  /** Lives in this process alone, and signs only for the sandbox that this process started. */
  readonly key: KeyObject;
  readonly close: () => Promise<void>;
}

/**
 * The example: an invented practice, an account on this machine, a workspace in a folder of its own.
 * @param env where token and speed are put, for this process and for the runs it starts
 * @param portsOf makes the engine's outside world once the token is known
 */
export async function startExample(env: NodeJS.ProcessEnv, portsOf: () => Ports): Promise<Example> {
  const { startSandbox } = await import('@cutover/sandbox');
  const sandbox = await startSandbox({ plan: TIER, seats: SEATS, seed: 'example', speed: SPEED });
  env.PIPEDRIVE_API_TOKEN = sandbox.token;
  env.CUTOVER_TIME_SCALE = String(SPEED);
  const { key, publicKey } = throwAwayKey();
  const ws = await initWorkspace(
    mkdtempSync(join(tmpdir(), 'cutover-example-')),
    { source: EXPORT, target: sandbox.url, trust: [], trustKeys: [publicKey], tier: TIER, seats: SEATS },
    portsOf(),
  );
  return Object.freeze({ ws, key, close: () => sandbox.close() });
}
