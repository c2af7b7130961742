import { CutoverError, type DesiredRecord, normalName } from '@cutover/domain';
import type { Json } from '@cutover/ledger';
import { canBeEmptied, decode, encode, getRecord, stableImage, updateRecord, type WireId } from '@cutover/pipedrive';
import type { Reuse } from '@cutover/projection';
import { costOf } from './costs.ts';
import { idRowOf, type Loader, standing } from './loader.ts';
import { createWanted, failed, orAbandon, type Performed } from './perform.ts';

/**
 * A wanted record that the plan says is in the account already: links to it and fills what is empty there (`existing`), or lets our values win (`merge`).
 * The record as it was is kept before anything of it changes. On another account, where there is no such record, it is created.
 */
export async function reuseRecord(loader: Loader, record: DesiredRecord, reuse: Reuse): Promise<Performed> {
  if (standing(loader.ledger, record.key) !== null) return 'present';
  const id = matchIn(loader, record, reuse);
  if (id === null || (record.entity !== 'person' && record.entity !== 'organization')) return createWanted(loader, record);
  const wire = await getRecord(loader.door, record.entity, id);
  if (wire === null) return createWanted(loader, record);
  return linkTo(loader, record, reuse, wire);
}

/** The record of the account that the decision means: the one with the mail, or of the name; the oldest if there are several. */
function matchIn({ account }: Loader, record: DesiredRecord, { by, value }: Reuse): number | null {
  const oldest = (rows: readonly { readonly id: number }[]): number | null => rows.map((row) => row.id).sort((a, b) => a - b)[0] ?? null;
  const named = (row: { readonly name: string }): boolean => normalName(row.name) === normalName(value);
  if (record.entity === 'organization') return oldest(account.organizations.filter(named));
  if (by === 'name') return oldest(account.persons.filter(named));
  return oldest(account.persons.filter((person) => person.mails.some((mail) => mail.toLowerCase() === value.toLowerCase())));
}

/** An update may be sent again: it says what should be, not what to add. */
const MAX_SENDS = 3;

async function linkTo(loader: Loader, record: DesiredRecord, reuse: Reuse, wire: WireId, sends = 1): Promise<Performed> {
  const { journal, ids } = loader.ledger;
  const fields = fieldsToWrite(loader, record, reuse, wire);
  const before = wire as unknown as Json;
  const row = (image: unknown): ReturnType<typeof idRowOf> =>
    idRowOf(loader, record, wire.id, {
      origin: 'reused',
      written: Object.fromEntries(fields.flatMap((field) => (record.fields[field] === undefined ? [] : [[field, record.fields[field]]]))),
      image: image as Json,
      before: fields.length === 0 ? null : before,
    });
  if (fields.length === 0) {
    ids.put(row(stableImage(record.entity, wire)));
    return 'reused';
  }
  const body = encode(record, loader.names, { update: fields });
  const seq = await journal.intent({
    run: loader.run,
    epoch: loader.epoch,
    op: 'update',
    entity: record.entity,
    key: record.key,
    request: body.body as Json,
    before,
  });
  const result = await orAbandon(loader, seq, updateRecord(loader.door, wire.id, body));
  if (result.outcome === 'refused') {
    await journal.settle(seq, { state: 'refused', code: result.code, reason: result.reason, status: result.status });
    return failed(loader, record, result.code, result.reason);
  }
  if (result.outcome === 'unknown') {
    await journal.settle(seq, { state: 'abandoned', why: result.reason });
    if (sends >= MAX_SENDS)
      throw new CutoverError('unresolved', `the update of ${record.key} was sent ${sends} times without an answer`, {
        place: { id: record.key },
      });
    return linkTo(loader, record, reuse, wire, sends + 1);
  }
  await journal.settle(seq, {
    state: 'done',
    status: result.status,
    tokens: costOf(record.entity, 'update'),
    pipedriveId: loader.pipedriveId(wire.id),
    idRow: row(stableImage(record.entity, result.record)),
  });
  return 'reused';
}

/**
 * `existing`: what is empty there and could be emptied again, so that a rollback leaves no trace. `merge`: all that is empty or differs, but never the name
 * it goes by. Create-only fields never.
 */
function fieldsToWrite(loader: Loader, record: DesiredRecord, reuse: Reuse, wire: WireId): string[] {
  const there = decode(record.entity, wire, loader.names).fields;
  return Object.keys(record.fields).filter((field) => {
    if (record.createOnly.includes(field)) return false;
    if (there[field] === undefined) return reuse.use === 'merge' || canBeEmptied(record.entity, field);
    return reuse.use === 'merge' && field !== 'name' && JSON.stringify(there[field]) !== JSON.stringify(record.fields[field]);
  });
}
