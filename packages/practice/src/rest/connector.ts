import { CutoverError } from '@cutover/domain';
import { z } from 'zod';
import { fieldPath } from './path.ts';

/** `customer.mails.*.address`, or the keys one by one where a key holds a dot. */
const Path = z
  .union([z.string().min(1), z.array(z.string().min(1)).min(1)], 'expected a path: keys joined by dots, or a list of keys')
  .transform((path): string[] => [...fieldPath(path)]);
const Name = z.string().trim().min(1).max(100);
const whole = (least: number, most: number) => z.number().int().min(least).max(most);
const Size = z.strictObject({ parameter: Name, rows: whole(1, 10_000) });

const Paging = z.discriminatedUnion('by', [
  z.strictObject({ by: z.literal('none') }),
  z.strictObject({ by: z.literal('page'), parameter: Name, first: whole(0, 1).default(1), size: Size.optional(), total: Path.optional() }),
  z.strictObject({ by: z.literal('offset'), parameter: Name, size: Size.optional(), total: Path.optional() }),
  z.strictObject({ by: z.literal('cursor'), parameter: Name, next: Path, size: Size.optional() }),
  z.strictObject({ by: z.literal('link'), size: Size.optional() }),
]);
export type Paging = z.infer<typeof Paging>;

const Field = z.strictObject({
  name: Name,
  path: Path,
  /** Between the values of a list. */
  join: z.string().min(1).max(10).default('; '),
});
export type Field = z.infer<typeof Field>;

const Since = z.strictObject({ parameter: Name, as: z.enum(['iso', 'date', 'unix', 'unix-ms']).default('iso') });

