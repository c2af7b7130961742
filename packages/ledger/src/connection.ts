import Database from 'better-sqlite3';
import { type Compilable, DummyDriver, Kysely, SqliteAdapter, SqliteIntrospector, SqliteQueryCompiler } from 'kysely';
import type { DB } from './schema.ts';
import { translateError } from './sqlite-error.ts';

/** Builds typed queries and runs none: better-sqlite3 runs them, synchronously. */
export const query = new Kysely<DB>({
  dialect: {
    createAdapter: () => new SqliteAdapter(),
    createDriver: () => new DummyDriver(),
    createIntrospector: (db) => new SqliteIntrospector(db),
    createQueryCompiler: () => new SqliteQueryCompiler(),
  },
});

/** A statement for hot paths, prepared once. */
export interface Prepared<P extends unknown[], R> {
  run(...parameters: P): Database.RunResult;
  get(...parameters: P): R | undefined;
  all(...parameters: P): R[];
  /** Blocks the connection until it is read to its end. */
  iterate(...parameters: P): IterableIterator<R>;
  /** The same with each row as the list of its columns: much quicker for rows of many columns. */
  lists(...parameters: P): IterableIterator<unknown[]>;
}

/** One connection to the ledger; whatever SQLite throws comes out as CutoverError. */
export interface Connection {
  readonly file: string;
  readonly sqlite: Database.Database;
  /** Write-ahead log, and how long a commit waits for the disk. */
  configure(synchronous: 'NORMAL' | 'FULL'): void;
  all<O>(query: Compilable<O>): O[];
  get<O>(query: Compilable<O>): O | undefined;
  /** How many rows it changed. */
  run(query: Compilable): number;
  prepare<P extends unknown[], R = unknown>(sql: string): Prepared<P, R>;
  /** BEGIN IMMEDIATE; a savepoint inside another. */
  transaction<T>(work: () => T): T;
  close(): void;
}

/** How long a connection waits for another process's transaction, in milliseconds. Ours last a few; only an extract's end takes longer. */
const BUSY_TIMEOUT = 30_000;

/** Opens the file and changes nothing in it; `configure` comes once it is known to be a ledger. */
export function connect(file: string): Connection {
  const guard = <T>(work: () => T): T => {
    try {
      return work();
    } catch (thrown) {
      throw translateError(thrown, file);
    }
  };
  const sqlite = guard(() => new Database(file, { fileMustExist: true, timeout: BUSY_TIMEOUT }));
  const cache = new Map<string, Database.Statement<unknown[], unknown>>();
  const statement = <O>(sql: string): Database.Statement<unknown[], O> => {
    let found = cache.get(sql);
    if (found === undefined) {
      found = sqlite.prepare<unknown[], unknown>(sql);
      // Queries with lists of differing length have differing texts: the cache must not grow with them.
      if (cache.size < 500) cache.set(sql, found);
    }
    // What a query gives is said by its builder; the cache holds them all.
    return found as Database.Statement<unknown[], O>;
  };
  const inTransaction = sqlite.transaction((work: () => unknown): unknown => work());
  return {
    file,
    sqlite,
    configure: (synchronous) =>
      guard(() => {
        sqlite.pragma('journal_mode = WAL');
        sqlite.pragma(`synchronous = ${synchronous}`);
      }),
    all: <O>(built: Compilable<O>) =>
      guard(() => {
        const { sql, parameters } = built.compile();
        return statement<O>(sql).all(...parameters);
      }),
    get: <O>(built: Compilable<O>) =>
      guard(() => {
        const { sql, parameters } = built.compile();
        return statement<O>(sql).get(...parameters);
      }),
    run: (built) =>
      guard(() => {
        const { sql, parameters } = built.compile();
        return statement(sql).run(...parameters).changes;
      }),
    prepare: <P extends unknown[], R = unknown>(sql: string): Prepared<P, R> => {
      const prepared = guard(() => sqlite.prepare<unknown[], R>(sql));
      let listed: Database.Statement<unknown[], unknown[]> | null = null;
      const lists = () => (listed ??= sqlite.prepare<unknown[], unknown[]>(sql).raw());
      return {
        run: (...parameters) => guard(() => prepared.run(...parameters)),
        get: (...parameters) => guard(() => prepared.get(...parameters)),
        all: (...parameters) => guard(() => prepared.all(...parameters)),
        iterate: (...parameters) => guard(() => prepared.iterate(...parameters)),
        lists: (...parameters) => guard(() => lists().iterate(...parameters)),
      };
    },
    // Each call of `sqlite.transaction` makes four functions: one set of them does for all.
    transaction: <T>(work: () => T) => guard(() => inTransaction.immediate(work) as T),
    close: () => {
      sqlite.close();
    },
  };
}

/** All rows of a keyset query, page by page, so that other statements can run between two of them. */
export function* pages<R, C>(start: C, page: (after: C) => readonly R[], cursor: (last: R) => C): IterableIterator<R> {
  let after = start;
  while (true) {
    const rows = page(after);
    yield* rows;
    const last = rows.at(-1);
    if (last === undefined) return;
    after = cursor(last);
  }
}

export const PAGE = 1000;
