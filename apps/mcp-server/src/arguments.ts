import { CutoverError } from '@cutover/domain';
import { z } from 'zod';

/** As much of a value as tells which one is meant. */
const MOST = 60;
/** Faults that one answer names. */
const MOST_FAULTS = 5;

/** One argument that is not of its schema. */
export const BadArgument = z.object({ argument: z.string(), found: z.string(), expected: z.string() });
export type BadArgument = z.infer<typeof BadArgument>;
export const BadArguments = z.object({ arguments: z.array(BadArgument) });

/** What a tool was called with, held to its schema. @throws CutoverError `bad-argument` that names each argument, what was found and what was expected */
export function argumentsOf<I extends z.ZodObject>(tool: string, input: I, given: unknown): z.output<I> {
  const parsed = input.safeParse(given ?? {}, { reportInput: true });
  if (parsed.success) return parsed.data;
  const faults = parsed.error.issues.slice(0, MOST_FAULTS).map((issue) => faultOf(issue, input));
  const more = parsed.error.issues.length - faults.length;
  const said = faults.map(({ argument, found, expected }) => `${argument}: found ${found}, expected ${expected}`).join('; ');
  throw new CutoverError('bad-argument', `${tool} cannot be called with this: ${said}${more > 0 ? `; and ${more} more` : ''}`, {
    data: { arguments: faults } satisfies z.infer<typeof BadArguments>,
  });
}

function faultOf(issue: z.core.$ZodIssue, input: z.ZodObject): BadArgument {
  const at = issue.path.map(String).join('.');
  if (issue.code === 'unrecognized_keys') {
    const names = issue.keys.map(cut).join(', ');
    const known = at === '' ? Object.keys(input.shape).join(', ') : '';
    return {
      argument: at === '' ? names : `${at}.${names}`,
      found: 'an argument that the tool does not have',
      expected: known === '' ? 'none' : `only ${known}`,
    };
  }
  return { argument: at === '' ? 'arguments' : at, found: shown(issue.input), expected: expectedOf(issue) };
}

function expectedOf(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case 'invalid_type':
      return article(issue.expected);
    case 'invalid_value':
      return issue.values.map((value) => JSON.stringify(value)).join(' or ');
    case 'too_small':
      return `${issue.inclusive === false ? 'more than' : 'at least'} ${issue.minimum}${unit(issue.origin)}`;
    case 'too_big':
      return `${issue.inclusive === false ? 'less than' : 'at most'} ${issue.maximum}${unit(issue.origin)}`;
    case 'invalid_format':
      return issue.pattern === undefined ? `the format ${issue.format}` : `something like ${issue.pattern}`;
    default:
      return issue.message;
  }
}

const unit = (origin: string): string => (origin === 'string' ? ' characters' : origin === 'array' ? ' entries' : '');

const NAMES: Readonly<Record<string, string>> = { record: 'object', map: 'object', int: 'whole number' };
const article = (type: string): string => {
  const name = NAMES[type] ?? type;
  return `${/^[aeiou]/.test(name) ? 'an' : 'a'} ${name}`;
};

function shown(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (typeof value === 'string') return JSON.stringify(cut(value));
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (typeof value === 'object' && value !== null) return 'an object';
  return String(value);
}

const cut = (text: string): string => (text.length > MOST ? `${text.slice(0, MOST)}…` : text);
