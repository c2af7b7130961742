import { hash } from 'node:crypto';
import { type Connection, PAGE, pages, query } from './connection.ts';
import type { DB } from './schema.ts';

export type JournalRow = DB['journal'];

/** The columns of a row in the order in which they are hashed, its own hash last. */
const COLUMNS = [
  ...(['seq', 'at', 'kind', 'run', 'epoch', 'op', 'entity', 'key', 'request_digest', 'request', 'before'] as const),
  ...(['intent', 'state', 'status', 'pipedrive_id', 'tokens', 'code', 'reason', 'effect', 'hash'] as const),
] as const;
export const COLUMN_LIST = COLUMNS.join(', ');
const [REQUEST, BEFORE] = [COLUMNS.indexOf('request'), COLUMNS.indexOf('before')];
export const PLACE = Object.freeze({
  seq: COLUMNS.indexOf('seq'),
  kind: COLUMNS.indexOf('kind'),
  intent: COLUMNS.indexOf('intent'),
  hash: COLUMNS.indexOf('hash'),
});

const sha256 = (text: string): string => `sha256:${hash('sha256', text, 'hex')}`;
const ofText = (text: unknown): unknown => (typeof text === 'string' ? sha256(text) : text);

/** Hash of a row: over the hash of the row before it and all its columns but its own hash; long ones by their own digests. */
export function chainHash(previous: string, columns: readonly unknown[]): string {
  const hashed = [previous, ...columns.slice(0, PLACE.hash)];
  hashed[REQUEST + 1] = ofText(hashed[REQUEST + 1]);
  hashed[BEFORE + 1] = ofText(hashed[BEFORE + 1]);
  return sha256(JSON.stringify(hashed));
}

export interface Head {
  readonly seq: number;
  readonly hash: string;
}

/** Adds rows after the last; `append` must run inside a transaction and returns the number of its row. */
export interface Chain {
  head(): Head | undefined;
  append(row: Omit<JournalRow, 'seq' | 'hash'>): number;
}

export function createChain(db: Connection): Chain {
  const last = db.prepare<[], Head>('select seq, hash from journal order by seq desc limit 1');
  const insert = db.prepare<unknown[]>(`insert into journal (${COLUMN_LIST}) values (${COLUMNS.map(() => '?').join(', ')})`);
  return {
    head: () => last.get(),
    append(row) {
      const head = last.get() ?? { seq: 0, hash: '' };
      const full: Record<(typeof COLUMNS)[number], unknown> = { ...row, seq: head.seq + 1, hash: '' };
      const columns = COLUMNS.map((column) => full[column]);
      columns[PLACE.hash] = chainHash(head.hash, columns);
      insert.run(...columns);
      return head.seq + 1;
    },
  };
}

export function journalRows(db: Connection): IterableIterator<JournalRow> {
  const all = query.selectFrom('journal').selectAll().orderBy('seq').limit(PAGE);
  return pages(
    0,
    (after) => db.all(all.where('seq', '>', after)),
    (last) => last.seq,
  );
}
