import { isBlank } from './blank.ts';
import { type NumberOptions, readNumber } from './number.ts';
import { BLANK, no, type Read, yes } from './read.ts';

export interface Money {
  readonly amount: number;
  /** ISO 4217; null when neither the text nor the caller says it. */
  readonly currency: string | null;
}

export interface MoneyOptions extends NumberOptions {
  /** Taken when the text names no currency, and to tell whose `$`, `¥` or `kr` it is. */
  readonly currency?: string | null;
}

/** Currencies that a sign can mean; the first is taken when the caller says nothing else. */
const SIGNS: Readonly<Record<string, readonly string[]>> = {
  $: ['USD', 'CAD', 'AUD', 'NZD', 'SGD', 'HKD', 'MXN', 'ARS', 'CLP', 'COP'],
  us$: ['USD'],
  c$: ['CAD'],
  ca$: ['CAD'],
  a$: ['AUD'],
  au$: ['AUD'],
  nz$: ['NZD'],
  s$: ['SGD'],
  hk$: ['HKD'],
  mx$: ['MXN'],
  r$: ['BRL'],
  '€': ['EUR'],
  '£': ['GBP'],
  '¥': ['JPY', 'CNY'],
  '₹': ['INR'],
  '₽': ['RUB'],
  '₺': ['TRY'],
  '₪': ['ILS'],
  '₩': ['KRW'],
  '₴': ['UAH'],
  '₦': ['NGN'],
  '₱': ['PHP'],
  '฿': ['THB'],
  zł: ['PLN'],
  kč: ['CZK'],
  ft: ['HUF'],
  fr: ['CHF'],
  'fr.': ['CHF'],
  sfr: ['CHF'],
  kr: ['SEK', 'NOK', 'DKK', 'ISK'],
  'kr.': ['DKK', 'SEK', 'NOK', 'ISK'],
  euro: ['EUR'],
  euros: ['EUR'],
  dollars: ['USD', 'CAD', 'AUD', 'NZD'],
};

const CODES: ReadonlySet<string> = new Set(Intl.supportedValuesOf('currency'));

/** A currency's ISO 4217 code from a code, in either case, or from its sign (`€`, `us$`); signs that several share take `known` when it fits, else the commonest, with a note. */
export function readCurrency(text: string, known?: string | null): Read<string> {
  const word = text.trim();
  if (/^[A-Za-z]{3}$/.test(word) && CODES.has(word.toUpperCase())) return yes(word.toUpperCase());
  const low = word.toLowerCase();
  const meant = Object.hasOwn(SIGNS, low) ? (SIGNS[low] ?? []) : [];
  const first = meant[0];
  if (first === undefined) return no('not a currency');
  if (known && meant.includes(known)) return yes(known);
  return meant.length > 1 ? yes(first, `${word} taken for ${first}`) : yes(first);
}

/** Sign, currency, sign, digits, sign, currency: each but the digits may be missing. */
const PARTS =
  /^([-+\u2212\u2013])?\s*([^\d\s()+\-\u2212\u2013,.][^\d\s()+\-\u2212\u2013,]{0,6})?\s*([-+\u2212\u2013])?\s*([\d.,](?:[\d.,'’\s\u00a0\u202f]*\d)?)\s*(-)?\s*([^\d\s()+\-,.%][^\d\s()+\-,%]{0,6})?$/u;

/**
 * An amount with or without its currency: `$1,200.00`, `1.200,00 €`, `USD 80`, `$80 CAD`, `-£5`, `($100.00)`, `25¢` → 0.25.
 * Percentages and sums of rates (`2.9% + 25¢`) are no money.
 */
export function readMoney(text: string, options: MoneyOptions = {}): Read<Money> {
  if (isBlank(text)) return BLANK;
  const refuse = no('not an amount of money');
  const trimmed = text.trim();
  if (trimmed.length > 40) return refuse;
  const bracket = /^(\D{0,7})\((.*)\)(\D{0,7})$/.exec(trimmed);
  const parts = PARTS.exec(bracket ? `${bracket[1]}${bracket[2]}${bracket[3]}` : trimmed);
  if (!parts) return refuse;
  const [, lead, before, inner, digits = '', trail, after] = parts;
  const number = readNumber(digits, options);
  if (!number.ok) return refuse;
  const minus = bracket !== null || [lead, inner, trail].some((sign) => sign !== undefined && sign !== '+');
  const amount = minus && number.value !== 0 ? -number.value : number.value;
  if (after === '¢' && before === undefined) return yes({ amount: amount / 100, currency: options.currency ?? null }, number.note);
  // Written twice (`$80 CAD`), the one behind says whose sign the first is.
  const trailing = after === undefined ? null : readCurrency(after, options.currency);
  const leading = before === undefined ? null : readCurrency(before, trailing?.ok ? trailing.value : options.currency);
  const code = leading ?? trailing;
  if (code === null) return yes({ amount, currency: options.currency ?? null }, number.note);
  if (!code.ok || (trailing !== null && (!trailing.ok || trailing.value !== code.value))) return refuse;
  return yes({ amount, currency: code.value }, number.note ?? code.note);
}
