import { normalName } from '@cutover/domain';
import { readPerson } from '@cutover/values';
import type { PlannerRow } from '../input.ts';

/** A row that is kept by the hundred thousand: its key is made when it is asked for. */
export interface Origin {
  readonly id: string;
  readonly file: string;
  /** Null where it is the plain one of file and id. */
  readonly ownKey: string | null;
}

export function ownKeyOf({ key, sourceId }: PlannerRow, file: string): string | null {
  return key === `${file}#${sourceId}` ? null : key;
}

export function keyOf({ id, file, ownKey }: Origin): string {
  return ownKey ?? `${file}#${id}`;
}

/** Things that other tables refer to by id, mail or name. */
export interface Registry<T> {
  readonly all: readonly T[];
  find(text: string): T | null;
  byId(id: string): T | null;
  /** Those that a text may mean where it is a name that several have, and neither an id nor a mail; else none. */
  several(text: string): readonly T[];
}

interface Names {
  readonly id: string;
  readonly names: readonly string[];
  readonly mails: readonly string[];
}

/** Ids first, then mails without case, then names without case and punctuation; the first row with a name keeps it. */
export function registry<T>(items: readonly T[], namesOf: (item: T) => Names): Registry<T> {
  const ids = new Map<string, T>();
  for (const item of items) {
    const { id } = namesOf(item);
    if (id !== '' && !ids.has(id)) ids.set(id, item);
  }
  // Where all that is looked for is an id, the other two are never made.
  let others: ByMailAndName<T> | null = null;
  const search = (text: string): T | null => {
    others ??= byMailAndName(items, namesOf);
    const { mails, names } = others;
    const found = mails.get(text.toLowerCase()) ?? (names.size > 0 ? (names.get(normalName(text)) ?? null) : null);
    return found ?? (/[,@]/.test(text) ? asPerson(text, others) : null);
  };
  const byId = lately((id) => ids.get(id) ?? null);
  const several = (text: string): readonly T[] => {
    if (text === '' || byId(text) !== null) return [];
    others ??= byMailAndName(items, namesOf);
    return others.shared.size === 0 ? [] : bearersOf(text, others);
  };
  return { all: items, byId, several, find: lately((text) => (text === '' ? null : (byId(text) ?? search(text)))) };
}

/** With the last answer at hand: each cell of a link is looked for several times in a row. */
function lately<T>(ask: (text: string) => T): (text: string) => T {
  let last: { readonly text: string; readonly answer: T } | null = null;
  return (text) => {
    if (last === null || last.text !== text) last = { text, answer: ask(text) };
    return last.answer;
  };
}

interface ByMailAndName<T> {
  readonly mails: ReadonlyMap<string, T>;
  readonly names: ReadonlyMap<string, T>;
  /** All that have a name, where they are several. */
  readonly shared: ReadonlyMap<string, readonly T[]>;
}

/** `Chen, Maya`, `Maya Chen (maya@example.com)`. */
function asPerson<T>(text: string, { mails, names }: ByMailAndName<T>): T | null {
  const { full, mail } = readPerson(text);
  return mails.get(mail?.toLowerCase() ?? '') ?? names.get(normalName(full)) ?? null;
}

function bearersOf<T>(text: string, { mails, names, shared }: ByMailAndName<T>): readonly T[] {
  if (mails.has(text.toLowerCase())) return [];
  const name = normalName(text);
  if (names.has(name)) return shared.get(name) ?? [];
  if (!/[,@]/.test(text)) return [];
  const { full, mail } = readPerson(text);
  return mails.has(mail?.toLowerCase() ?? '') ? [] : (shared.get(normalName(full)) ?? []);
}

function byMailAndName<T>(items: readonly T[], namesOf: (item: T) => Names): ByMailAndName<T> {
  const mails = new Map<string, T>();
  const names = new Map<string, T>();
  const shared = new Map<string, T[]>();
  const addName = (key: string, item: T) => {
    const first = key === '' ? item : names.get(key);
    if (first === undefined) names.set(key, item);
    else if (first !== item) {
      const bearers = shared.get(key);
      if (bearers === undefined) shared.set(key, [first, item]);
      else bearers.push(item);
    }
  };
  for (const item of items) {
    const known = namesOf(item);
    for (const mail of known.mails) if (mail !== '' && !mails.has(mail.toLowerCase())) mails.set(mail.toLowerCase(), item);
    for (const name of known.names) addName(normalName(name), item);
  }
  return { mails, names, shared };
}
