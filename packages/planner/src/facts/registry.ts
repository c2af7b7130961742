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
  return { all: items, byId, find: lately((text) => (text === '' ? null : (byId(text) ?? search(text)))) };
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
}

/** `Chen, Maya`, `Maya Chen (maya@example.com)`. */
function asPerson<T>(text: string, { mails, names }: ByMailAndName<T>): T | null {
  const { full, mail } = readPerson(text);
  return mails.get(mail?.toLowerCase() ?? '') ?? names.get(normalName(full)) ?? null;
}

function byMailAndName<T>(items: readonly T[], namesOf: (item: T) => Names): ByMailAndName<T> {
  const mails = new Map<string, T>();
  const names = new Map<string, T>();
  const add = (map: Map<string, T>, key: string, item: T) => {
    if (key !== '' && !map.has(key)) map.set(key, item);
  };
  for (const item of items) {
    const known = namesOf(item);
    for (const mail of known.mails) add(mails, mail.toLowerCase(), item);
    for (const name of known.names) add(names, normalName(name), item);
  }
  return { mails, names };
}
