import type { ColumnProfile, ValueType } from '@cutover/domain';
import { describe, expect, it } from 'vitest';
import { compared, nameLikeness, tellingOf } from './headers.ts';
import { rankPairs, type TableColumn } from './rank.ts';

function column(name: string, type: ValueType, values: readonly string[]): TableColumn {
  const profile: ColumnProfile = {
    index: 0,
    name,
    rows: values.length,
    filled: values.length,
    distinct: values.length,
    distinctExact: true,
    type: values.length === 0 ? 'empty' : type,
    matches: { [type]: 1 },
    reading: {},
    formats: [],
    values: null,
    examples: [],
    length: { min: 1, max: 20, mean: 10 },
    sum: null,
  };
  return { profile, values };
}

describe('columns of any two tables', () => {
  const minerals = [
    column('rock_hardness', 'integer', ['1', '3', '7', '9']),
    column('lustre', 'enum', ['glassy', 'metallic', 'dull']),
    column('found_at', 'text', ['Gotthard', 'Ouray', 'Tsumeb']),
    column('Spec. No.', 'id', ['M-1', 'M-2']),
  ];
  const museum = [
    column('specimen number', 'id', ['X9', 'X7']),
    column('sheen', 'enum', ['Dull', 'Glassy', 'Silky', 'Metallic']),
    column('mohs hardness', 'integer', ['2', '6', '8', '10']),
    column('locality', 'text', ['Tsumeb', 'Gotthard', 'Panasqueira']),
    column('unused', 'text', []),
  ];

  it('are paired by names, values and both', () => {
    const pairs = rankPairs(minerals, museum);
    const best = (source: string) => pairs.find((pair) => pair.source === source)?.target;
    expect(best('rock_hardness')).toBe('mohs hardness');
    expect(best('lustre')).toBe('sheen');
    expect(best('found_at')).toBe('locality');
    expect(best('Spec. No.')).toBe('specimen number');
    expect(pairs).toHaveLength(minerals.length * museum.length);
    expect(pairs.map(({ score }) => score)).toEqual(pairs.map(({ score }) => score).toSorted((a, b) => b - a));
    expect(pairs.every(({ score }) => score >= 0 && score <= 1)).toBe(true);
  });

  it('know nothing of coaching: words of one sense are two words', () => {
    const [pair] = rankPairs([column('Fee', 'text', [])], [column('Price', 'text', [])]);
    expect(pair?.score).toBeLessThan(0.1);
  });

  it('nothing with nothing gives nothing', () => {
    expect(rankPairs([], museum)).toEqual([]);
    expect(rankPairs(minerals, [])).toEqual([]);
  });

  it.each([
    ['qty', 'quantity', 'price'],
    ['hist_grade', 'Histologic Grade', 'Grade point'],
    ['vitalStatus', 'vital_status', 'vital signs'],
    ['stage2', 'Stage 2', 'Stage 1'],
  ])('%s is more like %s than %s', (name, like, other) => {
    const telling = tellingOf([name, like, other].map((one) => compared(one).words));
    const of = (one: string) => nameLikeness(compared(name), compared(one), telling);
    expect(of(like)).toBeGreaterThan(of(other));
  });
});
