import type { Digest, RowKey, SourceId, WrittenRow } from '@cutover/domain';

/** Rows of one file as one text and numbers: between threads, a thousand small objects take longer than what is in them. */
export interface PackedRows {
  readonly file: string;
  /** Key, source id, hash and cells of each row, one behind the other. */
  readonly text: string;
  /** For each row: its line, and where in the text its key, source id, hash and cells end. */
  readonly places: Int32Array<ArrayBuffer>;
}

const WIDTH = 5;

/** @param batch rows of one file, at least one */
export function packed(batch: readonly WrittenRow[]): PackedRows {
  const places = new Int32Array(batch.length * WIDTH);
  const parts: string[] = [];
  let end = 0;
  let at = 0;
  const put = (part: string): void => {
    parts.push(part);
    end += part.length;
    places[at++] = end;
  };
  for (const row of batch) {
    places[at++] = row.line;
    put(row.key);
    put(row.sourceId);
    put(row.hash);
    put(row.cells);
  }
  return { file: batch[0]?.file ?? '', text: parts.join(''), places };
}

/** The rows that were packed, as they were. */
export function unpacked({ file, text, places }: PackedRows): WrittenRow[] {
  const rows: WrittenRow[] = [];
  let from = 0;
  let at = 0;
  const take = (): string => {
    const to = places[at++] ?? from;
    const part = text.slice(from, to);
    from = to;
    return part;
  };
  while (at < places.length) {
    const line = places[at++] ?? 0;
    rows.push({ file, line, key: take() as RowKey, sourceId: take() as SourceId, hash: take() as Digest, cells: take() });
  }
  return rows;
}
