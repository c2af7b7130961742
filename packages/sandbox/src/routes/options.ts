import { badRequestV2, schemaFailed } from '../core/errors.ts';
import type { CustomEntity, Field, FieldEntity, Option } from '../core/model.ts';
import type { Route } from '../core/route.ts';
import { ok, route } from '../core/route.ts';
import { filledText, list, object, whole } from '../core/schema.ts';
import type { World } from '../core/world.ts';
import { nowIso } from '../core/world.ts';
import { limits } from '../data/plans.ts';
import { isLabelField, takeOptionId } from '../rules/fields.ts';
import { dropLabels, dropValues, withoutOptions } from '../rules/options.ts';

type Find = (world: World, entity: FieldEntity, code: string | undefined) => Field;
const label = () => filledText().max(limits.shortText, 'This value is too long. It should have 255 characters or less.');
const answer = (options: readonly Option[]) =>
  ok(
    options.map(({ id, label: text }) => ({ id, label: text })),
    { additional_data: null },
  );

function optionsOf(world: World, field: Field): readonly Option[] {
  const allowed = field.custom || (isLabelField(field) && world.switches.is('label-options-v2', 'accepted'));
  if (!allowed || field.options === null) throw badRequestV2('Options of this field cannot be changed');
  return field.options;
}

/** @throws ApiError 400 when one of the ids is unknown; then nothing is changed (api-facts §4.2). */
function checkIds(options: readonly Option[], ids: readonly number[]): void {
  const missing = ids.filter((id) => !options.some((option) => option.id === id));
  if (missing.length > 0) throw badRequestV2(`Unknown option id: ${missing.join(', ')}`);
}

function checkLabels(world: World, options: readonly Option[]): void {
  if (options.length > limits.optionsPerField) throw schemaFailed([`options: at most ${limits.optionsPerField} options are allowed`]);
  const repeated = new Set(options.map((option) => option.label)).size < options.length;
  if (repeated && world.switches.is('option-labels', 'unique')) throw badRequestV2('Option labels must be unique');
}

function store(world: World, entity: CustomEntity, field: Field, options: readonly Option[], deleted: readonly Option[] = []): void {
  checkLabels(world, options);
  const row = { ...field, options, options_deleted: [...field.options_deleted, ...deleted], update_time: nowIso(world) };
  world.fields[entity].replace(row, world.clock.now());
}

/** Options of a custom field: added, renamed and deleted by bare arrays, all or nothing. */
export function optionRoutes(entity: CustomEntity, base: string, find: Find): readonly Route[] {
  const path = `${base}/{field_code}/options`;
  const some = 'This collection should contain 1 element or more.';
  return [
    route({
      api: 'v2',
      method: 'POST',
      path,
      admin: true,
      query: object({}),
      body: list(object({ label: label() })).min(1, some),
      run: ({ world, params, body }) => {
        const field = find(world, entity, params.field_code);
        const options = optionsOf(world, field);
        const made = body.map((each) => ({ id: takeOptionId(world), label: each.label }));
        store(world, entity, field, [...options, ...made]);
        return answer(made);
      },
    }),
    route({
      api: 'v2',
      method: 'PATCH',
      path,
      admin: true,
      query: object({}),
      body: list(object({ id: whole(), label: label() })).min(1, some),
      run: ({ world, params, body }) => {
        const field = find(world, entity, params.field_code);
        const options = optionsOf(world, field);
        checkIds(
          options,
          body.map((each) => each.id),
        );
        const named = new Map<number | string, string>(body.map((each) => [each.id, each.label]));
        const changed = options.map((option) => ({ ...option, label: named.get(option.id) ?? option.label }));
        store(world, entity, field, changed);
        return answer(changed.filter((option) => named.has(option.id)));
      },
    }),
    route({
      api: 'v2',
      method: 'DELETE',
      path,
      admin: true,
      query: object({}),
      body: list(object({ id: whole() })).min(1, some),
      run: ({ world, params, body }) => {
        const field = find(world, entity, params.field_code);
        const options = optionsOf(world, field);
        const ids = body.map((each) => each.id);
        checkIds(options, ids);
        return answer(removeOptions(world, entity, field, new Set(ids)));
      },
    }),
  ];
}

/** Takes options away; values that pointed at them are emptied or kept (switch `delete-used-option`). */
export function removeOptions(world: World, entity: CustomEntity, field: Field, gone: ReadonlySet<number | string>): readonly Option[] {
  const options = field.options ?? [];
  const removed = options.filter((option) => gone.has(option.id));
  store(
    world,
    entity,
    field,
    options.filter((option) => !gone.has(option.id)),
    removed,
  );
  if (world.switches.is('delete-used-option', 'clears')) {
    if (isLabelField(field)) dropLabels(world, entity, gone);
    else dropValues(world, entity, field.code, (value) => withoutOptions(value, gone));
  }
  return removed;
}
