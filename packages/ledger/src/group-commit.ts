import type { Connection } from './connection.ts';

interface Waiting {
  /** Does the work in the transaction; what it returns settles the promise once the transaction is committed. */
  run(): () => void;
  fail(thrown: unknown): void;
}

export interface GroupCommit {
  submit<T>(work: () => T): Promise<T>;
  /** Commits what is waiting now, without waiting for the turn to end. */
  flush(): void;
  commits(): number;
}

/**
 * Gathers all work of one turn of the event loop into one transaction, so that many writers share one wait for the disk. Each piece has a
 * savepoint of its own: one that fails is undone and told so, and the others are kept. No promise resolves before the commit.
 */
export function createGroupCommit(db: Connection): GroupCommit {
  let waiting: Waiting[] = [];
  let scheduled = false;
  let commits = 0;

  const flush = (): void => {
    scheduled = false;
    const group = waiting;
    waiting = [];
    if (group.length === 0) return;
    let settle: (() => void)[];
    try {
      settle = db.transaction(() =>
        group.map((item) => {
          try {
            return db.transaction(() => item.run());
          } catch (thrown) {
            // A full disk ends the whole transaction; then nothing of it holds.
            if (!db.sqlite.inTransaction) throw thrown;
            return () => item.fail(thrown);
          }
        }),
      );
      commits += 1;
    } catch (thrown) {
      settle = group.map((item) => () => item.fail(thrown));
    }
    for (const done of settle) done();
  };

  return {
    submit: <T>(work: () => T) =>
      new Promise<T>((resolve, reject) => {
        waiting.push({
          run: () => {
            const result = work();
            return () => resolve(result);
          },
          fail: reject,
        });
        if (scheduled) return;
        scheduled = true;
        setImmediate(flush);
      }),
    flush,
    commits: () => commits,
  };
}
