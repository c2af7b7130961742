import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { broken, ROOT, testFile } from './fault.ts';
import { faults } from './faults.ts';

describe('the list of deliberate faults', () => {
  test('holds at least sixty, each under its own name', () => {
    expect(faults.length).toBeGreaterThanOrEqual(60);
    expect(new Set(faults.map(({ id }) => id)).size).toBe(faults.length);
  });

  test.each(faults)('$id can be put in: its text stands exactly once in $file', (fault) => {
    expect(broken(fault)).not.toBe(broken({ ...fault, replace: fault.find }));
  });

  test('each names tests that there are', () => {
    const named = [...new Set(faults.flatMap(({ tests }) => tests))];
    expect(faults.filter(({ tests }) => tests.length === 0).map(({ id }) => id)).toEqual([]);
    expect(named.filter((name) => !existsSync(join(ROOT, testFile(name))))).toEqual([]);
  });
});
