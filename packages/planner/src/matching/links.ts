import type { ExtractSummary, Link, SourceObject } from '@cutover/domain';

/** What a column's values were found among, best first, with the object each file is taken for. */
export interface FoundIn {
  readonly object: SourceObject;
  readonly file: string;
  readonly by: Link['by'];
  /** Share (0..1) of the filled values found there. */
  readonly overlap: number;
}

/** @param objectOf the object a file holds by the decision in force; null when it is left out */
export function foundIn(extract: ExtractSummary, objectOf: (file: string) => SourceObject | null, file: string, index: number): FoundIn[] {
  return extract.links
    .filter((link) => link.file === file && link.index === index && link.toFile !== file)
    .flatMap((link) => {
      const object = objectOf(link.toFile);
      return object === null ? [] : [{ object, file: link.toFile, by: link.by, overlap: link.overlap }];
    })
    .sort((a, b) => b.overlap - a.overlap || (a.file < b.file ? -1 : 1));
}
