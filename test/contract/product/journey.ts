import { rollbackDryRun, runFull, runRollback, runSample, runSchema, runVerify } from '@cutover/engine';
import { LOAD_DAY } from '../../tools/road.ts';
import { planned, sayYes, setOut } from '../../tools/travel.ts';
import { type Exchange, type Witness, witness } from '../witness.ts';

/** The example on its whole way: plan, schema, sample, full load with files and labels, verification, rollback. @returns everything that went over the line */
export async function exampleJourney(): Promise<readonly Exchange[]> {
  const between: Witness[] = [];
  const begun = Date.now();
  const traveller = await setOut({
    now: () => LOAD_DAY + (Date.now() - begun),
    before: async (url) => {
      const one = await witness(url);
      between.push(one);
      return one.url;
    },
  });
  try {
    const { ws } = traveller;
    await planned(traveller, { tags: { set: { as: 'labels' } } });
    sayYes(traveller, 'plan');
    await runSchema(ws, {});
    await runSample(ws, {});
    sayYes(traveller, 'full');
    await runFull(ws, {});
    await runVerify(ws, {});
    await rollbackDryRun(ws, {});
    sayYes(traveller, 'rollback');
    await runRollback(ws, {});
    return between.flatMap((one) => one.seen);
  } finally {
    await traveller.close();
    for (const one of between) await one.close();
  }
}
