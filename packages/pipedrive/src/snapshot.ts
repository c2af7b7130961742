import {
  type AccountField,
  AccountSnapshot,
  type AccountUser,
  CUSTOM_ENTITIES,
  type CustomEntity,
  normalName,
  SOURCE_ID_FIELD,
} from '@cutover/domain';
import type { Door } from './door.ts';
import { collect, type Unreadable } from './pages.ts';
import type { WireField, WireUser } from './wire/account.ts';

/** What `readSnapshot` could not read, beside the snapshot itself. */
export interface SnapshotReading {
  readonly snapshot: AccountSnapshot;
  readonly unreadable: readonly (Unreadable & { readonly list: string })[];
  /** Requests and tokens this took. */
  readonly tokens: number;
}

/** Admin of deals or of the whole account (api-facts §9). */
export const isAdmin = (user: Pick<WireUser, 'is_admin' | 'access'>): boolean =>
  user.is_admin === true ||
  user.is_admin === 1 ||
  (user.access ?? []).some((access) => access.admin === true && (access.app === 'global' || access.app === 'account_settings'));

const userOf = (user: WireUser): AccountUser => ({
  id: user.id,
  name: user.name,
  mail: user.email.trim().toLowerCase(),
  active: user.active_flag !== false && user.is_deleted !== true,
  admin: isAdmin(user),
});

const fieldOf = (entity: CustomEntity, field: WireField): AccountField => ({
  entity,
  key: field.field_code,
  name: field.field_name,
  type: field.field_type,
  custom: field.is_custom_field,
  options: (field.options ?? []).map(({ id, label }) => ({ id, label })),
});

/** Key of the entity's "Source System ID" field, if the account has one. */
function sourceIdKey(fields: readonly AccountField[], entity: CustomEntity): string | null {
  const wanted = normalName(SOURCE_ID_FIELD.name);
  return fields.find((field) => field.custom && field.entity === entity && normalName(field.name) === wanted)?.key ?? null;
}

function sourceIdOf(custom: Readonly<Record<string, unknown>> | null | undefined, key: string | null): string | null {
  const value = key === null ? undefined : custom?.[key];
  return typeof value === 'string' && value !== '' ? value : null;
}

/** Only the source id is asked for among the custom fields: it keeps the pages small. */
const narrowed = (key: string | null) => (key === null ? {} : { custom_fields: [key] });

const valuesOf = (list: readonly { value?: string | null | undefined }[] | null | undefined): string[] =>
  (list ?? []).flatMap((each) => (each.value === null || each.value === undefined || each.value === '' ? [] : [each.value]));

/**
 * Everything of an account that planning needs: users, fields, pipelines, stages, activity types, currencies, and persons, organizations and deals
 * (archived ones too), each listed once. Items that cannot be read are told, not dropped in silence.
 * @throws CutoverError
 */
export async function readSnapshotFully(door: Door): Promise<SnapshotReading> {
  const before = door.budget().spent;
  const unreadable: (Unreadable & { list: string })[] = [];
  const take: Take = (list, page) => {
    for (const each of page.unreadable) unreadable.push({ ...each, list });
    return page.items;
  };
  const snapshot = await withRecords(door, await settingsOf(door, take), take);
  return { snapshot, unreadable, tokens: door.budget().spent - before };
}

type Take = <T>(list: string, page: { items: readonly T[]; unreadable: readonly Unreadable[] }) => readonly T[];

/** What an account is like without its persons, organizations and deals: as a snapshot that has none of them. */
async function settingsOf(door: Door, take: Take): Promise<AccountSnapshot> {
  const me = await door.me();
  const [users, fieldLists, pipelines, stages, types, currencies] = await Promise.all([
    door.users(),
    Promise.all(CUSTOM_ENTITIES.map(async (entity) => ({ entity, page: await door.fields.list(entity) }))),
    door.pipelines.list(),
    door.stages.list(),
    door.activityTypes.list(),
    door.currencies(),
  ]);
  const fields = fieldLists.flatMap(({ entity, page }) => take(`${entity} fields`, page).map((field) => fieldOf(entity, field)));
  return AccountSnapshot.parse({
    company: { id: me.company_id, domain: me.company_domain, name: me.company_name },
    me: {
      id: me.id,
      mail: me.email.trim().toLowerCase(),
      admin: isAdmin(me),
      defaultCurrency: me.default_currency ?? '',
      timezone: me.timezone_name ?? '',
    },
    users: take('users', users).map(userOf),
    fields,
    pipelines: take('pipelines', pipelines).flatMap(({ id, name, is_deleted }) => (is_deleted === true ? [] : [{ id, name }])),
    stages: take('stages', stages).flatMap(({ id, name, pipeline_id, order_nr, is_deleted }) =>
      is_deleted === true ? [] : [{ id, name, pipelineId: pipeline_id, order: order_nr ?? 0 }],
    ),
    activityTypes: take('activity types', types).map(({ id, name, key_string, icon_key, active_flag }) => ({
      id,
      name,
      key: key_string,
      icon: icon_key ?? '',
      active: active_flag !== false,
    })),
    currencies: take('currencies', currencies).flatMap(({ code, active_flag }) => (active_flag === false ? [] : [code])),
    persons: [],
    organizations: [],
    deals: [],
  });
}

async function withRecords(door: Door, settings: AccountSnapshot, take: Take): Promise<AccountSnapshot> {
  const { fields } = settings;
  const keys = {
    person: sourceIdKey(fields, 'person'),
    organization: sourceIdKey(fields, 'organization'),
    deal: sourceIdKey(fields, 'deal'),
  };
  const [persons, organizations, deals, archived] = await Promise.all([
    collect(door.persons.pages(narrowed(keys.person))),
    collect(door.organizations.pages(narrowed(keys.organization))),
    collect(door.deals.pages(narrowed(keys.deal))),
    collect(door.deals.archivedPages(narrowed(keys.deal))),
  ]);
  const allDeals = new Map([...take('deals', deals), ...take('archived deals', archived)].map((deal) => [deal.id, deal]));
  return AccountSnapshot.parse({
    ...settings,
    persons: take('persons', persons).map((person) => ({
      id: person.id,
      name: person.name ?? '',
      mails: valuesOf(person.emails),
      phones: valuesOf(person.phones),
      orgId: person.org_id ?? null,
      sourceId: sourceIdOf(person.custom_fields, keys.person),
    })),
    organizations: take('organizations', organizations).map((organization) => ({
      id: organization.id,
      name: organization.name ?? '',
      sourceId: sourceIdOf(organization.custom_fields, keys.organization),
    })),
    deals: [...allDeals.values()].map((deal) => ({
      id: deal.id,
      title: deal.title ?? '',
      status: deal.status ?? '',
      sourceId: sourceIdOf(deal.custom_fields, keys.deal),
    })),
  });
}

/** `readSnapshotFully` without the account of how it went. @throws CutoverError */
export async function readSnapshot(door: Door): Promise<AccountSnapshot> {
  return (await readSnapshotFully(door)).snapshot;
}

const read: Take = (_, page) => page.items;

/** The first half of `readSnapshot`: a snapshot without records, for whoever keeps it in case the second half is broken off. @throws CutoverError */
export const readSettings = (door: Door): Promise<AccountSnapshot> => settingsOf(door, read);

/** The second half: the same snapshot with its persons, organizations and deals. @throws CutoverError */
export const readRecords = (door: Door, settings: AccountSnapshot): Promise<AccountSnapshot> => withRecords(door, settings, read);
