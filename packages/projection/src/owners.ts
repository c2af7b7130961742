import type { Filled } from './cells.ts';
import type { From } from './draft.ts';
import type { Owner } from './mapping-types.ts';
import { RULES } from './rules.ts';

/** Where an owner came from: the coach named in a cell, or the fallback. `inherited`: no cell of its own, taken over from the client or deal. */
export function ownerFrom(cell: Filled | null, owner: Owner, inherited = false): From {
  if (cell === null) {
    const rule = inherited ? RULES.clientsOwner : RULES.noCoach;
    return { column: null, source: owner.coach ?? '', rule };
  }
  return { column: cell.column.header, source: cell.text, rule: owner.resolved ? RULES.coachToUser : RULES.coachFallback };
}
