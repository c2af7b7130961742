import { hash } from 'node:crypto';
import { type ColumnProfile, CutoverError, type Digest, type FileProfile, type RowKey, type SourceId } from '@cutover/domain';
import { isBlank } from '@cutover/values';
import type { ColumnStats } from './column-stats.ts';
import { essentialTime } from './essential.ts';
import { Gathering } from './gathering.ts';
import { JOINT } from './participants.ts';
import { rememberingReadable } from './readable.ts';
import { type Clash, type Passed, RowKeys } from './row-keys.ts';
import { fitted } from './scan.ts';
import type { Surveyed } from './survey.ts';
import type { SourceRecord } from './table.ts';
import { type StageSink, Tray } from './tray.ts';
import { wholeCells } from './whole.ts';
import { timesInZone } from './zoned.ts';

export interface Staged {
  readonly profile: FileProfile;
  readonly clashes: readonly Clash[];
  readonly clashCount: number;
  /** Lines of the first rejected rows. */
  readonly rejectedLines: readonly number[];
  /** Earlier files of the same object, with how many of their ids were used again here. */
  readonly shared: ReadonlyMap<string, number>;
  readonly passed: Passed;
}

/** What stands for bytes that cannot be read as text. */
const UNREADABLE = '\ufffd';

class Stager {
  readonly #file: Surveyed;
  readonly #name: string;
  readonly #tray: Tray;
  readonly #readers: readonly ReturnType<typeof rememberingReadable>[];
  readonly keys: RowKeys;
  readonly #time: number | null;
  readonly #zoned: ReturnType<typeof timesInZone>;
  readonly #gathering: Gathering | null;
  rows = 0;

  constructor(file: Surveyed, isDetail: boolean, tray: Tray, earlier: readonly Passed[]) {
    this.#file = file;
    this.#name = file.scan.source.file;
    this.#tray = tray;
    this.#readers = file.scan.columns.map((column) => rememberingReadable(column.profile()));
    this.#zoned = timesInZone(file);
    this.#time = essentialTime(file.object, file.scan.columns);
    this.keys = new RowKeys(file.scan, earlier, isDetail && file.idColumn === null, tray.leave);
    this.#gathering =
      file.participants === null
        ? null
        : new Gathering(file.participants, {
            take: (record, cells) => this.#take(record, cells),
            joined: (record, reason) => this.#tray.leave(record, 'skipped', reason),
          });
  }

