import type { FileProfile, Reject, ValueIssue, WrittenRow } from '@cutover/domain';
import type { SourceRecord } from './table.ts';

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

const BATCH = 1_000;
/** Characters of rows that are handed on before there are so many of them: a thousand with a picture in a cell are more than a text can hold. */
const MOST_CHARACTERS = 4_000_000;
/** So many of a kind are named one by one. */
export const MOST_NAMED = 20;

/** A rejected row is kept so that it can be mended: what is longer than this is mended in its file. */
const MOST_RAW = 100_000;

const bounded = (raw: string): string =>
  raw.length <= MOST_RAW ? raw : `${raw.slice(0, MOST_RAW)} … (${raw.length.toLocaleString('en')} characters)`;

/** Why a row is not staged, and what of it is to blame where that is one cell. */
export type Leave = (
  record: SourceRecord,
  outcome: Reject['outcome'],
  reason: string,
  column?: string | null,
  value?: string | null,
) => void;

/** Collects what one file yields and hands it on in batches. */
export class Tray {
  readonly #file: string;
  readonly #sink: StageSink;
  #rows: WrittenRow[] = [];
  #characters = 0;
  #rejects: Reject[] = [];
  #issues: ValueIssue[] = [];
  readonly rejectedLines: number[] = [];
  staged = 0;
  rejected = 0;
  skipped = 0;

  constructor(file: string, sink: StageSink) {
    this.#file = file;
    this.#sink = sink;
  }

  row(row: WrittenRow): void {
    this.staged += 1;
    this.#rows.push(row);
    this.#characters += row.cells.length;
    if (this.#rows.length >= BATCH || this.#characters >= MOST_CHARACTERS) this.flush();
  }

  readonly leave: Leave = ({ line, raw }, outcome, reason, column = null, value = null) => {
    if (outcome === 'rejected') {
      this.rejected += 1;
      if (this.rejectedLines.length < MOST_NAMED) this.rejectedLines.push(line);
    } else this.skipped += 1;
    this.#rejects.push({ outcome, file: this.#file, line, column, value, reason, raw: bounded(raw) });
    if (this.#rejects.length >= BATCH) this.flush();
  };

  issue(issue: ValueIssue): void {
    this.#issues.push(issue);
    if (this.#issues.length >= BATCH) this.flush();
  }

  flush(): void {
    if (this.#rows.length > 0) this.#sink.rows(this.#rows);
    if (this.#rejects.length > 0) this.#sink.rejects(this.#rejects);
    if (this.#issues.length > 0) this.#sink.issues(this.#issues);
    this.#rows = [];
    this.#characters = 0;
    this.#rejects = [];
    this.#issues = [];
  }
}
