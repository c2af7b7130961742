import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { nodePorts, startOf, TOKEN_FILE } from './node-ports.ts';
import type { Ports } from './ports.ts';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'ports-'));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

const ports = (env: NodeJS.ProcessEnv = {}): Ports =>
  nodePorts({ env, emit: () => undefined, stop: new AbortController().signal, version: '0' });
const save = (content: unknown, mode = 0o600): void => writeFileSync(join(dir, TOKEN_FILE), JSON.stringify(content), { mode });

test('the token comes from the environment, else from the workspace, else there is none', () => {
  expect(ports().token('acme.pipedrive.com', dir)).toBeNull();
  save({ host: 'acme.pipedrive.com', token: 'saved-token' });
  expect(ports().token('acme.pipedrive.com', dir)).toBe('saved-token');
  expect(ports({ PIPEDRIVE_API_TOKEN: 'given-token' }).token('acme.pipedrive.com', dir)).toBe('given-token');
});

test('a saved token serves its own host only', () => {
  save({ host: 'acme.pipedrive.com', token: 'saved-token' });
  expect(() => ports().token('evil.pipedrive.com', dir)).toThrow(
    expect.objectContaining({ code: 'token-elsewhere', message: expect.not.stringContaining('saved-token') }),
  );
});

test('a token that others can read, or a file of another form, is refused', () => {
  save({ host: 'acme.pipedrive.com', token: 'saved-token' }, 0o644);
  expect(() => ports().token('acme.pipedrive.com', dir)).toThrow(
    expect.objectContaining({ code: 'no-token', message: expect.stringContaining('0600') }),
  );
  rmSync(join(dir, TOKEN_FILE));
  save(['saved-token']);
  expect(() => ports().token('acme.pipedrive.com', dir)).toThrow(expect.objectContaining({ code: 'no-token' }));
});

test('a living process is told from a dead one and from a later one of the same number', () => {
  const { isAlive } = ports().self;
  expect(isAlive(process.pid, startOf(process.pid) ?? '')).toBe(true);
  expect(isAlive(process.pid, 'long ago')).toBe(false);
  expect(isAlive(2 ** 22 + 7, '')).toBe(false);
});

test.each([
  ['50', 50],
  ['0.1', 1],
  ['much', 1],
  [undefined, 1],
])('a time scale of %s counts as %d', (given, scale) => {
  expect(ports(given === undefined ? {} : { CUTOVER_TIME_SCALE: given }).timeScale).toBe(scale);
});
