import { beforeAll, describe, expect, test } from 'vitest';
import { type LoadedRoad, loadedRoad } from '../../tools/road.ts';
import { verifies } from '../../tools/verifies.ts';
import { dana, priya, sam, unassigned } from './expected/coaches.ts';

let road: LoadedRoad;

beforeAll(async () => {
  road = await loadedRoad();
});

describe('coach → user, before the plan gate and in the report', () => {
  const row = (rows: readonly { readonly coach: string }[], name: RegExp) => rows.filter(({ coach }) => name.test(coach));

  test(`${verifies('R20', 'R33')}three coaches are found by mail`, () => {
    for (const [name, mail] of [
      [/dana/i, dana],
      [/sam/i, sam],
      [/priya/i, priya],
    ] as const) {
      expect(row(road.envelope.meta.owners, name)).toEqual([expect.objectContaining({ user: mail, how: 'mail' })]);
      expect(row(road.report.owners, name)).toEqual([expect.objectContaining({ user: mail, how: 'mail' })]);
    }
  });

  test(`${verifies('R20', 'R33')}one has no user and falls to the fallback, with how many records`, () => {
    const lee = row(road.envelope.meta.owners, /lee/i);
    expect(lee).toEqual([expect.objectContaining({ user: unassigned, how: 'fallback' })]);
    // 5 clients, 2 companies, 5 packages, 14 sessions; M003 is his, too.
    expect(road.envelope.meta.owners.find(({ coach }) => /lee/i.test(coach))?.records).toBeGreaterThanOrEqual(26);
    expect(row(road.report.owners, /lee/i)).toEqual([expect.objectContaining({ user: unassigned })]);
  });

  test(`${verifies('R20', 'R27')}the plan knows owners by mail alone`, () => {
    expect(Object.values(road.envelope.plan.ownerMap).toSorted()).toEqual([dana, priya, sam, unassigned]);
  });
});
