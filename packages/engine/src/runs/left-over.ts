import { AccountSnapshot, CutoverError, canonicalJson, type DesiredRecord, type RunId, TargetKey } from '@cutover/domain';
import type { Json, OpenIntent } from '@cutover/ledger';
import { decode, getRecord, stableImage } from '@cutover/pipedrive';
import { z } from 'zod';
import { settleUpdate } from '../delta/left-over.ts';
import { soundPlan } from '../gates/facts.ts';
import { costOf } from '../load/costs.ts';
import { idRowOf, type Loader, loaderOf } from '../load/loader.ts';
import { settleLeftOver } from '../load/perform.ts';
import { findLost, LATER_LOOKS_MS, type LostCreate } from '../load/resolve.ts';
import { META } from '../settings.ts';
import type { Workspace } from '../workspace.ts';
import { unwantedOf } from './loading.ts';
import { projectorOf } from './projecting.ts';
import { readOnly } from './read-only.ts';
import { settleSchemaLeftOvers } from './schema.ts';

/**
 * Finds out what became of writes that a load was in the middle of when its process died, for somebody who will not go on with it: a rollback has to know all
 * that is there. Asks the account only when there are such writes, and writes nothing to it.
 * @throws CutoverError `run-active` while another process works here, and what the door throws
 */
export async function settleLoad(ws: Workspace): Promise<void> {
  if (!ws.ledger.journal.open().some((intent) => isLoads(ws, intent))) return;
  const owner = { pid: ws.ports.self.pid, startedAt: ws.ports.self.startedAt, host: ws.ports.self.host, what: 'rollback' };
  const { epoch } = ws.ledger.lock.acquire(owner, ws.ports.self.isAlive);
  try {
    await readOnly(ws, async (context) => {
      await settleSchemaLeftOvers(context);
      await settleRecords(ws, loaderOf({ ...context, epoch }, accountNow(ws), noBytes));
    });
  } finally {
    ws.ledger.lock.release(epoch);
  }
}

/** Left by a schema run, a load, a delta or a repair, not by a rollback: what that was to remove, the account tells when it is read. */
function isLoads(ws: Workspace, { op, key, request, run }: OpenIntent): boolean {
  if (op === 'create') return true;
  if (op === 'schema') return !Removal.safeParse(request).success;
  return op === 'update' && (ws.ledger.ids.get(TargetKey.parse(key)) === null || ws.ledger.runs.get(run)?.kind !== 'rollback');
}

const Removal = z.looseObject({ op: z.literal('remove') });

function accountNow(ws: Workspace): AccountSnapshot {
  const account = ws.ledger.meta.get(META.accountNow, AccountSnapshot);
  if (account === null) throw new CutoverError('not-ready', 'nothing was written to the account yet');
  return account;
}

function noBytes(): never {
  throw new CutoverError('internal', 'nothing is uploaded while writes are looked for');
}

async function settleRecords(ws: Workspace, loader: Loader): Promise<void> {
  for (const update of loader.openUpdates.values()) {
    const row = ws.ledger.ids.get(TargetKey.parse(update.key));
    if (row === null || !isLoads(ws, update)) continue;
    const wire = row.entity === 'relationship' ? null : await getRecord(loader.door, row.entity, row.pipedriveId);
    await settleUpdate(loader, row, update, wire);
  }
  const loadAt = ws.ledger.meta.get(META.loadAt, z.string());
  if (loadAt === null || loader.open.size + loader.openUpdates.size === 0) return;
  const projector = projectorOf(ws, soundPlan(ws, 'read'), { loadAt, admin: loader.account.me.admin });
  const lost: (LostCreate & { run: RunId })[] = [];
  for (const { record } of projector.wanted()) {
    const create = loader.open.get(record.key);
    if (create !== undefined) lost.push({ record, seq: create.seq, run: create.run });
    const update = loader.openUpdates.get(record.key);
    if (update !== undefined && ws.ledger.ids.get(record.key) === null) await settleLink({ ...loader, run: update.run }, record, update);
  }
  lost.push(...unwantedOf(loader, new Set(lost.map(({ record }) => record.key))));
  for (const [key, wire] of await findLost(loader, lost, LATER_LOOKS_MS)) loader.found.set(key, wire);
  // Each belongs to the run that sent it, so that a rollback of that run alone takes it along.
  for (const { record, seq, run } of lost) await settleLeftOver({ ...loader, run }, record, seq);
}

const Before = z.looseObject({ id: z.number().int() });

/** An update of a record that was there before us: what of it can be seen on the record is ours, and is written back by a rollback. */
async function settleLink(loader: Loader, record: DesiredRecord, intent: OpenIntent): Promise<void> {
  const before = Before.safeParse(intent.before);
  const wire = before.success && record.entity !== 'relationship' ? await getRecord(loader.door, record.entity, before.data.id) : null;
  const was = decode(record.entity, intent.before, loader.names).fields;
  const now = wire === null ? {} : decode(record.entity, wire, loader.names).fields;
  const written = Object.entries(now).filter(
    ([field, value]) => record.fields[field] !== undefined && canonicalJson(value) !== canonicalJson(was[field] ?? null),
  );
  if (wire === null || written.length === 0) {
    await loader.ledger.journal.settle(intent.seq, { state: 'abandoned', why: 'looked at and not written: it never arrived' });
    return;
  }
  const idRow = idRowOf(loader, record, wire.id, {
    origin: 'reused',
    written: Object.fromEntries(written),
    image: stableImage(record.entity, wire) as Json,
    before: intent.before,
  });
  const tokens = costOf(record.entity, 'update');
  await loader.ledger.journal.settle(intent.seq, { state: 'done', status: 200, tokens, pipedriveId: loader.pipedriveId(wire.id), idRow });
}
