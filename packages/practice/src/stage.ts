import { hash } from 'node:crypto';
import {
  type ColumnProfile,
  CutoverError,
  type Digest,
  type FileProfile,
  type Reject,
  type RowKey,
  type SourceId,
  type ValueIssue,
  type WrittenRow,
} from '@cutover/domain';
import { isBlank } from '@cutover/values';
import type { ColumnStats } from './column-stats.ts';
import { essentialTime } from './essential.ts';
import { Gathering } from './gathering.ts';
import { JOINT } from './participants.ts';
import { rememberingReadable } from './readable.ts';
import { fitted } from './scan.ts';
import { Seen } from './seen.ts';
import type { Surveyed } from './survey.ts';
import type { SourceRecord } from './table.ts';
import { wholeCells } from './whole.ts';
import { timesInZone } from './zoned.ts';

/** Where staged rows go. Called synchronously, file by file: begin, then batches, then end with the counts. */
export interface StageSink {
  begin(file: string): void;
  rows(batch: readonly WrittenRow[]): void;
  rejects(batch: readonly Reject[]): void;
  issues(batch: readonly ValueIssue[]): void;
  end(profile: FileProfile): void;
  /** Waited for between batches: a sink that is slower than the reader holds it back. */
  readonly ready?: () => Promise<void>;
}

/** Rows of one file that claim the id of another one. */
export interface Clash {
  readonly key: string;
  readonly line: number;
  readonly earlier: number;
}

/** The ids of a file that has been staged. */
export interface Passed {
  readonly file: string;
  readonly seen: Seen;
  readonly header: string;
}

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

const BATCH = 1_000;
/** From so many rows with one id on, they are counted. */
const CROWD = 9;
/** What stands for bytes that cannot be read as text. */
const UNREADABLE = '\ufffd';
const MOST_NAMED = 20;

/** A rejected row is kept so that it can be mended: what is longer than this is mended in its file. */
const MOST_RAW = 100_000;

const bounded = (raw: string): string =>
  raw.length <= MOST_RAW ? raw : `${raw.slice(0, MOST_RAW)} … (${raw.length.toLocaleString('en')} characters)`;

/** Collects what one file yields and hands it on in batches. */
class Tray {
  readonly #sink: StageSink;
  #rows: WrittenRow[] = [];
  #rejects: Reject[] = [];
  #issues: ValueIssue[] = [];
  readonly rejectedLines: number[] = [];
  staged = 0;
  rejected = 0;
  skipped = 0;

  constructor(sink: StageSink) {
    this.#sink = sink;
  }

