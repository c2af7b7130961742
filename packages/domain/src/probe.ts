import { z } from 'zod';
import { Instant } from './brand.ts';

/**
 * What a probe found out about one Pipedrive account: answers to questions that no document answers, under the names of the sandbox's switches. A file
 * that the loader and the sandbox read (`probe.json`).
 */
export const ProbeFile = z.strictObject({
  format: z.literal(1),
  at: Instant,
  tool: z.string(),
  company: z.strictObject({ id: z.number().int(), domain: z.string() }),
  /** How the person said yes: their domain typed on a terminal, or the key that was opened for it. */
  consent: z.strictObject({ by: z.enum(['terminal', 'key']), who: z.string() }),
  facts: z.array(
    z.strictObject({
      /** Name of the sandbox's switch. */
      switch: z.string(),
      value: z.string(),
      /** What was asked and answered. */
      evidence: z.string(),
    }),
  ),
  unsettled: z.array(z.strictObject({ switch: z.string(), why: z.string() })),
  /** Records of the probe that could not be deleted again. */
  remains: z.array(z.strictObject({ kind: z.string(), id: z.string(), why: z.string() })),
  tokens: z.number().int(),
});
export type ProbeFile = z.infer<typeof ProbeFile>;

/** Names of the files in a workspace: what was found out, and what a probe has made and not deleted yet. */
export const PROBE_FILE = 'probe.json';
export const PROBE_DIARY = 'probe-journal.ndjson';
