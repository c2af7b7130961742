import { type Decision, normalName } from '@cutover/domain';
import { isBlank } from '@cutover/values';
import { distance } from 'fastest-levenshtein';
import { draft } from '../decide.ts';
import type { Facts } from '../facts/facts.ts';
import { ranked } from '../facts/tally.ts';
import type { Column, Layout } from '../layout.ts';
import { holdsLists, partsOf } from '../layout.ts';
import { plainWords } from '../matching/words.ts';

/** The values of a column with their counts, most frequent first; cells of a multi-select taken apart. */
export function optionCounts(column: Column, facts: Facts): [string, number][] {
  const scanned = facts.values.get(column);
  if (scanned !== undefined) return ranked(scanned.counts);
  const counts = new Map<string, number>();
  for (const { value, count } of column.profile.values ?? []) {
    const text = value.trim();
    if (isBlank(text)) continue;
    const parts = holdsLists(column) ? partsOf(text, column) : [text];
    for (const part of parts) counts.set(part, (counts.get(part) ?? 0) + count);
  }
  return ranked(counts);
}

function slip(a: string, b: string): boolean {
  const longer = Math.max(a.length, b.length);
  if (longer < 6 || /\d/.test(a + b)) return false;
  const far = distance(a, b);
  const swapped = far === 2 && a.length === b.length && [...a].sort().join('') === [...b].sort().join('');
  return swapped || far <= (longer >= 11 ? 2 : 1);
}

/** Values that are spellings of one another → the one to keep (the most frequent): case, blanks, punctuation, plural, a slip of the pen. */
export function variantsOf(counts: readonly (readonly [string, number])[]): Record<string, string> {
  const kept: { value: string; normal: string; stems: string }[] = [];
  const merge: Record<string, string> = {};
  for (const [value] of counts) {
    const normal = normalName(value);
    const stems = plainWords(value).join(' ');
    const same = kept.find(
      (one) => (normal !== '' && one.normal === normal) || (stems !== '' && one.stems === stems) || slip(one.normal, normal),
    );
    if (same === undefined) kept.push({ value, normal, stems });
    else merge[value] = same.value;
  }
  return merge;
}

/** The columns that become pick-list fields. */
export function pickColumns(layout: Layout): Column[] {
  return layout.tables.flatMap((table) =>
    table.columns.filter(
      (column) => /\.custom\./.test(column.answer.target) && (column.answer.as?.type === 'enum' || column.answer.as?.type === 'set'),
    ),
  );
}

const MOST_TO_COMPARE = 2000;

/** One decision for each pick-list column in which values look like variants of one another; others have nothing to decide. */
export function proposePicklists(layout: Layout, facts: Facts): Decision[] {
  const ids = new Map<string, number>();
  return pickColumns(layout).flatMap((column) => {
    const counts = optionCounts(column, facts);
    if (counts.length > MOST_TO_COMPARE) return [];
    const merge = variantsOf(counts);
    const from = Object.keys(merge);
    if (from.length === 0) return [];
    const base = `picklist:${column.object}:${column.header}`;
    const nth = (ids.get(base) ?? 0) + 1;
    ids.set(base, nth);
    const by = new Map(counts);
    const shown = from
      .slice(0, 5)
      .map((value) => `${value} (${by.get(value) ?? 0}) → ${merge[value]} (${by.get(merge[value] ?? '') ?? 0})`);
    const certain = from.every((value) => normalName(value) === normalName(merge[value] ?? ''));
    return [
      draft(
        'picklist',
        nth === 1 ? base : `${base}#${column.index}`,
        { object: column.object, file: column.file, index: column.index, column: column.header, field: column.answer.target },
        {
          proposal: { merge },
          alternatives: [{ merge: {} }],
          confidence: certain ? 0.95 : 0.75,
          evidence: [`${counts.length} values, ${from.length} of them look like variants`, ...shown],
          reason: certain ? 'They differ in case, blanks or punctuation only.' : 'They differ by a letter or a plural: look at each.',
        },
      ),
    ];
  });
}
