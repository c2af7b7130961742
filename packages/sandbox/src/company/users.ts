import type { User } from '../core/model.ts';
import { hex40, numberBelow } from '../core/random.ts';

export type GivenUser = {
  readonly name: string;
  readonly email: string;
  readonly admin?: boolean | undefined;
  readonly token_user?: boolean | undefined;
  readonly active?: boolean | undefined;
  readonly group?: string | undefined;
};

export const defaultUsers: readonly GivenUser[] = [
  { name: 'Alex Rivera', email: 'alex.rivera@example.com', admin: true, token_user: true },
  { name: 'Dana Reyes', email: 'dana.reyes@example.com' },
  { name: 'Sam Okafor', email: 'sam.okafor@example.com' },
  { name: 'Priya Nair', email: 'priya.nair@example.com' },
  { name: 'Unassigned Coach', email: 'unassigned@example.com' },
  { name: 'Robin Vale', email: 'robin.vale@example.com', active: false },
];

/** Users with ids and tokens of the seed. Every one has a token of their own, as in Pipedrive. */
export function makeUsers(seed: string, given: readonly GivenUser[]): readonly User[] {
  const first = 20_000_000 + numberBelow(4_000_000, seed, 'users');
  return given.map((user, at) => ({
    id: first + at * 7,
    name: user.name,
    email: user.email,
    admin: user.admin ?? false,
    active: user.active ?? true,
    group: user.group ?? 'default',
    token: hex40(seed, 'token', user.email),
    created: '2024-02-01T09:00:00Z',
  }));
}

/** Whose token the sandbox hands out: the one marked `token_user`, else the first admin, else the first user. */
export function tokenUserOf(users: readonly User[], given: readonly GivenUser[]): User {
  const marked = given.findIndex((user) => user.token_user === true);
  const chosen = users[marked] ?? users.find((user) => user.admin) ?? users[0];
  if (chosen === undefined) throw new Error('a company needs at least one user');
  return chosen;
}
