import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { newKey, openKey, readPublicKey, throwAwayKey } from './keys.ts';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'keys-'));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

test('a new key is encrypted, for its owner alone, and opens with its passphrase only', () => {
  const { file, publicFile } = newKey(join(dir, 'a.key'), 'correct horse');
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(readFileSync(file, 'utf8')).toContain('ENCRYPTED PRIVATE KEY');
  expect(openKey(file, 'correct horse').asymmetricKeyType).toBe('ed25519');
  expect(() => openKey(file, 'wrong horse')).toThrow(expect.objectContaining({ code: 'bad-key' }));
  expect(readPublicKey(publicFile)).toContain('BEGIN PUBLIC KEY');
});

test('a key is never overwritten, and a short passphrase is refused', () => {
  newKey(join(dir, 'a.key'), 'correct horse');
  expect(() => newKey(join(dir, 'a.key'), 'correct horse')).toThrow(
    expect.objectContaining({ code: 'bad-key', message: expect.stringContaining('a.key') }),
  );
  expect(() => newKey(join(dir, 'b.key'), 'short')).toThrow(expect.objectContaining({ code: 'bad-key' }));
});

test('what is no public Ed25519 key is not trusted', () => {
  const { file } = newKey(join(dir, 'a.key'), 'correct horse');
  writeFileSync(join(dir, 'text.pub'), 'hello');
  for (const bad of [file, join(dir, 'text.pub'), join(dir, 'nowhere.pub')]) {
    expect(() => readPublicKey(bad)).toThrow(expect.objectContaining({ code: 'bad-key', message: expect.stringContaining(bad) }));
  }
  expect(() => openKey(join(dir, 'text.pub'), 'x')).toThrow(expect.objectContaining({ code: 'bad-key' }));
  expect(throwAwayKey().publicKey).not.toBe(throwAwayKey().publicKey);
});
