/**
 * Makes `operations.json` from Pipedrive's own OpenAPI documents:
 *
 *     node test/contract/generate.ts openapi-v1.yaml openapi-v2.yaml token-costs.tsv
 *
 * Of every operation in our range: its parameters, body and answers as JSON Schema, and what it costs. Texts are left out; of examples only the keys and
 * nulls are kept that their schema does not know. Schemas that occur more than once stand under `schemas`.
 */
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import yaml from 'js-yaml';
import { z } from 'zod';
import { RANGE } from './range.ts';

type Schema = Readonly<Record<string, unknown>>;

const Open = z.looseObject({});
const Document = z.looseObject({ info: z.looseObject({ version: z.string() }), paths: z.record(z.string(), z.record(z.string(), Open)) });
const Parameter = z.looseObject({
  name: z.string(),
  in: z.enum(['path', 'query']),
  required: z.boolean().default(false),
  description: z.string().default(''),
  schema: Open,
});
const Contents = z.record(z.string(), z.looseObject({ schema: Open.optional(), example: z.unknown().optional() }));
const Published = z.looseObject({
  operationId: z.string(),
  deprecated: z.boolean().default(false),
  'x-token-cost': z.number(),
  parameters: z.array(Parameter).default([]),
  requestBody: z.looseObject({ required: z.boolean().default(false), content: Contents }).optional(),
  responses: z.record(z.string(), z.looseObject({ content: Contents.optional() })),
});

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);
const KEPT = new Set([
  ...['type', 'format', 'enum', 'items', 'properties', 'required', 'additionalProperties', 'oneOf', 'anyOf'],
  ...['minLength', 'maxLength', 'minimum', 'maximum', 'minItems', 'maxItems', 'minProperties', 'pattern'],
]);

/** Two parts of one object as one, so that it can be told which keys it has in all. */
function merged(one: Schema, two: Schema): Schema {
  const [properties, more] = [one.properties, two.properties].map((each) => (isRecord(each) ? each : {}));
  const both = Object.entries({ ...properties, ...more }).map(([key, value]): [string, unknown] => {
    const [here, there] = [properties?.[key], more?.[key]];
    return [key, isRecord(here) && isRecord(there) ? merged(here, there) : value];
  });
  const required = [one.required, two.required].flatMap((each) => (Array.isArray(each) ? each : []));
  return {
    ...one,
    ...two,
    ...(both.length > 0 ? { properties: Object.fromEntries(both) } : {}),
    ...(required.length > 0 ? { required: [...new Set(required)] } : {}),
  };
}

/** OpenAPI 3.0 as JSON Schema: `nullable` becomes a type, the parts of `allOf` one object; what only explains is left out. */
function plain(sent: Record<string, unknown>): Schema {
  const { allOf, ...own } = sent;
  const parts = [own, ...(Array.isArray(allOf) ? allOf : [])].filter(isRecord);
  if (parts.length > 1) return parts.map(plain).reduce(merged);
  const kept = Object.fromEntries(Object.entries(own).filter(([key]) => KEPT.has(key)));
  const made: Record<string, unknown> = { ...kept };
  if (isRecord(kept.properties)) {
    made.properties = Object.fromEntries(Object.entries(kept.properties).map(([key, value]) => [key, isRecord(value) ? plain(value) : {}]));
  }
  for (const key of ['items', 'additionalProperties']) if (isRecord(kept[key])) made[key] = plain(kept[key]);
  for (const key of ['oneOf', 'anyOf']) if (Array.isArray(kept[key])) made[key] = kept[key].filter(isRecord).map(plain);
  // A `required` that is no list belongs to the property it stands in, where JSON Schema has no place for it.
  if (!Array.isArray(made.required) || made.required.length === 0) delete made.required;
  if (typeof made.type === 'string' && own.nullable === true) {
    made.type = [made.type, 'null'];
    if (Array.isArray(made.enum) && !made.enum.includes(null)) made.enum = [...made.enum, null];
  }
  return made;
}

/** A schema together with what the example beside it shows: keys the schema forgets, and nulls it does not allow. */
function witnessed(schema: Schema, example: unknown): Schema {
  if (example === null) {
    const types = [schema.type].flat().filter((type) => typeof type === 'string');
    return types.length === 0 || types.includes('null') ? schema : { ...schema, type: [...types, 'null'] };
  }
  if (Array.isArray(example)) {
    const { items } = schema;
    return isRecord(items) ? { ...schema, items: example.reduce<Schema>((one, each) => witnessed(one, each), items) } : schema;
  }
  if (!isRecord(example) || !isRecord(schema.properties)) return schema;
  const { properties } = schema;
  const shown = Object.entries(example).map(([key, value]) => {
    const known = properties[key];
    return [key, isRecord(known) ? witnessed(known, value) : {}];
  });
  return { ...schema, properties: { ...properties, ...Object.fromEntries(shown) } };
}

