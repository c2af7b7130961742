import { isDate } from '../core/clock.ts';
import { badRequestV2, forbidden, schemaFailed, unknownFaultV2 } from '../core/errors.ts';
import type { CustomEntity, CustomValues, Field, Json } from '../core/model.ts';
import { addressParts } from '../core/model.ts';
import type { World } from '../core/world.ts';
import { limits } from '../data/plans.ts';
import { customFields } from './fields.ts';

type Context = { readonly world: World; readonly entity: CustomEntity; readonly field: Field; readonly zone: string };
/** A value that is wrong says why; `skip` leaves the key alone. */
type Read = { readonly value: Json } | { readonly wrong: string } | { readonly skip: true };

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const expected = ({ entity, field }: Context, kind: string): Read => ({
  wrong: `Expected '${kind}' as value for ${entity} custom field '${field.code}'`,
});
const collection: Read = { wrong: 'Invalid collection' };
const keysBeyond = (value: object, allowed: readonly string[]): string | undefined =>
  Object.keys(value).find((key) => !allowed.includes(key));

function readText(context: Context, value: unknown, most: number): Read {
  const { world, entity, field } = context;
  if (typeof value === 'object') return collection;
  if (typeof value !== 'string') return expected(context, 'string');
  if (value === '' && world.switches.is('empty-text', 'refused')) {
    return { wrong: `Expected non-empty 'string' as value for ${entity} custom field '${field.code}', use null to clear` };
  }
  if (value.length <= most) return { value };
  if (world.switches.is('long-text', 'truncated')) return { value: value.slice(0, most) };
  return { wrong: `Value for ${entity} custom field '${field.code}' is too long, at most ${most} characters` };
}

const readNumber = (context: Context, value: unknown): Read => {
  if (typeof value === 'object') return collection;
  return typeof value === 'number' && Number.isFinite(value) ? { value } : expected(context, 'number');
};

const readDate = (context: Context, value: unknown): Read => {
  if (typeof value === 'object') return collection;
  if (typeof value !== 'string') return expected(context, 'string');
  return isDate(value) ? { value } : { wrong: `'${context.field.code}': This value is not a valid date.` };
};

function readMonetary(context: Context, value: unknown): Read {
  if (!isObject(value)) return { wrong: "Monetary custom field value expected 'object'" };
  const extra = keysBeyond(value, ['value', 'currency']);
  if (extra !== undefined) return { wrong: `Unknown key '${extra}'` };
  const { value: amount, currency } = value;
  if (typeof amount !== 'number' || !Number.isFinite(amount)) return expected(context, 'number');
  if (typeof currency !== 'string') return expected(context, 'string');
  if (!context.world.currencies.some((row) => row.code === currency && row.active)) return { wrong: `Unknown currency '${currency}'` };
  return { value: { value: amount, currency } };
}

function readRange(context: Context, value: unknown): Read {
  if (!isObject(value)) return { wrong: "Daterange custom field value expected 'object'" };
  const extra = keysBeyond(value, ['value', 'until']);
  if (extra !== undefined) return { wrong: `Unknown key '${extra}'` };
  const from = readDate(context, value.value);
  const until = readDate(context, value.until);
  if (!('value' in from)) return from;
  return 'value' in until ? { value: { value: from.value, until: until.value } } : until;
}

const timeOfDay = (value: unknown): string | null => {
  if (typeof value !== 'string' || !/^([01]\d|2[0-3]):[0-5]\d(:[0-5]\d)?$/.test(value)) return null;
  return value.length === 5 ? `${value}:00` : value;
};

const isZone = (name: string): boolean => Intl.supportedValuesOf('timeZone').includes(name) || name === 'UTC';
/** A stable number for a zone, as Pipedrive numbers its zones; ours are places in the sorted list. */
const zoneId = (name: string): number => Intl.supportedValuesOf('timeZone').indexOf(name) + 1;

function readTime(context: Context, value: unknown, ranged: boolean): Read {
  const kind = ranged ? 'Timerange' : 'Time';
  if (!isObject(value)) return { wrong: `${kind} custom field value expected 'object'` };
  const extra = keysBeyond(value, ['value', 'timezone_id', 'timezone_name', ...(ranged ? ['until'] : [])]);
  if (extra !== undefined) return { wrong: `Unknown key '${extra}'` };
  const from = timeOfDay(value.value);
  const until = ranged ? timeOfDay(value.until) : '';
  if (from === null || until === null) return { wrong: `'${context.field.code}': This value is not a valid time.` };
  const named = value.timezone_name ?? zoneByNumber(value.timezone_id) ?? context.zone;
  if (typeof named !== 'string' || !isZone(named)) return { wrong: `'${context.field.code}': This value is not a valid timezone.` };
  return { value: { value: from, ...(ranged ? { until } : {}), timezone_id: zoneId(named), timezone_name: named } };
}

const zoneByNumber = (id: unknown): string | undefined =>
  typeof id === 'number' ? (Intl.supportedValuesOf('timeZone')[id - 1] ?? '?') : undefined;

function unknownOption(context: Context, id: number): Read {
  if (context.world.switches.is('unknown-option', 'dropped')) return { skip: true };
  return { wrong: `Unknown option id '${id}' for ${context.entity} custom field '${context.field.code}'` };
}

