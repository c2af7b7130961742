import type { Decision, Finding } from '@cutover/domain';
import { isBlank } from '@cutover/values';
import { inForce, ofKind } from '../decide.ts';
import type { Facts } from '../facts/facts.ts';
import { money, type PackageFact, totalValue } from '../facts/packages.ts';
import { keyOf } from '../facts/registry.ts';
import { cases, note } from '../facts/tally.ts';
import type { PlannerInput, PlannerRow } from '../input.ts';
import { type Column, cellOf, columnFor, type Layout, tablesOf } from '../layout.ts';
import { senseOfStatus } from '../lexicon/statuses.ts';
import { LONGEST_OPTION, MOST_OPTIONS } from '../limits.ts';
import { optionCounts, pickColumns } from '../proposals/picklists.ts';
import { counted } from '../words.ts';
import { finding, shown, times } from './finding.ts';

/** Where the rest of a long text has a place: the next note, or a note of its own beside a custom field. */
const SPLIT = /^note\.content$|^activity\.note$|\.custom\./;

const MOST_ROWS = 20;

/** Keys of the first rows that say anything in a column. */
function firstWith(rows: Iterable<PlannerRow>, column: Column): string[] {
  const keys: string[] = [];
  for (const row of rows) {
    if (!isBlank(cellOf(row, column))) keys.push(row.key);
    if (keys.length === MOST_ROWS) break;
  }
  return keys;
}

/** Values that are missing, too long, ambiguous or strange to the account. */
export function valueFindings(
  { account, rows }: Pick<PlannerInput, 'account' | 'rows'>,
  layout: Layout,
  facts: Facts,
  decisions: readonly Decision[],
): Finding[] {
  const missing = [...facts.missing].flatMap(([id, found]) => {
    const [object = '', what = ''] = id.split(':');
    const tables = layout.tables.filter((one) => one.object === object && !one.detail);
    const [table] = tables;
    return table === undefined
      ? []
      : finding(
          {
            code: 'missing-value',
            severity: 'warning',
            object: table.object,
            message: `${counted(found.count, table.object)} ${found.count === 1 ? 'has' : 'have'} no ${what.replace(/^an? /, '')} (${tables.map((one) => one.file).join(', ')})`,
            advice: 'Mend these rows in The Practice and export again, or accept what the report will say about them.',
          },
          found,
        );
  });
  // A pick-list has no text to split: its options have a finding of their own.
  const texts = [...facts.tooLong.values()].filter((one) => one.column.answer.as?.type !== 'enum');
  const long = texts.flatMap((one) =>
    finding(
      {
        code: 'text-too-long',
        severity: 'warning',
        object: one.column.object,
        message: `${times(one.count, 'text', 'texts')} in ${one.column.header} (${one.column.file}) ${one.count === 1 ? 'is' : 'are'} over ${one.limit.toLocaleString('en-US')} characters`,
        advice: 'The decision text-limit says whether they are split or cut; either way the report lists them.',
      },
      one,
    ),
  );
  const overLimit = ofKind(decisions, 'text-limit').map(inForce)[0]?.as;
  const cut = texts
    .filter(({ column: { answer } }) => overLimit === 'cut' || !SPLIT.test(answer.target))
    .flatMap((one) =>
      finding(
        {
          code: 'value-cut',
          severity: 'warning',
          object: one.column.object,
          message: `${times(one.count, 'value', 'values')} of ${one.column.header} (${one.column.file}) will be cut after ${one.limit.toLocaleString('en-US')} characters`,
          advice: SPLIT.test(one.column.answer.target)
            ? 'The decision text-limit says so: with split nothing of them is lost.'
            : 'The field holds one line and no more: shorten them in The Practice and export again, or accept it.',
        },
        one,
      ),
    );
  const ambiguous = layout.tables.flatMap((table) =>
    table.columns
      .filter((column) => column.profile.reading.order === 'ambiguous')
      .flatMap((column) =>
        finding(
          {
            code: 'ambiguous-dates',
            severity: 'warning',
            object: table.object,
            message: `every date in ${column.header} (${table.file}), ${column.profile.filled} in all, reads day first and month first`,
            advice: 'Answer the decision date-format with care.',
          },
          { count: column.profile.filled, rows: firstWith(rows(table.file), column) },
        ),
      ),
  );
  const enabled = new Set(account.currencies);
  const strange = [...facts.currencies.counts].filter(([code]) => enabled.size > 0 && !enabled.has(code));
  const currencies = strange.flatMap(([code, count]) =>
    finding(
      {
        code: 'currency-not-enabled',
        severity: 'error',
        object: 'package',
        message: `${code} is not enabled in the account (${times(count, 'record is', 'records are')} in it)`,
        advice: `Enable ${code} in Pipedrive (Company settings, Currencies).`,
      },
      { count, rows: facts.packages.all.filter((one) => one.currency === code).map(keyOf) },
    ),
  );
  return [
    ...missing,
    ...long,
    ...cut,
    ...ambiguous,
    ...currencies,
    ...statusFindings(layout, facts),
    ...priceFindings(layout, facts),
    ...optionFindings(layout, facts),
    ...duplicateFindings(facts, decisions),
  ];
}

