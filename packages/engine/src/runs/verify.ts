import { AccountSnapshot, CutoverError, type DesiredRecord, ENTITIES, type Entity, EXIT, type RecordDiff } from '@cutover/domain';
import { documentsOf } from '../files/run.ts';
import { isClean } from '../gates/facts.ts';
import { loaderOf } from '../load/loader.ts';
import { checkAccount } from '../planning/refresh.ts';
import { META } from '../settings.ts';
import { stagedFiles } from '../source.ts';
import type { Workspace } from '../workspace.ts';
import { readBack, summaryOf } from './compare.ts';
import { execute, type RunContext, type RunResult, type Worked } from './execute.ts';
import { needFinished, type RunOptions } from './open.ts';
import { projectorOf } from './projecting.ts';
import { type Sums, sumsOf } from './sums.ts';

export interface VerifyResult {
  readonly records: readonly RecordDiff[];
  readonly sums: Sums;
  readonly equal: number;
  readonly declared: number;
  readonly different: number;
  /** Records that are in the ledger and could not be read back. */
  readonly missing: number;
}

/**
 * Reads everything back by list pages and compares it field by field with what the same projection wants. Needs no approval and writes nothing.
 * @param options `sample`: only so many records, spread evenly
 */
export function runVerify(ws: Workspace, options: RunOptions & { readonly sample?: number }): Promise<RunResult<VerifyResult>> {
  return execute(ws, 'verify', options, (context) => work(context, options.sample ?? null));
}

async function work(context: RunContext, sample: number | null): Promise<Worked<VerifyResult>> {
  const { ws, envelope, loadAt } = context;
  needFinished(ws, 'verify', 'sample');
  await checkAccount(context);
  const account = ws.ledger.meta.get(META.accountNow, AccountSnapshot);
  if (account === null) throw new CutoverError('not-ready', 'verify needs a finished schema run: run cutover schema first');
  const files = await stagedFiles(ws);
  const loader = loaderOf(context, account, (path) => files.read(path));
  const projector = projectorOf(ws, envelope, { loadAt, admin: account.me.admin });
  const written: DesiredRecord[] = [];
  for (const { record } of projector.wanted()) if (ws.ledger.ids.get(record.key)?.state === 'live') written.push(record);
  for (const record of documentsOf(projector)) if (ws.ledger.ids.get(record.key)?.state === 'live') written.push(record);
  const chosen = sample === null ? written : spread(written, sample);
  const records = await readBack(context, { loader, projector }, chosen);
  const counts = summaryOf(records);
  const missing = records.filter((record) => record.id === null).length;
  const sums = sumsOf(chosen, records);
  const clean = isClean(records) && missing === 0;
  const data = { records, sums, ...counts, missing };
  return { exit: clean ? EXIT.done : EXIT.partial, data, summary: { ...counts, missing, read: records.length, of: perEntity(written) } };
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
