import { resolve } from 'node:path';

import { OPPOSITES, SETTINGS, wordsOfProbes, wordsOfSwitches } from './switches.ts';

export const ROOT = resolve(import.meta.dirname, '../..');

/** A series of tests too long for `npm test`. Its command obeys CHAOS_SEED, CHAOS_FROM and CHAOS_COUNT. */
export interface Suite {
  readonly name: string;
  readonly title: string;
  readonly command: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** How many in all, and in one part: what is lost when it is broken off. */
  readonly count: number;
  readonly part: number;
  readonly unit: string;
  /** The lines of its output that hold figures. */
  readonly says: RegExp;
  /** Those lines of all parts, summed up as lines of Markdown. */
  readonly sums: (said: readonly string[]) => string[];
}

const vitest = (file: string): readonly string[] => [
  process.execPath,
  'node_modules/vitest/vitest.mjs',
  'run',
  '--config',
  'test/vitest.config.ts',
  '--project',
  'road',
  file,
];

const COST = /^(?:journey|points) \d+, (\w+): (-?\d+) tokens for (\d+) kills$/;
const HITS = /^(\d+) kills /;

/** How many kills hit, and what they cost, by stage: on average, and in the worst journey. */
function tokensOfKills(said: readonly string[]): string[] {
  const stages = new Map<string, { tokens: number; kills: number; worst: number }>();
  for (const line of said) {
    const [, stage = '', tokens = '0', kills = '1'] = COST.exec(line) ?? [];
    if (stage === '') continue;
    const sum = stages.get(stage) ?? { tokens: 0, kills: 0, worst: 0 };
    sum.tokens += Number(tokens);
    sum.kills += Number(kills);
    sum.worst = Math.max(sum.worst, Number(tokens) / Number(kills));
    stages.set(stage, sum);
  }
  const hits = said.reduce((sum, line) => sum + Number(HITS.exec(line)?.[1] ?? 0), 0);
  return [
    `${hits} kills hit a living process. API tokens that a kill added:`,
    '',
    '| stage | kills | on average | in the worst journey |',
    '|---|---|---|---|',
    ...[...stages].map(
      ([stage, { tokens, kills, worst }]) => `| ${stage} | ${kills} | ${Math.round(tokens / kills)} | ${Math.round(worst)} |`,
    ),
  ];
}

const STOPS = /^\d+ schedules \(.*\) stopped runs by: (.*)$/;

/** How often faults stopped a run, by stage and error. */
function stopsOf(said: readonly string[]): string[] {
  const stops = new Map<string, number>();
  for (const line of said) {
    for (const [, times, what = ''] of (STOPS.exec(line)?.[1] ?? '').matchAll(/(\d+) × ([^,]+)/g))
      stops.set(what, (stops.get(what) ?? 0) + Number(times));
  }
  return ['| a run stopped with | times |', '|---|---|', ...[...stops].toSorted().map(([what, times]) => `| ${what} | ${times} |`)];
}

/** Lines that count the same things, added up. */
function wordsSummed(said: readonly string[]): string[] {
  const [first = ''] = said;
  const sums = said.reduce<number[]>((sum, line) => [...line.matchAll(/\d+/g)].map(([number], i) => (sum[i] ?? 0) + Number(number)), []);
  let at = 0;
  return first === '' ? [] : [first.replace(/\d+/g, () => String(sums[at++] ?? 0))];
}

const CASES = /^fuzz (.*): (\d+) cases, seed /;

/** How many cases each parser has seen. */
function casesOf(said: readonly string[]): string[] {
  const counts = new Map<string, number>();
  for (const line of said) {
    const [, name = '', cases = '0'] = CASES.exec(line) ?? [];
    if (name !== '') counts.set(name, (counts.get(name) ?? 0) + Number(cases));
  }
  return ['| parser | cases |', '|---|---|', ...[...counts].map(([name, count]) => `| ${name} | ${count} |`)];
}

