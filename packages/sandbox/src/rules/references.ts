import type { ApiVersion } from '../core/errors.ts';
import { refuse, schemaFailed } from '../core/errors.ts';
import type { CustomEntity, User } from '../core/model.ts';
import type { World } from '../core/world.ts';
import { labelOptions } from './fields.ts';
import { maySee } from './visibility.ts';

/** A reference to something that is not there (switch `unknown-reference`). */
export function unknownReference(world: World, key: string, id: number | string, api: ApiVersion = 'v2') {
  return refuse(api, world.switches.number('unknown-reference'), `'${key}' ${id} does not exist or is not visible`);
}

/**
 * The owner of a record: who was named, else `otherwise`.
 * @throws ApiError for a user that does not exist, or is deactivated (switch `deactivated-owner`).
 */
export function readOwner(world: World, sent: number | undefined, otherwise: number, key = 'owner_id'): number {
  if (sent === undefined || sent === otherwise) return otherwise;
  const user = world.users.get(sent);
  if (user === undefined) throw unknownReference(world, key, sent);
  if (!user.active && world.switches.is('deactivated-owner', 'refused')) throw unknownReference(world, key, sent);
  return sent;
}

type Target = 'person' | 'organization' | 'deal';

/** A link to a live record the user may see; null and nothing pass through. */
export function readLink<S extends number | null | undefined>(
  world: World,
  user: User,
  to: Target,
  key: string,
  sent: S,
  api: ApiVersion = 'v2',
): S {
  if (sent === null || sent === undefined) return sent;
  const table = { person: world.persons, organization: world.organizations, deal: world.deals }[to];
  const row = table.get(sent);
  if (row === undefined || row.is_deleted || !maySee(world, user, row)) throw unknownReference(world, key, sent, api);
  return sent;
}

/** The labels of a record by option id; unknown ones are refused or dropped (switch `unknown-option`). */
export function readLabels(
  world: World,
  entity: CustomEntity,
  sent: readonly number[] | undefined,
  before: readonly number[],
): readonly number[] {
  if (sent === undefined) return before;
  const known = new Set(labelOptions(world, entity).map((option) => option.id));
  const missing = sent.filter((id) => !known.has(id));
  if (missing.length > 0 && world.switches.is('unknown-option', 'refused')) {
    throw schemaFailed(missing.map((id) => `label_ids: Unknown label id '${id}'`));
  }
  const kept = [...new Set(sent.filter((id) => known.has(id)))];
  const most = entity === 'deal' ? world.switches.number('labels-per-deal') : 0;
  if (most > 0 && kept.length > most)
    throw refuse('v2', 403, `Couldn't add the label. You've reached the limit of ${most} labels per deal.`);
  return kept;
}

/** The currency of a deal: an enabled one, else 400. */
export function readCurrency(world: World, sent: string | undefined, otherwise: string): string {
  if (sent === undefined || world.currencies.some((row) => row.code === sent && row.active)) return sent ?? otherwise;
  throw schemaFailed([`currency: The currency '${sent}' is not supported.`]);
}
