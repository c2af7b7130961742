import { z } from 'zod';
import { isDate, readPlainTime, readRfc3339 } from './clock.ts';
import type { ApiVersion } from './errors.ts';
import { schemaFailed, v1Error } from './errors.ts';

/** The words v2 uses for a value of the wrong type (api-facts §1.4). */
const notA = (kind: string) => ({
  error: (issue: { readonly input?: unknown }) =>
    issue.input === undefined ? 'This value should not be blank.' : `The value is not a valid '${kind}'`,
});
const notADatetime = 'This value is not a valid datetime.';

export const text = () => z.string(notA('string'));
export const filledText = () => text().min(1, 'This value should not be blank.');
export const whole = () => z.int(notA('integer'));
export const decimal = () => z.number(notA('number'));
export const flag = () => z.boolean(notA('boolean'));
export const list = <T extends z.ZodType>(of: T) => z.array(of, notA('array'));
export const oneOf = <const T extends readonly [string, ...string[]]>(values: T) =>
  z.enum(values, {
    error: (issue) => (issue.input === undefined ? 'This value should not be blank.' : 'The value you selected is not a valid choice.'),
  });
export const object = <T extends z.ZodRawShape>(shape: T) => z.strictObject(shape, notA('object'));
export const looseObject = () => z.record(z.string(), z.unknown(), notA('object'));

export const day = () => text().refine(isDate, 'This value is not a valid date.');
export const clockTime = () => text().refine((value) => /^([01]\d|2[0-3]):[0-5]\d(:[0-5]\d)?$/.test(value), notADatetime);
export const length = () => text().refine((value) => /^\d{2}:[0-5]\d(:[0-5]\d)?$/.test(value), notADatetime);

const reading = (read: (value: string) => string | null) =>
  text().transform((value, context) => {
    const found = read(value);
    if (found !== null) return found;
    context.addIssue({ code: 'custom', message: notADatetime });
    return z.NEVER;
  });
export const moment = () => reading((value) => readRfc3339(value));
/** Deals take both spellings: RFC 3339 and `YYYY-MM-DD HH:MM:SS` (api-facts §3.3, archive_time). */
export const dealMoment = () => reading((value) => readRfc3339(value) ?? readPlainTime(value));

/** Query values arrive as text. */
const digits = () => z.string().regex(/^\d+$/, "The value is not a valid 'integer'").transform(Number);
export const query = {
  number: digits,
  text: () => z.string(),
  flag: () =>
    z.enum(['true', 'false', '1', '0'], "The value is not a valid 'boolean'").transform((value) => value === 'true' || value === '1'),
  ids: () =>
    z
      .string()
      .regex(/^\d+(,\d+)*$/, "The value is not a valid 'array'")
      .transform((value) => value.split(',').map(Number)),
  words: <const T extends readonly [string, ...string[]]>(values: T) =>
    z
      .string()
      .transform((value) => value.split(','))
      .pipe(z.array(z.enum(values, 'The value you selected is not a valid choice.'))),
  word: <const T extends readonly [string, ...string[]]>(values: T) => z.enum(values, 'The value you selected is not a valid choice.'),
  wholeSecond: () => reading((value) => readRfc3339(value, false)),
};

type Issue = z.core.$ZodIssue;
const lines = (issue: Issue): readonly string[] => {
  const path = issue.path.map(String);
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => {
      const name = [...path, key].join('.');
      return `${name}: Parameter '${name}' is not allowed for this request`;
    });
  }
  return [`${path.length === 0 ? 'body' : path.join('.')}: ${issue.message}`];
};

/** v1 speaks in sentences ("Name must be given."); what has none of its own names its key. */
const v1Line = (issue: Issue): string => (issue.message.endsWith('.') ? issue.message : `${issue.path.join('.')}: ${issue.message}.`);

/**
 * Reads what was sent by a schema.
 * @throws ApiError 400 in the words of the version that was asked; v2 names every bad key at once.
 */
export function readAs<T extends z.ZodType>(api: ApiVersion, schema: T, sent: unknown): z.output<T> {
  const result = schema.safeParse(sent);
  if (result.success) return result.data;
  if (api === 'v2') throw schemaFailed(result.error.issues.flatMap(lines));
  throw v1Error(400, result.error.issues.map(v1Line).join(' '));
}
