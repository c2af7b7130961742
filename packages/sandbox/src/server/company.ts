import { settle } from '../company/living.ts';
import type { GivenUser } from '../company/users.ts';
import { makeUsers, tokenUserOf } from '../company/users.ts';
import type { Clock } from '../core/clock.ts';
import type { User } from '../core/model.ts';
import type { World } from '../core/world.ts';
import { emptyWorld } from '../core/world.ts';
import type { PlanTier } from '../data/plans.ts';
import type { Switches } from '../data/switches.ts';
import { Limits } from './limits.ts';
import { Metrics } from './metrics.ts';

export type CompanySettings = {
  readonly seed: string;
  readonly tier: PlanTier;
  readonly seats: number;
  readonly speed: number;
  readonly switches: Switches;
  readonly clock: Clock;
  readonly origin: () => string;
  readonly users: readonly GivenUser[];
};

/** A company together with what its door keeps about it. */
export type Company = {
  readonly world: World;
  readonly limits: Limits;
  readonly metrics: Metrics;
  readonly tokenUser: User;
  readonly userOf: (token: string) => User | undefined;
};

export function foundCompany(settings: CompanySettings): Company {
  const world = emptyWorld(settings);
  const users = makeUsers(settings.seed, settings.users);
  settle(world, users);
  const ids = new Map(users.map((user) => [user.token, user.id]));
  const userOf = (token: string): User | undefined => {
    const id = ids.get(token);
    return id === undefined ? undefined : world.users.get(id);
  };
  return { world, limits: new Limits(world), metrics: new Metrics(), tokenUser: tokenUserOf(users, settings.users), userOf };
}
