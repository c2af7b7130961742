import type { Decision, SourceObject } from '@cutover/domain';
import { inForce, ofKind } from '../decide.ts';
import { keyOf, type Origin, type Registry } from './registry.ts';

/** The key of the row that makes the record of a row; null where none does. */
export type Folding = (key: string) => string | null;

/** Which rows become one record under the duplicate decisions in force, as the projection folds them. */
export function foldingOf(object: SourceObject, rows: Registry<Origin>, decisions: readonly Decision[]): Folding {
  const parents = new Map<string, string>();
  const leftOut = new Set<string>();
  const rootOf = (key: string): string => {
    let root = key;
    for (let up = parents.get(root); up !== undefined; up = parents.get(root)) root = up;
    return root;
  };
  const rowOf = (named: unknown): string[] => {
    const one = typeof named === 'string' ? rows.byId(named.slice(object.length + 1)) : null;
    return one === null ? [] : [keyOf(one)];
  };
  for (const decision of ofKind(decisions, 'duplicate')) {
    const { subject } = decision;
    const use = inForce(decision)?.use;
    if (subject.object !== object || use === undefined || use === 'create') continue;
    if (!Array.isArray(subject.keys)) {
      if (use === 'skip') for (const key of rowOf(subject.key)) leftOut.add(key);
      continue;
    }
    const [first, second] = subject.keys.flatMap(rowOf);
    // What closes a circle folds nothing.
    if (first !== undefined && second !== undefined && rootOf(first) !== second) parents.set(second, first);
  }
  return (key) => {
    const root = rootOf(key);
    return leftOut.has(root) ? null : root;
  };
}
