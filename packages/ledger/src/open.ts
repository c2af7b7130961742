import { closeSync, existsSync, openSync, statSync } from 'node:fs';
import { CutoverError } from '@cutover/domain';
import { z } from 'zod';
import { createApprovals } from './approvals.ts';
import { createBindings } from './bindings.ts';
import { type Connection, connect } from './connection.ts';
import { createDecisions } from './decisions.ts';
import { digestOnce } from './digest-once.ts';
import { createGroupCommit } from './group-commit.ts';
import { createIds } from './ids.ts';
import { createInventory } from './inventory.ts';
import { createJournal } from './journal.ts';
import type { Ledger, LedgerOptions } from './ledger.ts';
import { createLock } from './lock.ts';
import { createMeta, createState } from './meta.ts';
import { inspect, migrate } from './migrate.ts';
import { createOperations } from './operations.ts';
import { createOutcomes } from './outcomes.ts';
import { createPlans } from './plans.ts';
import { createRuns } from './runs.ts';
import { createSamples } from './samples.ts';
import { createStaging } from './staging.ts';

const Block = z.strictObject({ until: z.number(), why: z.string() });

/** The file holds people's data: only its owner may read it. SQLite gives its side files the same mode. */
function makeFile(file: string): void {
  try {
    closeSync(openSync(file, 'wx', 0o600));
  } catch (cause) {
    throw new CutoverError('bad-file', `the ledger ${file} could not be made: ${cause instanceof Error ? cause.message : cause}`, {
      place: { file },
      cause,
    });
  }
}

function prepareFile(file: string, create: boolean): void {
  if (!existsSync(file)) {
    if (!create) throw new CutoverError('no-workspace', `there is no ledger at ${file}`, { place: { file } });
    makeFile(file);
    return;
  }
  const found = statSync(file);
  if (!found.isFile()) throw new CutoverError('ledger-corrupt', `the ledger ${file} is not a file`, { place: { file } });
  if (found.size === 0 && !create) throw new CutoverError('ledger-corrupt', `the ledger ${file} is empty`, { place: { file } });
}

function assemble(main: Connection, full: Connection, clock: () => number): Ledger {
  const state = createState(main);
  const approvals = createApprovals(main, clock);
  const runs = createRuns(main, clock, approvals);
  const lock = createLock(main, clock);
  const group = createGroupCommit(full);
  const journal = createJournal({
    ...{ db: full, group, clock, approvals, runs },
    ids: createIds(full),
    bindings: createBindings(full),
    held: () => lock.held(),
  });
  let open = true;
  return {
    file: main.file,
    meta: createMeta(main),
    staging: digestOnce(main, createStaging(main)),
    decisions: createDecisions(main, clock),
    plan: createPlans(main, clock),
    approvals,
    lock,
    runs,
    bindings: createBindings(main),
    ids: createIds(main),
    outcomes: createOutcomes(main),
    journal,
    inventory: createInventory(main, clock),
    samples: createSamples(main, clock),
    operations: createOperations(main, clock),
    block: (until, why) => state.set('block', { until, why }),
    blockedUntil() {
      const found = state.get('block', Block);
      return found === null || found.until <= clock() ? null : found;
    },
    transaction: (work) => main.transaction(work),
    close() {
      if (!open) return;
      open = false;
      group.flush();
      full.close();
      main.close();
    },
  };
}

/**
 * Opens the ledger at this path, or makes it. Two connections: what must be on disk before a request leaves goes over one that waits for the
 * disk (`synchronous=FULL`); the rest is on disk with the next of its commits at the latest.
 * @throws CutoverError `no-workspace` (missing) · `ledger-corrupt` · `ledger-foreign` · `ledger-newer` · `bad-file` (no right to write) · `disk-full`
 */
export async function openLedger(file: string, options: LedgerOptions): Promise<Ledger> {
  prepareFile(file, options.create ?? false);
  const main = connect(file);
  const full = connect(file);
  try {
    const { fresh, behind } = inspect(main);
    if (fresh && !options.create)
      throw new CutoverError('ledger-corrupt', `the ledger ${file} has no tables: it was never finished`, { place: { file } });
    main.configure('NORMAL');
    full.configure('FULL');
    if (behind) await migrate(main);
    return assemble(main, full, options.clock);
  } catch (thrown) {
    full.close();
    main.close();
    throw thrown;
  }
}
