import type { Readable } from 'node:stream';
import { CutoverError, type Entity } from '@cutover/domain';
import type { Door } from './door.ts';
import type { WireCreate, WireUpdate } from './encode/encode.ts';
import type { WriteResult } from './ops/write.ts';
import type { WireDeal, WireId } from './wire/answers.ts';
import type { DealCreate } from './wire/bodies.ts';

/** Accounts that take a deal's closing times only once it is won or lost (api-facts §3.3: not known which way it is). */
const timesLater = new WeakSet<Door>();

/** The times in a second request when the account refuses them in the first; if that one fails, the deal stands without them and verification tells. */
async function createDeal(door: Door, body: DealCreate): Promise<WriteResult<WireDeal>> {
  const { won_time, lost_time, close_time, ...rest } = body;
  const times = {
    ...(won_time === undefined ? {} : { won_time }),
    ...(lost_time === undefined ? {} : { lost_time }),
    ...(close_time === undefined ? {} : { close_time }),
  };
  if (Object.keys(times).length === 0) return door.deals.create(body);
  if (!timesLater.has(door)) {
    const whole = await door.deals.create(body);
    const refusesTimes = whole.outcome === 'refused' && whole.kind === 'validation' && /\b(won|lost|close)_time\b/.test(whole.reason);
    if (!refusesTimes) return whole;
    timesLater.add(door);
  }
  const made = await door.deals.create(rest);
  if (made.outcome !== 'done') return made;
  // The deal is there, whatever comes of its times: were the error passed on, it would be taken for a deal that was never made. What stops this request stops
  // the next one too.
  const timed = await door.deals.update(made.id, times).catch((error: unknown) => {
    if (error instanceof CutoverError) return made;
    throw error;
  });
  return timed.outcome === 'done' ? timed : made;
}

/** Creates what `encode` made. `open` gives a file's bytes by its path in the export; needed for files alone. */
export function createRecord(door: Door, wire: WireCreate, open?: (path: string) => Readable): Promise<WriteResult<WireId>> {
  switch (wire.entity) {
    case 'person':
      return door.persons.create(wire.body);
    case 'organization':
      return door.organizations.create(wire.body);
    case 'deal':
      return createDeal(door, wire.body);
    case 'activity':
      return door.activities.create(wire.body);
    case 'note':
      return door.notes.create(wire.body);
    case 'relationship':
      return door.relationships.create(wire.body);
    case 'file': {
      const { body } = wire;
      if (open === undefined) throw new CutoverError('internal', `${body.name} cannot be uploaded without its bytes`);
      return door.files.upload(body, () => open(body.path));
    }
  }
}

/** Changes what `encode` named. */
export function updateRecord(door: Door, id: number, wire: WireUpdate): Promise<WriteResult<WireId>> {
  switch (wire.entity) {
    case 'person':
      return door.persons.update(id, wire.body);
    case 'organization':
      return door.organizations.update(id, wire.body);
    case 'deal':
      return door.deals.update(id, wire.body);
    case 'activity':
      return door.activities.update(id, wire.body);
    case 'note':
      return door.notes.update(id, wire.body);
  }
}

/** Deletes a record; Pipedrive keeps most kinds for 30 days (api-facts §7). */
export function deleteRecord(door: Door, entity: Entity, id: number): Promise<WriteResult<null>> {
  switch (entity) {
    case 'person':
      return door.persons.remove(id);
    case 'organization':
      return door.organizations.remove(id);
    case 'deal':
      return door.deals.remove(id);
    case 'activity':
      return door.activities.remove(id);
    case 'note':
      return door.notes.remove(id);
    case 'file':
      return door.files.remove(id);
    case 'relationship':
      return door.relationships.remove(id);
  }
}

/** One record as it stands, or null. Relationships cannot be read alone here: list those of their organization. */
export async function getRecord(door: Door, entity: Exclude<Entity, 'relationship'>, id: number): Promise<WireId | null> {
  switch (entity) {
    case 'person':
      return door.persons.get(id);
    case 'organization':
      return door.organizations.get(id);
    case 'deal':
      return door.deals.get(id);
    case 'activity':
      return door.activities.get(id);
    case 'note':
      return door.notes.get(id);
    case 'file':
      return door.files.get(id);
  }
}
