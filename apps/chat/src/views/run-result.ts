import type { Watched } from '../hands/facts.ts';
import { number } from '../words/objects.ts';
import { runName } from './run.ts';

const FIGURES: readonly (readonly [key: string, words: string])[] = [
  ['created', 'created'],
  ['reused', 'there already'],
  ['present', 'of the sample'],
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
