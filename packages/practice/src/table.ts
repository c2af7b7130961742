import type { FileProfile } from '@cutover/domain';

/**
 * One record of a table. `cells: null` when the text there cannot be taken apart (rejected), or is left out for a reason that loses
 * nothing (`outcome: 'skipped'`, such as an older version of a later record); `reason` says why.
 */
export type SourceRecord =
  | { readonly line: number; readonly cells: readonly string[]; readonly raw: string }
  | { readonly line: number; readonly cells: null; readonly raw: string; readonly reason: string; readonly outcome?: 'skipped' };

/**
 * A table of the export, whatever its format. Every format ends here: what comes after knows no CSV. `batches` can be read several
 * times from the start, holds no header and no empty line, and keeps only a bounded part of the file in memory.
 */
export interface TableSource {
  /** Relative to the export, `/` as separator; `book.xlsx!Sheet` for a sheet, `all.json!clients` for a list inside of a document. */
  readonly file: string;
  /** The file of the export that holds it. */
  readonly path: string;
  readonly format: FileProfile['format'];
  readonly header: readonly string[];
  /** Records with fewer cells than the header are whole: the tool that wrote them leaves out empty ones at the end. */
  readonly pads: boolean;
  batches(): AsyncIterable<readonly SourceRecord[]>;
}

/** Records as they stand in a file, before it is known which of them is the header. */
export interface Grid {
  readonly file: string;
  readonly path: string;
  readonly format: FileProfile['format'];
  /** Cells stand at positions, so that missing ones at the end of a row are empty ones. */
  readonly positional: boolean;
  /** `width`: cells of a whole record, when it is known. */
  batches(width: number | null): AsyncIterable<readonly SourceRecord[]>;
}
