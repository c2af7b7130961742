import type { SourceObject } from '@cutover/domain';
import type { Lexicon } from '@cutover/planner';
import { CmpStr } from 'cmpstr';
import { token_set_ratio } from 'fuzzball';
import type { Judged } from './judged.ts';
import { accepts, type Labelled } from './labels.ts';

/** Likeness (0..1) of two names. */
type Likeness = (a: string, b: string) => number;

const jaroWinkler = CmpStr.create({ metric: 'jaroWinkler', flags: 'i' });
const trigram = CmpStr.create({ metric: 'qGram', flags: 'i', opt: { q: 3 } });

/** What field mapping is usually made of: libraries that compare names. */
export const BASELINES: Readonly<Record<string, Likeness>> = {
  'Jaro-Winkler': (a, b) => jaroWinkler.compare(a, b),
  trigram: (a, b) => trigram.compare(a, b),
  'fuzzball token_set': (a, b) => token_set_ratio(a, b) / 100,
};

const CUSTOM: Readonly<Partial<Record<SourceObject, string>>> = { client: 'person', company: 'organization', package: 'deal' };

/** Ranks the targets of the object by their likest name in the lexicon: the baselines know the same names as the matcher, and no values. */
function ranking(like: Likeness, lexicon: Lexicon, { object, column }: Labelled): { target: string; score: number }[] {
  const best = new Map<string, number>();
  for (const { target, names } of lexicon.of(object).concepts) {
    if (target === 'ignore') continue;
    const score = Math.max(...names.split(' | ').map((name) => like(column, name)));
    best.set(target, Math.max(best.get(target) ?? 0, score));
  }
  return [...best].map(([target, score]) => ({ target, score })).toSorted((a, b) => b.score - a.score);
}

interface Ranked {
  readonly label: Labelled;
  readonly ranked: readonly { readonly target: string; readonly score: number }[];
}

function judge({ label, ranked }: Ranked, least: number): Judged {
  const entity = CUSTOM[label.object];
  const unknown = entity === undefined ? 'ignore' : `${entity}.custom.own`;
  const known = ranked.filter(({ score }) => score >= least).map(({ target }) => target);
  const rest = ranked.filter(({ score }) => score < least).map(({ target }) => target);
  return { label, targets: [...new Set([...known, unknown, ...rest])], confidence: ranked[0]?.score ?? 0 };
}

const rankAll = (like: Likeness, lexicon: Lexicon, labels: readonly Labelled[]): Ranked[] =>
  labels.map((label) => ({ label, ranked: ranking(like, lexicon, label) }));

/** @param least names that are less like than this are unknown columns: a field of their own, or nothing */
export function judgeBy(like: Likeness, lexicon: Lexicon, labels: readonly Labelled[], least: number): Judged[] {
  return rankAll(like, lexicon, labels).map((one) => judge(one, least));
}

/** The threshold with the best top-1 over these labels. */
export function bestThreshold(like: Likeness, lexicon: Lexicon, labels: readonly Labelled[]): number {
  const all = rankAll(like, lexicon, labels);
  const tried = [0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9].map((least) => {
    const judged = all.map((one) => judge(one, least));
    return { least, right: judged.filter(({ label, targets }) => accepts(label, targets[0] ?? '')).length };
  });
  return tried.toSorted((a, b) => b.right - a.right)[0]?.least ?? 0.5;
}
