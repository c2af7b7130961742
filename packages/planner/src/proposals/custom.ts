import {
  type AccountSnapshot,
  type ColumnProfile,
  type CustomEntity,
  type FieldAnswer,
  type FieldAs,
  type FieldType,
  normalName,
  type SourceObject,
  slugOf,
  type ValueType,
} from '@cutover/domain';
import { headerOf } from '../layout.ts';

/** The entity whose custom fields can hold columns of a table; null: none can (activities, notes and files have no custom fields). */
export function customEntityOf(object: SourceObject): CustomEntity | null {
  if (object === 'client') return 'person';
  if (object === 'company') return 'organization';
  return object === 'package' ? 'deal' : null;
}

const BY_TYPE: Readonly<Record<ValueType, FieldType>> = Object.freeze({
  text: 'varchar',
  longtext: 'text',
  html: 'text',
  id: 'varchar',
  name: 'varchar',
  mail: 'varchar',
  phone: 'phone',
  url: 'varchar',
  path: 'varchar',
  number: 'double',
  integer: 'double',
  money: 'monetary',
  percent: 'double',
  date: 'date',
  time: 'time',
  // Pipedrive has no type for date and time together (api-facts §4.3): as text nothing of it is lost.
  datetime: 'varchar',
  duration: 'double',
  boolean: 'enum',
  enum: 'enum',
  list: 'set',
  balance: 'varchar',
  currency: 'enum',
  zone: 'varchar',
  address: 'address',
  empty: 'varchar',
});

const MOST_OPTIONS = 200;

/** The custom field type that keeps all values of a column, by their profile: text that is too long for `varchar` becomes `text`. */
export function fieldTypeOf(profile: ColumnProfile): FieldType {
  const type = BY_TYPE[profile.type];
  const long = profile.length.max > 255;
  if (type === 'varchar' || type === 'phone' || type === 'address') return long && type === 'varchar' ? 'text' : type;
  if (type === 'enum' && (long || profile.values === null || profile.values.length > MOST_OPTIONS)) return long ? 'text' : 'varchar';
  return type;
}

const FIELD_KIND: Readonly<Record<FieldType, string>> = Object.freeze({
  varchar: 'text',
  text: 'long text',
  double: 'number',
  monetary: 'money',
  date: 'date',
  time: 'time',
  enum: 'single-select',
  set: 'multi-select',
  phone: 'phone',
  address: 'address',
});

export function kindOfField(type: FieldType): string {
  return FIELD_KIND[type];
}

/** A custom field of the account with the same name and type; built-in fields do not count. */
export function accountField(account: AccountSnapshot, entity: CustomEntity, name: string, type: FieldType): string | null {
  const wanted = normalName(name);
  const field = account.fields.find((one) => one.entity === entity && one.custom && normalName(one.name) === wanted && one.type === type);
  return field?.name ?? null;
}

export interface CustomAnswer {
  readonly answer: FieldAnswer;
  readonly type: FieldType;
  /** Name of the account's own field that is reused. */
  readonly reused: string | null;
}

/**
 * The custom field a column becomes: type from its values unless `as` names one, slug from its header, an existing field of the account where
 * name and type agree.
 */
export function customAnswer(account: AccountSnapshot, entity: CustomEntity, profile: ColumnProfile, as: FieldAs = {}): CustomAnswer {
  const header = headerOf(profile);
  const name = as.name ?? header.slice(0, 255);
  const wanted = as.type ?? fieldTypeOf(profile);
  const type: FieldType =
    (wanted === 'varchar' && profile.length.max > 255) ||
    (wanted === 'date' && !holdsDays(profile)) ||
    (wanted === 'enum' && as.options === undefined && !holdsChoices(profile))
      ? fieldTypeOf(profile)
      : wanted;
  const reused = accountField(account, entity, name, type);
  const separator = type === 'set' ? profile.reading.separator : undefined;
  return {
    type,
    reused,
    answer: {
      target: `${entity}.custom.${slugOf(name)}`,
      as: {
        ...as,
        name: reused ?? name,
        type,
        ...(profile.type === 'boolean' && type === 'enum' ? { options: ['Yes', 'No'] } : {}),
        ...(separator === undefined ? {} : { separator }),
        ...(reused === null ? {} : { existing: true }),
      },
    },
  };
}

/** Short values that come back: a select field even where many spellings of the same make them look like free text. */
function holdsChoices(profile: ColumnProfile): boolean {
  const { values, distinct, filled, length } = profile;
  return values !== null && values.length <= MOST_OPTIONS && length.max <= 80 && (distinct <= 0.7 * filled || distinct <= 5);
}

function holdsDays(profile: ColumnProfile): boolean {
  const days =
    (profile.matches.date ?? 0) + (profile.type === 'date' || profile.type === 'datetime' ? 1 : 0) + (profile.matches.datetime ?? 0);
  return days >= 0.8 || profile.type === 'empty';
}

/** A text field of the account that has the column's name: it can hold the values as they are written, though another type would suit them better. */
export function otherType(account: AccountSnapshot, entity: CustomEntity, profile: ColumnProfile): FieldAnswer[] {
  const wanted = normalName(headerOf(profile));
  const field = account.fields.find((one) => one.entity === entity && one.custom && normalName(one.name) === wanted);
  const type: FieldType | null =
    field?.type === 'text' ? 'text' : field?.type === 'varchar' && profile.length.max <= 255 ? 'varchar' : null;
  if (field === undefined || type === null) return [];
  return [{ target: `${entity}.custom.${slugOf(field.name)}`, as: { name: field.name, type, existing: true } }];
}
