import { describe, expect, it } from 'vitest';
import { leftOutWhy } from './counts.ts';

describe('why rows were left out when the export was read', () => {
  it('is what was said of each, without the other row it goes with; rows that cannot be read are not among them', () => {
    const why = leftOutWhy([
      { outcome: 'skipped', reason: 'it stands above the header' },
      { outcome: 'skipped', reason: 'a row of totals' },
      { outcome: 'skipped', reason: 'exact repetition of line 12' },
      { outcome: 'rejected', reason: '9 cells where the header has 6' },
      { outcome: 'skipped', reason: 'exact repetition of line 3 of old/clients.csv' },
      { outcome: 'skipped', reason: 'another participant: taken together with line 5' },
      { outcome: 'skipped', reason: 'it stands above the header' },
    ]);
    expect([...why]).toEqual([
      ['it stands above the header', 2],
      ['a row of totals', 1],
      ['exact repetition of another row', 2],
      ['another participant: taken together with another row', 1],
    ]);
  });
});
