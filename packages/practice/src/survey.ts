import type { Link } from '@cutover/domain';
import { idColumnOf } from './id-column.ts';
import { findLinks, type Known } from './links.ts';
import { type Recognition, recognise } from './recognise.ts';
import type { Scan } from './scan.ts';

export interface Surveyed extends Known {
  readonly recognition: Recognition;
}

/** Columns of a file that hold ids of another one. */
function foreignOf(file: Known, links: readonly Link[]): ReadonlySet<number> {
  const name = file.scan.source.file;
  return new Set(links.filter((link) => link.file === name && link.toFile !== name && link.by === 'id').map((link) => link.index));
}

/**
 * Recognises all files of an export together. Twice over, since a link helps to recognise a file and a recognised file helps to tell its
 * own id from somebody else's; a third time would change nothing any more in files that can be told apart.
 */
export function survey(scans: readonly Scan[]): { files: Surveyed[]; links: Link[] } {
  let files: Known[] = scans.map((scan) => ({
    scan,
    object: null,
    idColumn: idColumnOf(scan.columns, { object: null, foreign: new Set<number>() }),
  }));
  let links: Link[] = [];
  let surveyed: Surveyed[] = [];
  for (let round = 0; round < 3; round += 1) {
    surveyed = files.map((file) => {
      const recognition = recognise({ file, files, links });
      return { ...file, object: recognition.object, recognition };
    });
    files = surveyed.map((file) => ({
      ...file,
      idColumn: idColumnOf(file.scan.columns, { object: file.object, foreign: foreignOf(file, links) }),
    }));
    surveyed = surveyed.map((file, index) => ({ ...file, idColumn: files[index]?.idColumn ?? null }));
    links = findLinks(files);
  }
  return { files: surveyed, links };
}
