import { z } from 'zod';

const Metrics = z.object({
  requests: z.record(z.string(), z.number()),
  tokens: z.number(),
  byStatus: z.record(z.string(), z.number()),
  fullestWindow: z.number(),
  writes: z.number(),
});

/** What a sandbox was asked, by its own count. */
export const metricsIn = async (url: string): Promise<z.infer<typeof Metrics>> =>
  Metrics.parse(await (await fetch(`${url}/__sandbox/metrics`)).json());
