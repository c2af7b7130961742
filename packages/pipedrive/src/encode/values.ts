import { CutoverError, type FieldType, type TargetKey, type Value } from '@cutover/domain';
import type { Names } from '../names/names.ts';

/** What one value needs to be written: the account's names, and where it stands, for messages. */
export interface Context {
  readonly names: Names;
  /** `person.custom.lifecycle of client:C001` */
  readonly where: string;
}

/** A name of the plan that this account does not know. */
export const unbound = (context: Context, what: string): CutoverError =>
  new CutoverError('write-refused', `${context.where}: ${what} is not known in this account`, { data: { unbound: what } });

const misfit = (context: Context, value: Value, wanted: string): CutoverError =>
  new CutoverError('internal', `${context.where}: a ${value.t} value stands where ${wanted} belongs`);

export function textIn(value: Value, context: Context): string {
  if (value.t === 'text' || value.t === 'html' || value.t === 'address' || value.t === 'duration' || value.t === 'time') return value.v;
  throw misfit(context, value, 'a text');
}

export function numberIn(value: Value, context: Context): number {
  if (value.t === 'number' || value.t === 'money') return value.v;
  throw misfit(context, value, 'a number');
}

export function boolIn(value: Value, context: Context): boolean {
  if (value.t === 'bool') return value.v;
  throw misfit(context, value, 'yes or no');
}

export function dateIn(value: Value, context: Context): string {
  if (value.t === 'date') return value.v;
  throw misfit(context, value, 'a date');
}

/** `2026-03-08T14:00:00Z`: without fractions, which are refused in places. */
export function instantIn(value: Value, context: Context): string {
  if (value.t === 'instant') return value.v.replace(/\.\d+Z$/, 'Z');
  throw misfit(context, value, 'a point in time');
}

/** The same for v1: `2026-03-08 14:00:00`. */
export function v1TimeIn(value: Value, context: Context): string {
  return instantIn(value, context).replace('T', ' ').replace('Z', '');
}

export function contactsIn(value: Value, context: Context): { value: string; primary: boolean; label: string }[] {
  if (value.t !== 'contacts') throw misfit(context, value, 'mails or phones');
  return value.v.map((each) => ({ value: each.value, primary: each.primary, label: each.label }));
}

export function userIn(value: Value, context: Context): number {
  if (value.t !== 'user') throw misfit(context, value, 'a user');
  const id = context.names.userId(value.v);
  if (id === null) throw unbound(context, `the user ${value.v}`);
  return id;
}

export function recordIdOf(key: TargetKey, context: Context): number {
  const id = context.names.recordId(key);
  if (id === null) throw unbound(context, `the record ${key}`);
  return id;
}

export function refIn(value: Value, context: Context): number {
  if (value.t !== 'ref') throw misfit(context, value, 'another record');
  return recordIdOf(value.v, context);
}

/** The four values of `visible_to` (api-facts §9). */
export function visibleToIn(value: Value, context: Context): 1 | 3 | 5 | 7 {
  const number = numberIn(value, context);
  if (number === 1 || number === 3 || number === 5 || number === 7) return number;
  throw misfit(context, value, 'one of 1, 3, 5, 7');
}

const optionId = (label: string, optionOf: (label: string) => number | null, context: Context): number => {
  const id = optionOf(label);
  if (id === null) throw unbound(context, `the option "${label}"`);
  return id;
};

export function optionsIn(value: Value, optionOf: (label: string) => number | null, context: Context): number[] {
  const labels = value.t === 'options' ? value.v : value.t === 'option' ? [value.v] : null;
  if (labels === null) throw misfit(context, value, 'options');
  return [...new Set(labels.map((label) => optionId(label, optionOf, context)))];
}

export type CustomWire = string | number | number[] | { value: number; currency: string } | { value: string };

/** The wire value of a custom field by its type (api-facts §4.3). */
export function customIn(value: Value, type: FieldType, optionOf: (label: string) => number | null, context: Context): CustomWire {
  switch (type) {
    case 'varchar':
    case 'text':
    case 'phone':
      if (value.t === 'number') return String(value.v);
      if (value.t === 'date' || value.t === 'user' || value.t === 'option') return value.v;
      if (value.t === 'instant') return instantIn(value, context);
      return textIn(value, context);
    case 'double':
      return numberIn(value, context);
    case 'monetary':
      if (value.t === 'money') return { value: value.v, currency: value.currency };
      throw misfit(context, value, 'an amount of money');
    case 'date':
      return dateIn(value, context);
    case 'time': {
      const time = textIn(value, context);
      return { value: /^\d{2}:\d{2}$/.test(time) ? `${time}:00` : time };
    }
    case 'enum':
      if (value.t === 'option') return optionId(value.v, optionOf, context);
      throw misfit(context, value, 'an option');
    case 'set':
      return optionsIn(value, optionOf, context);
    case 'address':
      return { value: textIn(value, context) };
  }
}
