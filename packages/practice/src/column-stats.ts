import type { ColumnProfile, ValueType } from '@cutover/domain';
import { isBlank, mask, shapeOf, typesOf } from '@cutover/values';
import { ColumnKeys, mayBeKey } from './column-keys.ts';
import { columnType, readingOf } from './column-type.ts';
import { isQuestion, type Meanings, meaningsOf } from './concepts.ts';
import { DateOrders } from './date-orders.ts';
import { NumberSum } from './number-sum.ts';
import { Tally } from './tally.ts';

const MOST_DISTINCT = 20_000;
const MOST_SHAPES = 60;
const MOST_VALUES = 200;
const SHORT = 80;
/** Beyond so many values that are all different, one in eight is looked at: the column has shown what it is by then. */
const LOOKED_AT = 2_000;
const EVERY = 8;
/** Drawn by its place, well mixed: faults that come back at a fixed distance are neither all seen nor all missed. */
const isDrawn = (place: number): boolean => Math.imul(Math.imul(place, 0x9e3779b1) ^ (place >>> 13), 0x2c1b3c6d) >>> 0 < 2 ** 32 / EVERY;

/** Where lists are separated now by this, now by that, each cell tells its own. */
function mainSeparator(separators: Tally): string | undefined {
  const [first, ...others] = separators.sorted();
  const rest = others.reduce((sum, { count }) => sum + count, 0);
  return first !== undefined && first.count >= 9 * rest ? first.value : undefined;
}

/** A sum of telephone numbers says nothing. */
const SUMMED: ReadonlySet<ValueType> = new Set(['number', 'integer', 'money', 'percent', 'duration', 'enum', 'text']);

function held<T>(what: T | null, column: string): T {
  if (what === null) throw new RangeError(`the values of ${column} were let go of`);
  return what;
}

/**
 * Everything that is learned about one column while its values pass by once. Memory is bounded, whatever the number of rows. Texts that
 * repeat themselves are only counted, and looked at when all have passed: that is what makes it quick.
 */
export class ColumnStats {
  readonly index: number;
  readonly name: string;
  readonly meanings: Meanings;
  rows = 0;
  /** As written; given up when they have been looked at. */
  #cells = new Tally(MOST_DISTINCT);
  /** Null: let go of. */
  #values: Tally | null = new Tally(MOST_DISTINCT);
  #keys: ColumnKeys | null = new ColumnKeys();
  #filled = 0;
  readonly #types = new Map<ValueType, number>();
  readonly #shapes = new Tally(MOST_SHAPES);
  readonly #separators = new Tally(8);
  readonly #sum = new NumberSum();
  readonly #orders = new DateOrders();
  /** How many values were looked at, those they stand for included. */
  #looked = 0;
  #passed = 0;
  #usualTypes: readonly ValueType[] = [];
  #usualKeys = true;
  #long = false;
  #min = Number.POSITIVE_INFINITY;
  #max = 0;
  #total = 0;
  #first = Number.NaN;
  #countsUp = true;
  #settled = false;
  #exact = true;
  #estimated = false;
  #profile: ColumnProfile | null = null;

  constructor(index: number, name: string) {
    this.index = index;
    this.name = name;
    this.meanings = meaningsOf(name);
  }

