import type { Link, SourceObject } from '@cutover/domain';
import type { Concept } from './concepts.ts';
import { idColumnOf, saysOwnId } from './id-column.ts';
import { findLinks, type Known } from './links.ts';
import { comesBack, type Participants } from './participants.ts';
import { type Recognition, recognise } from './recognise.ts';
import type { Scan } from './scan.ts';

export interface Surveyed extends Known {
  readonly recognition: Recognition;
  /** One row per participant: rows with the same id are one record. */
  readonly participants: Participants | null;
}

/** Columns of a file that hold ids of another one. */
function foreignOf(file: Known, links: readonly Link[]): ReadonlySet<number> {
  const name = file.scan.source.file;
  return new Set(links.filter((link) => link.file === name && link.toFile !== name && link.by === 'id').map((link) => link.index));
}

/** The rows of this object stand for something that several people can take part in. */
const SHARED: ReadonlySet<SourceObject | null> = new Set(['session', 'message', 'package']);

/** The column of a file that is its own id and comes back often: it is to be seen whether that means participants. */
export function repeatedId(file: Known, links: readonly Link[]): number | null {
  if (!SHARED.has(file.object)) return null;
  const context = { object: file.object, foreign: foreignOf(file, links) };
  return file.scan.columns.find((column) => saysOwnId(column, context) && comesBack(column))?.index ?? null;
}

/** What the lines of an invoice have, and what only the invoice itself has. */
const OF_LINES: readonly Concept[] = ['quantity', 'unit-price', 'line'];
const OF_WHOLE: readonly Concept[] = ['status', 'issued', 'due', 'paid', 'balance'];

function looksLikeLines(file: Known): number {
  const has = (concept: Concept): boolean => file.scan.columns.some((column) => (column.meanings.get(concept) ?? 0) >= 0.5);
  return OF_LINES.filter(has).length - OF_WHOLE.filter(has).length;
}

/** A table of lines with exactly one line for each invoice has invoice numbers that never repeat: they are another file's ids all the same. */
function borrowsIds(file: Known, files: readonly Known[]): boolean {
  const column = file.idColumn === null ? undefined : file.scan.columns[file.idColumn];
  if (file.object !== 'invoice' || column === undefined) return false;
  return files.some((other) => {
    const key = other.idColumn === null ? undefined : other.scan.columns[other.idColumn];
    if (other === file || other.object !== 'invoice' || key === undefined) return false;
    return column.keys.ids.shareFoundIn(key.keys.ids) >= 0.5 && looksLikeLines(file) > looksLikeLines(other);
  });
}

/**
 * Recognises all files of an export together. Twice over, since a link helps to recognise a file and a recognised file helps to tell its
 * own id from somebody else's; a third time would change nothing any more in files that can be told apart.
 */
export function survey(scans: readonly Scan[], shared: ReadonlyMap<Scan, Participants> = new Map()): { files: Surveyed[]; links: Link[] } {
  let files: Known[] = scans.map((scan) => ({
    scan,
    object: null,
    idColumn: idColumnOf(scan.columns, { object: null, foreign: new Set<number>() }),
  }));
  let links: Link[] = [];
  let surveyed: Surveyed[] = [];
  for (let round = 0; round < 3; round += 1) {
    const judged = files.map((file) => {
      const recognition = recognise({ file, files, links });
      const known = { ...file, object: recognition.object };
      const participants = SHARED.has(known.object) ? (shared.get(file.scan) ?? null) : null;
      const idColumn = participants?.column ?? idColumnOf(file.scan.columns, { object: known.object, foreign: foreignOf(file, links) });
      return { ...known, idColumn, recognition, participants };
    });
    surveyed = judged.map((file) => (borrowsIds(file, judged) ? { ...file, idColumn: null } : file));
    files = surveyed;
    links = findLinks(files);
  }
  return { files: surveyed, links };
}
