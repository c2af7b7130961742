import type { DesiredRecord } from '@cutover/domain';
import { costOfLook } from './costs.ts';

/** A write whose answer a crash may leave out: a create is looked for in lists, an update is told by reading the one record, for so many tokens. */
export type UnderWay = { readonly creates: Pick<DesiredRecord, 'entity' | 'fields'> } | { readonly reads: number };

/** API tokens that one look for all that is under way may cost; after a crash there are two of them. */
export const LOOK_OF_A_LOAD = 60;
/** The same where records are also read before they are written, and once more after a crash. */
export const LOOK_BESIDE_READING = 30;

/**
 * Whether one more write may be under way beside others: as long as a crash leaves no more to be looked for than that. What follows each other is mostly of one
 * kind, so hardly anything waits for it.
 */
export const cheapToFind =
  <T>(most: number, asUnderWay: (item: T) => UnderWay) =>
  (item: T, others: readonly T[]): boolean => {
    const writes = [item, ...others].map(asUnderWay);
    const creates = writes.flatMap((write) => ('creates' in write ? [write.creates] : []));
    const reads = writes.reduce((sum, write) => sum + ('reads' in write ? write.reads : 0), 0);
    return costOfLook(creates) + reads <= most;
  };
