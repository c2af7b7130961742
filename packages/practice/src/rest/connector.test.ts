import { readdirSync, readFileSync } from 'node:fs';
import { CutoverError } from '@cutover/domain';
import { describe, expect, test } from 'vitest';
import { Connector, parseConnector } from './connector.ts';

const docs = new URL('../../../../docs/', import.meta.url);
const sound = {
  format: 1,
  endpoints: [{ name: 'clients', path: '/clients', paging: { by: 'none' }, fields: [{ name: 'Client ID', path: 'id' }] }],
};
const [endpoint] = sound.endpoints;

function faultOf(value: unknown): CutoverError {
  try {
    parseConnector(typeof value === 'string' ? value : JSON.stringify(value), 'c.json');
  } catch (thrown) {
    if (thrown instanceof CutoverError) return thrown;
    throw thrown;
  }
  throw new Error('it was taken');
}

test('a sound connector is taken, with what it leaves out', () => {
  expect(parseConnector(`\ufeff${JSON.stringify(sound)}`, 'c.json')).toEqual({
    format: 1,
    headers: {},
    limits: { parallel: 4, retries: 5, timeoutSeconds: 30, longestWaitSeconds: 300, megabytes: 20, overlapSeconds: 300, resumeHours: 24 },
    endpoints: [
      {
        name: 'clients',
        path: '/clients',
        query: {},
        paging: { by: 'none' },
        fields: [{ name: 'Client ID', path: ['id'], join: '; ' }],
        ignore: [],
      },
    ],
  });
});

test('what was checked once is the same when it is checked again: it is kept in the workspace', () => {
  for (const name of readdirSync(new URL('connectors/', docs))) {
    const once = parseConnector(readFileSync(new URL(`connectors/${name}`, docs), 'utf8'), name);
    expect(Connector.parse(JSON.parse(JSON.stringify(once)))).toEqual(once);
  }
});

test.each([
  ['no format', { endpoints: sound.endpoints }, '$.format', 'nothing', '1'],
  ['another format', { ...sound, format: 2 }, '$.format', '2', '1'],
  ['no endpoints', { format: 1, endpoints: [] }, '$.endpoints', '[]', 'array to have >=1 items'],
  [
    'a key of no meaning',
    { ...sound, token: 'abc' },
    '$.token',
    'a text (not repeated here)',
    'no such key; docs/source.md lists those there are',
  ],
  ['a number as text', { ...sound, limits: { parallel: '8' } }, '$.limits.parallel', '"8"', 'number, received string'],
  ['too many at once', { ...sound, limits: { parallel: 500 } }, '$.limits.parallel', '500', 'number to be <=32'],
  [
    'a path without /',
    { ...sound, endpoints: [{ ...endpoint, path: 'clients' }] },
    '$.endpoints[0].path',
    '"clients"',
    'a path that begins with / and holds no ? or #; parameters belong in query',
  ],
  [
    'paging of no kind',
    { ...sound, endpoints: [{ ...endpoint, paging: { by: 'scroll' } }] },
    '$.endpoints[0].paging.by',
    '"scroll"',
    'by is one of none, page, offset, cursor, link',
  ],
  [
    'a cursor from nowhere',
    { ...sound, endpoints: [{ ...endpoint, paging: { by: 'cursor', parameter: 'after' } }] },
    '$.endpoints[0].paging.next',
    'nothing',
    'a path: keys joined by dots, or a list of keys',
  ],
  [
    'since without id',
    { ...sound, endpoints: [{ ...endpoint, since: { parameter: 'since' } }] },
    '$.endpoints[0].id',
    'nothing',
    'the path of the record\'s id, because "since" needs it',
  ],
  ['two of a name', { ...sound, endpoints: [endpoint, endpoint] }, '$.endpoints[1].name', '"clients"', 'a name that no other endpoint has'],
  [
    'two fields of a name',
    {
      ...sound,
      endpoints: [
        {
          ...endpoint,
          fields: [
            { name: 'A', path: 'a' },
            { name: 'A', path: 'b' },
          ],
        },
      ],
    },
    '$.endpoints[0].fields[1].name',
    '"A"',
    'a name that no other field of this endpoint has',
  ],
  [
    'a key in a header',
    { ...sound, headers: { Authorization: 'Bearer abc' } },
    '$.headers.Authorization',
    'a text (not repeated here)',
    'a header that carries no key; the key comes from the environment',
  ],
  [
    'a method',
    { ...sound, endpoints: [{ ...endpoint, method: 'POST' }] },
    '$.endpoints[0].method',
    '"POST"',
    'no such key; docs/source.md lists those there are',
  ],
])('%s: the place, what is there, what belongs there', (_, value, at, found, expected) => {
  const fault = faultOf(value);
  expect({ code: fault.code, place: fault.details.place, found: fault.details.found, expected: fault.details.expected }).toEqual({
    code: 'bad-file',
    place: { file: 'c.json', column: at },
    found,
    expected,
  });
  expect(fault.message).toBe(`c.json: at ${at} there is ${found}; expected ${expected}`);
});

test('no JSON: the line and column', () => {
  expect(faultOf('{\n  "format": 1,\n  oops\n}')).toMatchObject({ code: 'bad-file', message: 'c.json is no JSON: line 3, column 3' });
  expect(faultOf('')).toMatchObject({ message: 'c.json is no JSON: line 1, column 1' });
});

test('every fault is told, the first in the message', () => {
  const fault = faultOf({ ...sound, format: 3, token: 'x' });
  expect(fault.message).toMatch(/\(and 1 more\)$/);
  expect(fault.details.data).toMatchObject({ faults: [{ at: '$.format' }, { at: '$.token' }] });
});

describe('docs/source.md', () => {
  const text = readFileSync(new URL('source.md', docs), 'utf8');

  test('names every key there is', () => {
    const names = (key: string) => text.match(/`[^`\n]+`/g)?.some((code) => code.split(/\W+/).includes(key.split('.').at(-1) ?? ''));
    const limits = Object.keys(parseConnector(JSON.stringify(sound), 'c.json').limits).map((key) => `limits.${key}`);
    const keys = [
      'perSecond',
      'auth',
      'header',
      'prefix',
      'headers',
      'name',
      'path',
      'query',
      'paging',
      'rows',
      'id',
      'updated',
      'since',
      'parameter',
      'as',
      'deleted',
      'is',
      'fields',
      'join',
      'ignore',
      'first',
      'size',
      'total',
      'next',
    ];
    expect([...limits, ...keys].filter((key) => !names(key))).toEqual([]);
  });

  test('names both examples', () => {
    const examples = readdirSync(new URL('connectors/', docs));
    expect(examples.toSorted()).toEqual(['cursors.json', 'pages.json']);
    for (const name of examples) expect(text).toContain(`(connectors/${name})`);
  });
});
