import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv';
import { isRecord, operationAt, type Published, type Schema } from './published.ts';
import type { Exchange } from './witness.ts';

/** Something in a request or an answer that is not as Pipedrive publishes it. */
export interface Finding {
  /** `v2 GET /persons/{id}` */
  readonly operation: string;
  readonly side: 'request' | 'answer';
  /** Where: `/data/*∕owner_id`, with `*` for any place in a list and `#` for a custom field's key; parameters as `?name`. */
  readonly at: string;
  /** `unknown`: a key that is not published; `absent`: a published key that is not there; else the rule of JSON Schema that is broken. */
  readonly rule: string;
  readonly found: string;
}

const formats = {
  date: /^\d{4}-\d{2}-\d{2}$/,
  'date-time': /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})$/,
  uuid: /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i,
  url: /^https?:\/\//,
  // Names OpenAPI uses for what JSON has no sign of.
  binary: true,
  string: true,
} as const;
const ajv = new Ajv({ strict: false, allErrors: true, verbose: true, formats });

/** Only the keys that are published; where a schema says that any key may come, any may. */
function closed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(closed);
  if (!isRecord(value)) return value;
  const inner = Object.fromEntries(Object.entries(value).map(([key, each]) => [key, closed(each)]));
  return isRecord(value.properties) && value.additionalProperties === undefined ? { ...inner, additionalProperties: false } : inner;
}

const compiled = new WeakMap<Schema, ValidateFunction>();
function validatorOf(schema: Schema): ValidateFunction {
  const known = compiled.get(schema);
  if (known !== undefined) return known;
  const made = ajv.compile(Object(closed(schema)));
  compiled.set(schema, made);
  return made;
}

/** A place in JSON by which deviations are told apart: the same for every record of a list and every custom field. */
const placeOf = (pointer: string): string => pointer.replaceAll(/\/\d+(?=\/|$)/g, '/*').replaceAll(/\/[0-9a-f]{40}(?=\/|$)/g, '/#');
const shown = (value: unknown): string => (JSON.stringify(value) ?? 'nothing').slice(0, 80);

function told(error: ErrorObject): { at: string; rule: string; found: string } {
  const at = placeOf(error.instancePath);
  if (error.keyword === 'additionalProperties') {
    const key = String(error.params.additionalProperty);
    return { at: placeOf(`${error.instancePath}/${key}`), rule: 'unknown', found: shown(Object(error.data)[key]) };
  }
  if (error.keyword === 'required') return { at: `${at}/${error.params.missingProperty}`, rule: 'required', found: 'nothing' };
  return { at, rule: error.keyword, found: shown(error.data) };
}

/** What a value breaks, without the single complaints of each alternative of a `oneOf`. */
function broken(schema: Schema, value: unknown): { at: string; rule: string; found: string }[] {
  const validate = validatorOf(schema);
  if (validate(value)) return [];
  const errors = validate.errors ?? [];
  const choices = errors.filter((error) => error.keyword === 'oneOf' || error.keyword === 'anyOf').map((error) => `${error.schemaPath}/`);
  return errors.filter((error) => !choices.some((path) => error.schemaPath.startsWith(path))).map(told);
}

/** Published keys that an answer leaves out, each once. */
function absent(schema: unknown, value: unknown, at = ''): string[] {
  if (!isRecord(schema)) return [];
  if (Array.isArray(value)) return [...new Set(value.flatMap((each) => absent(schema.items, each, `${at}/*`)))];
  if (!isRecord(value) || !isRecord(schema.properties)) return [];
  return Object.entries(schema.properties).flatMap(([key, each]) =>
    key in value ? absent(each, value[key], `${at}/${key}`) : `${at}/${key}`,
  );
}

