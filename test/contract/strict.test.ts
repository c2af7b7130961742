import { servedOperations, startSandbox } from '@cutover/sandbox';
import { describe, expect, test } from 'vitest';
import { isRecord, OPERATIONS, type Published, type Schema } from './published.ts';

const served = new Set(servedOperations.map(({ api, method, path }) => `${api} ${method} ${path}`));
const NEW = [...OPERATIONS.values()].filter((operation) => operation.api === 'v2' && served.has(operation.key));
const WRITES = NEW.filter((operation) => operation.body !== null);

/** The keys a body may have, each with its schema; those of the items where the body is a list. */
function keysOf(operation: Published): [string, Schema][] {
  const schema: Schema = operation.body?.schema ?? {};
  const whole = schema.type === 'array' && isRecord(schema.items) ? schema.items : schema;
  const properties = isRecord(whole.properties) ? whole.properties : {};
  return Object.entries(properties).filter((entry): entry is [string, Record<string, unknown>] => isRecord(entry[1]));
}
const isList = (operation: Published): boolean => operation.body?.schema.type === 'array';
const typesOf = (schema: Schema): unknown[] => [schema.type].flat();

/** A value of another type than any that is published; undefined where that says nothing. */
function wrongFor(schema: Schema): unknown {
  const types = typesOf(schema);
  if (types.includes('object')) return 'text';
  if (types.includes('array')) return { shoe: 9 };
  if (types.includes('integer') || types.includes('number') || types.includes('boolean')) return 'text';
  return types.includes('string') ? { shoe: 9 } : undefined;
}
/** A value that is of the published type at least. */
function rightFor(schema: Schema): unknown {
  const types = typesOf(schema);
  if (Array.isArray(schema.enum)) return schema.enum[0];
  if (types.includes('array')) return [];
  if (types.includes('object')) return {};
  if (types.includes('integer') || types.includes('number')) return 1;
  return types.includes('boolean') ? true : 'text';
}

/** A company with one of everything, and how to ask it. */
async function company() {
  const sandbox = await startSandbox({ plan: 'ultimate', seats: 5_000, speed: 1_000, seed: 'strict' });
  const headers = { 'x-api-token': sandbox.token, 'content-type': 'application/json' };
  const send = async (method: string, path: string, body?: unknown) => {
    const answer = await fetch(`${sandbox.url}/api/v2${path}`, {
      method,
      headers,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    return { status: answer.status, text };
  };
  const state = Object(await (await fetch(`${sandbox.url}/__sandbox/state`)).json());
  const code: Record<string, string> = {};
  for (const home of ['personFields', 'organizationFields', 'dealFields']) {
    const made = await send('POST', `/${home}`, { field_name: 'Strict', field_type: 'enum', options: [{ label: 'one' }] });
    code[home] = JSON.parse(made.text).data.field_code;
  }
  const addressOf = (operation: Published): string => {
    const home = operation.path.split('/')[1] ?? '';
    return operation.path
      .replace('{field_code}', code[home] ?? 'subject')
      .replace('{id}', String(Object(state[home]?.[0]).id))
      .replace('{follower_id}', '1');
  };
  return { send, addressOf, close: () => sandbox.close() };
}

/** A list's one item, or the body itself. */
const bodyOf = (operation: Published, body: Readonly<Record<string, unknown>>): unknown => (isList(operation) ? [body] : body);

describe('the sandbox is as strict as the published documents', () => {
  test('a parameter nobody published is refused by every operation of v2, before anything else happens', async () => {
    const { send, addressOf, close } = await company();
    try {
      for (const operation of NEW) {
        const { status, text } = await send(operation.method, `${addressOf(operation)}?shoe=9`, operation.body === null ? undefined : {});
        expect([operation.key, status, JSON.parse(text).code]).toEqual([operation.key, 400, 'ERR_SCHEMA_VALIDATION_FAILED']);
        expect(text).toContain("shoe: Parameter 'shoe' is not allowed for this request");
      }
    } finally {
      await close();
    }
  });

  test('a key nobody published is refused by every write of v2, by name', async () => {
    const { send, addressOf, close } = await company();
    try {
      for (const operation of WRITES) {
        const { status, text } = await send(operation.method, addressOf(operation), bodyOf(operation, { shoe: 9 }));
        expect([operation.key, status]).toEqual([operation.key, 400]);
        expect(text).toMatch(/shoe: Parameter '(0\.)?shoe' is not allowed for this request/);
      }
    } finally {
      await close();
    }
  });

  test('every published key is known, and a value of another type is refused', async () => {
    const { send, addressOf, close } = await company();
    let keys = 0;
    try {
      for (const operation of WRITES) {
        for (const [key, schema] of keysOf(operation)) {
          const known = await send(operation.method, addressOf(operation), bodyOf(operation, { [key]: rightFor(schema) }));
          expect(known.text, `${operation.key} ${key}`).not.toContain(`Parameter '${key}' is not allowed`);
          const wrong = wrongFor(schema);
          if (wrong === undefined) continue;
          keys += 1;
          const { status, text } = await send(operation.method, addressOf(operation), bodyOf(operation, { [key]: wrong }));
          expect([operation.key, key, status], text).toEqual([operation.key, key, 400]);
          expect(text, `${operation.key} ${key}`).toContain(key);
        }
      }
    } finally {
      await close();
    }
    console.log(`${NEW.length} operations of v2 refuse unknown parameters, ${WRITES.length} unknown keys and wrong types of ${keys} keys`);
    expect(keys).toBeGreaterThan(100);
  });
});
