import type { Chance } from '../../chaos/random.ts';
import { COMPANY_ENDS, COMPANY_WORDS, FIRST, LAST, PHRASES, SENTENCES, STREETS } from './words.ts';

/** One row that is being filled: who it is about, and values of rows it may refer to. */
export interface RowInMaking {
  readonly place: number;
  readonly chance: Chance;
  readonly refer: (table: string, column: string) => string;
}

const two = (n: number): string => String(n).padStart(2, '0');
const one = <T>(chance: Chance, items: readonly T[]): T => {
  const item = items[chance.between(0, items.length - 1)];
  if (item === undefined) throw new Error('nothing to choose from');
  return item;
};
const first = (place: number): string => FIRST[place % FIRST.length] ?? '';
const last = (place: number): string => LAST[(place * 7 + Math.floor(place / FIRST.length)) % LAST.length] ?? '';
const ascii = (text: string): string =>
  text
    .normalize('NFKD')
    .replace(/[^A-Za-z]/g, '')
    .toLowerCase();

const PHONES: Readonly<Record<string, (n: string) => string>> = {
  us: (n) => `(212) 555-01${n}`,
  uk: (n) => `020 7946 09${n}`,
  de: (n) => `+49 30 5550 1${n}`,
  es: (n) => `+34 600 555 0${n}`,
  fr: (n) => `01 99 00 ${n} 31`,
};

function day(style: string, [y, m, d]: readonly [number, number, number]): string {
  if (style === 'us') return `${m}/${d}/${y}`;
  if (style === 'uk') return `${two(d)}/${two(m)}/${y}`;
  return style === 'de' ? `${two(d)}.${two(m)}.${y}` : `${y}-${two(m)}-${two(d)}`;
}

function clock(style: string, hour: number, minute: number): string {
  if (style !== '12' && style !== 'us') return `${two(hour)}:${two(minute)}`;
  return `${((hour + 11) % 12) + 1}:${two(minute)} ${hour < 12 ? 'AM' : 'PM'}`;
}

const MONEY: Readonly<Record<string, (units: number) => string>> = {
  plain: (units) => `${units}.00`,
  us: (units) => `$${units.toLocaleString('en-US')}.00`,
  uk: (units) => `£${units.toLocaleString('en-US')}.00`,
  de: (units) => `${units.toLocaleString('de-DE')},00 €`,
};

const between = (chance: Chance, range = '0..100'): number => {
  const [low = 0, high = 100] = range.split('..').map(Number);
  return chance.between(low, high);
};
const hex = (chance: Chance, length: number): string => Array.from({ length }, () => chance.between(0, 15).toString(16)).join('');

/** Kinds of made cells: what follows the kind's name, and the row. */
const KINDS: Readonly<Record<string, (row: RowInMaking, ...words: string[]) => string>> = {
  id: ({ place }, pattern = '0000') => {
    const zeros = /0+$/.exec(pattern)?.[0] ?? '';
    return `${pattern.slice(0, pattern.length - zeros.length)}${String(place + 1).padStart(zeros.length, '0')}`;
  },
  hex: ({ chance }, length = '8') => hex(chance, Number(length)),
  first: ({ place }) => first(place),
  last: ({ place }) => last(place),
  full: ({ place }) => `${first(place)} ${last(place)}`,
  mail: ({ place }) => `${ascii(first(place))}.${ascii(last(place))}${place < 30 ? '' : place}@example.com`,
  phone: ({ place }, country = 'us') => PHONES[country]?.(two(place % 100)) ?? '',
  company: ({ place }) => `${COMPANY_WORDS[place % COMPANY_WORDS.length]} ${COMPANY_ENDS[place % COMPANY_ENDS.length]}`,
  domain: ({ place }) => `${ascii(COMPANY_WORDS[place % COMPANY_WORDS.length] ?? '')}${place}.example.com`,
  url: ({ place, chance }) => `https://${ascii(COMPANY_WORDS[place % COMPANY_WORDS.length] ?? '')}.example.com/${hex(chance, 4)}`,
  linkedin: ({ place }) => `https://www.linkedin.com/in/${ascii(first(place))}-${ascii(last(place))}`,
  handle: ({ place }) => `@${ascii(first(place))}.${ascii(last(place))}`,
  street: ({ chance }, country = 'us') => `${chance.between(1, 240)} ${one(chance, STREETS[country] ?? [])}`,
  date: ({ chance }, style = 'iso', range = '2024..2026') =>
    day(style, [between(chance, range), chance.between(1, 12), chance.between(1, 28)]),
  datetime: ({ chance }, style = 'iso', range = '2024..2026') =>
    `${day(style, [between(chance, range), chance.between(1, 12), chance.between(1, 28)])} ${clock(style, chance.between(7, 19), one(chance, [0, 15, 30, 45]))}`,
  time: ({ chance }, style = '24') => clock(style, chance.between(7, 19), one(chance, [0, 15, 30, 45])),
  int: ({ chance }, range) => String(between(chance, range)),
  money: ({ chance }, style = 'plain', range) => MONEY[style]?.(Math.round(between(chance, range) / 10) * 10) ?? '',
  balance: ({ chance }) => {
    const all = chance.between(4, 24);
    return `${chance.between(0, all)}/${all}`;
  },
  sentence: ({ chance }) => one(chance, SENTENCES),
  phrase: ({ chance }) => one(chance, PHRASES),
  paragraph: ({ chance }) => Array.from({ length: chance.between(2, 4) }, () => one(chance, SENTENCES)).join('\n'),
  html: ({ chance }) => `<p>${one(chance, SENTENCES)}</p><p><b>${one(chance, PHRASES)}</b></p>`,
  ip: ({ chance }) => `192.0.2.${chance.between(1, 250)}`,
  several: ({ chance }, ...words) => {
    const text = words.join(' ');
    const mark = /[;|,]/.exec(text)?.[0] ?? ';';
    const all = text.split(mark).map((word) => word.trim());
    const few = all.filter(() => chance.next() < 0.4);
    return (few.length > 0 ? few : [one(chance, all)]).join(mark === '|' ? mark : `${mark} `);
  },
};

/** The text of one cell by the label's description of its column. @throws Error for a kind that does not exist */
export function cell(values: string, row: RowInMaking): string {
  const share = /^(0\.\d+) (.*)$/.exec(values);
  if (share !== null) return row.chance.next() < Number(share[1]) ? cell(share[2] ?? '', row) : '';
  if (!values.startsWith('@')) return one(row.chance, values.split(' / '));
  const [kind = '', ...words] = values.slice(1).split(' ');
  if (kind === 'ref') {
    const [table = '', ...column] = words.join(' ').split('.');
    return row.refer(table, column.join('.'));
  }
  const make = KINDS[kind];
  if (make === undefined) throw new Error(`there is no kind of cell @${kind}`);
  return make(row, ...words);
}