/** A parameter's text as the type it stands for; what does not fit stays text, which the schema then refuses. */
function typed(text: string, schema: Schema): unknown {
  if (schema.type === 'integer' && /^-?\d+$/.test(text)) return Number(text);
  if (schema.type === 'number' && text.trim() !== '' && Number.isFinite(Number(text))) return Number(text);
  if (schema.type === 'boolean' && /^(true|false)$/.test(text)) return text === 'true';
  return text;
}

function inQuery(operation: Published, url: string): Omit<Finding, 'operation' | 'side'>[] {
  const asked = new URL(url, 'http://host').searchParams;
  const known = operation.parameters.filter((each) => each.in === 'query');
  const unknown = [...asked.keys()].filter((name) => !known.some((each) => each.name === name));
  return [
    ...unknown.map((name) => ({ at: `?${name}`, rule: 'unknown', found: shown(asked.get(name)) })),
    ...known.flatMap(({ name, required, list, schema }) => {
      const text = asked.get(name);
      if (text === null) return required ? [{ at: `?${name}`, rule: 'required', found: 'nothing' }] : [];
      const items = list ? text.split(',') : [text];
      return items.flatMap((item) => broken(schema, typed(item, schema)).map(({ rule, found }) => ({ at: `?${name}`, rule, found })));
    }),
  ];
}

/** A form's fields as the types they stand for; a file is its bytes. */
async function formOf(exchange: Exchange, schema: Schema): Promise<Record<string, unknown>> {
  const form = await new Response(new Uint8Array(exchange.sent), { headers: { 'content-type': exchange.requestType } }).formData();
  const properties = isRecord(schema.properties) ? schema.properties : {};
  return Object.fromEntries(
    [...form].map(([name, value]) => {
      const own = properties[name];
      return [name, typeof value === 'string' ? typed(value, isRecord(own) ? own : {}) : 'bytes'];
    }),
  );
}

async function inBody(operation: Published, exchange: Exchange): Promise<Omit<Finding, 'operation' | 'side'>[]> {
  const { body } = operation;
  if (exchange.sent.length === 0) return body?.required === true ? [{ at: '', rule: 'required', found: 'no body' }] : [];
  if (body === null) return [{ at: '', rule: 'unknown', found: `a body of ${exchange.sent.length} bytes` }];
  const type = exchange.requestType.split(';')[0] ?? '';
  if (type !== body.type) return [{ at: '', rule: 'content-type', found: type }];
  const value: unknown = type === 'application/json' ? JSON.parse(exchange.sent.toString('utf8')) : await formOf(exchange, body.schema);
  return broken(body.schema, value);
}

/** @throws Error for an exchange that belongs to no operation of ours */
export function operationOf(exchange: Exchange): Published {
  const operation = operationAt(exchange.method, exchange.url);
  if (operation === null) throw new Error(`${exchange.method} ${exchange.url} is no published operation of our range`);
  return operation;
}

/** What in a request is not as published: parameters, content type, keys, types. */
export async function checkRequest(exchange: Exchange): Promise<Finding[]> {
  const operation = operationOf(exchange);
  const found = [...inQuery(operation, exchange.url), ...(await inBody(operation, exchange))];
  return found.map((each) => ({ ...each, operation: operation.key, side: 'request' }));
}

/** What in an accepted request's answer is not as published. Refusals are published almost nowhere: `refusals.ts` has them. */
export function checkAnswer(exchange: Exchange): Finding[] {
  const operation = operationOf(exchange);
  const as = (found: readonly Omit<Finding, 'operation' | 'side'>[]): Finding[] =>
    found.map((each) => ({ ...each, operation: operation.key, side: 'answer' }));
  const schema = operation.answers[String(exchange.status)];
  if (schema === undefined) return as([{ at: '', rule: 'status', found: String(exchange.status) }]);
  if (Object.keys(schema).length === 0) return [];
  const value: unknown = JSON.parse(exchange.answer.toString('utf8'));
  return as([...broken(schema, value), ...absent(schema, value).map((at) => ({ at: placeOf(at), rule: 'absent', found: 'nothing' }))]);
}
