import { normalName } from '@cutover/domain';

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
  const mails = new Map<string, T>();
  const names = new Map<string, T>();
  const add = (map: Map<string, T>, key: string, item: T) => {
    if (key !== '' && !map.has(key)) map.set(key, item);
  };
  for (const item of items) {
    const known = namesOf(item);
    add(ids, known.id, item);
    for (const mail of known.mails) add(mails, mail.toLowerCase(), item);
    for (const name of known.names) add(names, normalName(name), item);
  }
  return {
    all: items,
    byId: (id) => ids.get(id) ?? null,
    find: (text) => ids.get(text) ?? mails.get(text.toLowerCase()) ?? (names.size > 0 ? (names.get(normalName(text)) ?? null) : null),
  };
}
