import { readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { CutoverError, type Digest, digestOf, type ExtractSummary } from '@cutover/domain';
import {
  type ExportFiles,
  exportDigest,
  filesInMemory,
  isAddress,
  openExport,
  type PullMode,
  parseConnector,
  parseSourceAddress,
  type ReadOptions,
  readAccount,
  readPath,
  type StageSink,
} from '@cutover/practice';
import { z } from 'zod';
import { instant } from './ports.ts';
import { readingOf } from './reading.ts';
import { META, type Settings } from './settings.ts';
import type { Workspace } from './workspace.ts';

type Source = Settings['source'];

/** Folder in a workspace that holds what came over REST, so that a broken extract goes on and a later one asks for changes only. */
const COPY_FOLDER = 'source-copy';

/** Where the export is, as a person gave it. */
export function sourceName(source: Source): string {
  return source.kind === 'folder' ? source.path : source.url;
}

function connectorIn(file: string): ReturnType<typeof parseConnector> {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (cause) {
    throw new CutoverError('bad-file', `--connector ${file} cannot be read`, { place: { file }, cause });
  }
  return parseConnector(text, file);
}

/**
 * What `--source` and `--connector` name. Nothing is read from the export yet.
 * @throws CutoverError `source-missing`, `usage`, `bad-file` for a connector with a fault
 */
export function parseSource(source: string, connector: string | undefined): Source {
  if (isAddress(source)) {
    const address = parseSourceAddress(source);
    if (connector === undefined)
      throw new CutoverError('usage', `--source ${address.url} is an address, and --connector is missing`, {
        expected: '--connector FILE, which says what to ask there; docs/source.md has examples',
      });
    return { kind: 'rest', ...address, connector: connectorIn(connector) };
  }
  if (connector !== undefined)
    throw new CutoverError('usage', `--connector says how to read an address, and --source ${source} is none`, {
      expected: '--source https://…',
    });
  const path = resolve(source);
  const stat = statSync(path, { throwIfNoEntry: false });
  if (stat === undefined || !(stat.isDirectory() || stat.isFile())) {
    throw new CutoverError('source-missing', `--source ${source} is ${stat === undefined ? 'not there' : 'neither a folder nor a file'}`, {
      place: { file: source },
      expected: 'the export: a folder, a ZIP archive or a single file',
    });
  }
  return { kind: 'folder', path };
}

/** The files that the staged rows came from. @throws CutoverError as `sourceFiles` */
export function stagedFiles(ws: Workspace): Promise<ExportFiles> {
  return sourceFiles(ws, ws.ledger.meta.get(META.readFrom, z.string()) ?? undefined);
}

/**
 * The files of the source that was given at `init`, or of a newer export elsewhere: a folder, an archive or one file. Over REST no files come.
 * Whoever opens it closes it.
 * @throws CutoverError `source-missing`, `source-empty`, `source-unreadable`
 */
export async function sourceFiles(ws: Workspace, elsewhere?: string): Promise<ExportFiles> {
  const { source } = ws.settings;
  if (elsewhere === undefined && source.kind === 'rest') return filesInMemory({}, source.url);
  return openExport(elsewhere ?? sourceName(source), readingOf(ws).limits);
}

export interface ReadSource {
  readonly summary: ExtractSummary;
  /** To be called when the summary is in force. */
  finish(): void;
  /** To be called instead when it is not to come in force. */
  discard(): void;
}

/**
 * Reads the source into the sink. `changed`: over REST, endpoints that can be asked for changes are asked for these alone.
 * @throws CutoverError as `readExport` and `readAccount` do
 */
export async function readSource(
  ws: Workspace,
  sink: StageSink,
  options: Omit<ReadOptions, 'limits' | 'hints'> & { readonly elsewhere?: string | undefined; readonly mode: PullMode },
): Promise<ReadSource> {
  const { source } = ws.settings;
  if (source.kind === 'folder' || options.elsewhere !== undefined)
    return {
      summary: await readPath(options.elsewhere ?? sourceName(source), sink, { ...options, ...readingOf(ws) }),
      finish: () => undefined,
      discard: () => undefined,
    };
  const { fetch, clock, random, stop, emit, sourceKey } = ws.ports;
  const tell = (message: string): void => emit({ type: 'notice', level: 'info', message, at: instant(clock) });
  const key = source.connector.auth === undefined ? null : sourceKey(source.host, ws.dir);
  const account = { url: source.url, connector: source.connector, key, dir: join(ws.dir, COPY_FOLDER) };
  return readAccount(account, sink, { fetch, clock, random, stop, tell }, options);
}

/**
 * What decides which rows come of a source: its bytes, how a person says that they are read, and this version of the reader. Null for an account that is read
 * over REST, of which nothing is known before it is asked.
 */
export async function sourceDigest(ws: Workspace, elsewhere?: string): Promise<Digest | null> {
  const { source } = ws.settings;
  if (elsewhere === undefined && source.kind === 'rest') return null;
  const bytes = await exportDigest(elsewhere ?? sourceName(source));
  return digestOf({ bytes, reading: readingOf(ws), version: ws.ports.version });
}
