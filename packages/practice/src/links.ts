import type { Link, SourceObject } from '@cutover/domain';
import type { ColumnStats } from './column-stats.ts';
import type { Concept } from './concepts.ts';
import { namedObjects } from './id-column.ts';
import type { Scan } from './scan.ts';
import type { Sketch } from './sketch.ts';

/** A file as a place that others may refer to. */
export interface Known {
  readonly scan: Scan;
  readonly object: SourceObject | null;
  readonly idColumn: number | null;
}

interface Key {
  readonly known: Known;
  readonly column: ColumnStats;
  readonly by: Link['by'];
  readonly sketch: Sketch;
  /** Small whole numbers are found everywhere: only a header that names the object makes them a link. */
  readonly weak: boolean;
}

const NAMES: readonly Concept[] = ['name', 'client', 'company', 'coach', 'tag', 'file-name', 'package'];
/** Only these have mail addresses of their own: in any other file an address refers to somebody. */
const HAVE_MAIL: ReadonlySet<SourceObject | null> = new Set(['client', 'coach', 'company', null]);
const LEAST = 0.5;
const MANY_NAMES = 5;

const isName = (column: ColumnStats): boolean =>
  NAMES.some((concept) => (column.meanings.get(concept) ?? 0) >= 0.65) && column.share('id') < 0.5;

/** Whole names where they stand in two columns; the link leads to the first name. */
function peopleKey(known: Known): Key[] {
  const { people, columns } = known.scan;
  const column = people === null ? undefined : columns[people.first];
  return people === null || column === undefined ? [] : [{ known, column, by: 'name', sketch: people.names, weak: false }];
}

function keysOf(known: Known): Key[] {
  const own = known.scan.columns.flatMap((column): Key[] => {
    if (column.filled === 0 || column.filled < 0.5 * column.rows) return [];
    const unique = !column.distinctExact || column.distinct >= 0.9 * column.filled;
    const by = (kind: Link['by'], sketch: Sketch, weak = false): Key[] => [{ known, column, by: kind, sketch, weak }];
    if (column.index === known.idColumn) return by('id', column.keys.ids, column.share('integer') > 0.9);
    // What names another object refers to it: the client's mail in a file of sessions is no key of the sessions.
    const named = namedObjects(column);
    if (known.object !== null && named.length > 0 && !named.includes(known.object)) return [];
    if (!unique || column.keys.lists > 0.1 * column.filled) return [];
    const { type } = column.profile();
    if (type === 'mail') return HAVE_MAIL.has(known.object) ? by('mail', column.keys.mails) : [];
    // Names of people show themselves, whatever their column is called; a few of them may be anything.
    const shown = type === 'path' || (type === 'name' && column.distinct >= MANY_NAMES);
    return isName(column) || shown ? by('name', column.keys.names) : [];
  });
  return [...own, ...peopleKey(known)];
}

function overlapOf(column: ColumnStats, key: Key): number {
  const mine = key.by === 'id' ? column.keys.ids : key.by === 'mail' ? column.keys.mails : column.keys.names;
  return mine.shareFoundIn(key.sketch);
}

/** How well the header of a referring column fits the file that it may refer to. */
function nameFit(column: ColumnStats, key: Key): number {
  const object = key.known.object;
  if (object === null) return 0;
  const named = namedObjects(column);
  if (named.includes(object)) return 1;
  const hinted: Partial<Record<SourceObject, readonly Concept[]>> = {
    coach: ['author'],
    tag: ['parent', 'tags'],
    client: ['members'],
    file: ['file-name', 'path'],
  };
  if (hinted[object]?.some((concept) => (column.meanings.get(concept) ?? 0) >= 0.5)) return 1;
  return named.length > 0 ? -1 : 0;
}

interface Candidate {
  readonly key: Key;
  readonly overlap: number;
  readonly worth: number;
}

function candidate(file: Known, column: ColumnStats, key: Key): Candidate | null {
  const own = key.known.scan === file.scan;
  if (own && (key.column === column || key.by === 'mail')) return null;
  const fit = nameFit(column, key);
  if (key.weak && fit <= 0) return null;
  const overlap = overlapOf(column, key);
  if (overlap < LEAST) return null;
  // Within one file only a parent refers to another row; two files about the same people share names without referring to each other.
  if (own && (column.meanings.get('parent') ?? 0) < 0.5 && overlap < 0.9) return null;
  if (key.by !== 'id' && fit < 0 && overlap < 0.9) return null;
  const kind = key.by === 'id' ? 0.3 : key.by === 'mail' ? 0.2 : 0;
  return { key, overlap, worth: overlap + 0.6 * fit + kind };
}

/** Every column whose values are found among the ids, mails or names of a file, with the best of its possible targets. */
export function findLinks(files: readonly Known[]): Link[] {
  const keys = files.flatMap(keysOf);
  return files.flatMap((file) =>
    file.scan.columns.flatMap((column): Link[] => {
      if (column.filled === 0) return [];
      const isId = column.index === file.idColumn;
      // A file's own id refers to nothing, unless it is named after what another file holds: then it may be no id at all.
      const possible = isId ? keys.filter((key) => key.known.object !== file.object && nameFit(column, key) === 1) : keys;
      const candidates = possible.flatMap((key) => candidate(file, column, key) ?? []).sort((a, b) => b.worth - a.worth);
      const [best] = candidates;
      if (best === undefined) return [];
      return [
        {
          file: file.scan.source.file,
          index: column.index,
          toFile: best.key.known.scan.source.file,
          toIndex: best.key.column.index,
          toObject: best.key.known.object,
          by: best.key.by,
          overlap: Math.round(best.overlap * 1e4) / 1e4,
        },
      ];
    }),
  );
}
