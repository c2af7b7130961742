import { CutoverError } from '@cutover/domain';
import { expect, test } from 'vitest';
import { parseTarget } from './target-url.ts';

test.each([
  ['https://acme.pipedrive.com', null, { url: 'https://acme.pipedrive.com', host: 'acme.pipedrive.com', loopback: false }],
  ['https://acme.pipedrive.com/', null, { url: 'https://acme.pipedrive.com', host: 'acme.pipedrive.com', loopback: false }],
  ['http://127.0.0.1:4010', null, { url: 'http://127.0.0.1:4010', host: '127.0.0.1:4010', loopback: true }],
  [
    'https://proxy.example.com:8443',
    'proxy.example.com:8443',
    { url: 'https://proxy.example.com:8443', host: 'proxy.example.com:8443', loopback: false },
  ],
])('%s is allowed', (text, allowed, target) => {
  expect(parseTarget(text, allowed)).toEqual(target);
});

test.each([
  ['http://acme.pipedrive.com', null],
  ['https://pipedrive.com', null],
  ['https://acme.pipedrive.com.evil.example', null],
  ['https://evil.example/acme.pipedrive.com', null],
  ['https://a.b.pipedrive.com', null],
  ['https://user:secret@acme.pipedrive.com', null],
  ['https://acme.pipedrive.com/api/v2', null],
  ['https://acme.pipedrive.com?x=1', null],
  ['https://acme.pipedrive.com:8443', null],
  ['http://localhost:4010', null],
  ['http://127.0.0.2:4010', null],
  ['http://proxy.example.com', 'proxy.example.com'],
  ['https://other.example.com', 'proxy.example.com'],
  ['not an address', null],
])('%s is refused', (text, allowed) => {
  expect(() => parseTarget(text, allowed)).toThrow(CutoverError);
  try {
    parseTarget(text, allowed);
  } catch (error) {
    expect(error).toMatchObject({ code: 'target-not-allowed', exit: 2 });
    expect(String(error)).not.toContain('secret');
  }
});
