import { badRequestV2 } from '../core/errors.ts';
import type { Deal, DealStatus } from '../core/model.ts';
import type { World } from '../core/world.ts';
import { nowIso } from '../core/world.ts';
import type { DealUpdate } from './dealBody.ts';

/** @throws ApiError 400 for a time, or a reason, that the status does not allow (api-facts §3.3). */
function check(world: World, body: DealUpdate, status: DealStatus, before: Deal | null): void {
  const allowedBy = world.switches.is('close-times', 'existing-status') ? before?.status : status;
  const only = (key: string, value: unknown, ...wanted: readonly DealStatus[]) => {
    if (value === undefined || value === null || (allowedBy !== undefined && wanted.includes(allowedBy))) return;
    throw badRequestV2(`'${key}' can only be set when the deal status is '${wanted.join("' or '")}'`);
  };
  only('won_time', body.won_time, 'won');
  only('lost_time', body.lost_time, 'lost');
  only('close_time', body.close_time, 'won', 'lost');
  if (typeof body.lost_reason === 'string' && status !== 'lost')
    throw badRequestV2("'lost_reason' can only be set when the deal status is 'lost'");
  if (typeof body.archive_time === 'string' && body.is_archived !== true)
    throw badRequestV2("'archive_time' can only be set when the deal is archived");
}

function closing(world: World, body: DealUpdate, status: DealStatus, before: Deal | null) {
  if (status === 'open') return { won_time: null, lost_time: null, close_time: null };
  const same = before?.status === status;
  const own = status === 'won' ? (body.won_time ?? (same ? before.won_time : null)) : (body.lost_time ?? (same ? before.lost_time : null));
  const time = own ?? nowIso(world);
  const sent = (status === 'won' ? body.won_time : body.lost_time) !== undefined;
  const close = body.close_time ?? (same && !sent ? before.close_time : null) ?? time;
  return { won_time: status === 'won' ? time : null, lost_time: status === 'lost' ? time : null, close_time: close };
}

/** Won, lost, close and archive times of a deal after a write, and its lost reason. Opening it again empties them. */
export function readTimes(world: World, body: DealUpdate, status: DealStatus, before: Deal | null) {
  check(world, body, status, before);
  const archived = body.is_archived ?? before?.is_archived ?? false;
  const since = before?.is_archived === true ? before.archive_time : null;
  const reason = body.lost_reason === undefined ? (before?.lost_reason ?? null) : body.lost_reason;
  return {
    ...closing(world, body, status, before),
    lost_reason: status === 'lost' ? reason : null,
    is_archived: archived,
    archive_time: archived ? (body.archive_time ?? since ?? nowIso(world)) : null,
  };
}
