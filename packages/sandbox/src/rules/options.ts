import type { CustomEntity, CustomValues, Json } from '../core/model.ts';
import type { World } from '../core/world.ts';

/**
 * Changes what every record of an entity holds under one custom key; `undefined` from `change` empties it. Does not touch update_time,
 * for the records were not written to.
 */
export function dropValues(world: World, entity: CustomEntity, code: string, change: (value: Json) => Json | undefined): void {
  const at = world.clock.now();
  const without = (custom: CustomValues): CustomValues => {
    const { [code]: value = null, ...rest } = custom;
    const next = change(value);
    return next === undefined ? rest : { ...rest, [code]: next };
  };
  if (entity === 'person')
    for (const row of world.persons.all()) if (code in row.custom) world.persons.replace({ ...row, custom: without(row.custom) }, at);
  if (entity === 'deal')
    for (const row of world.deals.all()) if (code in row.custom) world.deals.replace({ ...row, custom: without(row.custom) }, at);
  if (entity === 'organization') {
    for (const row of world.organizations.all())
      if (code in row.custom) world.organizations.replace({ ...row, custom: without(row.custom) }, at);
  }
}

/** A value without the options that are gone. */
export function withoutOptions(value: Json, gone: ReadonlySet<number | string>): Json | undefined {
  if (Array.isArray(value)) {
    const left = value.filter((id) => !(typeof id === 'number' && gone.has(id)));
    return left.length === 0 ? undefined : left;
  }
  return typeof value === 'number' && gone.has(value) ? undefined : value;
}

/** Takes labels that are gone off every record of an entity. */
export function dropLabels(world: World, entity: CustomEntity, gone: ReadonlySet<number | string>): void {
  const at = world.clock.now();
  const left = (ids: readonly number[]) => ids.filter((id) => !gone.has(id));
  const hit = (ids: readonly number[]) => ids.some((id) => gone.has(id));
  if (entity === 'person')
    for (const row of world.persons.all()) if (hit(row.label_ids)) world.persons.replace({ ...row, label_ids: left(row.label_ids) }, at);
  if (entity === 'deal')
    for (const row of world.deals.all()) if (hit(row.label_ids)) world.deals.replace({ ...row, label_ids: left(row.label_ids) }, at);
  if (entity === 'organization') {
    for (const row of world.organizations.all())
      if (hit(row.label_ids)) world.organizations.replace({ ...row, label_ids: left(row.label_ids) }, at);
  }
}
