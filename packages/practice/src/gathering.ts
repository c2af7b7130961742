import { idIn, joinedCells, type Participants } from './participants.ts';
import { textHash } from './sketch.ts';
import type { SourceRecord } from './table.ts';

/** So many records wait for their other participants at once; where more would, the file is read again for the rest. */
const MOST_WAITING = 20_000;
/** So many rows become one record: more are no participants, and lists of them would take for ever. */
const MOST_TOGETHER = 1_000;

/** Where so many rows of an id differ in more than who took part, the others are not compared any more. */
const MOST_VERSIONS = 50;

interface Waiting {
  readonly record: SourceRecord;
  cells: readonly string[];
  rows: number;
}

interface Group {
  /** Rows of this id that are still to come. */
  left: number;
  /** One, unless rows of the id differ in more than who took part. */
  readonly records: Waiting[];
}

interface Outcome {
  take(record: SourceRecord, cells: readonly string[]): void;
  /** The row has become part of another one's record. */
  joined(record: SourceRecord, reason: string): void;
}

/**
 * Rows of one id, wherever they stand, become one record with several participants, handed on when the last of them has come. Only ids that come
 * back wait; in one reading only as many as may.
 */
export class Gathering {
  readonly #participants: Participants;
  readonly #outcome: Outcome;
  readonly #waiting = new Map<string, Group>();
  /** How often the file is to be read. */
  readonly readings: number;

  constructor(participants: Participants, outcome: Outcome, most = MOST_WAITING) {
    this.#participants = participants;
    this.#outcome = outcome;
    this.readings = Math.max(1, Math.ceil(participants.repeats.openAtOnce / most));
  }

  /** A row, in each reading; it is dealt with in one of them. */
  add(record: SourceRecord, cells: readonly string[], reading: number): void {
    const id = idIn(cells, this.#participants.column);
    const times = this.#participants.repeats.times(id);
    if (times < 2) {
      if (reading === 0) this.#outcome.take(record, cells);
      return;
    }
    if (this.readings > 1 && (textHash(id) >>> 0) % this.readings !== reading) return;
    const group = this.#waiting.get(id) ?? { left: times, records: [] };
    if (group.records.length === 0) this.#waiting.set(id, group);
    group.left -= 1;
    this.#join(group, record, cells);
    if (group.left > 0) return;
    this.#waiting.delete(id);
    this.#handOn(group);
  }

  /** What still waits. */
  finish(): void {
    for (const group of this.#waiting.values()) this.#handOn(group);
    this.#waiting.clear();
  }

  #join({ records }: Group, record: SourceRecord, cells: readonly string[]): void {
    for (const one of records) {
      const joined = one.rows < MOST_TOGETHER ? joinedCells(one.cells, cells, this.#participants) : null;
      if (joined === null) continue;
      const same = joined.every((cell, index) => cell === one.cells[index]);
      one.cells = joined;
      one.rows += 1;
      this.#outcome.joined(
        record,
        `${same ? 'the same participant again' : 'another participant'}: taken together with line ${one.record.line}`,
      );
      return;
    }
    if (records.length < MOST_VERSIONS) records.push({ record, cells, rows: 1 });
    else this.#outcome.take(record, cells);
  }

  #handOn({ records }: Group): void {
    for (const { record, cells } of records) this.#outcome.take(record, cells);
  }
}
