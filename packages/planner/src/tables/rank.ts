import type { ColumnProfile, ValueType } from '@cutover/domain';
import { typeFit } from '../matching/compat.ts';
import { compared, nameLikeness, tellingOf } from './headers.ts';
import { sketchOf, tellingValues, valueLikeness, weighed } from './value-overlap.ts';

export interface TableColumn {
  readonly profile: ColumnProfile;
  /** Different values, most frequent first. */
  readonly values: readonly string[];
}

export interface RankedPair {
  readonly source: string;
  readonly target: string;
  /** 0..1; ranks, and is no probability. */
  readonly score: number;
}

/** Pairs of each source column that are given. */
const KEPT = 100;

/** Kinds of values that few columns have: sharing one says something, the more the fewer columns of the table have it. */
const TELLING: ReadonlySet<ValueType> = new Set([
  'mail',
  'phone',
  'url',
  'path',
  'money',
  'percent',
  'date',
  'time',
  'datetime',
  'duration',
  'boolean',
  'list',
  'balance',
  'currency',
  'zone',
  'address',
  'html',
  'longtext',
  'name',
]);

function kindWorth(a: ColumnProfile, b: ColumnProfile, rivals: ReadonlyMap<ValueType, number>): number {
  return a.type === b.type && TELLING.has(a.type) ? 0.4 / Math.sqrt(rivals.get(a.type) ?? 1) : 0;
}

/** Shapes (`Aaa 99`) that both columns have, as a share of those of the one with fewer; shapes of words alone say nothing. */
function shapeWorth(a: ColumnProfile, b: ColumnProfile): number {
  const [few, many] = a.formats.length <= b.formats.length ? [a.formats, b.formats] : [b.formats, a.formats];
  const telling = few.filter((shape) => /[^aA\s]/.test(shape) && shape.length >= 4);
  return telling.length === 0 ? 0 : (0.3 * telling.filter((shape) => many.includes(shape)).length) / telling.length;
}

/** Name and values each say something; agreeing they are surer than either. Without values on one side the name has to do. */
function scoreOf(name: number, values: number | null, kind: number, fit: number): number {
  const named = 0.95 * name ** 1.4;
  const valued = values === null ? 0 : 0.9 * values ** 1.2;
  const silent = values === null ? 1 : values < 0.05 ? 0.85 : 1;
  return (1 - (1 - named * silent) * (1 - valued) * (1 - kind)) * (0.75 + 0.25 * fit);
}

/**
 * Which columns of one table mean what columns of another do, best pairs first, from names, types and values alone: nothing is known of what the
 * tables are about. A pair in which each is the other's best rises above pairs of columns that are like everything.
 */
export function rankPairs(source: readonly TableColumn[], target: readonly TableColumn[]): RankedPair[] {
  const all = [...source, ...target];
  const telling = tellingOf(all.map(({ profile }) => compared(profile.name).words));
  const sketches = all.map(({ values }) => sketchOf(values));
  const tellingValue = tellingValues(sketches);
  const sides = all.map(({ profile }, place) => {
    const sketch = sketches[place] ?? sketchOf([]);
    return { profile, name: compared(profile.name), values: weighed(sketch, tellingValue) };
  });
  const left = sides.slice(0, source.length);
  const right = sides.slice(source.length);
  const rivals = new Map<ValueType, number>();
  for (const { profile } of right) rivals.set(profile.type, (rivals.get(profile.type) ?? 0) + 1);
  const scores = left.map((a) =>
    right.map((b) => {
      const fit = Math.max(typeFit(a.profile, [b.profile.type]), typeFit(b.profile, [a.profile.type]));
      const kind = Math.max(kindWorth(a.profile, b.profile, rivals), shapeWorth(a.profile, b.profile));
      return scoreOf(nameLikeness(a.name, b.name, telling), valueLikeness(a.values, b.values, tellingValue), kind, fit);
    }),
  );
  const best = (numbers: readonly number[]): number => numbers.reduce((most, one) => Math.max(most, one), 1e-9);
  const rows = scores.map(best);
  const columns = right.map((_, place) => best(scores.map((row) => row[place] ?? 0)));
  return left
    .flatMap((a, i) =>
      right
        .map((b, j) => {
          const score = scores[i]?.[j] ?? 0;
          const mutual = 0.5 * (score / (rows[i] ?? 1)) + 0.5 * (score / (columns[j] ?? 1));
          return { source: a.profile.name, target: b.profile.name, score: Math.round(score * (0.6 + 0.4 * mutual) * 1e4) / 1e4 };
        })
        .toSorted((one, other) => other.score - one.score)
        .slice(0, KEPT),
    )
    .toSorted((one, other) => other.score - one.score);
}