export const SUITES: readonly Suite[] = [
  {
    name: 'kills',
    title: '`kill -9` at random moments of schema, sample, full, delta, repair and rollback: 0 duplicates, 0 missing, 0 wrong links',
    command: vitest('test/chaos/kills.test.ts'),
    env: {},
    count: 32,
    part: 8,
    unit: 'journeys there and back',
    says: /^(journey \d+, \w+: |\d+ kills )/,
    sums: tokensOfKills,
  },
  {
    name: 'points',
    title: '`kill -9` before and after each kind of statement that the same runs write to their ledger: the same zeros',
    command: vitest('test/chaos/points.test.ts'),
    env: {},
    count: 16,
    part: 4,
    unit: 'journeys there and back',
    says: /^(points \d+, \w+: |\d+ kills )/,
    sums: tokensOfKills,
  },
  {
    name: 'faults',
    title: 'Schedules of faults on the line: 0 duplicates, 0 missing, 0 wrong links, and all of it undone',
    command: vitest('test/chaos/faults.test.ts'),
    env: {},
    count: 1000,
    part: 200,
    unit: 'schedules',
    says: STOPS,
    sums: stopsOf,
  },
  {
    name: 'proposals',
    title:
      'Proposals against labelled exports: columns of exports held out, names of coaching tools, any two tables, every other kind of decision',
    command: vitest('test/evals'),
    env: {},
    count: 2000,
    part: 2000,
    unit: 'draws of the bootstrap',
    says: /^(\||coach columns|100 × 700|\d+ of \d+ files|decisions )/,
    sums: (said) => [
      ...said.filter((line) => line.startsWith('|')),
      '',
      ...said.filter((line) => !line.startsWith('|')).map((line) => `- ${line}`),
    ],
  },
  {
    name: 'rate',
    title: 'A sustained load at the speed of life on the smallest and the largest plan: at least 95 % of the allowed rate, 0 × 429',
    command: vitest('test/contract/rate.test.ts'),
    env: { RATE_SPEED: '1' },
    count: 60,
    part: 20,
    unit: 'windows of two seconds on each plan',
    says: /^rate on /,
    sums: (said) => [...said],
  },
  {
    name: 'switches',
    title: 'The whole road under the opposite of every question about Pipedrive that nobody has answered',
    command: vitest('test/switches/opposite.test.ts'),
    env: {},
    count: OPPOSITES,
    part: 12,
    unit: 'roads',
    says: /^switch \S+ \(/,
    sums: wordsOfSwitches,
  },
  {
    name: 'three-way',
    title:
      'Random edits of the export and of Pipedrive between deltas: every field by the three-way rule; then all of it rolled back among random edits',
    command: vitest('test/road/three-way/three-way.test.ts'),
    env: {},
    count: 120,
    part: 12,
    unit: 'journeys',
    says: /^three-way: /,
    sums: wordsSummed,
  },
  {
    name: 'probes',
    title: 'A probe of an account with one open question at each of its values: what it claims is so, and the account is as it was',
    command: vitest('test/probe/probe.test.ts'),
    env: {},
    count: SETTINGS,
    part: 46,
    unit: 'settings',
    says: /^probe \S+=\S+: /,
    sums: wordsOfProbes,
  },
  {
    name: 'readers',
    title:
      'Every parser with files and values of any form: no error without a code, and every row in exactly one of staged, rejected and skipped',
    command: vitest('test/fuzz/readers.test.ts'),
    env: {},
    count: 10_000,
    part: 1_000,
    unit: 'cases for each parser',
    says: /^fuzz .*: \d+ cases, seed /,
    sums: casesOf,
  },
  {
    name: 'browser',
    title: 'The pages of the sandbox in headless Chromium',
    command: vitest('test/browser/page.test.ts'),
    env: { CUTOVER_NEEDS_BROWSER: '1' },
    count: 1,
    part: 1,
    unit: 'browser',
    says: /^\s*Tests /,
    sums: (said) => said.map((line) => line.trim()),
  },
];
