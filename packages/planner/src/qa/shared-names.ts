import type { Decision, Finding, SourceObject } from '@cutover/domain';
import { mask } from '@cutover/values';
import { ofKind } from '../decide.ts';
import type { Facts } from '../facts/facts.ts';
import { type Folding, foldingOf } from '../facts/folding.ts';
import { keyOf } from '../facts/registry.ts';
import type { SharedName, SharedNames } from '../facts/shared-names.ts';
import { anyOf } from '../words.ts';
import { finding, listed, shown, times } from './finding.ts';

/** Links by a name that several have: they lead to none of them, unless a duplicate decision makes the several one. */
export function sharedNameFindings(facts: Facts, decisions: readonly Decision[]): Finding[] {
  if (facts.sharedNames.length === 0) return [];
  const foldings = new Map<SourceObject, Folding>([
    ['client', foldingOf('client', facts.clients, decisions)],
    ['company', foldingOf('company', facts.companies, decisions)],
  ]);
  const pairs = pairsOf(facts, decisions);
  return facts.sharedNames.flatMap((shared) => sharedIn(shared, foldings.get(shared.to) ?? ((key) => key), pairs));
}

/** Duplicate decisions that are asked about a pair of rows, by the keys of both. */
type Pairs = ReadonlyMap<string, string>;

const pairKey = (a: string, b: string): string => [a, b].toSorted().join('\u0000');

function pairsOf(facts: Facts, decisions: readonly Decision[]): Pairs {
  const pairs = new Map<string, string>();
  for (const { id, subject } of ofKind(decisions, 'duplicate')) {
    if (!Array.isArray(subject.keys)) continue;
    const from = subject.object === 'client' ? facts.clients : facts.companies;
    const [first, second] = subject.keys.map((key: unknown) => from.byId(String(key).slice(String(subject.object).length + 1)));
    if (first && second) pairs.set(pairKey(keyOf(first), keyOf(second)), id);
  }
  return pairs;
}

function sharedIn({ column, to, found }: SharedNames, folding: Folding, pairs: Pairs): Finding[] {
  const names = new Map<string, { readonly name: SharedName; readonly records: readonly string[]; count: number }>();
  let count = 0;
  const rows: string[] = [];
  for (const { names: together, cases } of found.values()) {
    const several = together
      .map((name) => ({ name, records: [...new Set(name.bearers.flatMap((key) => folding(key) ?? []))], count: 0 }))
      .filter(({ records }) => records.length > 1);
    if (several.length === 0) continue;
    count += cases.count;
    rows.push(...cases.rows.slice(0, Math.max(0, MOST_ROWS - rows.length)));
    for (const one of several) {
      const id = one.records[0] ?? '';
      const entry = names.get(id) ?? one;
      entry.count += cases.count;
      names.set(id, entry);
    }
  }
  const all = [...names.values()].toSorted((a, b) => b.count - a.count);
  const decisions = [...new Set(all.flatMap(({ name }) => askedAbout(name.bearers, pairs)))];
  return finding(
    {
      code: `shared-name-${to}`,
      severity: 'warning',
      object: column.object,
      message: `${times(count, 'row', 'rows')} of ${column.header} in ${column.file} ${count === 1 ? 'names' : 'name'} ${anyOf(to)} by a name that several have: ${listed(all.map((one) => said(to, one)))}`,
      advice: adviceFor(to, column.header, decisions),
    },
    { count, rows },
  );
}

const MOST_ROWS = 20;

/** Enough to say which are meant: a name that hundreds have is no name. */
const MOST_BEARERS = 6;

function said(to: SourceObject, { name, records, count }: { name: SharedName; records: readonly string[]; count: number }): string {
  const more = records.length - MOST_BEARERS;
  const which = `${records.slice(0, MOST_BEARERS).join(' or ')}${more > 0 ? ` or ${more} more` : ''}`;
  return `${to === 'client' ? mask(name.text, 'name') : shown(name.text)} (${times(count, 'row', 'rows')}: ${which})`;
}

/** The decisions about any two of the first few. */
function askedAbout(bearers: readonly string[], pairs: Pairs): string[] {
  const few = bearers.slice(0, MOST_BEARERS);
  return few.flatMap((one, at) => few.slice(at + 1).flatMap((other) => pairs.get(pairKey(one, other)) ?? []));
}

function adviceFor(to: SourceObject, header: string, decisions: readonly string[]): string {
  if (to === 'coach')
    return `All of them go to the user of one and the same coach: write the coach's id or mail into ${header} and export again.`;
  const by = to === 'client' ? "the client's id or mail" : `the id of the ${to}`;
  const mend = `These links are left out, as nothing says who is meant: write ${by} into ${header} and export again`;
  return decisions.length === 0 ? `${mend}.` : `${mend}; or, where two of them are one, answer merge in ${listed(decisions)}.`;
}
