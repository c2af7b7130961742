import type { Command } from '@cutover/engine';

export interface ChatOptions {
  /** Tokens, keys and models are looked for here; the example puts its own token in, for the runs it starts. */
  readonly env: NodeJS.ProcessEnv;
  readonly stdin: NodeJS.ReadStream;
  readonly stdout: NodeJS.WriteStream;
  readonly stderr: NodeJS.WriteStream;
  /** Folder of the migration; the current one by default. */
  readonly workspace?: string;
  /** Begin with the example, without asking. */
  readonly example?: boolean;
  /** How `cutover` is started for runs in processes of their own. */
  readonly command: Command;
  readonly version: string;
}
