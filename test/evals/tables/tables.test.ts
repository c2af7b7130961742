import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { chanceOf } from '../../chaos/random.ts';

const root = new URL('../../..', import.meta.url).pathname;
let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'tables-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

function written(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

function run(...args: readonly string[]) {
  return start([], args);
}

function start(flags: readonly string[], args: readonly string[]) {
  return spawnSync(process.execPath, ['--conditions=@cutover/source', ...flags, 'test/evals/tables/run.ts', ...args], {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
}

test('two tables give ranked pairs as JSON', () => {
  const source = written('a.csv', 'Mineral,Hardness\nQuartz,7\nTalc,1\nTopaz,8\n');
  const target = written('b.csv', 'mohs_hardness;mineral_name;colour\n2;Quartz;white\n7;Topaz;blue\n9;Ruby;red\n');
  const { status, stdout } = run(source, target);
  expect(status).toBe(0);
  const pairs: unknown = JSON.parse(stdout);
  expect(pairs).toEqual(
    expect.arrayContaining([
      { source: 'Mineral', target: 'mineral_name', score: expect.any(Number) },
      { source: 'Hardness', target: 'mohs_hardness', score: expect.any(Number) },
    ]),
  );
  const [first, second] = pairs as { source: string; target: string }[];
  expect([first?.source, second?.source].toSorted()).toEqual(['Hardness', 'Mineral']);
});

test('what is no table is said, and one file is too few', () => {
  expect(run(written('empty.csv', ''), written('c.csv', 'a,b\n1,2\n'))).toMatchObject({ status: 1, stdout: '' });
  expect(run(written('d.csv', 'a,b\n1,2\n'))).toMatchObject({ status: 2, stdout: '', stderr: expect.stringContaining('usage') });
});

test('a hundred columns against seven hundred take no more than 15 seconds', () => {
  const chance = chanceOf('wide');
  const word = (): string => Array.from({ length: 6 }, () => String.fromCharCode(97 + chance.between(0, 25))).join('');
  const words = Array.from({ length: 300 }, word);
  const any = (): string => words[chance.between(0, words.length - 1)] ?? '';
  const table = (columns: number): string => {
    const kinds = Array.from({ length: columns }, () => (chance.next() < 0.6 ? Array.from({ length: chance.between(2, 40) }, any) : null));
    const header = kinds.map(() => `${any()}_${any()}_${any()}`).join(',');
    const rows = Array.from({ length: 400 }, () =>
      kinds.map((values) => values?.[chance.between(0, values.length - 1)] ?? chance.between(0, 1000)).join(','),
    );
    return `${[header, ...rows].join('\n')}\n`;
  };
  const files = [written('s.csv', table(100)), written('t.csv', table(700))];
  // By the processor's time: other work on the machine is not the command's.
  const { status, stdout, stderr } = start(['--import', './test/bench/report-usage.mjs'], files);
  const seconds = Number(/"cpuMs":([\d.]+)/.exec(stderr)?.[1]) / 1000;
  console.info(`100 × 700 columns: ${seconds.toFixed(1)} s`);
  expect(status).toBe(0);
  expect(JSON.parse(stdout)).toHaveLength(100 * 100);
  expect(seconds).toBeLessThan(15);
});
