import { z } from 'zod';
import { RunKind } from './approval.ts';
import { Instant } from './brand.ts';
import { Entity } from './target.ts';

/** What a run tells while it goes; one NDJSON line each. */
export const RunEvent = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('run'),
    run: z.string(),
    kind: RunKind,
    state: z.enum(['started', 'resumed', 'paused', 'finished', 'failed']),
    at: Instant,
    message: z.string().optional(),
  }),
  z.strictObject({
    type: z.literal('progress'),
    run: z.string(),
    /** What is being worked on: an entity, or a step such as `schema`, `inventory`, `read back`. */
    stage: z.union([Entity, z.string()]),
    done: z.number().int(),
    total: z.number().int().nullable(),
    tokens: z.number().int(),
    at: Instant,
  }),
  z.strictObject({
    type: z.literal('notice'),
    level: z.enum(['info', 'warning', 'error']),
    code: z.string().optional(),
    message: z.string(),
    at: Instant,
  }),
]);
export type RunEvent = z.infer<typeof RunEvent>;

/** Takes events as they happen; must not throw. */
export type EmitEvent = (event: RunEvent) => void;