const [, , ...paths] = process.argv;
const [v1, v2, costs] = paths;
if (v1 === undefined || v2 === undefined || costs === undefined || paths.length !== 3) {
  console.error('usage: node test/contract/generate.ts openapi-v1.yaml openapi-v2.yaml token-costs.tsv');
  process.exit(2);
}
const read = (path: string): string => readFileSync(path, 'utf8');
const priced = new Map(
  read(costs)
    .trim()
    .split('\n')
    .slice(1)
    .map((line): [string, number] => {
      const [api, method, path, tokens] = line.split('\t');
      return [`${api} ${method} ${path}`, Number(tokens)];
    }),
);

/** How often each schema occurs, so that it is written once. */
const times = new Map<string, number>();
const count = (value: unknown): void => {
  if (Array.isArray(value)) for (const each of value) count(each);
  if (!isRecord(value)) return;
  if ('type' in value) times.set(JSON.stringify(value), (times.get(JSON.stringify(value)) ?? 0) + 1);
  for (const each of Object.values(value)) count(each);
};
const LEAST_LENGTH = 200;
const schemas: Record<string, unknown> = {};
/** Refers to what stands under `schemas`; the names are digests, so that a change elsewhere renames nothing. */
function shared(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(shared);
  if (!isRecord(value)) return value;
  const text = JSON.stringify(value);
  const inner = (): unknown => Object.fromEntries(Object.entries(value).map(([key, each]) => [key, shared(each)]));
  if (!('type' in value) || text.length < LEAST_LENGTH || (times.get(text) ?? 0) < 2) return inner();
  const name = createHash('sha256').update(text).digest('hex').slice(0, 12);
  schemas[name] ??= inner();
  return { $ref: `#/schemas/${name}` };
}

const total = { v1: 0, v2: 0 };
const found = (
  [
    ['v1', v1],
    ['v2', v2],
  ] as const
).flatMap(([api, path]) =>
  Object.entries(Document.parse(yaml.load(read(path))).paths).flatMap(([address, methods]) =>
    Object.entries(methods).flatMap(([verb, raw]) => {
      total[api] += 1;
      if (!RANGE.has(address.split('/')[1] ?? '')) return [];
      const one = Published.parse(raw);
      const method = verb.toUpperCase();
      const tokens = one['x-token-cost'];
      if (priced.get(`${api} ${method} ${address}`) !== tokens)
        throw new Error(`${api} ${method} ${address} costs differently in the two documents`);
      const [type, content] = Object.entries(one.requestBody?.content ?? {})[0] ?? [];
      return {
        id: one.operationId,
        api,
        method,
        path: address,
        tokens,
        deprecated: one.deprecated,
        parameters: one.parameters.map((each) => ({
          name: each.name,
          in: each.in,
          required: each.required,
          // The schema of a list in one parameter is that of its items, as the text alone says.
          list: /comma[- ]separated/i.test(each.description),
          schema: plain(each.schema),
        })),
        body: type === undefined ? null : { type, required: one.requestBody?.required === true, schema: plain(content?.schema ?? {}) },
        answers: Object.fromEntries(
          Object.entries(one.responses).map(([status, { content: bodies }]) => {
            const { schema = {}, example } = bodies?.['application/json'] ?? {};
            return [status, witnessed(plain(schema), example)];
          }),
        ),
      };
    }),
  ),
);
for (const { body, answers } of found) count([body?.schema, ...Object.values(answers)]);
const operations = found.map((operation) => ({
  ...operation,
  body: operation.body === null ? null : { ...operation.body, schema: shared(operation.body.schema) },
  answers: Object.fromEntries(Object.entries(operation.answers).map(([status, schema]) => [status, shared(schema)])),
}));

const digest = (path: string): string => `sha256:${createHash('sha256').update(readFileSync(path)).digest('hex')}`;
const line = (value: unknown): string => JSON.stringify(value);
const text = [
  '{',
  `"from": ${line({ v1: digest(v1), v2: digest(v2), costs: digest(costs) })},`,
  `"published": ${line(total)},`,
  '"schemas": {',
  Object.entries(schemas)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, schema]) => `${line(name)}: ${line(schema)}`)
    .join(',\n'),
  '},',
  '"operations": [',
  operations.map(line).join(',\n'),
  ']',
  '}',
  '',
].join('\n');
writeFileSync(join(import.meta.dirname, 'operations.json'), text);
console.log(
  `${operations.length} operations of ${total.v1 + total.v2}, ${Object.keys(schemas).length} shared schemas, ${text.length} bytes`,
);
