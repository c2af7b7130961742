import type { Line } from '../mcp/reads.ts';
import { bestOf, fitOf } from './names.ts';

/** A decision as the guide knows it: its line, what people call it, and what it is part of. */
export interface Entry {
  readonly line: Line;
  readonly name: string;
  readonly names: readonly string[];
  /** The source object, such as `client`; null for settings of the whole migration. */
  readonly object: string | null;
  /** The file of a column or of an object decision. */
  readonly file: string | null;
}

export interface Book {
  readonly entries: readonly Entry[];
  /** Entries of these kinds that a phrase names, narrowed by a file or object in it (`Coach of packages`). */
  readonly find: (phrase: string, kinds?: readonly string[]) => readonly Entry[];
}

const QUOTED = /"([\s\S]*)"/;

/** All decisions, findable by name. */
export function bookOf(lines: readonly Line[]): Book {
  const objectOf = new Map<string, string>();
  for (const line of lines) {
    const object = (line.answer ?? line.proposal)?.object;
    if (line.kind === 'object' && typeof object === 'string') objectOf.set(line.id.slice('object:'.length), object);
  }
  const entries = lines.map((line) => entryOf(line, objectOf));
  return Object.freeze({ entries, find: (phrase: string, kinds?: readonly string[]) => find(entries, phrase, kinds) });
}

function entryOf(line: Line, objects: ReadonlyMap<string, string>): Entry {
  const quoted = QUOTED.exec(line.about)?.[1] ?? null;
  const column = /^column "[\s\S]*" of (.+)$/.exec(line.about)?.[1] ?? null;
  if (column !== null && quoted !== null) {
    return { line, name: quoted, names: [quoted], object: objects.get(column) ?? null, file: column };
  }
  const [, object = null, rest = null] = /^[^:]+:([^:]+)(?::([\s\S]+))?$/.exec(line.id) ?? [];
  if (line.kind === 'object') {
    const file = line.id.slice('object:'.length);
    return { line, name: file, names: [file, file.replace(/\.[a-z]+$/i, '')], object: objects.get(file) ?? null, file };
  }
  const name = quoted ?? rest ?? object ?? line.kind.replaceAll('-', ' ');
  const names = [name, ...(rest === null ? [] : [rest]), line.kind.replaceAll('-', ' '), line.id];
  return { line, name, names: rest === null ? names : names.filter((one) => one !== line.kind.replaceAll('-', ' ')), object, file: null };
}

/** Words that only say what sort of thing is meant. */
const SORT_BEFORE = /^(the )?(column|field|value|session type|type|status|coach|file|decision( about)?) /i;
const SORT_AFTER = / (column|field|value|sessions?|ones|type|status|file|records|decision)$/i;

function find(entries: readonly Entry[], phrase: string, kinds?: readonly string[]): readonly Entry[] {
  const allowed = kinds === undefined ? entries : entries.filter(({ line }) => kinds.includes(line.kind));
  for (const text of [phrase, phrase.replace(SORT_AFTER, ''), phrase.replace(SORT_BEFORE, '')]) {
    const found = bestOf(text, allowed, ({ names }) => names);
    if (found.length > 0) return found;
    for (const [what, where] of splits(text)) {
      const inside = allowed.filter((entry) => isIn(entry, where));
      const narrowed = bestOf(what, inside, ({ names }) => names);
      if (narrowed.length > 0) return narrowed;
    }
  }
  return [];
}

/** `Coach of packages`, `packages' Coach`, `packages.Coach` → [Coach, packages] */
function splits(text: string): readonly (readonly [string, string])[] {
  const found: (readonly [string, string])[] = [];
  for (const match of text.matchAll(/ (?:of|in|from|on) (?:the )?/gi)) {
    found.push([text.slice(0, match.index), text.slice(match.index + match[0].length)]);
  }
  const owned = /^(.+?)(?:'s?|\.(?!csv|json|xlsx)) ?(.+)$/.exec(text);
  if (owned?.[1] !== undefined && owned[2] !== undefined) found.push([owned[2], owned[1]]);
  return found;
}

/** Whether an entry belongs to a file or object called so. */
export function isIn(entry: Entry, where: string): boolean {
  const places = [entry.object, entry.file, entry.file?.replace(/\.[a-z]+$/i, '') ?? null].filter((place) => place !== null);
  return places.some((place) => {
    const fit = fitOf(where, place);
    return fit !== null && fit <= 2;
  });
}

/** How an entry is named so that no other is meant: `Coach (packages.csv)`. */
export function labelOf(entry: Entry): string {
  if (entry.file !== null && entry.line.kind !== 'object') return `${entry.name} (${entry.file})`;
  return entry.object === null || entry.line.kind === 'object'
    ? entry.name
    : `${entry.name} (${entry.object}, ${entry.line.kind.replaceAll('-', ' ')})`;
}
