import type { z } from 'zod';
import { forbidden, schemaFailed } from '../core/errors.ts';
import type { Organization, User } from '../core/model.ts';
import type { Route } from '../core/route.ts';
import { ok, pathId, route } from '../core/route.ts';
import { filledText, list, looseObject, moment, object, text, whole } from '../core/schema.ts';
import type { World } from '../core/world.ts';
import { fresh, nowIso } from '../core/world.ts';
import { checkRequired, writeCustom } from '../rules/custom.ts';
import { readLabels, readOwner } from '../rules/references.ts';
import { readVisibility } from '../rules/visibility.ts';
import { organizationV2 } from '../views/records.ts';
import { addressBody, checkCleared, clearable, readAddress } from './bodies.ts';
import { organizationCounts } from './counts.ts';
import { crudRoutes, writable, zoneOf } from './crud.ts';

const details = ['website', 'linkedin', 'industry', 'annual_revenue', 'employee_count'] as const;
const shape = {
  owner_id: whole().optional(),
  visible_to: whole().optional(),
  label_ids: list(whole()).optional(),
  address: clearable(addressBody()),
  website: text().nullable().optional(),
  linkedin: text().nullable().optional(),
  industry: whole().nullable().optional(),
  annual_revenue: whole().nullable().optional(),
  employee_count: whole().nullable().optional(),
  custom_fields: looseObject().optional(),
};
const createBody = object({ name: filledText(), ...shape, add_time: moment().optional() });
const updateBody = object({ name: filledText().optional(), ...shape });
type Update = z.output<typeof updateBody>;

function readDetails(world: World, body: Update, before: Organization | null) {
  const sent = details.filter((key) => body[key] !== undefined);
  if (sent.length > 0 && world.switches.is('organization-details', 'off')) {
    throw schemaFailed(sent.map((key) => `${key}: Parameter '${key}' is not allowed for this request`));
  }
  const options = world.fields.organization.all().find((field) => field.code === 'industry')?.options ?? [];
  if (typeof body.industry === 'number' && !options.some((option) => option.id === body.industry)) {
    throw schemaFailed([`industry: Unknown option id '${body.industry}'`]);
  }
  const kept = <V>(value: V | null | undefined, old: V | null): V | null => (value === undefined ? old : value);
  return {
    website: kept(body.website, before?.website ?? null),
    linkedin: kept(body.linkedin, before?.linkedin ?? null),
    industry: kept(body.industry, before?.industry ?? null),
    annual_revenue: kept(body.annual_revenue, before?.annual_revenue ?? null),
    employee_count: kept(body.employee_count, before?.employee_count ?? null),
  };
}

function change(world: World, user: User, body: Update, before: Organization | null) {
  checkCleared(world, body, ['address'], 'object');
  return {
    ...readDetails(world, body, before),
    owner_id: readOwner(world, body.owner_id, before?.owner_id ?? user.id),
    visible_to: readVisibility(world, body.visible_to, before?.visible_to),
    label_ids: readLabels(world, 'organization', body.label_ids, before?.label_ids ?? []),
    address: readAddress(body.address, before?.address ?? null),
    custom: writeCustom(world, 'organization', before?.custom ?? {}, body.custom_fields, zoneOf(user)),
  };
}

export const organizationRoutes: readonly Route[] = [
  ...crudRoutes({
    path: '/organizations',
    noun: 'Organization',
    entity: 'organization',
    table: (world) => world.organizations,
    view: organizationV2,
    filters: {},
    keep: () => () => true,
    counts: organizationCounts,
  }),
  route({
    api: 'v2',
    method: 'POST',
    path: '/organizations',
    query: object({}),
    body: createBody,
    run: ({ world, user, body }) => {
      if (body.add_time !== undefined && !user.admin && world.switches.is('add-time-rights', 'admin')) throw forbidden();
      const made = change(world, user, { ...body, name: undefined }, null);
      checkRequired(world, 'organization', made.custom);
      const base = fresh(world, world.organizations.takeId(), body.add_time);
      const row: Organization = { ...base, ...made, name: body.name.trim(), followers: [], merged_into: null };
      return ok(organizationV2(world, world.organizations.insert(row, world.clock.now())));
    },
  }),
  route({
    api: 'v2',
    method: 'PATCH',
    path: '/organizations/{id}',
    query: object({}),
    body: updateBody,
    run: (call) => {
      const { world, user, body } = call;
      const before = writable(call, world.organizations, 'Organization', pathId('v2', call));
      const row = { ...before, ...change(world, user, body, before), name: body.name?.trim() ?? before.name, update_time: nowIso(world) };
      return ok(organizationV2(world, world.organizations.replace(row, world.clock.now())));
    },
  }),
];
