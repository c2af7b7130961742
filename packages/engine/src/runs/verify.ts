import {
  AccountSnapshot,
  CutoverError,
  type DesiredRecord,
  ENTITIES,
  type Entity,
  EXIT,
  type RecordDiff,
  type TargetKey,
} from '@cutover/domain';
import { invoiceAmounts, type Unread } from '@cutover/projection';
import { documentsOf } from '../files/run.ts';
import { isClean } from '../gates/facts.ts';
import { costOfIds, costOfList } from '../load/costs.ts';
import { type Loader, loaderOf } from '../load/loader.ts';
import { checkAccount } from '../planning/refresh.ts';
import { META } from '../settings.ts';
import { stagedFiles } from '../source.ts';
import type { Workspace } from '../workspace.ts';
import { readBack, summaryOf } from './compare.ts';
import { execute, type RunContext, type RunResult, type Worked } from './execute.ts';
import { TOKENS_PER_DOWNLOAD, withBytes } from './file-bytes.ts';
import { needFinished, type RunOptions } from './open.ts';
import { projectorOf } from './projecting.ts';
import { type Sums, sumsOf } from './sums.ts';
import { withLost } from './unread.ts';

export interface VerifyResult {
  readonly records: readonly RecordDiff[];
  readonly sums: Sums;
  readonly equal: number;
  readonly declared: number;
  readonly different: number;
  /** Records that are in the ledger and could not be read back. */
  readonly missing: number;
  /** Those by name, and others that are known to be gone. */
  readonly unread: readonly { readonly entity: Entity; readonly sourceId: string; readonly id: number; readonly why: string }[];
}

/**
 * Reads everything back by list pages and compares it field by field with what the same projection wants. Needs no approval and writes nothing.
 * @param options `sample`: only so many records, spread evenly; `bytes`: files are downloaded and compared with the export's as well
 */
export function runVerify(ws: Workspace, options: VerifyOptions): Promise<RunResult<VerifyResult>> {
  return execute(ws, 'verify', options, (context) => work(context, options));
}

export interface VerifyOptions extends RunOptions {
  readonly sample?: number;
  readonly bytes?: boolean;
}

async function work(
  context: RunContext,
  { sample = null, bytes = false }: { readonly sample?: number | null; readonly bytes?: boolean },
): Promise<Worked<VerifyResult>> {
  const { ws, envelope, loadAt } = context;
  needFinished(ws, 'verify', 'sample');
  await checkAccount(context);
  const account = ws.ledger.meta.get(META.accountNow, AccountSnapshot);
  if (account === null) throw new CutoverError('not-ready', 'verify needs a finished schema run: run cutover schema first');
  const files = await stagedFiles(ws);
  const loader = loaderOf(context, account, (path) => files.read(path));
  const projector = projectorOf(ws, envelope, { loadAt, admin: account.me.admin });
  const written: DesiredRecord[] = [];
  const lost = new Map<TargetKey, readonly Unread[]>();
  for (const wanted of projector.wanted()) {
    const { key } = wanted.record;
    if (ws.ledger.ids.get(key)?.state !== 'live') continue;
    written.push(wanted.record);
    if (wanted.lost.length > 0) lost.set(key, wanted.lost);
  }
  for (const record of documentsOf(projector)) if (ws.ledger.ids.get(record.key)?.state === 'live') written.push(record);
  const chosen = sample === null ? written : spread(written, sample);
  sayCost(context, chosen, { some: sample !== null, bytes });
  const read = await readBack(context, { loader, projector }, chosen, sample === null ? 'lists' : 'some');
  const compared = bytes ? await withBytes(context, loader, chosen, read) : read;
  const records = withLost(
    chosen.map(({ key }) => key),
    compared,
    lost,
  );
  const counts = summaryOf(records);
  const missing = records.filter((record) => record.id === null).length;
  const sums = sumsOf(chosen, records, invoiceAmounts(projector.mapping, projector.index));
  const unread = [...unreadOf(loader, chosen, records), ...knownGone(loader)];
  const clean = isClean(records) && missing === 0;
  const data = { records, sums, ...counts, missing, unread };
  return { exit: clean ? EXIT.done : EXIT.partial, data, summary: { ...counts, missing, read: records.length, of: perEntity(written) } };
}

/** Said before anything is read: what it will cost at least. */
function sayCost(
  context: RunContext,
  chosen: readonly DesiredRecord[],
  { some, bytes }: { readonly some: boolean; readonly bytes: boolean },
): void {
  const files = bytes ? chosen.filter(({ entity }) => entity === 'file').length : 0;
  const lists = ENTITIES.reduce((sum, entity) => {
    const own = chosen.filter((record) => record.entity === entity);
    const parents = new Set(own.map(({ fields }) => (fields.parent?.t === 'ref' ? fields.parent.v : '')));
    const list = costOfList(entity, entity === 'relationship' ? parents.size : own.length);
    return sum + (some && entity !== 'relationship' ? Math.min(list, costOfIds(entity, own.length)) : list);
  }, 0);
  context.notice(
    'info',
    `reading ${chosen.length} records back costs about ${lists + files * TOKENS_PER_DOWNLOAD} API tokens${bytes ? `, ${files * TOKENS_PER_DOWNLOAD} of them for the bytes of ${files} files` : ''}; the account's own records in the same lists come on top`,
  );
}

const HIDDEN = 'deleted in Pipedrive, or hidden from this token';

function unreadOf({ ledger }: Loader, chosen: readonly DesiredRecord[], diffs: readonly RecordDiff[]): VerifyResult['unread'] {
  return chosen.flatMap((record, i) => {
    const row = diffs[i]?.id === null ? ledger.ids.get(record.key) : null;
    return row === null ? [] : [{ entity: row.entity, sourceId: row.sourceId, id: row.pipedriveId, why: HIDDEN }];
  });
}

function knownGone({ ledger }: Loader): VerifyResult['unread'] {
  return ENTITIES.flatMap((entity) =>
    [...ledger.ids.iterate(entity)].flatMap((row) =>
      row.state === 'gone' ? [{ entity, sourceId: row.sourceId, id: row.pipedriveId, why: row.stateReason ?? HIDDEN }] : [],
    ),
  );
}

/** Every n-th, so that all parts of the export are looked at. */
function spread<T>(items: readonly T[], count: number): T[] {
  if (items.length <= count) return [...items];
  return Array.from({ length: count }, (_, i) => items[Math.floor((i * items.length) / count)]).filter(
    (item): item is T => item !== undefined,
  );
}

function perEntity(records: readonly DesiredRecord[]): string {
  const counts = new Map<Entity, number>();
  for (const { entity } of records) counts.set(entity, (counts.get(entity) ?? 0) + 1);
  return ENTITIES.flatMap((entity) => (counts.has(entity) ? [`${counts.get(entity)} ${entity}`] : [])).join(', ');
}