  add(record: SourceRecord): void {
    this.rows += 1;
    const cells = this.#whole(record);
    if (cells === null) return;
    if (this.#gathering === null) this.#take(record, cells);
    else this.#gathering.add(record, cells, 0);
  }

  /** A row in a further reading, for records that could not wait in an earlier one. */
  again(record: SourceRecord, reading: number): void {
    const { columns, source } = this.#file.scan;
    const cells = wholeCells(record, columns.length, source.pads);
    if (cells !== null) this.#gathering?.add(record, cells, reading);
  }

  /** The end of a reading: nothing more can belong to what waits. */
  finish(): void {
    this.#gathering?.finish();
  }

  /** How often the file is to be read. */
  get readings(): number {
    return this.#gathering?.readings ?? 1;
  }

  #take(record: SourceRecord, cells: readonly string[]): void {
    if (!this.#timeHolds(record, cells)) return;
    const json = JSON.stringify(cells);
    const hex = hash('sha256', json, 'hex');
    const id = this.#idOf(record, cells, hex);
    const key = id === null ? null : this.keys.keyOf(record, id, hex);
    if (id === null || key === null) return;
    this.#checkValues(record, cells);
    this.#tray.row({
      // Made here of their parts, a million times: their schemas would say nothing new, and the ledger checks them.
      key: key as RowKey,
      file: this.#name,
      line: record.line,
      sourceId: id as SourceId,
      cells: json,
      hash: `sha256:${hex}` as Digest,
    });
  }

  #whole(record: SourceRecord): readonly string[] | null {
    if (record.cells === null) {
      this.#tray.leave(record, record.outcome ?? 'rejected', record.reason);
      return null;
    }
    if (record.raw.includes('\0')) {
      this.#tray.leave(record, 'rejected', 'it holds a NUL byte, which no text has');
      return null;
    }
    const width = this.#file.scan.columns.length;
    const cells = fitted(record.cells, width, this.#file.scan.source.pads);
    if (cells === null) this.#tray.leave(record, 'rejected', `${record.cells.length} cells where the header has ${width}`);
    else if (cells.every((cell) => cell.trim() === '')) this.#tray.leave(record, 'skipped', 'no cell is filled');
    else return cells;
    return null;
  }

  #readable(index: number, text: string): ReturnType<ReturnType<typeof rememberingReadable>> {
    return this.#readers[index]?.(text) ?? { ok: true };
  }

  #timeHolds(record: SourceRecord, cells: readonly string[]): boolean {
    const column = this.#time === null ? undefined : this.#file.scan.columns[this.#time];
    if (column === undefined) return true;
    const text = cells[column.index] ?? '';
    const read = this.#readable(column.index, text);
    if (read.ok) return true;
    this.#tray.leave(record, 'rejected', `its time cannot be read: ${read.reason}`, column.name, text);
    return false;
  }

  #idOf(record: SourceRecord, cells: readonly string[], hex: string): string | null {
    if (this.#file.idColumn === null) return `r-${hex.slice(0, 12)}`;
    const text = cells[this.#file.idColumn] ?? '';
    if (!isBlank(text)) return text.trim();
    this.#tray.leave(record, 'rejected', 'no id', this.#file.scan.columns[this.#file.idColumn]?.name ?? null, text);
    return null;
  }

  #checkValues(record: SourceRecord, cells: readonly string[]): void {
    for (const column of this.#file.scan.columns) {
      const value = cells[column.index] ?? '';
      const read = this.#readable(column.index, value);
      if (!read.ok) this.#issue(record, column, value, read.reason);
    }
    const odd = this.#zoned?.(cells) ?? null;
    const column = odd === null ? undefined : this.#file.scan.columns[odd.column];
    if (odd !== null && column !== undefined) this.#issue(record, column, cells[odd.column] ?? '', odd.reason);
    if (record.raw.includes(UNREADABLE)) this.#noteBytes(record, cells);
  }

  #noteBytes(record: SourceRecord, cells: readonly string[]): void {
    for (const column of this.#file.scan.columns) {
      const value = cells[column.index] ?? '';
      if (value.includes(UNREADABLE))
        this.#issue(record, column, value, `holds bytes that are no ${this.#file.scan.source.format.encoding}`);
    }
  }

  #issue(record: SourceRecord, column: ColumnStats, value: string, reason: string): void {
    this.#tray.issue({ file: this.#name, line: record.line, column: column.name, value, reason });
  }
}

/**
 * Reads a file a second time and hands its rows on. Nothing is dropped: staged + rejected + skipped = rows.
 * @throws CutoverError `internal` when the counts do not add up or the file changed since it was surveyed
 */
export async function stage(file: Surveyed, isDetail: boolean, sink: StageSink, earlier: readonly Passed[] = []): Promise<Staged> {
  const { source, columns } = file.scan;
  sink.begin(source.file);
  const tray = new Tray(source.file, sink);
  const stager = new Stager(file, isDetail, tray, earlier);
  for await (const batch of source.batches()) {
    for (const record of batch) stager.add(record);
    await sink.ready?.();
  }
  stager.finish();
  for (let reading = 1; reading < stager.readings; reading += 1) {
    for await (const batch of source.batches()) {
      for (const record of batch) stager.again(record, reading);
      await sink.ready?.();
    }
    stager.finish();
  }
  tray.flush();
  const counts = { rows: stager.rows, staged: tray.staged, rejected: tray.rejected, skipped: tray.skipped };
  if (counts.staged + counts.rejected + counts.skipped !== counts.rows || counts.rows !== file.scan.rows) {
    throw new CutoverError('internal', `the rows of ${source.file} do not add up`, {
      place: { file: source.file },
      data: { counts, surveyed: file.scan.rows },
    });
  }
  const { object, confidence, reasons, others } = file.recognition;
  const profile: FileProfile = {
    file: source.file,
    format: source.format,
    object,
    confidence,
    reasons: [...reasons],
    others: [...others],
    idColumn: file.idColumn,
    columns: columns.map((column) => profileOf(file, column)),
    counts,
  };
  sink.end(profile);
  const { clashes, clashCount, shared, passed } = stager.keys;
  return { profile, clashes, clashCount, rejectedLines: tray.rejectedLines, shared, passed };
}

/** Cells in which participants are listed are taken apart again by what was put between them. */
function profileOf({ participants }: Surveyed, column: ColumnStats): ColumnProfile {
  const profile = column.profile();
  const joined = participants?.differing.has(column.index) === true;
  return joined ? { ...profile, reading: { ...profile.reading, separator: JOINT.trim() } } : profile;
}
