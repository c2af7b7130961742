import { normalName } from '@cutover/domain';
import { readPerson } from '@cutover/values';

/** Texts by which a record can be meant. */
export interface Names {
  readonly ids: readonly string[];
  readonly mails?: readonly string[];
  readonly names?: readonly string[];
}

/** Finds records by id, else by mail, else by a name that only one has. */
export interface Finder<E> {
  add(entry: E, by: Names): void;
  find(text: string): E | null;
  /** A text that means none, because it is a name that several have. */
  several(text: string): boolean;
  /** Several records have this name. */
  ambiguous(name: string): boolean;
  readonly all: readonly E[];
}

const MAIL = /[^\s<>(),;"']+@[^\s<>(),;"']+/;

/** The first to claim a key keeps it. */
function keep<E>(map: Map<string, E>, key: string, entry: E): void {
  if (!map.has(key)) map.set(key, entry);
}

export function createFinder<E>(): Finder<E> {
  const ids = new Map<string, E>();
  const mails = new Map<string, E>();
  // null: several records have this name, so it means none of them.
  const names = new Map<string, E | null>();
  const all: E[] = [];
  const addName = (name: string, entry: E): void => {
    if (name === '') return;
    const there = names.get(name);
    if (there === undefined) names.set(name, entry);
    else if (there !== entry) names.set(name, null);
  };
  const byName = (text: string): E | null => names.get(normalName(text)) ?? null;
  const ambiguous = (text: string): boolean => names.get(normalName(text)) === null;
  const find = (text: string): E | null => {
    const tidy = text.trim();
    const byId = ids.get(tidy) ?? ids.get(tidy.toLowerCase());
    if (byId !== undefined) return byId;
    const mail = tidy.includes('@') ? MAIL.exec(tidy)?.[0] : undefined;
    if (mail !== undefined) {
      const byMail = mails.get(mail.toLowerCase());
      if (byMail !== undefined) return byMail;
    }
    const named = byName(tidy);
    if (named !== null || !/[,@]/.test(tidy)) return named;
    const { full } = readPerson(tidy);
    return full === '' ? null : byName(full);
  };
  return {
    all,
    find,
    several: (text) => find(text) === null && (ambiguous(text) || (/[,@]/.test(text) && ambiguous(readPerson(text.trim()).full))),
    add(entry, by) {
      all.push(entry);
      for (const id of by.ids) {
        keep(ids, id, entry);
        keep(ids, id.toLowerCase(), entry);
      }
      for (const mail of by.mails ?? []) keep(mails, mail, entry);
      for (const name of by.names ?? []) addName(normalName(name), entry);
    },
    ambiguous,
  };
}

/** A text that is rather a reference than a name: `CO99`, `1042`, `C-17`, a UUID, a long code with digits and no blank. */
export function looksLikeId(text: string): boolean {
  const tidy = text.trim();
  if (/\s/.test(tidy)) return false;
  if (/^\p{L}{0,8}[-_.#:]?\d+$/u.test(tidy)) return true;
  if (/^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i.test(tidy)) return true;
  return tidy.length >= 12 && /\d/.test(tidy) && /^[\w-]+$/.test(tidy);
}
