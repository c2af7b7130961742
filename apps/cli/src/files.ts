import { readFileSync } from 'node:fs';
import { CutoverError } from '@cutover/domain';
import { fileFault } from './errors.ts';

/** A file that a person named. @throws CutoverError `bad-file` */
export function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    throw new CutoverError('bad-file', `${file} ${fileFault(cause) ?? 'cannot be read'}`, { place: { file }, cause });
  }
}

/** @param where what the text is, for the message: a file or an option. @throws CutoverError `bad-file`, or the code given, with the place in the text */
export function parseJson(text: string, where: string, code: 'bad-file' | 'plan-invalid' = 'bad-file'): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new CutoverError(code, `${where} is not JSON: ${cause instanceof Error ? cause.message : 'it cannot be read'}`, {
      place: { file: where },
      cause,
    });
  }
}
