import { asCutoverError } from '@cutover/domain';
import { openLedger } from '../index.ts';
import { owner, tickingClock } from './fixtures.ts';

/** Tries to take the lock, says `epoch N` or the error's code, and holds it until its input ends. */
function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

const ledger = await openLedger(process.argv[2] ?? '', { clock: tickingClock() });
try {
  const { epoch } = ledger.lock.acquire(owner(process.pid), isAlive);
  process.stdout.write(`epoch ${epoch}\n`);
} catch (thrown) {
  process.stdout.write(`${asCutoverError(thrown).code}\n`);
}
process.stdin.resume();
process.stdin.on('end', () => ledger.close());