function statusFindings(layout: Layout, facts: Facts): Finding[] {
  const columns = tablesOf(layout, 'package').flatMap((table) => columnFor(table, 'deal.stage') ?? []);
  const where = columns.map((column) => `${column.header}, ${column.file}`).join('; ');
  const strange = new Map<string, ReturnType<typeof cases>>();
  const known = new Map<string, boolean>();
  const isKnown = (status: string): boolean => {
    const before = known.get(status);
    if (before !== undefined) return before;
    const now = senseOfStatus(status)?.known === true;
    known.set(status, now);
    return now;
  };
  for (const one of facts.packages.all) {
    if (one.status === '' || isKnown(one.status)) continue;
    const found = strange.get(one.status) ?? cases();
    strange.set(one.status, found);
    note(found, keyOf(one));
  }
  return [...strange].flatMap(([status, found]) =>
    finding(
      {
        code: 'status-without-equivalent',
        severity: 'warning',
        object: 'package',
        message: `the package status ${shown(status)} (${where}) is none of the usual ones: ${counted(found.count, 'package')}`,
        advice: 'Its stage decision says whether such deals are open, won or lost: check it.',
      },
      found,
    ),
  );
}

/** Packages that say what they cost neither in all nor by the session: not the same as a price of 0. */
function priceFindings(layout: Layout, facts: Facts): Finding[] {
  const without = cases();
  for (const one of facts.packages.all) if (totalValue(one) === null && one.unit === null) note(without, keyOf(one));
  const columns = tablesOf(layout, 'package').flatMap((table) => table.columns.filter((one) => one.answer.target === 'deal.value'));
  const where = columns.map((column) => `${column.header}, ${column.file}`).join('; ');
  return finding(
    {
      code: 'package-without-price',
      severity: 'warning',
      object: 'package',
      message: `${counted(without.count, 'package')} ${without.count === 1 ? 'has' : 'have'} no price (${where === '' ? 'no column of the export holds prices' : where})`,
      advice: 'Their deals get no value, which is not the same as 0: fill the price in in The Practice and export again, or accept it.',
    },
    without,
  );
}

function optionFindings(layout: Layout, facts: Facts): Finding[] {
  return pickColumns(layout).flatMap((column) => {
    const counts = optionCounts(column, facts);
    const long = counts.filter(([value]) => value.length > LONGEST_OPTION);
    return [
      ...finding(
        {
          code: 'option-too-long',
          severity: 'error',
          object: column.object,
          message: `${times(long.length, 'option', 'options')} of ${column.header} (${column.file}) ${long.length === 1 ? 'is' : 'are'} over ${LONGEST_OPTION} characters`,
          advice: 'Make it a text field instead.',
        },
        { count: long.length, rows: facts.tooLong.get(`${column.file}#${column.index}`)?.rows ?? [] },
      ),
      ...(counts.length > MOST_OPTIONS
        ? finding(
            {
              code: 'too-many-options',
              severity: 'error',
              object: column.object,
              message: `${column.header} (${column.file}) has more than ${MOST_OPTIONS.toLocaleString('en-US')} different values`,
              advice: 'Make it a text field instead.',
            },
            { count: counts.length, rows: [] },
          )
        : []),
    ];
  });
}

