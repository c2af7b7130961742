import { digestOf, type ExtractSummary } from '@cutover/domain';
import { filesInMemory } from '../memory-files.ts';
import { type ReadOptions, readTables } from '../read-export.ts';
import type { StageSink } from '../tray.ts';
import type { Connector } from './connector.ts';
import { type PullMode, SourceCopy } from './copy.ts';
import type { SourcePorts } from './ports.ts';
import { pullAll } from './pull.ts';
import { openRestTable } from './table.ts';

export interface AccountSource {
  /** As `parseSourceAddress` gives it. */
  readonly url: string;
  readonly connector: Connector;
  /** Goes to that host only; null where the connector names no header for it. */
  readonly key: string | null;
  /** Folder for the copy of the account. */
  readonly dir: string;
}

export interface ReadAccount {
  readonly summary: ExtractSummary;
  /** To be called when the summary is in force: until then the next reading goes on from this one. */
  finish(): void;
  /** To be called instead when it is not to come in force: the next reading asks anew. */
  discard(): void;
}

/**
 * Reads an account over REST: brings the copy up to date, then stages it as any export. Read-only.
 * @throws CutoverError `no-source-key`, `source-refused`, `source-unavailable`, `source-answer`, `interrupted`, and what `readTables` throws
 */
export async function readAccount(
  { url, connector, key, dir }: AccountSource,
  sink: StageSink,
  ports: SourcePorts,
  options: ReadOptions & { readonly mode: PullMode },
): Promise<ReadAccount> {
  const copy = SourceCopy.open(dir, digestOf({ url, connector }));
  const pull = await pullAll({ url, connector, key, copy, mode: options.mode }, ports);
  const tables = connector.endpoints.map((endpoint, index) => openRestTable(copy, endpoint, index));
  const open = { root: url, tables: tables.map(({ source }) => source), others: [], files: filesInMemory({}, url) };
  const discard = (): void => copy.drop(pull);
  const summary = await readTables(open, sink, options).catch((thrown: unknown) => {
    discard();
    throw thrown;
  });
  const findings = [...summary.findings, ...tables.flatMap((table) => table.findings())];
  return { summary: { ...summary, findings }, finish: () => copy.finish(pull), discard };
}
