import type { RollbackView } from '@cutover/engine';
import type { Watched } from '../hands/facts.ts';
import { number, plural } from '../words/objects.ts';
import { runName } from './run.ts';

const FIGURES: readonly (readonly [key: string, words: string])[] = [
  ['created', 'created'],
  ['reused', 'there already'],
  ['present', 'loaded before'],
  ['updated', 'updated'],
  ['deleted', 'deleted'],
  ['uploaded', 'sent'],
  ['vanished', 'no longer in the export'],
  ['gone', 'gone from Pipedrive, not made again'],
  ['beyond', 'that no request can mend'],
  ['reverted', 'brought back'],
  ['kept', 'kept'],
  ['equal', 'fields equal'],
  ['declared', 'declared'],
  ['different', 'different'],
  ['missing', 'missing'],
  ['failed', 'failed'],
  ['rejected', 'rows rejected by the export'],
];

/** How a run ended, in one or two sentences. */
export function runResult({ kind, state, summary }: Watched): { text: string; look: 'good' | 'warn' | 'bad' } {
  const name = runName(kind);
  if (state === 'finished') {
    const figures = FIGURES.flatMap(([key, words]) =>
      typeof summary[key] === 'number' && (summary[key] > 0 || key === 'created') ? [`${number(summary[key])} ${words}`] : [],
    );
    const bad = ['failed', 'different', 'missing'].some((key) => typeof summary[key] === 'number' && summary[key] > 0);
    return { text: `${name}: done${figures.length === 0 ? '' : ` — ${figures.join(', ')}`}.`, look: bad ? 'warn' : 'good' };
  }
  const why = typeof summary.message === 'string' ? `: ${summary.message}` : '';
  if (state === 'paused') return { text: `${name}: paused${why}. The same command goes on where it stopped.`, look: 'warn' };
  if (state === 'starting') return { text: `${name}: its process did not start; runs.log in the workspace says why.`, look: 'bad' };
  if (state === 'running')
    return { text: `${name}: its process ended in the middle. The same command goes on where it stopped.`, look: 'bad' };
  return {
    text: `${name}: stopped${why}. The same command goes on where it stopped.`,
    look: summary.code === 'interrupted' ? 'warn' : 'bad',
  };
}

const SHOWN = 12;

/** What the account still holds after a rollback, as it was read from it. */
export function leftOverText({ reverted, kept }: RollbackView): { text: string; look: 'good' | 'warn' } {
  const edited = kept.slice(0, SHOWN).map(({ entity, id, fields }) => `${entity} ${id} (${fields.join(', ')})`);
  const more = kept.length > SHOWN ? ` and ${kept.length - SHOWN} more` : '';
  const parts = [
    ...(kept.length === 0 ? [] : [`Kept, because people edited it since: ${edited.join('; ')}${more}.`]),
    ...(reverted === 0 ? [] : [`${plural(reverted, 'operation')} could not be done: /rollback shows what is left and tries again.`]),
  ];
  if (parts.length === 0) return { text: 'The account was read again: nothing of what was loaded is left in it.', look: 'good' };
  return { text: `The account was read again. ${parts.join(' ')}`, look: 'warn' };
}
