import type { FileProfile } from '@cutover/domain';

/**
 * One record of a table. `cells: null` when the text there cannot be taken apart (rejected), or is left out for a reason that loses
 * nothing (`outcome: 'skipped'`, such as an older version of a later record); `reason` says why.
 */
export type SourceRecord =
  | { readonly line: number; readonly cells: readonly string[]; readonly raw: string }
  | { readonly line: number; readonly cells: null; readonly raw: string; readonly reason: string; readonly outcome?: 'skipped' };

/**
 * A table of the export, whatever its format. Every format ends here: what comes after knows no CSV. `records` can be read several
 * times from the start, holds no header and no empty line, and keeps only a bounded part of the file in memory.
 */
export interface TableSource {
  /** Relative to the export, `/` as separator. */
  readonly file: string;
  readonly format: FileProfile['format'];
  readonly header: readonly string[];
  readonly records: AsyncIterable<SourceRecord>;
}