  add(cell: string): void {
    this.rows += 1;
    if (this.#countsUp && cell !== String(this.#first + this.rows - 1)) this.#miscount(cell);
    if (cell === '') return;
    if (cell.length <= SHORT && this.#cells.add(cell)) return;
    if (isBlank(cell)) return;
    this.#pass(cell.trim());
  }

  /** The first value says where counting begins; any other that is not the next one ends it. */
  #miscount(cell: string): void {
    const first = Number(cell);
    if (this.rows === 1 && /^\d{1,9}$/.test(cell)) this.#first = first;
    else this.#countsUp = false;
  }

  /** Whether the values are whole numbers, each one more than the one before. */
  get countsUp(): boolean {
    return this.#countsUp && this.rows > 1;
  }

  /** A value that is not kept, because it is long or there are too many of them. */
  #pass(text: string): void {
    this.#passed += 1;
    this.#measure(text, 1);
    if (text.length > SHORT) this.#long = true;
    if (this.#passed <= LOOKED_AT) this.#note(text, 1, typesOf(text), 1);
    else if (isDrawn(this.#passed)) this.#note(text, EVERY, typesOf(text), text.length <= SHORT ? 1 : EVERY);
    else this.#glance(text, 1);
    if (this.#passed % 1_000 === 0) this.#seeUsual();
  }

  #measure(text: string, times: number): void {
    this.#filled += times;
    if (text.length < this.#min) this.#min = text.length;
    if (text.length > this.#max) this.#max = text.length;
    this.#total += text.length * times;
  }

  /** `times`: it stands for so many values. `held`: so many cells hold it, or stand behind it, in sums and keys. */
  #note(text: string, times: number, types: readonly ValueType[], held: number): void {
    this.#looked += times;
    for (const type of types) this.#types.set(type, (this.#types.get(type) ?? 0) + times);
    this.#shapes.add(shapeOf(text), times);
    if (types.includes('list')) this.#separators.add(/[;|]/.exec(text)?.[0] ?? ',', times);
    this.#take(text, types, held);
  }

  /** What most of the column are, by what was looked at. */
  #seeUsual(): void {
    this.#usualTypes = [...this.#types].filter(([, count]) => count >= this.#looked / 2).map(([type]) => type);
    this.#usualKeys = mayBeKey(this.#usualTypes);
  }

  #take(text: string, types: readonly ValueType[], times: number): void {
    this.#keys?.add(text, types, times);
    if (types.includes('number') || types.includes('money')) this.#sum.add(text, times);
    if (types.includes('date') || types.includes('datetime')) this.#orders.add(text);
  }

  /** A value taken for what most of its column are. */
  #glance(text: string, times: number): void {
    this.#estimated = true;
    const types = this.#usualTypes;
    // Of long texts those that are looked at stand for the others: they are lists or sentences, and no other file's key.
    if (this.#usualKeys && text.length <= SHORT) this.#keys?.add(text, types, times);
    if (types.includes('number') || types.includes('money')) this.#sum.add(text, times);
    else if (types.includes('date') || types.includes('datetime')) this.#orders.add(text);
  }

  /** Looks at the texts that were only counted so far: at each of the first ones, at one in eight of further ones, which stand for the rest. */
  #settle(): void {
    if (this.#settled) return;
    this.#settled = true;
    const cells = this.#cells;
    this.#exact = cells.exact;
    this.#cells = new Tally(0);
    let at = 0;
    for (const [cell, times] of cells.entries()) {
      if (isBlank(cell)) continue;
      const text = cell.trim();
      this.values.keep(text, times);
      this.#measure(text, times);
      at += 1;
      if (at === LOOKED_AT) this.#seeUsual();
      if (at <= LOOKED_AT) this.#note(text, times, typesOf(text), times);
      else if (isDrawn(at)) this.#note(text, times * EVERY, typesOf(text), times);
      else this.#glance(text, times);
    }
  }

  /** Filled cells. */
  get filled(): number {
    this.#settle();
    return this.#filled;
  }

  /** Short texts with their counts, as far as they can be told apart. */
  get values(): Tally {
    this.#settle();
    return held(this.#values, this.name);
  }

  get keys(): ColumnKeys {
    this.#settle();
    return held(this.#keys, this.name);
  }

  /** Makes the profile and lets go of the single values and keys: the rows themselves come next, and need the room. */
  letGo(): void {
    this.profile();
    this.#values = null;
    this.#keys = null;
  }

  share(type: ValueType): number {
    this.#settle();
    return this.#looked === 0 ? 0 : (this.#types.get(type) ?? 0) / this.#looked;
  }

  get distinct(): number {
    return this.#profile?.distinct ?? this.values.size;
  }

  get distinctExact(): boolean {
    this.#settle();
    return this.#exact && !this.#long;
  }

  /** What was learned, when all values have passed. */
  profile(): ColumnProfile {
    this.#settle();
    this.#profile ??= this.#make();
    return this.#profile;
  }

  #make(): ColumnProfile {
    const shares = [...this.#types].map(([type, count]) => [type, Math.round((count / this.#looked) * 1e4) / 1e4] as const);
    const facts = {
      meanings: this.meanings,
      prose: isQuestion(this.name),
      share: (type: ValueType) => this.share(type),
      filled: this.filled,
      distinct: this.distinct,
      distinctExact: this.distinctExact,
      meanLength: this.filled === 0 ? 0 : this.#total / this.filled,
      values: () => this.values.keys(),
    };
    const type = columnType(facts);
    const countable = this.distinctExact && this.distinct <= MOST_VALUES;
    const sorted = this.values.sorted();
    return {
      index: this.index,
      name: this.name,
      rows: this.rows,
      filled: this.filled,
      distinct: this.distinct,
      distinctExact: this.distinctExact,
      type,
      matches: Object.fromEntries(shares),
      ...(this.#estimated ? { estimated: true as const } : {}),
      reading: readingOf(type, {
        order: this.#orders.order,
        decimal: this.#sum.decimal,
        separator: mainSeparator(this.#separators),
        values: sorted.slice(0, MOST_VALUES).map(({ value }) => value),
      }),
      formats: this.#shapes
        .sorted()
        .slice(0, 6)
        .map(({ value }) => value),
      values: countable ? sorted : null,
      examples: [...new Set(sorted.slice(0, 12).map(({ value }) => mask(value, type)))].slice(0, 4),
      length: {
        min: this.filled === 0 ? 0 : this.#min,
        max: this.#max,
        mean: this.filled === 0 ? 0 : Math.round((this.#total / this.filled) * 10) / 10,
      },
      sum: SUMMED.has(type) ? this.#sum.sum : null,
    };
  }
}
