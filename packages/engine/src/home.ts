import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { CutoverError } from '@cutover/domain';
import { z } from 'zod';

/** What only the folder Cutover was unpacked into has. */
const MARKS = ['prompts', 'fixtures', 'package.json'] as const;

/**
 * The folder Cutover was unpacked into, above the module given: its prompts, its example and its command lie there. Looked for,
 * because a module may run from its source, from its build or from the bundle of the command.
 * @throws CutoverError `internal` when there is none above.
 */
export function homeOf(moduleUrl: string): string {
  const start = dirname(fileURLToPath(moduleUrl));
  for (let dir = start; ; dir = dirname(dir)) {
    if (MARKS.every((mark) => existsSync(join(dir, mark)))) return dir;
    if (dir === dirname(dir)) throw new CutoverError('internal', `Cutover's own folder (with ${MARKS.join(', ')}) is not above ${start}`);
  }
}

const Package = z.object({ version: z.string() });

/** Cutover's version, as its package.json says. */
export function versionOf(home: string): string {
  return Package.parse(JSON.parse(readFileSync(join(home, 'package.json'), 'utf8'))).version;
}
