import type { DateOrder, Reading, ValueType } from '@cutover/domain';
import { holdsPhone, readMoney, readZone } from '@cutover/values';
import type { Concept, Meanings } from './concepts.ts';

/** What the decision about a column's type rests on. */
export interface ColumnFacts {
  readonly meanings: Meanings;
  /** The header is a whole question: its answers are prose. */
  readonly prose: boolean;
  /** Share of the filled values that read as this type. */
  share(type: ValueType): number;
  readonly filled: number;
  readonly distinct: number;
  readonly distinctExact: boolean;
  readonly meanLength: number;
  values(): Iterable<string>;
}

/** A type holds for a column when this share of its values has it: the rest are values to be reported. */
const MOST = 0.8;

/** Where the header says so too, this share is enough: the rest are faults, to be reported as such. */
const MANY = 0.6;

const DATED: readonly Concept[] = [
  'date',
  'start',
  'end',
  'sent',
  'created',
  'issued',
  'due',
  'paid',
  'birthday',
  'submitted',
  'signed',
  'uploaded',
];
const MONEY: readonly Concept[] = ['price', 'unit-price', 'balance'];
const COUNTS: readonly Concept[] = ['included', 'used', 'remaining', 'quantity', 'duration'];
const says = (facts: ColumnFacts, ...concepts: Concept[]): boolean => concepts.some((concept) => (facts.meanings.get(concept) ?? 0) >= 0.5);

function timely(facts: ColumnFacts): ValueType | null {
  const date = facts.share('date');
  const datetime = facts.share('datetime');
  const least = says(facts, ...DATED) ? MANY : MOST;
  if (date + datetime >= least) return datetime > 0 && datetime >= date / 4 ? 'datetime' : 'date';
  if (facts.share('balance') >= MOST) return 'balance';
  const duration = facts.share('duration');
  if (facts.share('time') >= MOST) return says(facts, 'duration') ? 'duration' : 'time';
  if (duration >= MOST && duration > facts.share('number')) return 'duration';
  return null;
}

function numeric(facts: ColumnFacts): ValueType | null {
  const number = facts.share('number');
  const money = facts.share('money');
  if (facts.share('percent') >= MOST) return 'percent';
  if (facts.share('phone') >= MOST && (says(facts, 'phone') || number < MOST)) return 'phone';
  const signed = money > 0 && number < 1 && money + number >= MOST;
  const whole = facts.share('integer') === number;
  // A total of small whole numbers counts something.
  const named = says(facts, ...MONEY) || (says(facts, 'amount') && (!whole || facts.meanLength >= 2.5));
  if (signed || ((money >= MOST || number >= MOST) && named && !(whole && says(facts, ...COUNTS)))) return 'money';
  if (facts.share('integer') >= MOST && whole) return 'integer';
  return number >= MOST ? 'number' : null;
}

/** Headers whose texts may hold commas or capitals without being lists or people. */
const PROSE: readonly Concept[] = [
  'text',
  'private-note',
  'subject',
  'location',
  'job-title',
  'type',
  'status',
  'trigger',
  'action',
  'condition',
  'industry',
  'line',
];

function identifying(facts: ColumnFacts): boolean {
  const several = facts.share('id') + facts.share('list');
  if (several < 0.95 || facts.meanLength > 40 || facts.share('id') < 0.5) return false;
  return facts.distinct >= 0.9 * facts.filled || says(facts, 'id');
}

function few(facts: ColumnFacts): boolean {
  if (!facts.distinctExact || facts.meanLength > 40 || facts.distinct > 60) return false;
  return facts.distinct <= facts.filled / 3 || (facts.distinct <= 8 && facts.distinct <= 0.6 * facts.filled);
}

function allAre(facts: ColumnFacts, reads: (text: string) => { readonly ok: boolean }): boolean {
  const values = [...facts.values()];
  return values.length > 0 && values.filter((value) => reads(value).ok).length >= MOST * values.length;
}

