import { z } from 'zod';
import type { GivenUser } from './company/users.ts';
import type { Fault } from './server/faults.ts';
import { faultsSchema } from './server/faults.ts';

/** The users file: a JSON array; it replaces the company's users. At most one is the token user, and one has to be able to work. */
export const usersSchema = z
  .array(
    z.strictObject({
      name: z.string().min(1),
      email: z.email(),
      admin: z.boolean().optional(),
      token_user: z.boolean().optional(),
      active: z.boolean().optional(),
      group: z.string().min(1).optional(),
    }),
  )
  .min(1, 'at least one user is needed')
  .refine((users) => users.filter((user) => user.token_user === true).length <= 1, 'only one user can be the token_user')
  .refine((users) => users.some((user) => user.active !== false), 'at least one user must be active')
  .refine((users) => new Set(users.map((user) => user.email.toLowerCase())).size === users.length, 'two users share a mail');

function parseFile<T extends z.ZodType>(schema: T, kind: string, file: string, text: string): z.output<T> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new Error(`${file}: the ${kind} file is not valid JSON: ${error instanceof Error ? error.message : 'unreadable'}`);
  }
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const lines = result.error.issues.map(
    (issue) =>
      `${issue.path.map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`)).join('') || '(whole file)'}: ${issue.message}`,
  );
  throw new Error(`${file}: the ${kind} file is not as it should be\n  ${lines.join('\n  ')}`);
}

const probeSchema = z.looseObject({ facts: z.array(z.looseObject({ switch: z.string(), value: z.string() })) });

/** Reads the switches that a probe of a real account settled. @throws Error naming the file and the place in it. */
export const parseProbe = (text: string, file = 'probe file'): Readonly<Record<string, string>> =>
  Object.fromEntries(parseFile(probeSchema, 'probe', file, text).facts.map((fact) => [fact.switch, fact.value]));

/** Reads the text of a users file. @throws Error naming the file and the place in it. */
export const parseUsers = (text: string, file = 'users file'): readonly GivenUser[] => parseFile(usersSchema, 'users', file, text);

/** Reads the text of a faults file. @throws Error naming the file and the place in it. */
export const parseFaults = (text: string, file = 'faults file'): readonly Fault[] => parseFile(faultsSchema, 'faults', file, text);
