import type { AccountSnapshot, AnswerOf, DateOrder, Decision } from '@cutover/domain';
import { draft } from '../decide.ts';
import type { Facts } from '../facts/facts.ts';
import { ranked } from '../facts/tally.ts';
import type { Column, Layout } from '../layout.ts';

const columnsIn = (layout: Layout): Column[] => layout.tables.flatMap((table) => [...table.columns]);

/** The zone in which times without one are meant. */
export function proposeTimezone(account: AccountSnapshot, layout: Layout, facts: Facts): Decision {
  const found = ranked(facts.zones.counts);
  for (const column of columnsIn(layout))
    if (found.length === 0 && column.profile.reading.zone !== undefined) found.push([column.profile.reading.zone, column.profile.filled]);
  const all = found.reduce((sum, [, count]) => sum + count, 0);
  const [first] = found;
  const own = account.me.timezone;
  const zone = first?.[0] ?? (own === '' ? 'UTC' : own);
  return draft(
    'timezone',
    'timezone',
    {},
    {
      proposal: { zone },
      alternatives: [...found.slice(1, 6).map(([one]) => ({ zone: one })), ...(own === '' ? [] : [{ zone: own }]), { zone: 'UTC' }],
      confidence: first === undefined ? 0.6 : first[1] / all > 0.9 ? 0.93 : 0.7,
      evidence: [
        ...(first === undefined
          ? ['no column names a zone']
          : found.slice(0, 3).map(([one, count]) => `${count} of ${all} values of zone columns are ${one}`)),
        `the account's own zone is ${own === '' ? 'not set' : own}`,
      ],
      reason:
        first === undefined ? 'Nothing in the export says it: the zone of the Pipedrive account.' : 'The export names it beside its times.',
    },
  );
}

const MONTH_FIRST = new Set(['US', 'PH', 'CA']);

/** Asked only when some column in use reads both ways round. @param country null: nothing says which */
export function proposeDateOrder(layout: Layout, country: string | null): Decision[] {
  const dated = columnsIn(layout).filter((column) => column.profile.reading.order !== undefined);
  const ambiguous = dated.filter((column) => column.profile.reading.order === 'ambiguous' && column.answer.as?.order === undefined);
  if (ambiguous.length === 0) return [];
  const clear = new Map<DateOrder, number>();
  for (const { profile } of dated) {
    const order = profile.reading.order;
    if (order === 'dmy' || order === 'mdy') clear.set(order, (clear.get(order) ?? 0) + 1);
  }
  const [first] = [...clear].sort((a, b) => b[1] - a[1]);
  const order: DateOrder = first?.[0] ?? (country !== null && MONTH_FIRST.has(country) ? 'mdy' : 'dmy');
  const others: AnswerOf<'date-format'>[] = (['dmy', 'mdy', 'ymd'] as const).map((one) => ({ order: one }));
  return [
    draft(
      'date-format',
      'date-format',
      {},
      {
        proposal: { order },
        alternatives: others,
        confidence: first !== undefined && clear.size === 1 ? 0.85 : 0.5,
        evidence: [
          `${ambiguous.length} columns fit day first and month first: ${ambiguous
            .slice(0, 3)
            .map((column) => column.header)
            .join(', ')}`,
          ...[...clear].map(([one, count]) => `${count} other columns are clearly ${one}`),
        ],
        reason:
          first !== undefined
            ? 'The other date columns of the export are written this way.'
            : country === null
              ? 'Nothing settles it: day first, as most of the world writes.'
              : `No column settles it: the custom of the country (${country}).`,
      },
    ),
  ];
}

/** The currency of amounts that name none. */
export function proposeCurrency(account: AccountSnapshot, layout: Layout, facts: Facts): Decision {
  const counts = new Map(facts.currencies.counts);
  for (const column of columnsIn(layout)) {
    const code = column.profile.reading.currency;
    if (code !== undefined) counts.set(code, (counts.get(code) ?? 0) + column.profile.filled);
  }
  const found = ranked(counts).filter(([code]) => /^[A-Z]{3}$/.test(code));
  const all = found.reduce((sum, [, count]) => sum + count, 0);
  const own = account.me.defaultCurrency;
  const code = found[0]?.[0] ?? (/^[A-Z]{3}$/.test(own) ? own : 'USD');
  const enabled = account.currencies.length === 0 || account.currencies.includes(code);
  return draft(
    'currency',
    'currency',
    {},
    {
      proposal: { code },
      alternatives: [...found.slice(1, 5).map(([one]) => one), own, 'USD', 'EUR', 'GBP']
        .filter((one) => /^[A-Z]{3}$/.test(one))
        .map((one) => ({ code: one })),
      confidence: found.length === 0 ? 0.6 : (found[0]?.[1] ?? 0) / all > 0.95 ? 0.95 : 0.75,
      evidence: [
        ...(found.length === 0
          ? ['no amount names a currency']
          : found.slice(0, 3).map(([one, count]) => `${count} of ${all} amounts are in ${one}`)),
        `the account's default is ${own}`,
        ...(enabled ? [] : [`${code} is not enabled in the account`]),
      ],
      reason:
        found.length === 0 ? 'Nothing in the export says it: the default of the Pipedrive account.' : 'It is the one the export names.',
    },
  );
}

