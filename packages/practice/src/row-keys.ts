import type { Scan } from './scan.ts';
import { Seen } from './seen.ts';
import type { SourceRecord } from './table.ts';
import { type Leave, MOST_NAMED } from './tray.ts';

/** From so many rows with one id on, they are counted. */
const CROWD = 9;

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

/** Gives the rows of one file their keys: no two the same, and the same ones each time the file is read. */
export class RowKeys {
  readonly #file: string;
  readonly #header: string;
  readonly #seen: Seen;
  readonly #earlier: readonly Passed[];
  /** Two equal lines of an invoice are two lines; two equal rows of anything else are one. */
  readonly #keepsRepetitions: boolean;
  readonly #leave: Leave;
  /** Ids that very many rows claim, so that none of these has to look at all of those before it. */
  readonly #crowds = new Map<string, { next: number; readonly lines: Map<string, number> }>();
  readonly clashes: Clash[] = [];
  clashCount = 0;
  /** Rows whose id a row of an earlier file of the same object has. */
  readonly shared = new Map<string, number>();

  constructor({ source, columns, rows }: Scan, earlier: readonly Passed[], keepsRepetitions: boolean, leave: Leave) {
    this.#file = source.file;
    this.#header = JSON.stringify(columns.map((column) => column.name));
    this.#seen = new Seen(rows);
    this.#earlier = earlier;
    this.#keepsRepetitions = keepsRepetitions;
    this.#leave = leave;
  }

  /** The first free one of id, id~2, id~3 …; null when a row with this id and the same cells went before. */
  keyOf(record: SourceRecord, id: string, hex: string): string | null {
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
    const key = `${this.#file}#${claim}`;
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
      if (found !== null) return { file, line: found.line, same: found.same && header === this.#header };
    }
    return null;
  }

  /** The ids that have passed, for later files of the same object. */
  get passed(): Passed {
    return { file: this.#file, seen: this.#seen, header: this.#header };
  }

  #clash(clash: Clash): void {
    this.clashCount += 1;
    if (this.clashes.length < MOST_NAMED) this.clashes.push(clash);
  }
}
