import { describe, expect, it } from 'vitest';
import { daysText, gradeText } from './grade.ts';
import { decisionText } from './plan.ts';
import { changesOf } from './plan-changes.ts';

describe('the grade on a terminal', () => {
  const part = (score: number, why: string) => ({ score, why });

  it('says the four parts it comes from, and how long it takes', () => {
    const said = gradeText({
      letter: 'B',
      parts: {
        compatibility: part(0.95, '9 of 10 columns have a place'),
        clarity: part(0.5, '5 of 10 decisions are clear'),
        constraints: part(0.7, '1 finding stands in the way'),
        volume: part(1, '10 tokens'),
      },
      timeline: 'Decisions first; then a day.',
    });
    expect(said).toEqual([
      'Grade B: Decisions first; then a day.',
      '  compatibility: 95 of 100 (9 of 10 columns have a place)',
      '  clarity of the map: 50 of 100 (5 of 10 decisions are clear)',
      '  constraints: 70 of 100 (1 finding stands in the way)',
      '  volume: 100 of 100 (10 tokens)',
    ]);
  });

  it('has a line for each plan of Pipedrive and a column for each number of seats', () => {
    const days = [
      { tier: 'lite' as const, seats: 1, days: 4 },
      { tier: 'lite' as const, seats: 10, days: 0.4 },
      { tier: 'ultimate' as const, seats: 1, days: 0.57 },
      { tier: 'ultimate' as const, seats: 10, days: 0.001 },
    ];
    const lines = daysText({ tokens: 1, requests: 1, days: 4, minutesAtFullRate: 1, lines: [], cheaper: [], table: days }).split('\n');
    expect(lines).toEqual(['days of loading  1 seat  10 seats', 'lite             4.00    0.40', 'ultimate         0.57    < 0.01']);
  });
});

describe('one decision on a terminal', () => {
  const decision = {
    id: 'activity-type:session:Intro call',
    kind: 'activity-type' as const,
    subject: { object: 'session', value: 'Intro call' },
    proposal: { type: 'Call' },
    alternatives: [{ type: 'Meeting' }, { type: 'Task\u001b[2J' }],
    confidence: 0.88,
    evidence: ['1 of 8 sessions'],
    reason: '"intro" in its name means call.',
    proposedBy: 'built-in',
    status: 'proposed' as const,
    answer: null,
    by: null,
    at: null,
  };

  it('has its evidence, and its alternatives by the numbers that decide --choose counts', () => {
    expect(decisionText(decision).split('\n')).toEqual([
      'activity-type:session:Intro call: proposed',
      '  proposal    {"type":"Call"} (88 % sure)',
      '  because     "intro" in its name means call.',
      '  evidence    1 of 8 sessions',
      '  --choose 1  {"type":"Meeting"}',
      '  --choose 2  {"type":"Task\\u001b[2J"}',
    ]);
  });

  it('says that there is no proposal, and what was answered', () => {
    const asked = { ...decision, proposal: null, confidence: null, evidence: [], reason: '', alternatives: [] };
    expect(decisionText({ ...asked, status: 'amended', answer: { type: 'Task' } }).split('\n')).toEqual([
      'activity-type:session:Intro call: amended',
      '  answer      {"type":"Task"}',
      '  proposal    none: only a person can say this',
    ]);
  });
});

describe('what changed between two plans', () => {
  const field = (name: string, options: string[] = [], type = 'enum') => ({
    entity: 'person',
    slug: name.toLowerCase(),
    name,
    type,
    options,
    use: 'create',
  });
  const schema = (fields: unknown[], stages: unknown[] = []) => ({ fields, pipeline: { name: 'Coaching' }, stages, activityTypes: [] });

  it('names the fields and stages that came, went and are others', () => {
    const before = schema([field('Tier', ['A', 'B']), field('Motto', [], 'varchar')], [{ name: 'Active', order: 1, status: 'open' }]);
    const after = schema([field('Tier', ['A', 'B', 'C']), field('Tea', [], 'varchar')], [{ name: 'Active', order: 1, status: 'won' }]);
    expect(changesOf({ part: 'schema', before, after })).toEqual([
      '- field of person Motto',
      '+ field of person Tea',
      '~ field of person Tier options: A, B → A, B, C',
      '~ stage Active status: open → won',
    ]);
  });

  it('names values, owners and counts', () => {
    const maps = changesOf({
      part: 'valueMaps',
      before: { stage: { Paused: 'Paused (open)' } },
      after: { stage: { Paused: 'Waiting (open)' } },
    });
    expect(maps).toEqual(['~ value stage · Paused: Paused (open) → Waiting (open)']);
    expect(changesOf({ part: 'ownerMap', before: {}, after: { 'dana@example.com': 'ana@example.com' } })).toEqual([
      '+ owner of dana@example.com: ana@example.com',
    ]);
    expect(changesOf({ part: 'counts', before: { client: 40 }, after: { client: 41 } })).toEqual(['~ rows of client: 40 → 41']);
    expect(changesOf({ part: 'stagedDigest', before: 'a', after: 'b' })).toEqual([
      '~ the staged rows are others: the export was read anew',
    ]);
  });

  it('ends a long list with how many more there are', () => {
    const counts = Object.fromEntries(Array.from({ length: 25 }, (_, n) => [`kind ${n}`, n + 1]));
    const said = changesOf({ part: 'counts', before: {}, after: counts });
    expect(said).toHaveLength(21);
    expect(said.at(-1)).toBe('  and 5 more (--output json has them all)');
  });
});
