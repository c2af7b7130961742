import type { ColumnProfile, FileProfile, ValueType } from '@cutover/domain';
import { LEXICON, type Lexicon, propose, withoutEntries } from '@cutover/planner';
import { expect, test } from 'vitest';
import { type Judged, scoresOf } from './judged.ts';
import { coachNames } from './labels.ts';
import { emptyAccount } from './proposer.ts';
import { SURE } from './scores.ts';

type Name = ReturnType<typeof coachNames>[number];

/** What the values of such a column would be; nothing else is known of them. */
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

function typeFor({ accepted, column }: Name): ValueType {
  if (/time$/i.test(column)) return 'time';
  if (/link$/i.test(column)) return 'url';
  return TYPES.find(([pattern]) => pattern.test(accepted[0] ?? ''))?.[1] ?? 'text';
}

function tableOf(name: Name): FileProfile {
  const type = typeFor(name);
  const column: ColumnProfile = {
    index: 0,
    name: name.column,
    rows: 40,
    filled: 40,
    distinct: 40,
    distinctExact: true,
    type,
    matches: { [type]: 1 },
    reading: {},
    formats: [],
    values: null,
    examples: [],
    length: { min: 1, max: 20, mean: 10 },
    sum: null,
  };
  return {
    file: 't.csv',
    format: { kind: 'csv', encoding: 'utf-8' },
    object: name.object,
    confidence: 1,
    reasons: [],
    others: [],
    idColumn: null,
    columns: [column],
    counts: { rows: 40, staged: 40, rejected: 0, skipped: 0 },
  };
}

function judge(name: Name, lexicon: Lexicon): Judged {
  const { decisions } = propose({
    extract: { at: '2026-11-22T08:00:00Z', files: [tableOf(name)], links: [], attachments: [], findings: [] },
    rows: () => [],
    account: emptyAccount([]),
    target: { host: 'acme.pipedrive.com', company: { id: 1, domain: 'acme' }, tier: 'premium', seats: 5, tierKnown: 'given' },
    existing: [],
    now: '2026-11-22T08:00:00Z',
    lexicon,
  });
  const [decision] = decisions.flatMap((one) => (one.kind === 'field' ? [one] : []));
  const answers = decision === undefined ? [] : [...(decision.proposal === null ? [] : [decision.proposal]), ...decision.alternatives];
  return { label: name, targets: [...new Set(answers.map(({ target }) => target))], confidence: decision?.confidence ?? 0 };
}

const wrong = (judged: readonly Judged[]): string =>
  judged.map(({ label, targets }) => `${label.object}: ${label.column} → ${targets[0]}, wanted ${label.accepted.join(' or ')}`).join('\n');

test('names of columns in coaching tools are known', () => {
  const judged = coachNames().map((name) => judge(name, LEXICON));
  const scores = scoresOf(judged, SURE);
  expect(judged).toHaveLength(81);
  expect(scores.top1, wrong(judged)).toBeGreaterThanOrEqual(0.97);
  expect(scores.recall3).toBeGreaterThanOrEqual(0.97);
});

test('each of them is guessed from its words and the type of its values when the lexicon has never heard of it', () => {
  const judged = coachNames().map((name) => judge(name, withoutEntries(LEXICON, [name]).lexicon));
  const scores = scoresOf(judged, SURE);
  console.info(
    `coach columns, each left out: top-1 ${scores.top1.toFixed(3)}, recall@3 ${scores.recall3.toFixed(3)}, MRR ${scores.mrr.toFixed(3)}, precision ${scores.precision.toFixed(3)} at coverage ${scores.coverage.toFixed(3)}`,
  );
  expect(scores.top1, wrong(judged)).toBeGreaterThanOrEqual(0.75);
  expect(scores.recall3).toBeGreaterThanOrEqual(0.9);
  expect(scores.precision).toBeGreaterThanOrEqual(0.9);
});
