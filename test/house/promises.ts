import { readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { sourceFiles } from './source-files.ts';

/** Numbers of the promises in docs/promises.md, each of which begins a clause: `R12 S — …`, `R50 + — …`. */
export function promisesIn(text: string): string[] {
  return [...text.matchAll(/\b(R\d+) (?:S|\+) —/g)].map((match) => match[1] ?? '');
}

/** Which promises the tests cite, and citations of numbers that are not promised. */
export function citations(
  files: readonly { file: string; text: string }[],
  promised: ReadonlySet<string>,
): { cited: Set<string>; unknown: string[] } {
  const cited = new Set<string>();
  const unknown: string[] = [];
  for (const { file, text } of files) {
    for (const call of text.matchAll(/\bverifies\(([^)]*)\)/g)) {
      for (const [, id = ''] of (call[1] ?? '').matchAll(/'(R\d+)'/g)) {
        if (promised.has(id)) cited.add(id);
        else unknown.push(`${file} cites ${id}, which docs/promises.md does not have`);
      }
    }
  }
  return { cited, unknown };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const root = fileURLToPath(new URL('../..', import.meta.url));
  const promised = promisesIn(readFileSync(join(root, 'docs/promises.md'), 'utf8'));
  const tests = ['packages', 'apps', 'test']
    .flatMap((shelf) => sourceFiles(join(root, shelf)))
    .filter((file) => /\.test\.tsx?$/.test(file) && !file.endsWith('promises.test.ts'))
    .map((file) => ({ file: relative(root, file), text: readFileSync(file, 'utf8') }));
  const { cited, unknown } = citations(tests, new Set(promised));
  const open = promised.filter((id) => !cited.has(id));
  console.log(`promises: ${promised.length - open.length} of ${promised.length} proved by a test; open: ${open.join(' ') || 'none'}`);
  for (const line of unknown) console.error(line);
  process.exit(unknown.length === 0 ? 0 : 1);
}
