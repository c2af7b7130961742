import type { Decision } from '@cutover/domain';
import { inForce, ofKind } from '../decide.ts';
import type { Facts } from '../facts/facts.ts';
import type { Column } from '../layout.ts';
import { LONGEST_OPTION, MOST_OPTIONS } from '../limits.ts';
import { optionCounts } from '../proposals/picklists.ts';

/** What the picklist decision of a column merges: from → to. */
export function mergesOf(decisions: readonly Decision[], column: Column): Readonly<Record<string, string>> {
  for (const decision of ofKind(decisions, 'picklist')) {
    if (decision.subject.file === column.file && decision.subject.index === column.index) return inForce(decision)?.merge ?? {};
  }
  return {};
}

/** Labels of a pick-list field made from one column: those named in the answer, else the values found, variants merged, most frequent first. */
export function optionsOf(column: Column, facts: Facts, decisions: readonly Decision[]): string[] {
  const named = column.answer.as?.options;
  if (named !== undefined) return [...named];
  const merges = mergesOf(decisions, column);
  const counts = optionCounts(column, facts);
  const labels = counts.map(([value]) => merges[value] ?? value).filter((label) => label.length <= LONGEST_OPTION);
  return [...new Set(labels)].slice(0, MOST_OPTIONS);
}
