import type { Command, Workspace } from '@cutover/engine';

/** What the server works with: one open workspace, and how `cutover` is started for runs in processes of their own. */
export interface Context {
  readonly ws: Workspace;
  readonly command: Command;
  /** Told of faults whose cause a client is not shown. Must not write to stdout. */
  readonly onFault?: (error: unknown) => void;
}