  row(row: WrittenRow): void {
    this.staged += 1;
    this.#rows.push(row);
    if (this.#rows.length >= BATCH) this.flush();
  }

  reject(reject: Reject): void {
    if (reject.outcome === 'rejected') {
      this.rejected += 1;
      if (this.rejectedLines.length < MOST_NAMED) this.rejectedLines.push(reject.line);
    } else this.skipped += 1;
    this.#rejects.push(reject);
    if (this.#rejects.length >= BATCH) this.flush();
  }

  issue(issue: ValueIssue): void {
    this.#issues.push(issue);
    if (this.#issues.length >= BATCH) this.flush();
  }

  flush(): void {
    if (this.#rows.length > 0) this.#sink.rows(this.#rows);
    if (this.#rejects.length > 0) this.#sink.rejects(this.#rejects);
    if (this.#issues.length > 0) this.#sink.issues(this.#issues);
    this.#rows = [];
    this.#rejects = [];
    this.#issues = [];
  }
}

class Stager {
  readonly #file: Surveyed;
  readonly #name: string;
  readonly #tray: Tray;
  readonly #readers: readonly ReturnType<typeof rememberingReadable>[];
  readonly #seen: Seen;
  readonly #time: number | null;
  readonly #zoned: ReturnType<typeof timesInZone>;
  /** Two equal lines of an invoice are two lines; two equal rows of anything else are one. */
  readonly #keepsRepetitions: boolean;
  readonly #earlier: readonly Passed[];
  readonly #gathering: Gathering | null;
  /** Ids that very many rows claim, so that none of these has to look at all of those before it. */
  readonly #crowds = new Map<string, { next: number; readonly lines: Map<string, number> }>();
  readonly clashes: Clash[] = [];
  clashCount = 0;
  /** Rows whose id a row of an earlier file of the same object has. */
  readonly shared = new Map<string, number>();
  rows = 0;

  constructor(file: Surveyed, isDetail: boolean, tray: Tray, earlier: readonly Passed[]) {
    this.#earlier = earlier;
    this.#file = file;
    this.#name = file.scan.source.file;
    this.#seen = new Seen(file.scan.rows);
    this.#tray = tray;
    this.#readers = file.scan.columns.map((column) => rememberingReadable(column.profile()));
    this.#zoned = timesInZone(file);
    this.#time = essentialTime(file.object, file.scan.columns);
    this.#keepsRepetitions = isDetail && file.idColumn === null;
    this.#gathering =
      file.participants === null
        ? null
        : new Gathering(file.participants, {
            take: (record, cells) => this.#take(record, cells),
            joined: (record, reason) => this.#leave(record, 'skipped', reason),
          });
  }

  #leave(
    record: SourceRecord,
    outcome: Reject['outcome'],
    reason: string,
    column: string | null = null,
    value: string | null = null,
  ): void {
    this.#tray.reject({ outcome, file: this.#name, line: record.line, column, value, reason, raw: bounded(record.raw) });
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
    const key = id === null ? null : this.#keyOf(record, id, hex);
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
      this.#leave(record, record.outcome ?? 'rejected', record.reason);
      return null;
    }
    if (record.raw.includes('\0')) {
      this.#leave(record, 'rejected', 'it holds a NUL byte, which no text has');
      return null;
    }
    const width = this.#file.scan.columns.length;
    const cells = fitted(record.cells, width, this.#file.scan.source.pads);
    if (cells === null) this.#leave(record, 'rejected', `${record.cells.length} cells where the header has ${width}`);
    else if (cells.every((cell) => cell.trim() === '')) this.#leave(record, 'skipped', 'no cell is filled');
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
    this.#leave(record, 'rejected', `its time cannot be read: ${read.reason}`, column.name, text);
    return false;
  }

  #idOf(record: SourceRecord, cells: readonly string[], hex: string): string | null {
    if (this.#file.idColumn === null) return `r-${hex.slice(0, 12)}`;
    const text = cells[this.#file.idColumn] ?? '';
    if (!isBlank(text)) return text.trim();
    this.#leave(record, 'rejected', 'no id', this.#file.scan.columns[this.#file.idColumn]?.name ?? null, text);
    return null;
  }

  /** The first free one of id, id~2, id~3 …; null when a row with this id and the same cells went before. */
  #keyOf(record: SourceRecord, id: string, hex: string): string | null {
    let claim = id;
    let first = 0;
    for (let n = 2; ; n += 1) {
      const other = this.#elsewhere(claim, hex);
      if (other?.same === true) {
        this.#leave(record, 'skipped', `exact repetition of line ${other.line} of ${other.file}`);
        return null;
      }
      if (other !== null) {
        if (n === 2) this.shared.set(other.file, (this.shared.get(other.file) ?? 0) + 1);
        claim = `${id}~${n}`;
        continue;
      }
      const earlier = this.#seen.meet(claim, record.line, hex);
      if (earlier === null) {
        if (n > CROWD) this.#noteInCrowd(id, n, hex, record.line);
        return this.#claimed(claim, record, first);
      }
      if (earlier.same && !this.#keepsRepetitions) {
        this.#leave(record, 'skipped', `exact repetition of line ${earlier.line}`);
        return null;
      }
      if (n === 2) first = earlier.line;
      if (n === CROWD) {
        const next = this.#nextInCrowd(record, id, hex);
        if (next === null) return null;
        n = next;
      }
      claim = `${id}~${n}`;
    }
  }

  #claimed(claim: string, { line }: SourceRecord, earlier: number): string {
    const key = `${this.#name}#${claim}`;
    if (earlier > 0 && !this.#keepsRepetitions) this.#clash({ key, line, earlier });
    return key;
  }

  #nextInCrowd(record: SourceRecord, id: string, hex: string): number | null {
    const crowd = this.#crowds.get(id) ?? { next: CROWD, lines: new Map<string, number>() };
    this.#crowds.set(id, crowd);
    const same = this.#keepsRepetitions ? undefined : crowd.lines.get(hex);
    if (same === undefined) return crowd.next;
    this.#leave(record, 'skipped', `exact repetition of line ${same}`);
    return null;
  }

  #noteInCrowd(id: string, next: number, hex: string, line: number): void {
    const crowd = this.#crowds.get(id);
    if (crowd === undefined) return;
    crowd.next = next;
    crowd.lines.set(hex, line);
  }

  /** A row of an earlier file of the same object with this id: both must not become the same record. */
  #elsewhere(claim: string, hex: string): { readonly file: string; readonly line: number; readonly same: boolean } | null {
    for (const { file, seen, header } of this.#earlier) {
      const found = seen.look(claim, hex);
      if (found !== null) return { file, line: found.line, same: found.same && header === this.header };
    }
    return null;
  }

  /** The ids that have passed, for later files of the same object. */
  get passed(): Passed {
    return { file: this.#name, seen: this.#seen, header: this.header };
  }

  get header(): string {
    return JSON.stringify(this.#file.scan.columns.map((column) => column.name));
  }

  #clash(clash: Clash): void {
    this.clashCount += 1;
    if (this.clashes.length < MOST_NAMED) this.clashes.push(clash);
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
  const tray = new Tray(sink);
  const stager = new Stager(file, isDetail, tray, earlier);
  for await (const batch of source.batches()) {
    for (const record of batch) stager.add(record);
    await sink.ready?.();
  }
  stager.finish();
  for (let reading = 1; reading < stager.readings; reading += 1) {
    for await (const batch of source.batches()) for (const record of batch) stager.again(record, reading);
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
  const { clashes, clashCount, shared, passed } = stager;
  return { profile, clashes, clashCount, rejectedLines: tray.rejectedLines, shared, passed };
}

/** Cells in which participants are listed are taken apart again by what was put between them. */
function profileOf({ participants }: Surveyed, column: ColumnStats): ColumnProfile {
  const profile = column.profile();
  const joined = participants?.differing.has(column.index) === true;
  return joined ? { ...profile, reading: { ...profile.reading, separator: JOINT.trim() } } : profile;
}
