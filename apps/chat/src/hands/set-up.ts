import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CutoverError } from '@cutover/domain';
import { initWorkspace, type Ports, parseSource, parseTarget, TOKEN_FILE, type Workspace } from '@cutover/engine';
import { newKey, readPublicKey } from '@cutover/engine/desk';

/** What a person was asked at the first start. */
export interface SetUp {
  readonly source: string;
  readonly target: string;
  readonly folder: string;
  /** The private key's file; its public half lies beside it as `.pub`. */
  readonly key: string;
  /** For a key that is made now; empty when the file is there. */
  readonly passphrase: string;
  /** Empty when it stands in the environment. */
  readonly token: string;
}

/** Holds one answer against what it must be, so that a slip is said at its question. @throws CutoverError `source-missing`, `usage`, `target-not-allowed` */
export function holdAnswer(step: 'source' | 'target', text: string): void {
  if (step === 'source') parseSource(text, undefined);
  else parseTarget(text, null);
}

export const keyIsThere = (file: string): boolean => existsSync(file);

/**
 * Makes the approver's key where there is none, the workspace, and the token's file, readable by its owner alone.
 * @throws CutoverError what `initWorkspace` and the keys throw
 */
export async function setUp(given: SetUp, ports: Ports): Promise<Workspace> {
  const publicFile = keyIsThere(given.key) ? `${given.key}.pub` : newKey(given.key, given.passphrase).publicFile;
  // Read first: a workspace that trusts nobody must not be left behind.
  readPublicKey(publicFile);
  const ws = await initWorkspace(given.folder, { source: given.source, target: given.target, trust: [publicFile] }, ports);
  if (given.token !== '') saveToken(ws, given.token);
  return ws;
}

function saveToken(ws: Workspace, token: string): void {
  const file = join(ws.dir, TOKEN_FILE);
  try {
    writeFileSync(file, `${JSON.stringify({ host: ws.target.host, token })}\n`, { mode: 0o600, flag: 'wx' });
  } catch (cause) {
    throw new CutoverError('no-token', `${file} could not be written`, { place: { file }, cause });
  }
}
