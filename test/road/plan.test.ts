import { dryRun, extract, makePlan } from '@cutover/engine';
import { expect, test } from 'vitest';
import { decideAll, planned, setOut } from '../tools/travel.ts';
import { verifies } from '../tools/verifies.ts';

test(`${verifies('R2')}a folder of exported files is all that is needed; every row is staged, rejected or skipped`, async () => {
  const traveller = await setOut();
  try {
    const { totals, files, change } = await extract(traveller.ws);
    expect(totals).toEqual({ rows: 371, staged: 369, rejected: 2, skipped: 0, issues: 0 });
    expect(Object.fromEntries(files.map(({ file, object }) => [file, object]))).toMatchObject({
      'clients.csv': 'client',
      'invoice items.csv': 'invoice',
      'groups.csv': 'tag',
    });
    expect(change).toEqual({ new: 369, changed: 0, unchanged: 0, vanished: 0 });
    expect((await extract(traveller.ws)).change).toEqual({ new: 0, changed: 0, unchanged: 369, vanished: 0 });
  } finally {
    await traveller.close();
  }
});

test(`${verifies('R34', 'R35')}the plan grades the migration from four parts, and says what it costs on each plan and seat count`, async () => {
  const traveller = await setOut();
  try {
    const { meta } = await planned(traveller);
    expect(Object.keys(meta.grade.parts).sort()).toEqual(['clarity', 'compatibility', 'constraints', 'volume']);
    for (const part of Object.values(meta.grade.parts)) expect(part.why).toMatch(/\w{3}/);
    expect(meta.grade.timeline).toMatch(/day|hour|minute/);
    expect(meta.estimate.lines.reduce((sum, line) => sum + line.tokens, 0)).toBe(meta.estimate.tokens);
    const days = (tier: string, seats: number): number | undefined =>
      meta.estimate.table.find((row) => row.tier === tier && row.seats === seats)?.days;
    // About 3,000 tokens: an eighth of a Lite seat's day with a fifth of it left to others.
    expect(days('lite', 1)).toBeCloseTo(meta.estimate.tokens / (30_000 * 0.8), 1);
    expect(days('ultimate', 10)).toBeLessThan(0.01);
  } finally {
    await traveller.close();
  }
});

test(`${verifies('R27', 'R54')}the same answers give the same operations on any account; nothing of an account is in them`, async () => {
  const seeds = ['north', 'south'];
  const results = await Promise.all(
    seeds.map(async (seed) => {
      const traveller = await setOut({ sandbox: { seed } });
      try {
        await extract(traveller.ws);
        await makePlan(traveller.ws);
        decideAll(traveller.ws);
        return (await dryRun(traveller.ws, 'full')).operations;
      } finally {
        await traveller.close();
      }
    }),
  );
  const [north, south] = results;
  expect(north).toHaveLength(335);
  expect(south).toEqual(north);
  expect(JSON.stringify(north)).not.toMatch(/"[0-9a-f]{40}"/);
});
