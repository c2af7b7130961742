import { createHash } from 'node:crypto';
import { CutoverError, Digest } from '@cutover/domain';
import type { Connection } from './connection.ts';
import { hashOfJson } from './row-hash.ts';
import { keyFits } from './staging-key.ts';

interface Line {
  readonly key: string;
  readonly hash: string;
  readonly cells: string;
  readonly sourceId: string;
  readonly file: string;
}

/** How many lines are gathered before the hash takes them: each call costs more than the bytes. */
const CHUNK = 512;

/** SHA-256 over `key\nhash\n` of rows that come sorted by key. */
function digestOf<L extends { readonly key: string; readonly hash: string }>(lines: Iterable<L>, check: (line: L) => void): Digest {
  const all = createHash('sha256');
  let chunk: string[] = [];
  for (const line of lines) {
    check(line);
    chunk.push(`${line.key}\n${line.hash}\n`);
    if (chunk.length === CHUNK) {
      all.update(chunk.join(''));
      chunk = [];
    }
  }
  return Digest.parse(`sha256:${all.update(chunk.join('')).digest('hex')}`);
}

/** Over all rows of a generation, sorted by key; each row's content is hashed anew, so that an edited cell or id is noticed. */
export function stagedDigest(db: Connection, generation: number): Digest {
  const lines = db
    .prepare<[number], Line>(
      `select r.key, r.hash, r.cells, r.source_id as sourceId, f.name as file
       from staged_row r indexed by staged_row_key
       cross join staged_member m on m.generation = ? and m.row = r.id
       cross join staged_file f on f.id = m.file
       order by r.key`,
    )
    .iterate(generation);
  return digestOf(lines, (line) => {
    if (line.hash !== hashOfJson(line.cells) || !keyFits(line))
      throw new CutoverError('ledger-edited', `the staged row ${line.key} was changed by hand`, { place: { id: line.key } });
  });
}

/**
 * The same of a generation that has just been written, by what the index of keys says: each new row was held against its hash when it came.
 * @throws CutoverError `internal` when a key came twice
 */
export function writtenDigest(db: Connection, generation: number): Digest {
  const lines = db
    .prepare<[number], Pick<Line, 'key' | 'hash'>>(
      `select r.key, r.hash from staged_row r indexed by staged_row_key
       cross join staged_member m on m.generation = ? and m.row = r.id
       order by r.key`,
    )
    .iterate(generation);
  let before: string | null = null;
  return digestOf(lines, ({ key }) => {
    if (key === before) throw new CutoverError('internal', `the key ${key} came twice in one extract`, { place: { id: key } });
    before = key;
  });
}
