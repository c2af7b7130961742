import { type Digest, digestOfBytes, type RowKey, type SourceId, type StagedRow } from '@cutover/domain';

type Parts = readonly [sourceId: SourceId, cells: string[]];

/** The row that was opened last: whoever reads one cell reads others of the same row. */
let opened: { readonly row: HeldRow; readonly parts: Parts } | null = null;

/** A row of a small table as the index holds it, for as long as a load takes: its cells in one text, which is a third of what they are apart. */
class HeldRow implements StagedRow {
  readonly key: RowKey;
  readonly file: string;
  readonly line: number;
  readonly #packed: string;

  constructor({ key, line, sourceId, cells }: StagedRow, file: string) {
    this.key = key;
    this.file = file;
    this.line = line;
    const parts: Parts = [sourceId, cells];
    this.#packed = JSON.stringify(parts);
  }

  get #parts(): Parts {
    if (opened?.row !== this) opened = { row: this, parts: JSON.parse(this.#packed) as Parts };
    return opened.parts;
  }

  get sourceId(): SourceId {
    return this.#parts[0];
  }

  /** Asked for by nobody while a load runs. */
  get hash(): Digest {
    return digestOfBytes(JSON.stringify(this.cells));
  }

  get cells(): string[] {
    return this.#parts[1];
  }
}

/** @param file the name as the mapping has it: one string for all rows, where each row read from the ledger brings its own */
export const holdRow = (row: StagedRow, file: string): StagedRow => new HeldRow(row, file);
