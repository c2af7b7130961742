import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Kit } from '../testing/kit.ts';
import { openKit } from '../testing/kit.ts';

let kit: Kit;
const codes = new Map<string, string>();
const options = new Map<string, readonly number[]>();
const types = [
  'varchar',
  'text',
  'double',
  'phone',
  'date',
  'daterange',
  'time',
  'timerange',
  'set',
  'enum',
  'varchar_auto',
  'address',
  'monetary',
  'org',
  'people',
  'user',
];

beforeAll(async () => {
  kit = await openKit();
  for (const type of types) {
    const labels = type === 'set' || type === 'enum' ? { options: [{ label: 'one' }, { label: 'two' }] } : {};
    const made = await kit.call('POST', '/api/v2/organizationFields', { field_name: `My ${type}`, field_type: type, ...labels });
    codes.set(type, made.string('data.field_code'));
    if (labels.options) options.set(type, [made.id('data.options.0.id'), made.id('data.options.1.id')]);
  }
});
afterAll(() => kit.sandbox.close());

const write = (type: string, value: unknown) =>
  kit.call('POST', '/api/v2/organizations', { name: 'A', custom_fields: { [codes.get(type) ?? '']: value } });
const stored = async (type: string, value: unknown) => {
  const made = await write(type, value);
  expect(made.status, made.text).toBe(200);
  return (await kit.call('GET', `/api/v2/organizations/${made.id()}`)).at(`data.custom_fields.${codes.get(type)}`);
};
const refusal = async (type: string, value: unknown) => {
  const answer = await write(type, value);
  expect([answer.status, answer.at('code')]).toEqual([400, 'ERR_SCHEMA_VALIDATION_FAILED']);
  return answer.string('error').replace(codes.get(type) ?? '?', '<key>');
};

test('a key is 40 hex digits and its own on every field', () => {
  expect(new Set(codes.values()).size).toBe(types.length);
  for (const code of codes.values()) expect(code).toMatch(/^[0-9a-f]{40}$/);
});

test('values come back in the shape they were sent in (api-facts §4.3)', async () => {
  expect(await stored('varchar', 'abc')).toBe('abc');
  expect(await stored('double', 12.5)).toBe(12.5);
  expect(await stored('monetary', { value: 500, currency: 'USD' })).toEqual({ value: 500, currency: 'USD' });
  expect(await stored('date', '2026-01-31')).toBe('2026-01-31');
  expect(await stored('daterange', { value: '2026-01-01', until: '2026-01-31' })).toEqual({ value: '2026-01-01', until: '2026-01-31' });
  expect(await stored('time', { value: '09:00:00', timezone_name: 'Europe/London' })).toMatchObject({
    value: '09:00:00',
    timezone_name: 'Europe/London',
  });
  expect(await stored('time', { value: '09:00' })).toMatchObject({ value: '09:00:00', timezone_name: 'America/New_York' });
  const [one = 0, two = 0] = options.get('set') ?? [];
  expect(await stored('set', [two, one, two])).toEqual([two, one]);
  expect(await stored('enum', options.get('enum')?.[1])).toBe(options.get('enum')?.[1]);
});

test('an address keeps the whole and nulls every part that was left out', async () => {
  expect(await stored('address', { value: '12 Quay Street', country: 'US' })).toEqual({
    value: '12 Quay Street',
    country: 'US',
    admin_area_level_1: null,
    admin_area_level_2: null,
    locality: null,
    sublocality: null,
    route: null,
    street_number: null,
    subpremise: null,
    postal_code: null,
    formatted_address: null,
  });
});

test('wrong values are refused in the words that were seen', async () => {
  expect(await refusal('double', '12')).toBe(
    "Validation failed: custom_fields: Expected 'number' as value for organization custom field '<key>'",
  );
  expect(await refusal('varchar', { value: 'x' })).toBe('Validation failed: custom_fields: Invalid collection');
  expect(await refusal('time', '09:00:00')).toBe("Validation failed: custom_fields: Time custom field value expected 'object'");
  expect(await refusal('varchar', '')).toBe(
    "Validation failed: custom_fields: Expected non-empty 'string' as value for organization custom field '<key>', use null to clear",
  );
  expect(await refusal('enum', 'one')).toBe(
    "Validation failed: custom_fields: Expected 'number' as value for organization custom field '<key>'",
  );
  expect(await refusal('enum', 1)).toBe("Validation failed: custom_fields: Unknown option id '1' for organization custom field '<key>'");
  expect(await refusal('set', [])).toContain("Expected non-empty 'array'");
  expect(await refusal('monetary', { value: 5, currency: 'JPY' })).toBe("Validation failed: custom_fields: Unknown currency 'JPY'");
  expect(await refusal('varchar', 'x'.repeat(256))).toContain('too long');
  expect(await refusal('text', 'x'.repeat(65_536))).toContain('too long');
  expect(await refusal('people', 1)).toContain("Unknown people '1'");
});

