import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { mediaTypeOf } from './media-type.ts';

const small = new URL('../../../fixtures/practice-small/attachments/', import.meta.url);
const bytes = (text: string) => Buffer.from(text, 'latin1');

test.each([
  ['a picture', readFileSync(new URL('C016/values-wheel.png', small)), 'values-wheel.png', 'image/png'],
  ['a document', readFileSync(new URL('C027/disc-report-mei-ling-wu.pdf', small)), 'report', 'application/pdf'],
  ['a picture that calls itself a document', readFileSync(new URL('C016/values-wheel.png', small)), 'report.pdf', 'image/png'],
  ['a letter', bytes('Dear Maya,\r\n'), 'letter.txt', 'text/plain'],
  ['a table', bytes('a,b\n1,2\n'), 'scores.csv', 'text/csv'],
  [
    'an old office document',
    Buffer.concat([bytes('\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1'), Buffer.alloc(504)]),
    'plan.doc',
    'application/msword',
  ],
  ['an archive', bytes('PK\x03\x04\x14\x00\x00\x00\x00\x00'), 'all.zip', 'application/zip'],
  ['a photograph', Buffer.concat([bytes('\xff\xd8\xff\xe0'), Buffer.alloc(64)]), 'me.jpg', 'image/jpeg'],
  ['a recording', Buffer.concat([bytes('\x00\x00\x00\x18ftypisom'), Buffer.alloc(64)]), 'talk.mp4', 'video/mp4'],
  ['anything', bytes('\x00\x01\x02\x03\x04\x05\x06\x07'), 'x.bin', 'application/octet-stream'],
  ['nothing', Buffer.alloc(0), 'empty', 'text/plain'],
])('%s', async (_, head, name, type) => {
  expect(await mediaTypeOf(head, name)).toBe(type);
});

test('bytes of any kind have some type, and nothing throws', async () => {
  const heads = [
    'PK\x03\x04',
    '\x1f\x8b\x08',
    'RIFF',
    '\x00\x00\x00\x18ftyp',
    '%PDF-',
    'ID3',
    '\x30\x26\xb2\x75\x8e\x66\xcf\x11',
    '7z\xbc\xaf\x27\x1c',
    '\x89PNG\r\n\x1a\n',
    '',
  ];
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...heads), fc.uint8Array({ maxLength: 400 }), async (head, rest) => {
      expect(await mediaTypeOf(Buffer.concat([bytes(head), rest]), 'a.bin')).toMatch(/^[a-z]+\/[\w.+-]+$/);
    }),
    { numRuns: 500 },
  );
});
