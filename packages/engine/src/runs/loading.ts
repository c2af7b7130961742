import { AccountSnapshot, type DesiredRecord, type Entity, type RunId, TargetKey } from '@cutover/domain';
import { z } from 'zod';
import { adoptRecords } from '../load/adopt.ts';
import { flow } from '../load/flow.ts';
import { type Loader, loaderOf } from '../load/loader.ts';
import { noteNewest } from '../load/newest.ts';
import { createWanted, type Performed, settleLeftOver } from '../load/perform.ts';
import { findLost, LATER_LOOKS_MS, type LostCreate } from '../load/resolve.ts';
import { reuseRecord } from '../load/reuse.ts';
import { refuseStrangers } from '../load/strangers.ts';
import { cheapToFind, LOOK_OF_A_LOAD } from '../load/under-way.ts';
import { checkAccount } from '../planning/refresh.ts';
import { META } from '../settings.ts';
import { stagedFiles } from '../source.ts';
import { type RunContext, stoppedByPerson } from './execute.ts';
import { recordOfIntent } from './lost.ts';
import { needFinished } from './open.ts';
import { type Projector, projectorOf, type Wanted } from './projecting.ts';

export interface Loading {
  readonly loader: Loader;
  readonly projector: Projector;
}

export interface Loaded {
  readonly present: number;
  readonly created: number;
  readonly reused: number;
  readonly failed: number;
}

/** Makes ready to write records: the account checked, names bound, and what an earlier process left open looked for. */
export async function startLoading(context: RunContext): Promise<Loading> {
  const { ws, door, envelope, loadAt } = context;
  needFinished(ws, context.kind, 'schema');
  const { meta } = ws.ledger;
  // A run that was broken off over these checks has not passed them.
  const straightOn = context.straightOn && meta.get(META.checkedBy, z.string()) === context.run;
  const { users } = await checkAccount({ ...context, straightOn });
  const account = { ...AccountSnapshot.parse(ws.ledger.meta.get(META.accountNow, AccountSnapshot)), users };
  const files = await stagedFiles(ws);
  const loader = loaderOf(context, account, (path) => files.read(path));
  const projector = projectorOf(ws, envelope, { loadAt, admin: account.me.admin });
  await noteNewest(ws.ledger, door);
  await findLeftOvers(context, loader, projector);
  const adopted = await adoptEarlier(context, loader, projector);
  if (!adopted && !straightOn) await refuseStrangers(loader);
  meta.set(META.checkedBy, context.run);
  return { loader, projector };
}

/** Once, where a person said so: what an earlier migration of this source made here is taken over before anything is made. */
async function adoptEarlier(context: RunContext, loader: Loader, projector: Projector): Promise<boolean> {
  const { meta } = context.ws.ledger;
  if (context.options.adopt !== true && meta.get(META.adopting, z.boolean()) !== true) return false;
  const adopted = await adoptRecords(loader, records(projector));
  meta.remove(META.adopting);
  context.notice('info', `${adopted} records of an earlier migration were taken over`);
  return true;
}

function* records(projector: Projector): Generator<DesiredRecord> {
  for (const { record } of projector.wanted()) yield record;
}

/** Creates that were on their way when the process before this one died: looked for together, before anything is written. */
async function findLeftOvers(context: RunContext, loader: Loader, projector: Projector): Promise<void> {
  if (loader.open.size === 0) return;
  const lost: LostCreate[] = [];
  for (const { record } of projector.wanted()) {
    const intent = loader.open.get(record.key);
    if (intent !== undefined) lost.push({ record, seq: intent.seq });
    if (lost.length === loader.open.size) break;
  }
  const unwanted = unwantedOf(loader, new Set(lost.map(({ record }) => record.key)));
  const all = [...lost, ...unwanted];
  context.notice('info', `${all.length} writes were under way when the run before ended; looking whether they arrived`);
  for (const [key, wire] of await findLost(loader, all, LATER_LOOKS_MS)) loader.found.set(key, wire);
  // Nobody comes to these on the way: what they made stands in the id map, and is reported as no longer wanted.
  for (const { record, seq, run } of unwanted) {
    await settleLeftOver({ ...loader, run }, record, seq);
    loader.open.delete(record.key);
  }
}

/** Creates that were under way and that the projection does not make: the plan was revised since, or they are of a set of their own. */
export function unwantedOf(loader: Loader, wanted: ReadonlySet<TargetKey>): (LostCreate & { readonly run: RunId })[] {
  return [...loader.open.values()].flatMap((intent) => {
    const record = wanted.has(TargetKey.parse(intent.key)) ? null : recordOfIntent(loader, intent);
    return record === null ? [] : [{ record, seq: intent.seq, run: intent.run }];
  });
}

/** Writes wanted records in dependency order, each once. @throws CutoverError what stopped the run; `interrupted` at a person's word */
export async function load(
  context: RunContext,
  { loader }: Loading,
  wanted: Iterable<Wanted>,
  totals: ReadonlyMap<Entity, number>,
): Promise<Loaded> {
  const { stop } = context.ws.ports;
  const counts: Record<Performed, number> = { present: 0, created: 0, reused: 0, failed: 0 };
  const done = new Map<Entity, number>();
  const finished = await flow(wanted, {
    // As many as can be on their way at once: a crash leaves no more than these to be looked for.
    window: loader.door.concurrency,
    keyOf: ({ record }) => record.key,
    dependsOn: ({ record }) => record.dependsOn,
    mayJoin: cheapToFind(LOOK_OF_A_LOAD, ({ record, reuse }) => (reuse === null ? { creates: record } : { reads: 1 })),
    stopped: () => stop.aborted,
    run: async ({ record, reuse }) => {
      const performed = await (reuse === null ? createWanted(loader, record) : reuseRecord(loader, record, reuse));
      counts[performed] += 1;
      done.set(record.entity, (done.get(record.entity) ?? 0) + 1);
      if (performed !== 'present') context.progress(record.entity, done.get(record.entity) ?? 0, totals.get(record.entity) ?? null);
    },
  });
  if (!finished) throw stoppedByPerson();
  return counts;
}