test('unknown keys, keys at the root, a doubly wrapped map', async () => {
  const unknown = await kit.call('POST', '/api/v2/organizations', { name: 'A', custom_fields: { title: 'x', other: 'y' } });
  expect(unknown.at('error')).toBe("Validation failed: custom_fields: Unknown key 'title'; custom_fields: Unknown key 'other'");
  const code = codes.get('varchar') ?? '';
  const root = await kit.call('POST', '/api/v2/organizations', { name: 'A', [code]: 'x' });
  expect(root.at('error')).toBe(`Validation failed: ${code}: Parameter '${code}' is not allowed for this request`);
  const wrapped = await kit.call('POST', '/api/v2/organizations', { name: 'A', custom_fields: { custom_fields: { [code]: 'x' } } });
  expect([wrapped.status, wrapped.body]).toEqual([500, { success: false, error: 'Internal Server Error', code: 'ERR_UNKNOWN' }]);
});

test('a key left out is left alone, null clears, unset keys read as null', async () => {
  const [text, number] = [codes.get('varchar') ?? '', codes.get('double') ?? ''];
  const made = await kit.call('POST', '/api/v2/organizations', { name: 'A', custom_fields: { [text]: 'x', [number]: 2 } });
  const path = `/api/v2/organizations/${made.id()}`;
  await kit.call('PATCH', path, { custom_fields: { [number]: 3 } });
  await kit.call('PATCH', path, { custom_fields: {} });
  expect((await kit.call('GET', path)).at('data.custom_fields')).toMatchObject({ [text]: 'x', [number]: 3 });
  await kit.call('PATCH', path, { custom_fields: { [text]: null } });
  const read = await kit.call('GET', path);
  expect(read.at(`data.custom_fields.${text}`)).toBe(null);
  expect(Object.keys(Object(read.at('data.custom_fields'))).toSorted()).toEqual([...codes.values()].toSorted());
  const narrow = await kit.call('GET', `${path}?custom_fields=${number}`);
  expect(narrow.at('data.custom_fields')).toEqual({ [number]: 3 });
});

test('labels of options on demand', async () => {
  const id = options.get('enum')?.[0];
  const made = await write('enum', id);
  const read = await kit.call('GET', `/api/v2/organizations/${made.id()}?include_option_labels=true`);
  expect(read.at(`data.custom_fields.${codes.get('enum')}`)).toEqual({ id, label: 'one' });
});

test('a deleted option empties what pointed at it, a deleted field its values, and a new one gets a new key', async () => {
  const [one] = options.get('enum') ?? [];
  const code = codes.get('enum') ?? '';
  const made = await write('enum', one);
  const gone = await kit.call('DELETE', `/api/v2/organizationFields/${code}/options`, [{ id: one }]);
  expect(gone.at('data')).toEqual([{ id: one, label: 'one' }]);
  expect((await kit.call('GET', `/api/v2/organizations/${made.id()}`)).at(`data.custom_fields.${code}`)).toBe(null);
  await kit.call('DELETE', `/api/v2/organizationFields/${code}`);
  expect(Object.keys(Object((await kit.call('GET', `/api/v2/organizations/${made.id()}`)).at('data.custom_fields')))).not.toContain(code);
  const again = await kit.call('POST', '/api/v2/organizationFields', {
    field_name: 'My enum',
    field_type: 'enum',
    options: [{ label: 'one' }],
  });
  expect(again.at('data.field_code')).not.toBe(code);
  codes.set('enum', again.string('data.field_code'));
});

test('fields: what PATCH leaves out stays, built-in ones cannot be deleted, an enum needs options', async () => {
  const path = `/api/v2/organizationFields/${codes.get('varchar')}`;
  await kit.call('PATCH', path, { ui_visibility: { add_visible_flag: true } });
  const read = await kit.call('PATCH', path, { field_name: 'Renamed', ui_visibility: { details_visible_flag: false } });
  expect(read.at('data.field_name')).toBe('Renamed');
  expect(read.at('data.ui_visibility')).toMatchObject({ add_visible_flag: true, details_visible_flag: false });
  expect((await kit.call('GET', path)).at('data.ui_visibility')).toBe(undefined);
  expect((await kit.call('GET', `${path}?include_fields=ui_visibility`)).at('data.ui_visibility.add_visible_flag')).toBe(true);
  expect((await kit.call('PATCH', path, {})).status).toBe(400);
  expect((await kit.call('DELETE', '/api/v2/organizationFields/name')).status).toBe(400);
  expect((await kit.call('POST', '/api/v2/organizationFields', { field_name: 'E', field_type: 'enum' })).status).toBe(400);
  expect((await kit.call('POST', '/api/v2/organizationFields', { field_name: 'E', field_type: 'boolean' })).status).toBe(400);
});

test('option calls are all or nothing', async () => {
  const code = codes.get('set') ?? '';
  const [one = 0] = options.get('set') ?? [];
  const answer = await kit.call('PATCH', `/api/v2/organizationFields/${code}/options`, [
    { id: one, label: 'ONE' },
    { id: 1, label: 'x' },
  ]);
  expect(answer.status).toBe(400);
  const field = await kit.call('GET', `/api/v2/organizationFields/${code}`);
  expect(field.at('data.options.0.label')).toBe('one');
});
