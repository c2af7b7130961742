import type { ColumnProfile, ValueType } from '@cutover/domain';
import { isBlank, mask, shapeOf, typesOf } from '@cutover/values';
import { ColumnKeys } from './column-keys.ts';
import { columnType, readingOf } from './column-type.ts';
import { isQuestion, type Meanings, meaningsOf } from './concepts.ts';
import { DateOrders } from './date-orders.ts';
import { NumberSum } from './number-sum.ts';
import { Tally } from './tally.ts';

const MOST_DISTINCT = 20_000;
const MOST_SHAPES = 60;
const MOST_VALUES = 200;
const SHORT = 80;
const MEMORY = 4_000;
const LOOKED_AT = 20_000;

/** A sum of telephone numbers says nothing. */
const SUMMED: ReadonlySet<ValueType> = new Set(['number', 'integer', 'money', 'percent', 'duration', 'enum', 'text']);

/** Everything that is learned about one column while its values pass by once. Memory is bounded, whatever the number of rows. */
export class ColumnStats {
  readonly index: number;
  readonly name: string;
  readonly meanings: Meanings;
  /** Short texts with their counts, as far as they can be told apart. */
  readonly values = new Tally(MOST_DISTINCT);
  readonly keys = new ColumnKeys();
  rows = 0;
  filled = 0;
  readonly #types = new Map<ValueType, number>();
  readonly #known = new Map<string, readonly ValueType[]>();
  readonly #shapes = new Tally(MOST_SHAPES);
  readonly #separators = new Tally(8);
  readonly #sum = new NumberSum();
  readonly #orders = new DateOrders();
  #looked = 0;
  #usualTypes: readonly ValueType[] | null = null;
  #long = false;
  #min = Number.POSITIVE_INFINITY;
  #max = 0;
  #total = 0;
  #profile: { readonly rows: number; readonly profile: ColumnProfile } | null = null;

  constructor(index: number, name: string) {
    this.index = index;
    this.name = name;
    this.meanings = meaningsOf(name);
  }

  add(cell: string): void {
    this.rows += 1;
    if (isBlank(cell)) return;
    const text = cell.trim();
    this.filled += 1;
    this.#min = Math.min(this.#min, text.length);
    this.#max = Math.max(this.#max, text.length);
    this.#total += text.length;
    if (text.length <= SHORT) this.values.add(text);
    else this.#long = true;
    // A long column has shown its types by then: every eighth value keeps watch for a change.
    const types = this.filled <= LOOKED_AT || this.filled % 8 === 0 ? this.#look(text) : this.#usual();
    this.keys.add(text, types);
    if (types.includes('number') || types.includes('money')) this.#sum.add(text);
    if (types.includes('date') || types.includes('datetime')) this.#orders.add(text);
  }

  #look(text: string): readonly ValueType[] {
    const types = this.#typesOf(text);
    this.#looked += 1;
    for (const type of types) this.#types.set(type, (this.#types.get(type) ?? 0) + 1);
    this.#shapes.add(shapeOf(text));
    if (types.includes('list')) this.#separators.add(/[;|]/.exec(text)?.[0] ?? ',');
    return types;
  }

  /** What most values of the column are. */
  #usual(): readonly ValueType[] {
    if (this.#usualTypes === null || this.#looked % 1_000 === 0) {
      this.#usualTypes = [...this.#types].filter(([, count]) => count >= this.#looked / 2).map(([type]) => type);
    }
    return this.#usualTypes;
  }

  #typesOf(text: string): readonly ValueType[] {
    const known = this.#known.get(text);
    if (known !== undefined) return known;
    const types = typesOf(text);
    if (text.length <= SHORT && this.#known.size < MEMORY) this.#known.set(text, types);
    return types;
  }

  share(type: ValueType): number {
    return this.#looked === 0 ? 0 : (this.#types.get(type) ?? 0) / this.#looked;
  }

  get distinct(): number {
    return this.values.size;
  }

  get distinctExact(): boolean {
    return this.values.exact && !this.#long;
  }

  profile(): ColumnProfile {
    if (this.#profile?.rows === this.rows) return this.#profile.profile;
    const profile = this.#make();
    this.#profile = { rows: this.rows, profile };
    return profile;
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
      reading: readingOf(type, {
        order: this.#orders.order,
        decimal: this.#sum.decimal,
        separator: this.#separators.sorted()[0]?.value,
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