/** Types that a value shows by its form alone. */
function formal(facts: ColumnFacts): ValueType | null {
  for (const type of ['mail', 'url', 'path', 'zone', 'currency'] as const) if (facts.share(type) >= MOST) return type;
  if (says(facts, 'timezone') && allAre(facts, readZone)) return 'zone';
  if (says(facts, 'phone') && allAre(facts, (text) => ({ ok: holdsPhone(text) }))) return 'phone';
  const prose = says(facts, 'text', 'private-note');
  if (facts.share('html') >= (prose ? 0.02 : 0.2)) return 'html';
  return facts.share('longtext') >= (prose ? 0.05 : 0.2) || facts.meanLength > 90 ? 'longtext' : null;
}

function wordy(facts: ColumnFacts): ValueType {
  const address = facts.share('address');
  if (address >= 0.6 || (address >= 0.3 && says(facts, 'address'))) return 'address';
  if (identifying(facts)) return 'id';
  if (says(facts, 'first-name', 'last-name')) return 'name';
  const prose = facts.prose || says(facts, ...PROSE);
  const tags = says(facts, 'tags', 'members') && facts.share('list') > 0;
  if (!prose && (tags || facts.share('list') >= 0.5)) return facts.share('name') > 0.5 && !tags ? 'name' : 'list';
  if (few(facts)) return 'enum';
  if (!prose && facts.share('name') >= 0.7) return 'name';
  return !prose && facts.share('list') >= 0.3 ? 'list' : 'text';
}

/** The type of a column, from the shares of its values and, where numbers can be several things, from its header. */
export function columnType(facts: ColumnFacts): ValueType {
  if (facts.filled === 0) return 'empty';
  if (facts.share('boolean') >= 0.95 && facts.share('integer') < facts.share('boolean')) return 'boolean';
  return timely(facts) ?? numeric(facts) ?? formal(facts) ?? wordy(facts);
}

interface Readings {
  readonly order: DateOrder | 'ambiguous' | undefined;
  readonly decimal: '.' | ',' | undefined;
  readonly separator: string | undefined;
  readonly values: readonly string[];
}

const NUMERIC: ReadonlySet<ValueType> = new Set(['number', 'money', 'percent', 'integer']);

function oneZone(values: readonly string[]): string | undefined {
  const zones = new Set(values.map((value) => readZone(value)).map((read) => (read.ok ? read.value : '')));
  const [zone] = zones;
  return zones.size === 1 && zone !== '' ? zone : undefined;
}

/** The one currency that the values themselves name; a sign that several currencies share names none. */
function oneCurrency(values: readonly string[]): string | undefined {
  const named = new Set<string>();
  for (const value of values) {
    const read = readMoney(value);
    if (read.ok && read.value.currency !== null) named.add(read.note === undefined ? read.value.currency : '');
  }
  const [currency] = named;
  return named.size === 1 && currency !== '' ? currency : undefined;
}

/** How the texts of a column of this type are to be read; only what its values depend on. */
export function readingOf(type: ValueType, facts: Readings): Reading {
  const reading: Reading = {};
  if ((type === 'date' || type === 'datetime') && facts.order !== undefined) reading.order = facts.order;
  if (NUMERIC.has(type) && facts.decimal !== undefined) reading.decimal = facts.decimal;
  const zone = type === 'zone' ? oneZone(facts.values) : undefined;
  if (zone !== undefined) reading.zone = zone;
  const currency =
    type === 'money'
      ? oneCurrency(facts.values)
      : type === 'currency' && facts.values.length === 1
        ? facts.values[0]?.toUpperCase()
        : undefined;
  if (currency?.length === 3) reading.currency = currency;
  // Semicolons and bars separate values in any column of short texts, commas in lists only.
  const lists =
    type === 'list' ||
    type === 'mail' ||
    type === 'phone' ||
    (facts.separator !== ',' && (type === 'id' || type === 'name' || type === 'enum'));
  if (lists && facts.separator !== undefined) reading.separator = facts.separator;
  return reading;
}