function readEnum(context: Context, value: unknown): Read {
  if (typeof value === 'object') return collection;
  if (typeof value !== 'number' || !Number.isInteger(value)) return expected(context, 'number');
  return context.field.options?.some((option) => option.id === value) ? { value } : unknownOption(context, value);
}

function readSet(context: Context, value: unknown): Read {
  if (!Array.isArray(value)) return expected(context, 'array');
  if (value.length === 0)
    return { wrong: `Expected non-empty 'array' as value for ${context.entity} custom field '${context.field.code}', use null to clear` };
  const ids: number[] = [];
  for (const each of value) {
    const read = readEnum(context, each);
    if ('wrong' in read) return read;
    if ('value' in read && typeof read.value === 'number' && !ids.includes(read.value)) ids.push(read.value);
  }
  return ids.length === 0 ? { skip: true } : { value: ids };
}

function readReference(context: Context, value: unknown): Read {
  if (typeof value === 'object') return collection;
  if (typeof value !== 'number' || !Number.isInteger(value)) return expected(context, 'number');
  const { world, field } = context;
  const found = field.type === 'user' ? world.users.get(value) : (field.type === 'org' ? world.organizations : world.persons).get(value);
  return found === undefined ? { wrong: `Unknown ${field.type} '${value}' for ${context.entity} custom field '${field.code}'` } : { value };
}

function readAddress(context: Context, value: unknown): Read {
  if (!isObject(value)) return { wrong: "Address custom field value expected 'object'" };
  const parts = [...addressParts, 'formatted_address'];
  const extra = keysBeyond(value, ['value', ...parts]);
  if (extra !== undefined) return { wrong: `Unknown key '${extra}'` };
  const { value: whole } = value;
  if (typeof whole !== 'string' || whole === '') return expected(context, 'string');
  const made: Record<string, Json> = { value: whole };
  for (const part of parts) {
    const each = value[part] ?? null;
    if (each !== null && typeof each !== 'string') return expected(context, 'string');
    made[part] = each;
  }
  return { value: made };
}

const readers: Readonly<Record<string, (context: Context, value: unknown) => Read>> = {
  varchar: (context, value) => readText(context, value, limits.shortText),
  varchar_auto: (context, value) => readText(context, value, limits.shortText),
  phone: (context, value) => readText(context, value, limits.shortText),
  text: (context, value) => readText(context, value, limits.longText),
  double: readNumber,
  monetary: readMonetary,
  date: readDate,
  daterange: readRange,
  time: (context, value) => readTime(context, value, false),
  timerange: (context, value) => readTime(context, value, true),
  enum: readEnum,
  set: readSet,
  user: readReference,
  org: readReference,
  people: readReference,
  address: readAddress,
};

/** One value by the type of its field; null clears it, where the switch `custom-null` lets it. */
function readValue(context: Context, value: unknown): Read {
  if (value === null) return context.world.switches.is('custom-null', 'clears') ? { value: null } : expected(context, 'string');
  return readers[context.field.type]?.(context, value) ?? expected(context, context.field.type);
}

/**
 * The custom values of a record after a write: what it had, with what was sent put over it (api-facts §4.3, §4.4).
 * @throws ApiError 400 naming everything that is wrong; 500 for a doubly wrapped map.
 */
export function writeCustom(
  world: World,
  entity: CustomEntity,
  before: CustomValues,
  sent: Readonly<Record<string, unknown>> | undefined,
  zone: string,
): CustomValues {
  if (sent === undefined) return before;
  if (isObject(sent.custom_fields)) throw unknownFaultV2();
  const entries = Object.entries(sent);
  if (entries.length === 0) return world.switches.is('empty-custom-fields', 'clears-all') ? {} : before;
  const { byCode } = customFields(world, entity);
  const after: Record<string, Json> = { ...before };
  const wrong: string[] = [];
  const place = (code: string) => (world.switches.is('custom-error-names', 'field-code') ? `custom_fields.${code}` : 'custom_fields');
  for (const [code, value] of entries) {
    const field = byCode.get(code);
    const read = field === undefined ? { wrong: `Unknown key '${code}'` } : readValue({ world, entity, field, zone }, value);
    if ('wrong' in read) wrong.push(`${field === undefined ? 'custom_fields' : place(code)}: ${read.wrong}`);
    else if ('value' in read && read.value === null) delete after[code];
    else if ('value' in read) after[code] = read.value;
  }
  if (wrong.length > 0) throw schemaFailed(wrong);
  return after;
}

/** A create without a field that is marked required (switch `required-fields`). */
export function checkRequired(world: World, entity: CustomEntity, values: CustomValues): void {
  if (!world.switches.is('required-fields', 'enforced')) return;
  for (const [code, field] of customFields(world, entity).byCode) {
    if (field.required_fields.enabled === true && (values[code] ?? null) === null)
      throw forbidden(`Required field '${field.name}' is empty.`);
  }
}

/** Reads `custom_fields=k1,k2`: at most fifteen keys. */
export function askedCustomKeys(asked: string | undefined): readonly string[] | undefined {
  if (asked === undefined) return undefined;
  const keys = asked.split(',').filter((key) => key !== '');
  if (keys.length > limits.customKeysPerRequest)
    throw badRequestV2(`custom_fields: at most ${limits.customKeysPerRequest} keys may be asked for`);
  return keys;
}
