import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { violations } from './boundaries.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
let house: string;

beforeEach(() => {
  house = mkdtempSync(join(tmpdir(), 'house-'));
  for (const shelf of ['packages', 'apps']) {
    cpSync(join(root, shelf), join(house, shelf), { recursive: true, filter: (path) => !/(dist|node_modules|\.turbo)$/.test(path) });
  }
});
afterEach(() => rmSync(house, { recursive: true, force: true }));

test('the house as it stands keeps its rules', () => {
  expect(violations(house)).toEqual([]);
});

test.each([
  ['packages/planner/src/bad.ts', "import { openLedger } from '@cutover/ledger';", '@cutover/planner must not import @cutover/ledger'],
  ['packages/domain/src/bad.ts', "export { propose } from '@cutover/planner';", '@cutover/domain must not import @cutover/planner'],
  ['packages/sandbox/src/bad.ts', "import type { Plan } from '@cutover/domain';", '@cutover/sandbox must not import @cutover/domain'],
  [
    'packages/projection/src/bad.ts',
    "const x = await import('@cutover/practice');",
    '@cutover/projection must not import @cutover/practice',
  ],
  ['packages/ledger/src/bad.ts', "import { x } from '../../domain/src/brand.ts';", 'reaches out of its room'],
  ['packages/domain/src/bad.ts', "import undici from 'undici';", 'undici is not among the dependencies'],
])('a deliberate violation in %s is found', (file, code, message) => {
  writeFileSync(join(house, file), code);
  expect(violations(house).join('\n')).toContain(message);
});

test('a room without rules is found', () => {
  mkdirSync(join(house, 'packages/attic/src'), { recursive: true });
  writeFileSync(join(house, 'packages/attic/package.json'), JSON.stringify({ name: '@cutover/attic' }));
  expect(violations(house)).toEqual(['packages/attic: @cutover/attic is not in test/house/rooms.ts']);
});
