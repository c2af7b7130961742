import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

export type Schema = Readonly<Record<string, unknown>>;
const Schema = z.record(z.string(), z.unknown());

const File = z.strictObject({
  from: z.record(z.string(), z.string()),
  published: z.strictObject({ v1: z.int(), v2: z.int() }),
  schemas: z.record(z.string(), Schema),
  operations: z.array(
    z.strictObject({
      id: z.string(),
      api: z.enum(['v1', 'v2']),
      method: z.enum(['GET', 'POST', 'PUT', 'PATCH', 'DELETE']),
      path: z.string(),
      tokens: z.int(),
      deprecated: z.boolean(),
      parameters: z.array(
        z.strictObject({ name: z.string(), in: z.enum(['path', 'query']), required: z.boolean(), list: z.boolean(), schema: Schema }),
      ),
      body: z.strictObject({ type: z.string(), required: z.boolean(), schema: Schema }).nullable(),
      answers: z.record(z.string(), Schema),
    }),
  ),
});

/** One operation as Pipedrive publishes it; schemas are whole, without references. */
export type Published = z.infer<typeof File>['operations'][number] & { readonly key: string };

const file = File.parse(JSON.parse(readFileSync(join(import.meta.dirname, 'operations.json'), 'utf8')));

export const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function whole(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(whole);
  if (!isRecord(value)) return value;
  const { $ref } = value;
  if (typeof $ref === 'string') return whole(file.schemas[$ref.replace('#/schemas/', '')]);
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, whole(each)]));
}
const wholeSchema = (schema: Schema): Schema => Schema.parse(whole(schema));

/** How many operations Pipedrive publishes in all. */
export const PUBLISHED = file.published.v1 + file.published.v2;

/** The operations of `operations.json`, by `v2 GET /persons/{id}`. */
export const OPERATIONS: ReadonlyMap<string, Published> = new Map(
  file.operations.map((each) => {
    const key = `${each.api} ${each.method} ${each.path}`;
    const answers = Object.fromEntries(Object.entries(each.answers).map(([status, schema]) => [status, wholeSchema(schema)]));
    const body = each.body === null ? null : { ...each.body, schema: wholeSchema(each.body.schema) };
    return [key, { ...each, key, body, answers }];
  }),
);

const fits = (path: string, asked: readonly string[]): boolean => {
  const parts = path.split('/').slice(1);
  return parts.length === asked.length && parts.every((part, at) => part.startsWith('{') || part === asked[at]);
};
const placeholders = (path: string): number => path.split('{').length;

/** Which operation a request is, by its address from the host on; null for none of ours. */
export function operationAt(method: string, url: string): Published | null {
  const { pathname } = new URL(url, 'http://host');
  const [, api = 'v1', rest = ''] = /^\/(?:api\/)?(v[12])(\/.*)$/.exec(pathname) ?? [];
  const asked = rest.split('/').slice(1);
  const hits = [...OPERATIONS.values()].filter((each) => each.api === api && each.method === method && fits(each.path, asked));
  return hits.toSorted((a, b) => placeholders(a.path) - placeholders(b.path))[0] ?? null;
}
