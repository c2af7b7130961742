import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseSourceAddress } from '@cutover/practice';
import { afterEach, describe, expect, test } from 'vitest';
import { clientConnector, clients, connectorOf, idsOf, PAGINGS, readerOf } from './account.ts';
import { type SourceServer, serveSource } from './server.ts';

const open: { close: () => unknown }[] = [];
afterEach(async () => {
  for (const one of open.splice(0)) await one.close();
});

const KEY = 'practice-key-1a2b3c';
const withAuth = (auth: object) =>
  connectorOf({
    format: 1,
    auth,
    limits: { retries: 0 },
    endpoints: [
      {
        name: 'clients',
        id: 'id',
        ...PAGINGS.v1,
        fields: [
          { name: 'Client ID', path: 'id' },
          { name: 'Mail', path: 'mail' },
        ],
      },
    ],
  });

async function server(options: { key?: string } = {}): Promise<SourceServer> {
  const made = await serveSource({ lists: { clients: clients(25) }, ...options });
  open.push(made);
  return made;
}

function everythingBelow(dir: string): string {
  return readdirSync(dir, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'latin1'))
    .join('\n');
}

describe('the key', () => {
  test.each([{ header: 'Authorization', prefix: 'Bearer ' }, { header: 'X-Api-Key' }])(
    'goes in the header that is named: $header',
    async (auth) => {
      const source = await server({ key: KEY });
      const reader = readerOf(source, withAuth(auth), KEY);
      open.push(reader);
      expect(idsOf(await reader.read())).toHaveLength(25);
      expect(everythingBelow(reader.dir)).not.toContain(KEY);
      expect(source.seen.join()).not.toContain(KEY);
    },
  );

  test('that is wrong, missing or not named is said; the message holds no key', async () => {
    const source = await server({ key: KEY });
    const wrong = readerOf(source, withAuth({ header: 'X-Api-Key' }), 'another-key');
    const missing = readerOf(source, withAuth({ header: 'X-Api-Key' }));
    const unnamed = readerOf(source, clientConnector('v1'), KEY);
    open.push(wrong, missing, unnamed);
    await expect(wrong.read()).rejects.toMatchObject({
      code: 'source-refused',
      message: `${source.url}/v1/clients answered 401: the key is missing, wrong, or may not read this`,
    });
    const before = source.seen.length;
    await expect(missing.read()).rejects.toMatchObject({ code: 'no-source-key', message: expect.stringContaining('X-Api-Key') });
    expect(source.seen).toHaveLength(before);
    await expect(unnamed.read()).rejects.toMatchObject({ code: 'source-refused' });
  });
});

describe('the host', () => {
  test('a redirect to another host is refused, and that host is never asked', async () => {
    const [source, elsewhere] = [await server(), await server()];
    source.fault('/v1/', 1, { status: 302, headers: { location: `${elsewhere.url}/v1/clients` } });
    const reader = readerOf(source, withAuth({ header: 'X-Api-Key' }), KEY);
    open.push(reader);
    await expect(reader.read()).rejects.toMatchObject({ code: 'source-refused', details: { found: elsewhere.url, expected: source.url } });
    expect(elsewhere.seen).toEqual([]);
  });

  test('so is a next page on another host, and one with another protocol', async () => {
    for (const address of [
      'https://example.com/v4/clients?from=10',
      'file:///etc/passwd',
      'https://127.0.0.1:1/',
      '//example.com/',
      'http://[',
    ]) {
      const source = await server();
      source.fault('/v4/', 1, { body: '[{"id":"C1"}]', headers: { link: `<${address}>; rel="next"` } });
      const reader = readerOf(source, clientConnector('v4'));
      open.push(reader);
      await expect(reader.read(), address).rejects.toMatchObject({ code: 'source-refused', details: { expected: source.url } });
      expect(source.seen, address).toHaveLength(1);
    }
  });

  test('a redirect on the same host is followed, but not for ever', async () => {
    const source = await server();
    source.fault('/v5/', 1, { status: 307, headers: { location: '/v5/clients?moved=1' } });
    const reader = readerOf(source, clientConnector('v5'));
    open.push(reader);
    expect(idsOf(await reader.read())).toHaveLength(25);
    for (let n = 1; n <= 20; n += 1) source.fault('/v5/', n, { status: 307, headers: { location: '/v5/clients' } });
    await expect(reader.read()).rejects.toMatchObject({ code: 'source-refused', message: '/v5/clients redirects more than 5 times' });
  });

  test.each([
    ['http://api.example.com', 'neither https nor on this machine'],
    ['ftp://127.0.0.1/', 'neither https nor on this machine'],
    ['https://me:secret@api.example.com', 'holds a name or password'],
    ['https://api.example.com/?key=secret', 'has a ? or # in it'],
    ['https://', 'is not an address'],
  ])('%s is refused, and no secret repeated', (address, why) => {
    expect(() => parseSourceAddress(address)).toThrow(expect.objectContaining({ code: 'usage', message: expect.stringContaining(why) }));
    expect(() => parseSourceAddress(address)).not.toThrow(/secret/);
  });

  test('https, with a path, and this machine are taken', () => {
    expect(parseSourceAddress('https://api.example.com/acme/')).toEqual({ url: 'https://api.example.com/acme', host: 'api.example.com' });
    expect(parseSourceAddress('http://127.0.0.1:8080')).toEqual({ url: 'http://127.0.0.1:8080', host: '127.0.0.1:8080' });
  });
});