const Endpoint = z
  .strictObject({
    name: z
      .string()
      .regex(/^[\p{L}\p{N}](?:[\p{L}\p{N} ._-]{0,58}[\p{L}\p{N}])?$/u, 'expected letters, digits, blanks, dots, _ and - (at most 60)'),
    path: z.string().regex(/^\/[^?#\\\s]*$/, 'expected a path that begins with / and holds no ? or #; parameters belong in query'),
    query: z.record(Name, z.string()).default({}),
    paging: Paging,
    /** Where the list stands in the answer; left out when the answer is the list. */
    rows: Path.optional(),
    id: Path.optional(),
    updated: Path.optional(),
    since: Since.optional(),
    deleted: z.strictObject({ path: Path, is: z.string().optional() }).optional(),
    fields: z.array(Field).min(1).max(1_000),
    /** What is left out knowingly; anything else that no field reads is reported. */
    ignore: z.array(Path).default([]),
  })
  .superRefine((endpoint, context) => {
    for (const key of ['since', 'updated', 'deleted'] as const)
      if (endpoint[key] !== undefined && endpoint.id === undefined)
        context.addIssue({ code: 'custom', path: ['id'], message: `expected the path of the record's id, because "${key}" needs it` });
    for (const index of repeated(endpoint.fields.map((field) => field.name)))
      context.addIssue({
        code: 'custom',
        path: ['fields', index, 'name'],
        message: 'expected a name that no other field of this endpoint has',
      });
  });
export type Endpoint = z.infer<typeof Endpoint>;

/** Headers that may carry a key: a key never stands in this file. */
const SECRET_HEADER = /auth|key|token|secret|cookie|password|session/i;
const HEADER = /^[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}$/;

/** How to read one account over REST. Read-only by its form: it can name no method and no body. */
export const Connector = z
  .strictObject({
    format: z.literal(1),
    auth: z
      .strictObject({
        header: z.string().regex(HEADER, 'expected the name of a header'),
        /** Before the key, with its blank: `Bearer `. */
        prefix: z
          .string()
          .regex(/^[\x20-\x7e]{0,30}$/)
          .default(''),
      })
      .optional(),
    headers: z
      .record(
        z
          .string()
          .regex(HEADER, 'expected the name of a header')
          .refine((name) => !SECRET_HEADER.test(name), 'expected a header that carries no key; the key comes from the environment'),
        z.string().regex(/^[\x20-\x7e]*$/),
      )
      .default({}),
    limits: z
      .strictObject({
        /** Requests on their way at once. */
        parallel: whole(1, 32).default(4),
        perSecond: z.number().positive().max(1_000).optional(),
        /** Tries after the first one. */
        retries: whole(0, 20).default(5),
        timeoutSeconds: z.number().positive().max(600).default(30),
        /** The longest wait the source may ask for; a longer one ends the extract, which can be resumed. */
        longestWaitSeconds: z.number().positive().max(86_400).default(300),
        /** Of one answer. */
        megabytes: z.number().positive().max(500).default(20),
        /** Asked again from so much before the last reading, since clocks differ. */
        overlapSeconds: whole(0, 86_400).default(300),
        /** How old a broken extract may be to be gone on with. */
        resumeHours: z.number().positive().max(720).default(24),
      })
      .prefault({}),
    endpoints: z.array(Endpoint).min(1).max(100),
  })
  .superRefine((connector, context) => {
    for (const index of repeated(connector.endpoints.map((endpoint) => endpoint.name)))
      context.addIssue({ code: 'custom', path: ['endpoints', index, 'name'], message: 'expected a name that no other endpoint has' });
  });
export type Connector = z.infer<typeof Connector>;

function repeated(names: readonly string[]): number[] {
  return names.flatMap((name, index) => (names.indexOf(name) < index ? [index] : []));
}

/** `$.endpoints[0].paging.size` */
function pathText(path: readonly PropertyKey[]): string {
  return `$${path.map((key) => (typeof key === 'number' ? `[${key}]` : `.${String(key)}`)).join('')}`;
}

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>((at, key) => (typeof at === 'object' && at !== null ? Reflect.get(at, key) : undefined), value);
}

/** What stands at a path, cut short; not where somebody may have put a key after all. */
function shown(value: unknown, path: readonly PropertyKey[]): string {
  if (value === undefined) return 'nothing';
  if (typeof value === 'string' && path.some((key) => SECRET_HEADER.test(String(key)))) return 'a text (not repeated here)';
  const text = JSON.stringify(value) ?? String(value);
  return text.length <= 60 ? text : `${text.slice(0, 59)}…`;
}

export interface ConnectorFault {
  /** JSON path in the connector. */
  readonly at: string;
  readonly found: string;
  readonly expected: string;
}

function faultsOf(issue: z.core.$ZodIssue, value: unknown): ConnectorFault[] {
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => ({
      at: pathText([...issue.path, key]),
      found: shown(valueAt(value, [...issue.path, key]), [...issue.path, key]),
      expected: 'no such key; docs/source.md lists those there are',
    }));
  if (issue.code === 'invalid_union' && issue.discriminator !== undefined)
    return [
      {
        at: pathText(issue.path),
        found: shown(valueAt(value, issue.path), issue.path),
        expected: `${issue.discriminator} is one of none, page, offset, cursor, link`,
      },
    ];
  const message = issue.code === 'invalid_key' ? (issue.issues[0]?.message ?? issue.message) : issue.message;
  const [, expected = message] = /^(?:Invalid input: |Too (?:small|big): |Invalid option: )?(?:expected )?(.*)$/s.exec(message) ?? [];
  return [{ at: pathText(issue.path), found: shown(valueAt(value, issue.path), issue.path), expected }];
}

/** `line 4, column 7` of a fault in JSON, when the engine says where it is. */
function whereIn(text: string, thrown: unknown): string {
  const at = Number(/position (\d+)/.exec(thrown instanceof Error ? thrown.message : '')?.[1] ?? text.length);
  const before = text.slice(0, at).split('\n');
  return `line ${before.length}, column ${(before.at(-1)?.length ?? 0) + 1}`;
}

/**
 * A connector file's text, checked. Every fault is in the error's data; the message has the first one.
 * @throws CutoverError `bad-file` with the JSON path, what stands there and what belongs there
 */
export function parseConnector(text: string, file: string): Connector {
  let value: unknown;
  try {
    value = JSON.parse(text.replace(/^\ufeff/, ''));
  } catch (cause) {
    const where = whereIn(text, cause);
    throw new CutoverError('bad-file', `${file} is no JSON: ${where}`, { place: { file }, found: where, expected: 'JSON', cause });
  }
  const parsed = Connector.safeParse(value);
  if (parsed.success) return parsed.data;
  const faults = parsed.error.issues.flatMap((issue) => faultsOf(issue, value));
  const [first] = faults;
  if (first === undefined) throw new RangeError('a refused connector has a fault');
  const more = faults.length > 1 ? ` (and ${faults.length - 1} more)` : '';
  throw new CutoverError('bad-file', `${file}: at ${first.at} there is ${first.found}; expected ${first.expected}${more}`, {
    place: { file, column: first.at },
    found: first.found,
    expected: first.expected,
    data: { faults },
  });
}
