/** How much of an export is taken. What goes beyond is refused or rejected by name, never cut in silence. */
export interface Limits {
  /** Bytes of one file inside an archive, unpacked. */
  readonly entryBytes: number;
  /** Bytes of all files inside archives together, unpacked. */
  readonly archiveBytes: number;
  /** Files inside archives. */
  readonly entries: number;
  /** Unpacked bytes for each packed one: what unpacks further was made to do harm. */
  readonly ratio: number;
  /** Archives inside of archives. */
  readonly depth: number;
  /** Characters of a cell. */
  readonly cell: number;
  /** Characters of a line or of one JSON record. */
  readonly line: number;
  /** Columns of a table. */
  readonly columns: number;
  /** Values inside of values in JSON. */
  readonly nesting: number;
  /** Bytes of all texts of a workbook that stand in memory while its sheets are read. */
  readonly sharedTexts: number;
}

const MB = 1024 * 1024;

export const LIMITS: Limits = Object.freeze({
  entryBytes: 4096 * MB,
  archiveBytes: 16_384 * MB,
  entries: 200_000,
  ratio: 1000,
  depth: 3,
  cell: 1_000_000,
  line: 8_000_000,
  columns: 2_000,
  nesting: 32,
  sharedTexts: 128 * MB,
});
