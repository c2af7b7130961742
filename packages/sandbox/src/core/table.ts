type Row = { readonly id: number };
type Before<T> = { readonly row: T | undefined; readonly at: number };

/** How much of the past is kept: enough for any lag of an index that is worth simulating. */
const remembered = { rows: 50_000, changes: 16 } as const;

/**
 * Rows of one kind, in the order of their ids, replaced and never removed. Knows for a while what a row was before its last changes,
 * which is what a search index that is behind still shows.
 */
export class Table<T extends Row> {
  readonly #rows: T[] = [];
  readonly #place = new Map<number, number>();
  readonly #before = new Map<number, readonly Before<T>[]>();
  readonly #sorted = new Map<string, { readonly version: number; readonly rows: readonly T[] }>();
  #nextId: number;
  #version = 0;

  constructor(firstId: number) {
    this.#nextId = firstId;
  }

  /** Rises with every change; what is computed over all rows may be kept until then. */
  get version(): number {
    return this.#version;
  }

  takeId(): number {
    return this.#nextId++;
  }

  insert(row: T, at: number): T {
    this.#place.set(row.id, this.#rows.length);
    this.#rows.push(row);
    this.#changed(row.id, undefined, at);
    return row;
  }

  replace(row: T, at: number): T {
    const place = this.#place.get(row.id);
    if (place === undefined) throw new Error(`no row ${row.id}`);
    this.#changed(row.id, this.#rows[place], at);
    this.#rows[place] = row;
    return row;
  }

  get(id: number): T | undefined {
    const place = this.#place.get(id);
    return place === undefined ? undefined : this.#rows[place];
  }

  all(): readonly T[] {
    return this.#rows;
  }

  /** All rows in another order, kept until the next change. */
  ordered(name: string, compare: (a: T, b: T) => number): readonly T[] {
    const known = this.#sorted.get(name);
    if (known?.version === this.#version) return known.rows;
    const rows = this.#rows.toSorted(compare);
    this.#sorted.set(name, { version: this.#version, rows });
    return rows;
  }

  /** The row as it stood at `moment`, as far as its changes are remembered; undefined when it was not there yet. */
  asOf(row: T, moment: number): T | undefined {
    const later = this.#before.get(row.id)?.find((each) => each.at > moment);
    return later === undefined ? row : later.row;
  }

  #changed(id: number, row: T | undefined, at: number): void {
    this.#version++;
    if (this.#before.size > remembered.rows) this.#before.clear();
    this.#before.set(id, [...(this.#before.get(id) ?? []).slice(1 - remembered.changes), { row, at }]);
  }
}
