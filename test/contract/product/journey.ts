import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EXIT, type PlanEnvelope } from '@cutover/domain';
import {
  openWorkspace,
  repairDryRun,
  replay,
  rollbackDryRun,
  runDelta,
  runDoctor,
  runFiles,
  runFull,
  runRepair,
  runRollback,
  runSample,
  runSchema,
  runVerify,
  showPlan,
} from '@cutover/engine';
import { approve, runProbe } from '@cutover/engine/desk';
import { startSandbox } from '@cutover/sandbox';
import { editExport, ownCopy, send } from '../../road/later.ts';
import { LOAD_DAY } from '../../tools/road.ts';
import { planned, sayYes, setOut, type Traveller } from '../../tools/travel.ts';
import { type Exchange, type Witness, witness } from '../witness.ts';

export interface Journeys {
  /** Everything the product said on its ways. */
  readonly said: readonly Exchange[];
  /** What it said to settle open questions: what nobody published is sent on purpose there. */
  readonly probed: readonly Exchange[];
}

/** The first gate stays shut until a person has looked at the plan in the place it was refused in; the one before the full load likewise. */
async function replayed(first: Traveller, envelope: PlanEnvelope, source: string, seen: Exchange[]): Promise<void> {
  const sandbox = await startSandbox({ plan: 'premium', seats: 3, seed: 'second', speed: 50 });
  const line = await witness(sandbox.url);
  const place = join(first.dir, 'second');
  const ports = { ...first.ports, token: () => sandbox.token };
  const go = () => replay(place, { envelope, source, target: line.url, trust: [], trustKeys: first.ws.settings.trust }, ports);
  try {
    for (const gate of ['plan', 'full'] as const) {
      await go().then(
        () => Promise.reject(new Error(`the replay did not ask for ${gate}`)),
        () => undefined,
      );
      const ws = await openWorkspace(place, ports);
      if (showPlan(ws).envelope.plan.lineage !== envelope.plan.lineage) throw new Error('the replay has another plan');
      approve(ws, { gate, key: first.key, company: sandbox.company.domain });
      ws.close();
    }
    const { exit } = await go();
    // The example has rows that cannot be read.
    if (exit !== EXIT.partial) throw new Error(`the replay ended with ${exit}`);
    seen.push(...line.seen);
  } finally {
    await line.close();
    await sandbox.close();
  }
}

/**
 * The example on its whole way: plan, schema, sample, full load with files and labels, contract documents, verification, a newer export, a repair, a look at
 * the account, a rollback; the same plan replayed on a second company; and a probe.
 */
export async function exampleJourneys(): Promise<Journeys> {
  const dir = mkdtempSync(join(tmpdir(), 'contract-'));
  const source = ownCopy(join(dir, 'export'));
  const between: Witness[] = [];
  const begun = Date.now();
  const traveller = await setOut({
    source,
    now: () => LOAD_DAY + (Date.now() - begun),
    before: async (url) => {
      const one = await witness(url);
      between.push(one);
      return one.url;
    },
  });
  const said: Exchange[] = [];
  try {
    const { ws } = traveller;
    const envelope = await planned(traveller, { tags: { set: { as: 'labels' } }, contract: { set: { transfer: true } } });
    await replayed(traveller, envelope, source, said);
    sayYes(traveller, 'plan');
    await runSchema(ws, {});
    await runSample(ws, {});
    sayYes(traveller, 'full');
    await runFull(ws, {});
    sayYes(traveller, 'files');
    await runFiles(ws, {});
    editExport(source, [
      ['clients.csv', 'Branch Manager', 'Regional Manager'],
      ['notes.csv', 'Ask about sleep <b>before</b> anything else.', 'Sleeps well now.'],
    ]);
    await runDelta(ws, {});
    const changed = [...ws.ledger.ids.iterate('person')].find((row) => row.key === 'client:C003');
    await send(traveller, 'PATCH', `v2/persons/${changed?.pipedriveId}`, { name: 'Somebody Else' });
    await runVerify(ws, {});
    await repairDryRun(ws);
    sayYes(traveller, 'repair');
    await runRepair(ws, {});
    await runDoctor(ws);
    await rollbackDryRun(ws, {});
    sayYes(traveller, 'rollback');
    await runRollback(ws, {});
    const [line] = between;
    said.push(...(line?.seen ?? []));
    const before = line?.seen.length ?? 0;
    await runProbe(ws, { by: 'key', company: traveller.sandbox.company.domain, key: traveller.key }, () => undefined);
    return { said, probed: line?.seen.slice(before) ?? [] };
  } finally {
    await traveller.close();
    for (const one of between) await one.close();
    rmSync(dir, { recursive: true, force: true });
  }
}