function duplicateFindings(facts: Facts, decisions: readonly Decision[]): Finding[] {
  const found = ofKind(decisions, 'duplicate');
  const of = (match: string) => found.filter((decision) => decision.subject.match === match);
  const keysOf = (named: unknown): string[] => {
    if (typeof named !== 'string') return [];
    const [object = ''] = named.split(':', 1);
    const from = object === 'client' ? facts.clients : facts.companies;
    const one = from.byId(named.slice(object.length + 1));
    return [one === null ? named : keyOf(one)];
  };
  const rows = (all: typeof found) => ({
    count: all.length,
    rows: [...new Set(all.flatMap(({ subject }) => (Array.isArray(subject.keys) ? subject.keys : [subject.key]).flatMap(keysOf)))],
  });
  return [
    ...finding(
      {
        code: 'duplicate-in-export',
        severity: 'warning',
        object: null,
        message: `${times(of('pair').length, 'pair', 'pairs')} of rows may be the same person or company`,
        advice: 'Answer the duplicate decisions.',
      },
      rows(of('pair')),
    ),
    ...finding(
      {
        code: 'already-in-account',
        severity: 'info',
        object: null,
        message: `${times(of('account').length, 'record is', 'records are')} in the account already`,
        advice: 'Answer the duplicate decisions.',
      },
      rows(of('account')),
    ),
  ];
}

const off = (a: number, b: number): boolean => Math.abs(a - b) > 0.005;

/** Sums that do not add up: invoice lines against the total, sessions used against those found, balances. */
export function sumFindings(facts: Facts): Finding[] {
  const lines = cases();
  let difference = 0;
  for (const [id, sum] of facts.invoices.lines) {
    const invoice = facts.invoices.amounts.get(id);
    if (invoice === undefined || invoice.amount === null || !off(sum, invoice.amount)) continue;
    note(lines, keyOf(invoice));
    difference += Math.abs(sum - invoice.amount);
  }
  const used = cases();
  const balance = cases();
  const over = cases();
  for (const one of facts.packages.all) {
    const found = facts.packages.byId(one.id)?.sessions ?? 0;
    if (one.used !== null && facts.sessions.count > 0 && found > one.used) note(over, keyOf(one));
    if (one.used !== null && facts.sessions.count > 0 && found < one.used) note(used, keyOf(one));
    if (doesNotAddUp(one)) note(balance, keyOf(one));
  }
  return [
    ...finding(
      {
        code: 'invoice-sum',
        severity: 'warning',
        object: 'invoice',
        message: `the lines of ${times(lines.count, 'invoice', 'invoices')} do not add up to the amount (${money(difference)} in all)`,
        advice: 'Both are written into the note; tax may be the reason.',
      },
      lines,
    ),
    ...finding(
      {
        code: 'balance-sum',
        severity: 'warning',
        object: 'package',
        message: `used and remaining do not add up to the sessions included in ${times(balance.count, 'package', 'packages')}`,
        advice: 'The numbers are carried over as they are.',
      },
      balance,
    ),
    ...finding(
      {
        code: 'sessions-fewer-than-used',
        severity: 'info',
        object: 'package',
        message: `${times(used.count, 'package counts', 'packages count')} more sessions as used than the export holds`,
        advice: 'Older sessions may not be in the export.',
      },
      used,
    ),
    ...finding(
      {
        code: 'sessions-more-than-used',
        severity: 'info',
        object: 'package',
        message: `the export holds more sessions than ${times(over.count, 'package counts', 'packages count')} as used`,
        advice: 'Planned sessions may not be counted yet.',
      },
      over,
    ),
  ];
}

function doesNotAddUp(one: PackageFact): boolean {
  return one.included !== null && one.used !== null && one.remaining !== null && off(one.used + one.remaining, one.included);
}
