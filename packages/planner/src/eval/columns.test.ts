import { readFileSync } from 'node:fs';
import { type FileProfile, SourceObject, type ValueType } from '@cutover/domain';
import { describe, expect, it } from 'vitest';
import type { ObjectLexicon } from '../lexicon/concept.ts';
import { lexiconOf } from '../lexicon/index.ts';
import { ENOUGH } from '../matching/assign.ts';
import { candidates } from '../matching/score.ts';
import { wordsOf } from '../matching/words.ts';
import { customEntityOf } from '../proposals/custom.ts';
import { fileOf, type TestTable } from '../testing/build.ts';

interface Labelled {
  readonly object: SourceObject;
  readonly column: string;
  readonly accepted: readonly string[];
}

/** 81 column names of coaching tools with the targets a good map may give them. */
function labelled(): Labelled[] {
  const text = readFileSync(new URL('./coach-columns.tsv', import.meta.url), 'utf8');
  return text
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => {
      const [table = '', column = '', accepted = ''] = line.split('\t');
      return { object: SourceObject.parse(table), column, accepted: accepted.split('|').map((one) => one.trim()) };
    });
}

/** `person.custom.*` accepts any field of the entity; tags are one decision away from labels. */
function accepts(accepted: readonly string[], target: string): boolean {
  return accepted.some(
    (one) =>
      one === target ||
      (one.endsWith('.custom.*') && target.startsWith(one.slice(0, -1))) ||
      (one === 'person.labels' && target === 'person.custom.tags'),
  );
}

/** What the values of such a column would be, so that the matcher is judged as it is used. */
const TYPES: readonly (readonly [RegExp, ValueType])[] = [
  [/emails$/, 'mail'],
  [/phones$/, 'phone'],
  [/owner$|\.name$|_name$|^link:c/, 'name'],
  [/time$|date$|birthday$/, 'date'],
  [/duration$|count$|probability$/, 'integer'],
  [/value$|revenue$/, 'money'],
  [/stage$|type$|done$|status$/, 'enum'],
  [/address$/, 'address'],
  [/website$/, 'url'],
  [/note/, 'longtext'],
];

function typeFor({ accepted, column }: Labelled): ValueType {
  if (/time$/i.test(column)) return 'time';
  if (/link$/i.test(column)) return 'url';
  return TYPES.find(([pattern]) => pattern.test(accepted[0] ?? ''))?.[1] ?? 'text';
}

function tableOf(row: Labelled, type: ValueType | null): FileProfile {
  const table: TestTable = {
    file: 't.csv',
    object: row.object,
    idColumn: null,
    columns: [{ name: row.column, type: type ?? 'text' }],
    rows: [['a'], ['b']],
  };
  const file = fileOf(table);
  return type === null ? { ...file, columns: file.columns.map((one) => ({ ...one, type: 'empty' as const, matches: {} })) } : file;
}

/** The lexicon as if nobody had ever heard of this header. */
function without(lexicon: ObjectLexicon, column: string): ObjectLexicon {
  const words = wordsOf(column).join(' ');
  const concepts = lexicon.concepts.map((concept) => ({
    ...concept,
    names: concept.names
      .split(' | ')
      .filter((phrase) => wordsOf(phrase).join(' ') !== words)
      .join(' | '),
  }));
  return { ...lexicon, concepts };
}

function targetsFor(row: Labelled, lexicon: ObjectLexicon, type: ValueType | null): string[] {
  const file = tableOf(row, type);
  const [profile] = file.columns;
  if (profile === undefined) return [];
  const entity = customEntityOf(row.object);
  const ranked = candidates(lexicon, file, profile, []).filter((one) => one.score >= ENOUGH * 0.6);
  const known = ranked.filter((one) => one.score >= ENOUGH).map((one) => one.concept.target);
  const unknown = entity === null ? 'ignore' : `${entity}.custom.own`;
  const rest = ranked.filter((one) => one.score < ENOUGH).map((one) => one.concept.target);
  return [...new Set([...known, unknown, ...rest])];
}

function score(type: (row: Labelled) => ValueType | null, lexicon: (row: Labelled) => ObjectLexicon) {
  const judged = labelled().map((row) => ({ row, targets: targetsFor(row, lexicon(row), type(row)) }));
  const wrong = judged.filter(({ row, targets }) => !accepts(row.accepted, targets[0] ?? ''));
  const top3 = judged.filter(({ row, targets }) => targets.slice(0, 3).some((one) => accepts(row.accepted, one)));
  const list = wrong.map(({ row, targets }) => `${row.object}: ${row.column} → ${targets[0]}, not ${row.accepted.join(' or ')}`);
  return { top1: 1 - wrong.length / judged.length, top3: top3.length / judged.length, list: list.join('\n'), rows: judged.length };
}

describe('column names of coaching tools', () => {
  it('are mapped right from the name alone', () => {
    const { top1, top3, list, rows } = score(
      () => null,
      (row) => lexiconOf(row.object),
    );
    expect(rows).toBe(81);
    expect(top1, list).toBeGreaterThanOrEqual(0.97);
    expect(top3).toBeGreaterThanOrEqual(0.97);
  });

  it('are mapped by their words and values when the lexicon has never heard of the header', () => {
    const { top1, top3, list } = score(typeFor, (row) => without(lexiconOf(row.object), row.column));
    expect(top1, list).toBeGreaterThanOrEqual(0.7);
    expect(top3, list).toBeGreaterThanOrEqual(0.86);
  });
});
