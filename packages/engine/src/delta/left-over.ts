import { canonicalJson, type Value } from '@cutover/domain';
import type { IdRow, OpenIntent } from '@cutover/ledger';
import { decode, type WireId } from '@cutover/pipedrive';
import { z } from 'zod';
import { costOf } from '../load/costs.ts';
import type { Loader } from '../load/loader.ts';
import { imageAfter, withBody } from './image.ts';
import { holds, writtenAfter } from './update.ts';

const Wire = z.looseObject({ id: z.number().int(), custom_fields: z.record(z.string(), z.unknown()).nullish() });
const Body = z.looseObject({ custom_fields: z.record(z.string(), z.unknown()).nullish() });

/** What Pipedrive changes by itself along with a key of the body. */
const ALONG: Readonly<Record<string, readonly string[]>> = {
  status: ['won_time', 'lost_time', 'close_time', 'lost_reason', 'probability'],
  participants: ['person_id'],
  value: ['weighted_value'],
};

/** The fields that an update was to change, as they were and as they were to be. */
export function changeOf(loader: Pick<Loader, 'names'>, { entity, before, request }: OpenIntent, row: IdRow) {
  const was = decode(row.entity, before, loader.names).fields;
  const wire = Wire.safeParse(before);
  const body = Body.safeParse(request);
  if (!wire.success || !body.success || entity !== row.entity) return null;
  const is = decode(row.entity, withBody(wire.data, body.data), loader.names).fields;
  const fields = [...new Set([...Object.keys(was), ...Object.keys(is)])].filter(
    (field) => canonicalJson(was[field] ?? null) !== canonicalJson(is[field] ?? null),
  );
  return { fields, was, is, wire: wire.data, body: body.data };
}

/**
 * An update of a known record that an earlier process sent without living to see the answer, told by the record as it stands now. What did not arrive is
 * left to the three-way rule again.
 * @param wanted the values in the plan's own form, where they are known
 */
export async function settleUpdate(
  loader: Loader,
  row: IdRow,
  intent: OpenIntent,
  now: WireId | null,
  wanted: Readonly<Record<string, Value>> = {},
): Promise<void> {
  const change = changeOf(loader, intent, row);
  const fields = now === null ? {} : decode(row.entity, now, loader.names).fields;
  const arrived = change !== null && now !== null && change.fields.every((field) => holds(field, change.is[field], fields[field]));
  if (!arrived || change === null || now === null || change.fields.length === 0) {
    await loader.ledger.journal.settle(intent.seq, { state: 'abandoned', why: 'looked at and not written: it never arrived' });
    return;
  }
  const written = Object.fromEntries(change.fields.flatMap((field) => ofEither(field, change.is[field], wanted[field])));
  await loader.ledger.journal.settle(intent.seq, {
    state: 'done',
    status: 200,
    tokens: costOf(row.entity, 'update'),
    pipedriveId: loader.pipedriveId(now.id),
    idRow: {
      ...row,
      written: writtenAfter(row, change.fields, written),
      image: imageAfter(row.entity, row.image, change.wire, { ...withBody(change.wire, theirsOf(now, change.body)), id: now.id }),
      before: row.origin === 'created' || row.before !== null ? row.before : intent.before,
    },
  });
}

function ofEither(field: string, sent: Value | undefined, wanted: Value | undefined): [string, Value][] {
  const value = holds(field, sent, wanted) ? wanted : sent;
  return value === undefined ? [] : [[field, value]];
}

/** The record's keys that the body spoke of: what else differs, a person may have changed. */
function theirsOf(now: WireId, body: z.infer<typeof Body>): Record<string, unknown> {
  const { custom_fields: custom, ...plain } = body;
  const keys = Object.keys(plain).flatMap((key) => [key, ...(ALONG[key] ?? [])]);
  const theirs = Wire.parse(now).custom_fields ?? {};
  return {
    ...Object.fromEntries(keys.map((key) => [key, now[key] ?? null])),
    ...(custom == null ? {} : { custom_fields: Object.fromEntries(Object.keys(custom).map((key) => [key, theirs[key] ?? null])) }),
  };
}