describe('what the source says', () => {
  test('an answer that is too large is broken off', async () => {
    const source = await server();
    source.fault('/v5/', 1, { body: `[${'{"id":"x"},'.repeat(300_000)}{}]` });
    const reader = readerOf(source, clientConnector('v5', {}, { megabytes: 1 }));
    open.push(reader);
    await expect(reader.read()).rejects.toMatchObject({
      code: 'source-answer',
      message: expect.stringContaining('more than 1 MB in one answer'),
    });
    expect(source.seen).toHaveLength(1);
  });

  test('a wait that is too long ends it, to be gone on with', async () => {
    const source = await server();
    source.fault('/v5/', 1, { status: 429, headers: { 'retry-after': '7200' } });
    const reader = readerOf(source, clientConnector('v5'));
    open.push(reader);
    await expect(reader.read()).rejects.toMatchObject({
      code: 'source-unavailable',
      message: expect.stringContaining('asks to wait 7200 s'),
    });
  });

  test('an answer of another form is named with its path, after it was asked for again', async () => {
    const source = await server();
    const reader = readerOf(source, clientConnector('v1', { rows: 'data.list' }, { retries: 1 }));
    open.push(reader);
    await expect(reader.read()).rejects.toMatchObject({
      code: 'source-answer',
      message: '/v1/clients: rows (data.list) should be a list and is nothing (asked 2 times)',
    });
    expect(source.seen).toHaveLength(2);
  });

  test('what is no record is rejected with its place; numbers, lists and objects keep what they are', async () => {
    const source = await server();
    const rows =
      '{"id":12345678901234567890,"name":["Ann","Bo"],"mail":{"home":"a@example.com"}},7,null,["x"],{"id":"C2","name":"=1+1","mail":true}';
    source.fault('/v5/', 1, { body: `[${rows},${JSON.stringify(clients(20)).slice(1)}` });
    const reader = readerOf(source, clientConnector('v5'));
    open.push(reader);
    const read = await reader.read();
    expect(read.rows.slice(0, 2).map((row) => row.cells)).toEqual([
      ['12345678901234567890', 'Ann; Bo', '{"home":"a@example.com"}'],
      ['C2', '=1+1', 'true'],
    ]);
    expect(read.rejects.map(({ line, raw, outcome }) => [line, raw, outcome])).toEqual([
      [2, '"7"', 'rejected'],
      [3, 'null', 'rejected'],
      [4, '["x"]', 'rejected'],
    ]);
    expect(read.summary.files[0]?.counts).toEqual({ rows: 25, staged: 22, rejected: 3, skipped: 0 });
  });

  test('fields that the connector does not read are named, unless it leaves them out knowingly', async () => {
    const source = await server();
    source.lists.set('clients', [
      ...clients(20),
      {
        id: 'C9',
        name: 'Nia',
        mail: 'nia@example.com',
        changed: '',
        address: { city: 'Leeds', zip: '' },
        phones: [{ number: '1' }, { label: 'home' }],
      },
    ]);
    const reader = readerOf(source, clientConnector('v5'));
    open.push(reader);
    const { findings } = (await reader.read()).summary;
    expect(findings.filter(({ code }) => code === 'fields-unread')).toMatchObject([
      {
        severity: 'info',
        count: 3,
        message: 'clients holds 3 fields that the connector does not read: address.city, phones.*.label, phones.*.number',
      },
    ]);
  });
});
