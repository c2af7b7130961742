import type { Readable } from 'node:stream';
import { type AccountSnapshot, type DesiredRecord, PipedriveId, type RunId, type TargetKey } from '@cutover/domain';
import type { IdRef, IdRow, Ledger, OpenIntent } from '@cutover/ledger';
import { Binding, type Door, type Names, namesFrom, type WireId } from '@cutover/pipedrive';
import { probedFacts } from '../doctor/facts-file.ts';
import type { RunContext } from '../runs/execute.ts';
import type { Workspace } from '../workspace.ts';

/** What writing records needs, made once per run. */
export interface Loader {
  readonly ledger: Ledger;
  readonly door: Door;
  readonly run: RunId;
  readonly epoch: number;
  readonly account: AccountSnapshot;
  /** Names of the plan as this account has them; record ids are looked up in the ledger as they come. */
  readonly names: Names;
  /** Creates that an earlier process left without an answer. */
  readonly open: Map<TargetKey, OpenIntent>;
  /** Updates that an earlier process left without an answer, each with the record as it was before. */
  readonly openUpdates: ReadonlyMap<TargetKey, OpenIntent>;
  /** Those creates that were found in the account. */
  readonly found: Map<TargetKey, WireId>;
  readonly bytes: (path: string) => Readable;
  readonly sleep: (ms: number) => Promise<void>;
  readonly pipedriveId: (id: number) => PipedriveId;
}

/** Names from the account as it was seen last and the bindings of the schema run. */
export function namesOf({ ledger, ...place }: Pick<Workspace, 'ledger' | 'dir' | 'company'>, account: AccountSnapshot): Names {
  const bindings = ledger.bindings.all().flatMap((row) => {
    const parsed = Binding.safeParse({ kind: row.kind, name: row.name, value: row.value });
    return parsed.success ? [parsed.data] : [];
  });
  return namesFrom({
    facts: probedFacts(place),
    snapshot: account,
    bindings,
    ids: {
      recordId: (key) => standsFor(ledger, key)?.pipedriveId ?? null,
      keyOf: (entity, id) => ledger.ids.byId(entity, PipedriveId.parse(id))?.key ?? null,
    },
  });
}

/** The record that stands for a key, unless a rollback took it back. One that is gone still stands: it is reported, never made again. */
export function standing(ledger: Ledger, key: TargetKey): IdRow | null {
  const row = ledger.ids.get(key);
  return row === null || row.state === 'reverted' ? null : row;
}

/** The same without what was written to it: quick enough to be asked for each link of each record. */
export function standsFor(ledger: Ledger, key: TargetKey): IdRef | null {
  const ref = ledger.ids.find(key);
  return ref === null || ref.state === 'reverted' ? null : ref;
}

export function loaderOf(
  context: Pick<RunContext, 'ws' | 'door' | 'run' | 'epoch'>,
  account: AccountSnapshot,
  bytes: (path: string) => Readable,
): Loader {
  const { ws, door, run, epoch } = context;
  const open = ws.ledger.journal.open();
  const byKey = (op: OpenIntent['op']): Map<TargetKey, OpenIntent> =>
    new Map(open.filter((intent) => intent.op === op).map((intent) => [intent.key as TargetKey, intent]));
  return {
    ledger: ws.ledger,
    door,
    run,
    epoch,
    account,
    names: namesOf(ws, account),
    open: byKey('create'),
    openUpdates: byKey('update'),
    found: new Map(),
    bytes,
    sleep: (ms) => ws.ports.clock.sleep(ms / (ws.target.loopback ? ws.ports.timeScale : 1)),
    pipedriveId: (id) => PipedriveId.parse(id),
  };
}

/** The id map's row of a record that was just made or found. */
export function idRowOf(
  loader: Loader,
  record: DesiredRecord,
  id: number,
  parts: Pick<IdRow, 'origin' | 'written' | 'image' | 'before'>,
): IdRow {
  return {
    key: record.key,
    entity: record.entity,
    pipedriveId: PipedriveId.parse(id),
    object: record.object,
    sourceId: record.sourceId,
    rows: record.rows,
    run: loader.run,
    state: 'live',
    stateReason: null,
    ...parts,
  };
}
