import { z } from 'zod';

/** What one run of tests came to; written by the reporter, read by the runner. */
export const Outcome = z.strictObject({
  /** The module with the fault was loaded. */
  applied: z.boolean(),
  passed: z.number(),
  /** Tests that ran and failed, with their first error. */
  failed: z.array(z.strictObject({ test: z.string(), error: z.string() })),
  /** Errors outside of tests: in a hook, or while a file was loaded. */
  outside: z.array(z.string()),
});
export type Outcome = z.infer<typeof Outcome>;

/** Read by `vitest.config.ts`. */
export const ENV = { fault: 'MUTANT', tests: 'MUTANT_TESTS', outcome: 'MUTANT_OUTCOME' } as const;
