import { createHash, randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import { expect, test } from 'vitest';
import { json, serve, testDoor } from '../testing/server.ts';

const bytes = Buffer.from('agreement, page 1\r\npage 2 ✓');
const sha256 = `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
const body = { name: 'agree"ment.txt', mediaType: 'text/plain', size: bytes.byteLength, sha256, path: 'files/agreement.txt', deal_id: 5 };

test('a file goes as multipart, with its links, a length, and a name that cannot break out', async () => {
  await using server = await serve((_, response) => json(response, 200, { success: true, data: { id: 31, name: 'agree"ment.txt' } }));
  const door = testDoor(server.url);
  const result = await door.files.upload(body, () => Readable.from([bytes.subarray(0, 5), bytes.subarray(5)]));
  expect(result).toMatchObject({ outcome: 'done', id: 31 });
  const seen = server.seen[0];
  const boundary = /^multipart\/form-data; boundary=(.+)$/.exec(String(seen?.headers['content-type']))?.[1];
  expect(seen?.body).toBe(
    `--${boundary}\r\nContent-Disposition: form-data; name="deal_id"\r\n\r\n5\r\n` +
      `--${boundary}\r\nContent-Disposition: form-data; name="file"; filename="agree%22ment.txt"\r\nContent-Type: text/plain\r\n\r\n` +
      `${bytes.toString('utf8')}\r\n--${boundary}--\r\n`,
  );
  expect(Number(seen?.headers['content-length'])).toBe(Buffer.byteLength(seen?.body ?? ''));
  expect(seen?.body).not.toContain('files/agreement.txt');
  await door.close();
});

test.each([
  ['other bytes of the same size', Buffer.from(bytes).fill('x'), 'is not the file that was staged'],
  ['fewer bytes', bytes.subarray(0, 4), 'smaller than when it was staged'],
  ['more bytes', Buffer.concat([bytes, bytes]), 'larger than when it was staged'],
])('%s: the request is broken off, nothing arrives whole', async (_, wrong, why) => {
  await using server = await serve((__, response) => json(response, 200, { success: true, data: { id: 31 } }));
  const door = testDoor(server.url);
  const result = await door.files.upload(body, () => Readable.from([wrong]));
  expect(result).toMatchObject({ outcome: 'refused', code: 'source-unreadable', status: null });
  expect(result).toHaveProperty('reason', expect.stringContaining(why));
  expect(server.seen).toHaveLength(0);
  await door.close();
});

test('a burst limit opens the file anew', async () => {
  const answers: [number, unknown][] = [
    [429, { success: false, error: 'request over limit' }],
    [200, { success: true, data: { id: 31 } }],
  ];
  await using server = await serve((_, response) => {
    const [status, answer] = answers.shift() ?? [500, {}];
    json(response, status, answer, { 'x-ratelimit-reset': '0' });
  });
  const door = testDoor(server.url);
  let opened = 0;
  const result = await door.files.upload(body, () => {
    opened += 1;
    return Readable.from([bytes]);
  });
  expect([result.outcome, opened]).toEqual(['done', 2]);
  await door.close();
});

test('a large file streams', async () => {
  const large = randomBytes(3_000_000);
  const digest = `sha256:${createHash('sha256').update(large).digest('hex')}`;
  await using server = await serve((_, response) => json(response, 200, { success: true, data: { id: 32 } }));
  const door = testDoor(server.url);
  const result = await door.files.upload({ ...body, size: large.byteLength, sha256: digest }, () =>
    Readable.from(
      (function* () {
        for (let at = 0; at < large.byteLength; at += 65_536) yield large.subarray(at, at + 65_536);
      })(),
    ),
  );
  expect(result.outcome).toBe('done');
  await door.close();
});

test('a file whose bytes cannot be read is refused, not unknown', async () => {
  await using server = await serve((_, response) => json(response, 200, { success: true, data: { id: 31 } }));
  const door = testDoor(server.url);
  const broken = () =>
    new Readable({
      read() {
        this.destroy(new Error('EACCES'));
      },
    });
  expect(await door.files.upload(body, broken)).toMatchObject({ outcome: 'refused', code: 'source-unreadable' });
  await door.close();
});
