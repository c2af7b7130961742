import { CutoverError, canonicalJson, type DesiredRecord, normalName, type Value } from '@cutover/domain';
import type { IdRow, Json } from '@cutover/ledger';
import { canBeEmptied, decode, encode, getRecord, stableImage, updateRecord, type WireId } from '@cutover/pipedrive';
import { type Reuse, valuesEqual } from '@cutover/projection';
import { costOf } from './costs.ts';
import { isList, joined } from './join.ts';
import { idRowOf, type Loader, standsFor } from './loader.ts';
import { createWanted, encodedOr, failed, type Performed } from './perform.ts';
import { type Arrived, type DoneResult, foundAs, sendAndSettle, unresolved } from './send.ts';

/**
 * A wanted record that the plan says is in the account already: links to it and fills what is empty there (`existing`), or lets our values win (`merge`).
 * The record as it was is kept before anything of it changes. On another account, where there is no such record, it is created.
 */
export async function reuseRecord(loader: Loader, record: DesiredRecord, reuse: Reuse): Promise<Performed> {
  if (standsFor(loader.ledger, record.key) !== null) return 'present';
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

/** What is to be written, and the record as it was before anything of it was. */
interface Link {
  readonly id: number;
  readonly before: unknown;
  readonly fields: readonly string[];
}

async function linkTo(loader: Loader, given: DesiredRecord, reuse: Reuse, wire: WireId): Promise<Performed> {
  const { journal, ids } = loader.ledger;
  const left = loader.openUpdates.get(given.key);
  const record = joined(given, decode(given.entity, left === undefined ? wire : left.before, loader.names).fields);
  const link = left === undefined ? firstLink(loader, record, reuse, wire) : laterLink(loader, record, reuse, wire, left.before);
  if (left !== undefined) {
    if (arrived(loader, record, link, wire)) {
      await journal.settle(left.seq, doneResult(loader, record, link, wire, 200));
      return 'reused';
    }
    await journal.settle(left.seq, { state: 'abandoned', why: 'looked at and not written: it never arrived' });
  }
  if (link.fields.length > 0) return send(loader, record, link);
  ids.put(rowOf(loader, record, link, wire));
  return 'reused';
}

function firstLink(loader: Loader, record: DesiredRecord, reuse: Reuse, wire: WireId): Link {
  return { id: wire.id, before: wire, fields: fieldsToWrite(loader, record, reuse, wire) };
}

/** After a process that died over its update: what it was about to write, but for what somebody wrote there since. */
function laterLink(loader: Loader, record: DesiredRecord, reuse: Reuse, wire: WireId, before: unknown): Link {
  const was = decode(record.entity, before, loader.names).fields;
  const now = decode(record.entity, wire, loader.names).fields;
  const fields = fieldsToWrite(loader, record, reuse, before).filter(
    (field) => JSON.stringify(now[field]) === JSON.stringify(was[field]) || same(field, record.fields[field], now[field]),
  );
  return { id: wire.id, before, fields };
}

const same = (field: string, wanted: Value | undefined, there: Value | undefined): boolean =>
  wanted !== undefined && there !== undefined && valuesEqual(field, wanted, there) !== 'different';

function arrived(loader: Loader, record: DesiredRecord, { fields }: Link, wire: WireId): boolean {
  const now = decode(record.entity, wire, loader.names).fields;
  return fields.every((field) => same(field, record.fields[field], now[field]));
}

async function send(loader: Loader, record: DesiredRecord, link: Link): Promise<Performed> {
  const body = encodedOr(() => encode(record, loader.names, { update: link.fields }));
  if (body instanceof CutoverError) return failed(loader, record, body.code, body.message);
  const { entity, key } = record;
  const sent = await sendAndSettle<Arrived>(loader, {
    intent: { op: 'update', entity, key, request: body.body as Json, before: link.before as Json },
    sends: MAX_SENDS,
    write: () => updateRecord(loader.door, link.id, body),
    // Should this fail, the intent stays open and keeps the record as it was for whoever goes on.
    look: async () => {
      const now = await readAgain(loader, record, link.id);
      return now !== null && arrived(loader, record, link, now) ? foundAs(now) : null;
    },
    result: ({ record: now, status }) => doneResult(loader, record, link, now, status),
  });
  if (sent.outcome === 'refused') return failed(loader, record, sent.code, sent.reason);
  if (sent.outcome === 'unanswered') throw unresolved(key, `the update of ${key}`, sent);
  return 'reused';
}

async function readAgain(loader: Loader, record: DesiredRecord, id: number): Promise<WireId | null> {
  return record.entity === 'relationship' ? null : getRecord(loader.door, record.entity, id);
}

function doneResult(loader: Loader, record: DesiredRecord, link: Link, wire: WireId, status: number): DoneResult {
  return {
    state: 'done',
    status,
    tokens: costOf(record.entity, 'update'),
    pipedriveId: loader.pipedriveId(link.id),
    idRow: rowOf(loader, record, link, wire),
  };
}

function rowOf(loader: Loader, record: DesiredRecord, { id, before, fields }: Link, wire: WireId): IdRow {
  return idRowOf(loader, record, id, {
    origin: 'reused',
    written: Object.fromEntries(fields.flatMap((field) => (record.fields[field] === undefined ? [] : [[field, record.fields[field]]]))),
    image: stableImage(record.entity, wire) as Json,
    before: fields.length === 0 ? null : (before as Json),
  });
}

/**
 * `existing`: what is empty there and could be emptied again, so that a rollback leaves no trace, and lists that ours add to. `merge`: all that is empty or
 * differs, but never the name it goes by. Create-only fields never.
 */
function fieldsToWrite(loader: Loader, record: DesiredRecord, reuse: Reuse, wire: unknown): string[] {
  const there = decode(record.entity, wire, loader.names).fields;
  return Object.keys(record.fields).filter((field) => {
    const [ours, theirs] = [record.fields[field], there[field]];
    if (record.createOnly.includes(field) || ours === undefined) return false;
    if (theirs === undefined) return reuse.use === 'merge' || canBeEmptied(record.entity, field, loader.names);
    if (canonicalJson(ours) === canonicalJson(theirs)) return false;
    return isList(theirs) || (reuse.use === 'merge' && field !== 'name');
  });
}
