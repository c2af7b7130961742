import { z } from 'zod';

/** What the contract calls the consequence of a fault. It is never a function, so a fault is no promise. */
const consequence = 'then';

/**
 * A fault to order: `match` says which requests, `then` what happens to them. `path` is exact (`/api/v2/persons`), or with `*` for any run
 * of characters (`/api/v2/persons/*`), or a regular expression between slashes with a leading `~` (`~^/api/v2/(persons|deals)$`). `nth` is
 * the matching request it happens to, counted from 1 since the fault was set; without it, every one.
 */
export const faultSchema = z.strictObject({
  match: z.strictObject({
    method: z.string().toUpperCase().optional(),
    path: z.string().min(1).optional(),
    nth: z.int().min(1).optional(),
  }),
  [consequence]: z.union([
    z.strictObject({ status: z.int().min(200).max(599) }),
    z.strictObject({ delayMs: z.int().min(0).max(600_000) }),
    z.strictObject({ cut: z.enum(['before', 'after']) }),
    z.strictObject({ html403: z.literal(true) }),
    z.strictObject({ truncate: z.literal(true) }),
    z.strictObject({ budget: z.literal('spent') }),
  ]),
});
export const faultsSchema = z.array(faultSchema);
export type Fault = z.output<typeof faultSchema>;
export type Then = Fault['then'];

/** A fault from what it matches and what then happens. */
export const fault = (match: Fault['match'], consequences: Then): Fault => ({ match, [consequence]: consequences });

function matcher(path: string | undefined): (actual: string) => boolean {
  if (path === undefined) return () => true;
  if (path.startsWith('~')) {
    const pattern = new RegExp(path.slice(1));
    return (actual) => pattern.test(actual);
  }
  const parts = path.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'));
  const pattern = new RegExp(`^${parts.join('.*')}$`);
  return (actual) => pattern.test(actual);
}

type Armed = { readonly fault: Fault; readonly fits: (path: string) => boolean; seen: number };

/** The faults that are set, and how often each has matched. */
export class Faults {
  #armed: readonly Armed[] = [];

  /** Replaces what was set. @throws SyntaxError for a regular expression that is none. */
  set(faults: readonly Fault[]): void {
    this.#armed = faults.map((fault) => ({ fault, fits: matcher(fault.match.path), seen: 0 }));
  }

  /** What happens to this request; more than one fault may. */
  take(method: string, path: string): readonly Then[] {
    const due: Then[] = [];
    for (const armed of this.#armed) {
      const { match } = armed.fault;
      if ((match.method !== undefined && match.method !== method) || !armed.fits(path)) continue;
      armed.seen++;
      if (match.nth === undefined || match.nth === armed.seen) due.push(armed.fault.then);
    }
    return due;
  }
}
