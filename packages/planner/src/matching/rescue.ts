import type { ColumnProfile, SourceObject, ValueType } from '@cutover/domain';
import type { Assigned } from './assign.ts';

interface Essential {
  readonly target: string;
  /** Targets that make it unnecessary. */
  readonly or: readonly string[];
  readonly types: readonly ValueType[];
  /** Most different values such a column has. */
  readonly atMost?: number;
}

/** What records of an object cannot do without, most needed first. */
const ESSENTIALS: Readonly<Partial<Record<SourceObject, readonly Essential[]>>> = Object.freeze({
  client: [{ target: 'person.name', or: ['person.first_name', 'person.last_name'], types: ['name'] }],
  company: [{ target: 'organization.name', or: [], types: ['name', 'text'] }],
  package: [
    { target: 'deal.stage', or: ['deal.status'], types: ['enum'], atMost: 12 },
    { target: 'deal.title', or: [], types: ['text', 'name', 'enum'] },
  ],
  session: [
    { target: 'activity.due_date', or: [], types: ['datetime', 'date'] },
    { target: 'activity.type', or: [], types: ['enum'], atMost: 25 },
  ],
  message: [{ target: 'activity.due_date', or: [], types: ['datetime', 'date'] }],
  invoice: [{ target: 'note.content', or: [], types: ['money'] }],
});

/**
 * A table without the column its records need most has it under a name nobody knows: the only unknown column of the right type takes the place,
 * as a guess that says so. Two such columns: no guess.
 */
export function rescue(
  object: SourceObject,
  profiles: readonly ColumnProfile[],
  assigned: readonly Assigned[],
): ReadonlyMap<number, string> {
  const found = new Map<number, string>();
  const taken = new Set(assigned.flatMap((one) => one.best?.concept.target ?? []));
  for (const essential of ESSENTIALS[object] ?? []) {
    if (object !== 'invoice' && [essential.target, ...essential.or].some((target) => taken.has(target))) continue;
    if (
      object === 'invoice' &&
      assigned.some((one) => one.best?.concept.as?.part === 'amount' || one.best?.concept.as?.part === 'line-amount')
    )
      continue;
    const fitting = profiles.filter((profile) => {
      const one = assigned.find((each) => each.index === profile.index);
      const open = one?.best === null && one.lostTo === null && !found.has(profile.index);
      return (
        open &&
        profile.filled > 0 &&
        essential.types.includes(profile.type) &&
        profile.distinct <= (essential.atMost ?? Number.POSITIVE_INFINITY)
      );
    });
    const [only] = fitting;
    if (only !== undefined && fitting.length === 1) found.set(only.index, essential.target);
  }
  return found;
}
