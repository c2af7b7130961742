import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { RunId, TargetKey } from '@cutover/domain';
import { type Ledger, openLedger } from '../index.ts';
import { idRow, owner, START } from './fixtures.ts';

/**
 * A small load in a process of its own: makes `total` records in an account that is a text file (`key id` a line), and kills itself
 * with SIGKILL at the given step, wherever that is: before, inside or after a transaction. Started again, it finds out what became of
 * the open intents by reading the account, as the engine does.
 */
const [file = '', account = '', total = '0', killAt = '0'] = process.argv.slice(2);

let steps = 0;
function step(): void {
  steps += 1;
  if (steps === Number(killAt)) process.kill(process.pid, 'SIGKILL');
}

/** The ledger looks at the clock in the middle of its transactions: so the process can die there. */
function clock(): number {
  step();
  return START + steps;
}

const made = (): Map<string, number> =>
  new Map(
    (existsSync(account) ? readFileSync(account, 'utf8') : '')
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => {
        const [key = '', id = ''] = line.split(' ');
        return [key, Number(id)];
      }),
  );

async function settleDone(ledger: Ledger, seq: number, key: string, id: number): Promise<void> {
  await ledger.journal.settle(seq, { state: 'done', status: 200, tokens: 5, idRow: idRow(key, id) });
}

async function resume(ledger: Ledger): Promise<void> {
  for (const { seq, key } of ledger.journal.open()) {
    const id = made().get(key);
    if (id === undefined) await ledger.journal.settle(seq, { state: 'abandoned', why: 'not in the account' });
    else await settleDone(ledger, seq, key, id);
    step();
  }
}

async function make(ledger: Ledger, epoch: number, key: string, id: number): Promise<void> {
  step();
  const asked = ledger.journal.intent({ run: RunId.parse('full-1'), epoch, op: 'create', entity: 'person', key, request: { name: key } });
  step();
  const seq = await asked;
  step();
  appendFileSync(account, `${key} ${id}\n`);
  step();
  const settled = settleDone(ledger, seq, key, id);
  step();
  await settled;
  step();
}

const ledger = await openLedger(file, { create: true, clock });
const { epoch } = ledger.lock.acquire(owner(process.pid), () => false);
await resume(ledger);
const keys = Array.from({ length: Number(total) }, (_, n) => `client:C${n}`).filter((key) => ledger.ids.get(TargetKey.parse(key)) === null);
for (let at = 0; at < keys.length; at += 8)
  await Promise.all(keys.slice(at, at + 8).map((key) => make(ledger, epoch, key, Number(key.slice(8)) + 1)));
ledger.lock.release(epoch);
ledger.close();