const BY_CODE: Readonly<Record<string, string>> = {
  '1': 'US',
  '44': 'GB',
  '353': 'IE',
  '61': 'AU',
  '64': 'NZ',
  '49': 'DE',
  '43': 'AT',
  '41': 'CH',
  '33': 'FR',
  '34': 'ES',
  '31': 'NL',
  '32': 'BE',
  '39': 'IT',
  '351': 'PT',
  '46': 'SE',
  '45': 'DK',
  '47': 'NO',
  '358': 'FI',
  '372': 'EE',
  '48': 'PL',
  '27': 'ZA',
  '91': 'IN',
  '65': 'SG',
  '55': 'BR',
  '52': 'MX',
  '972': 'IL',
  '971': 'AE',
};
const BY_CURRENCY: Readonly<Record<string, string>> = {
  USD: 'US',
  GBP: 'GB',
  CAD: 'CA',
  AUD: 'AU',
  NZD: 'NZ',
  CHF: 'CH',
  SEK: 'SE',
  DKK: 'DK',
  NOK: 'NO',
  PLN: 'PL',
  ZAR: 'ZA',
  INR: 'IN',
  SGD: 'SG',
  BRL: 'BR',
  MXN: 'MX',
  ILS: 'IL',
  AED: 'AE',
};
const BY_ZONE: readonly (readonly [RegExp, string])[] = [
  [/^America\/(Toronto|Vancouver|Edmonton|Winnipeg|Halifax|Montreal|Regina|St_Johns)/, 'CA'],
  [/^America\/(Mexico|Tijuana|Monterrey|Cancun)/, 'MX'],
  [/^America\/(Sao|Bahia|Fortaleza|Manaus|Recife)/, 'BR'],
  [/^(America\/(New_York|Chicago|Denver|Los_Angeles|Phoenix|Anchorage|Detroit|Boise|Indiana)|US\/|Pacific\/Honolulu)/, 'US'],
  [/London/, 'GB'],
  [/Dublin/, 'IE'],
  [/Berlin/, 'DE'],
  [/Vienna/, 'AT'],
  [/Zurich/, 'CH'],
  [/Paris/, 'FR'],
  [/Madrid/, 'ES'],
  [/Amsterdam/, 'NL'],
  [/Brussels/, 'BE'],
  [/Rome/, 'IT'],
  [/Lisbon/, 'PT'],
  [/Stockholm/, 'SE'],
  [/Copenhagen/, 'DK'],
  [/Oslo/, 'NO'],
  [/Helsinki/, 'FI'],
  [/Tallinn/, 'EE'],
  [/Warsaw/, 'PL'],
  [/^Australia\//, 'AU'],
  [/Auckland/, 'NZ'],
  [/Johannesburg/, 'ZA'],
  [/Kolkata|Calcutta/, 'IN'],
  [/Singapore/, 'SG'],
  [/Jerusalem/, 'IL'],
  [/Dubai/, 'AE'],
];

/** How sure the country is when nothing names one. */
export const NO_COUNTRY = 0.4;

export interface CountryGuess {
  readonly code: string;
  readonly sure: number;
  readonly evidence: readonly string[];
  readonly others: readonly string[];
}

/** The practice's country: from the zone, the prefixes of phone numbers, the currency, in this order of weight where they agree. */
export function guessCountry(zone: string, currency: string, facts: Facts): CountryGuess {
  const prefixes = ranked(facts.phones.counts).flatMap(([code, count]): [string, number][] => {
    const digits = [code, code.slice(0, 2), code.slice(0, 1)].find((one) => BY_CODE[one] !== undefined);
    const country = digits === undefined ? undefined : BY_CODE[digits];
    return country === undefined ? [] : [[country, count]];
  });
  const byZone = BY_ZONE.find(([pattern]) => pattern.test(zone))?.[1];
  const byCurrency = BY_CURRENCY[currency];
  const byPhone = prefixes[0]?.[0];
  const votes = new Map<string, number>();
  const vote = (code: string | undefined, weight: number) => {
    if (code !== undefined) votes.set(code, (votes.get(code) ?? 0) + weight);
  };
  vote(byPhone, 1.1);
  vote(byZone, 1);
  vote(byCurrency, 0.8);
  // Canada shares the prefix of the United States: the zone decides between them.
  if (byPhone === 'US' && byZone === 'CA') votes.set('CA', (votes.get('CA') ?? 0) + 1);
  const [first, ...others] = [...votes].sort((a, b) => b[1] - a[1]);
  return {
    code: first?.[0] ?? 'US',
    sure: first === undefined ? NO_COUNTRY : others.length === 0 ? 0.9 : 0.7,
    evidence: [
      prefixes.length > 0
        ? `${prefixes[0]?.[1]} numbers are written with the prefix of ${byPhone}`
        : 'no number is written with a country prefix',
      byZone === undefined ? `the zone ${zone} names no country` : `the zone ${zone} is in ${byZone}`,
      ...(byCurrency === undefined ? [] : [`the currency ${currency} is that of ${byCurrency}`]),
    ],
    others: [...new Set([...others.map(([code]) => code), 'US', 'GB', 'CA', 'AU', 'DE'])].filter((code) => code !== first?.[0]),
  };
}

/** The country of phone numbers that are written without a prefix. */
export function proposePhoneCountry(guess: CountryGuess): Decision {
  return draft(
    'phone-country',
    'phone-country',
    {},
    {
      proposal: { code: guess.code },
      alternatives: guess.others.map((code) => ({ code })),
      confidence: guess.sure,
      evidence: guess.evidence,
      reason: 'Numbers without a prefix are taken to be of this country.',
    },
  );
}
