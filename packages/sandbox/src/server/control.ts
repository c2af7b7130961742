import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { ApiError } from '../core/errors.ts';
import type { Door } from './door.ts';
import { faultsSchema } from './faults.ts';
import { digestOf, stateOf } from './state.ts';

const readJson = (text: unknown): unknown => {
  if (typeof text !== 'string' || text.trim() === '') return {};
  try {
    return JSON.parse(text);
  } catch {
    throw new ApiError(400, { error: 'the body is not valid JSON' });
  }
};

function read<T extends z.ZodType>(schema: T, body: unknown): z.output<T> {
  const result = schema.safeParse(readJson(body));
  if (result.success) return result.data;
  throw new ApiError(400, { error: z.prettifyError(result.error) });
}

const clockBody = z.strictObject({ advanceSeconds: z.number().min(0) });

/** What a test or a person steers by. Costs nothing and needs no token, for the sandbox only listens on this machine. */
export function controlRoutes(app: FastifyInstance, door: Door): void {
  app.get('/__sandbox/state', async () => stateOf(door.company().world));
  app.get('/__sandbox/digest', async () => ({ digest: digestOf(door.company().world) }));
  app.get('/__sandbox/metrics', async () => {
    const { metrics, limits } = door.company();
    return metrics.snapshot(limits.tokens, limits.fullestWindow);
  });
  app.get('/__sandbox/tokens', async () =>
    Object.fromEntries([...door.company().world.users.values()].map((user) => [user.email, user.token])),
  );
  app.get('/__sandbox/about', async () => {
    const { world, limits } = door.company();
    return {
      company: world.company,
      seed: world.seed,
      plan: world.tier,
      seats: world.seats,
      budget: limits.budget,
      spentToday: limits.spentToday,
      remaining: limits.remaining,
      now: new Date(world.clock.now()).toISOString(),
    };
  });
  app.post('/__sandbox/reset', async () => {
    door.refound();
    return { digest: digestOf(door.company().world) };
  });
  app.post('/__sandbox/clock', async (request) => {
    const { advanceSeconds } = read(clockBody, request.body);
    const { clock } = door.company().world;
    clock.advance(advanceSeconds);
    return { now: new Date(clock.now()).toISOString() };
  });
  app.post('/__sandbox/faults', async (request) => {
    const faults = read(faultsSchema, request.body);
    try {
      door.faults.set(faults);
    } catch (error) {
      throw new ApiError(400, { error: error instanceof Error ? error.message : 'a path is not a valid pattern' });
    }
    return { faults: faults.length };
  });
}
