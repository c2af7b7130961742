import { LEXICON, withoutEntries } from '@cutover/planner';
import { scoresOf } from './judged.ts';
import { accepts, allLabels, isDistractor, splitOf } from './labels.ts';
import { proposed, read } from './proposer.ts';

/** The columns developed with, one by one: `npx vitest` has no such view. */
const labels = allLabels();
for (const split of ['developed with', 'held out'] as const) {
  const mine = labels.filter((label) => splitOf(label.manner) === split);
  const { lexicon } = withoutEntries(LEXICON, mine);
  const all = [];
  for (const manner of new Set(mine.map((label) => label.manner))) {
    const judged = proposed(await read(mine.filter((label) => label.manner === manner)), lexicon);
    all.push(...judged);
    if (split === 'developed with' || process.argv.includes('--by-manner')) console.info(manner, scoresOf(judged, 0.8));
    if (split === 'developed with')
      for (const one of judged)
        if (!accepts(one.label, one.targets[0] ?? ''))
          console.info(
            `   ${one.label.object}.${one.label.column}: ${one.targets.slice(0, 3).join(', ')} (${one.confidence}) not ${one.label.accepted.join('|')}${isDistractor(one.label) ? ' DISTRACTOR' : ''}`,
          );
  }
  console.info(split, scoresOf(all, 0.8));
}
