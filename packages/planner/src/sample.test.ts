import { RowKey, TargetKey } from '@cutover/domain';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chooseSample, type SampleCandidate } from './sample.ts';

function one(key: string, features: string[], dependsOn: string[] = [], rows: string[] = [`f#${key}`]): SampleCandidate {
  return {
    key: TargetKey.parse(key),
    rows: rows.map((row) => RowKey.parse(row)),
    dependsOn: dependsOn.map((k) => TargetKey.parse(k)),
    features,
  };
}

const many = (count: number, features: (i: number) => string[] = () => ['person']) =>
  Array.from({ length: count }, (_, i) => one(`client:C${i}`, features(i)));

describe('chooseSample', () => {
  it('takes all when there are fewer than 50 rows', () => {
    const sample = chooseSample(many(49), 100);
    expect(sample.keys).toHaveLength(49);
    expect(sample.rows).toBe(49);
  });

  it('takes as many rows as wanted, between 50 and 200', () => {
    expect(chooseSample(many(1000), 100).rows).toBe(100);
    expect(chooseSample(many(1000), 10).rows).toBe(50);
    expect(chooseSample(many(1000), 5000).rows).toBe(200);
  });

  it('shows every feature at least once, however late it comes', () => {
    const sample = chooseSample(
      many(5000, (i) => (i === 4321 ? ['person', 'rare'] : ['person'])),
      50,
    );
    expect(sample.keys).toContain('client:C4321');
    expect(sample.uncovered).toEqual([]);
  });

  it('takes parents with a record, and group sessions only whole', () => {
    const sample = chooseSample(
      [
        ...many(300),
        one('package:P1', ['deal'], ['client:C299']),
        one('session:S1', ['group'], ['client:C250', 'client:C251', 'package:P1']),
      ],
      60,
    );
    expect(sample.keys).toEqual(expect.arrayContaining(['session:S1', 'client:C250', 'client:C251', 'package:P1', 'client:C299']));
    expect(sample.rows).toBe(60);
  });

  it('lists what does not fit or hangs on a record that is not there', () => {
    const wide = one(
      'session:S1',
      ['huge group'],
      Array.from({ length: 250 }, (_, i) => `client:C${i}`),
    );
    const lost = one('session:S2', ['orphan'], ['client:none']);
    const sample = chooseSample([...many(300), wide, lost], 100);
    expect(sample.uncovered).toEqual(['huge group', 'orphan']);
    expect(sample.keys).not.toContain('session:S2');
  });

  it('finds a parent again that came long before, when the candidates can be read twice', () => {
    const sessions = Array.from({ length: 3000 }, (_, i) => one(`session:S${i}`, ['activity']));
    const file = one('file:F1', ['file on a session'], ['session:S2500']);
    const sample = chooseSample([...sessions, file], 60);
    expect(sample.keys).toEqual(expect.arrayContaining(['session:S2500', 'file:F1']));
    expect(sample.uncovered).toEqual([]);
  });

  it('is the same every time, closed, and within its size', () => {
    const candidate = fc.record({
      features: fc.array(fc.stringMatching(/^[a-f]{1,2}$/), { maxLength: 4 }),
      parents: fc.array(fc.nat(60), { maxLength: 3 }),
    });
    fc.assert(
      fc.property(fc.array(candidate, { maxLength: 150 }), fc.integer({ min: 0, max: 300 }), (list, size) => {
        const all = list.map(({ features, parents }, i) =>
          one(
            `session:S${i}`,
            features,
            parents.filter((p) => p < i).map((p) => `session:S${p}`),
          ),
        );
        const sample = chooseSample(all, size);
        expect(chooseSample(all, size)).toEqual(sample);
        const keys = new Set(sample.keys);
        const chosen = all.filter((each) => keys.has(each.key));
        for (const each of chosen) for (const parent of each.dependsOn) expect(keys.has(parent)).toBe(true);
        const shown = new Set(chosen.flatMap((each) => each.features));
        for (const feature of new Set(all.flatMap((each) => each.features)))
          expect(shown.has(feature)).toBe(!sample.uncovered.includes(feature));
        expect(sample.rows).toBeLessThanOrEqual(all.length < 50 ? all.length : Math.min(200, Math.max(50, size)));
      }),
      { numRuns: 60 },
    );
  });
});
