import { type Entity, type FieldType, Instant, Mail, type Value } from '@cutover/domain';
import { z } from 'zod';
import type { NamedField, Names } from '../names/names.ts';
import type { WireAddress, WireContact } from '../wire/answers.ts';

/** What a wire value says in the plan's vocabulary; undefined: the record does not hold it. */
export type Read = Value | undefined;

type Maybe<T> = T | null | undefined;

export const textOf = (text: Maybe<string>): Read =>
  text === null || text === undefined || text === '' ? undefined : { t: 'text', v: text };
export const htmlOf = (text: Maybe<string>): Read =>
  text === null || text === undefined || text === '' ? undefined : { t: 'html', v: text };
export const numberOf = (number: Maybe<number>): Read => (number === null || number === undefined ? undefined : { t: 'number', v: number });
export const boolOf = (flag: Maybe<boolean>): Read => (flag === null || flag === undefined ? undefined : { t: 'bool', v: flag });

/** `0000-00-00` is how an emptied date is stored (api-facts §11 #7). */
export const dateOf = (text: Maybe<string>): Read =>
  text === null || text === undefined || text === '' || text.startsWith('0000') ? undefined : { t: 'date', v: text.slice(0, 10) };

/** `HH:MM` when there are no seconds, as answers show both forms (api-facts §3.4). */
const clock = (text: string): string => text.replace(/^(\d{2}:\d{2}):00$/, '$1');
export const timeOf = (text: Maybe<string>): Read =>
  text === null || text === undefined || text === '' ? undefined : { t: 'time', v: clock(text) };
export const durationOf = (text: Maybe<string>): Read =>
  text === null || text === undefined || text === '' ? undefined : { t: 'duration', v: clock(text) };

/** v2 (`…T…Z`) and v1 (`YYYY-MM-DD HH:MM:SS`, UTC) times alike. */
export function instantOf(text: Maybe<string>): Read {
  if (text === null || text === undefined || text === '' || text.startsWith('0000')) return undefined;
  const iso = /^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}$/.test(text) ? `${text.replace(' ', 'T')}Z` : text.replace(/\.\d+Z$/, 'Z');
  const known = Instant.safeParse(iso);
  if (known.success) return { t: 'instant', v: known.data };
  const time = Date.parse(iso);
  return Number.isNaN(time) ? { t: 'text', v: text } : { t: 'instant', v: new Date(time).toISOString().replace(/\.\d{3}Z$/, 'Z') };
}

export function contactsOf(list: Maybe<readonly WireContact[]>): Read {
  const contacts = (list ?? []).flatMap((each) => {
    const value = each.value ?? '';
    return value === ''
      ? []
      : [
          {
            value,
            label: each.label === null || each.label === undefined || each.label === '' ? 'work' : each.label,
            primary: each.primary === true,
          },
        ];
  });
  return contacts.length === 0 ? undefined : { t: 'contacts', v: contacts };
}

export const addressOf = (address: Maybe<WireAddress>): Read => {
  const value = address?.value ?? '';
  return value === '' ? undefined : { t: 'address', v: value };
};

/** A user nobody knows any more stays visible as a difference. */
export function userOf(id: Maybe<number>, names: Names): Read {
  if (id === null || id === undefined) return undefined;
  const mail = Mail.safeParse(names.userMail(id));
  return mail.success ? { t: 'user', v: mail.data } : { t: 'text', v: `user ${id}` };
}

export function refOf(entity: Entity, id: Maybe<number>, names: Names): Read {
  if (id === null || id === undefined) return undefined;
  const key = names.keyOfRecord(entity, id);
  return key === null ? { t: 'text', v: `${entity} ${id}` } : { t: 'ref', v: key };
}

export function optionsOf(ids: Maybe<readonly number[]>, labelOf: (id: number) => string | null): Read {
  if (ids === null || ids === undefined || ids.length === 0) return undefined;
  return { t: 'options', v: ids.map((id) => labelOf(id) ?? `option ${id}`) };
}

const Amount = z.looseObject({ value: z.number().nullish(), currency: z.string().nullish() });
const Worded = z.looseObject({ value: z.string().nullish() });
const Ids = z.array(z.number());

function moneyOf(wire: unknown): Read {
  const { success, data } = Amount.safeParse(wire);
  if (!success || data.value === null || data.value === undefined) return undefined;
  return typeof data.currency === 'string' && data.currency.length === 3
    ? { t: 'money', v: data.value, currency: data.currency }
    : { t: 'number', v: data.value };
}

const wordsOf = (wire: unknown): string | null => {
  if (typeof wire === 'string') return wire;
  const parsed = Worded.safeParse(wire);
  return parsed.success ? (parsed.data.value ?? null) : null;
};

const READERS: Readonly<Record<FieldType, (wire: unknown, field: NamedField) => Read>> = {
  varchar: (wire) => textOf(wordsOf(wire)),
  text: (wire) => textOf(wordsOf(wire)),
  phone: (wire) => textOf(wordsOf(wire)),
  double: (wire) => (typeof wire === 'number' ? numberOf(wire) : undefined),
  monetary: moneyOf,
  date: (wire) => dateOf(wordsOf(wire)),
  time: (wire) => timeOf(wordsOf(wire)),
  enum: (wire, field) => (typeof wire === 'number' ? { t: 'option', v: field.optionLabel(wire) ?? `option ${wire}` } : undefined),
  set: (wire, field) => {
    const ids = Ids.safeParse(wire);
    return ids.success ? optionsOf(ids.data, field.optionLabel) : undefined;
  },
  address: (wire) => {
    const words = wordsOf(wire);
    return words === null || words === '' ? undefined : { t: 'address', v: words };
  },
};

/** A custom field's value by its type; what does not have the type's form is shown as text, so that a difference is seen. */
export function customOf(wire: unknown, field: NamedField): Read {
  if (wire === null || wire === undefined) return undefined;
  const read = READERS[field.type](wire, field);
  if (read !== undefined) return read;
  const empty = wire === '' || (Array.isArray(wire) && wire.length === 0) || wordsOf(wire) === '' || isBlankObject(wire);
  return empty ? undefined : { t: 'text', v: JSON.stringify(wire) };
}

/** `{value: null, …}`: how an unset address, amount or time may look. */
function isBlankObject(wire: unknown): boolean {
  return typeof wire === 'object' && wire !== null && !Array.isArray(wire) && 'value' in wire && (wire.value === null || wire.value === '');
}
