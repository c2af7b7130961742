import type { Decision } from '@cutover/domain';
import { describe, expect, test } from 'vitest';
import { verifies } from '../../tools/verifies.ts';
import { decided, ofKind, type Row } from './practice.ts';

const HEADER = 'Client ID,Name,Email,Phone';

/** Clients with more columns than usual, read and proposed for as the product does it; the decisions about those columns. */
async function about(names: readonly string[], rows: number, cells: (row: number) => readonly string[]) {
  const clients = Array.from(
    { length: rows },
    (_, row): Row => [
      `C${row + 1}`,
      `${String.fromCharCode(65 + (row % 26))}da Nor${String.fromCharCode(97 + (Math.floor(row / 26) % 26))}`,
      `c${row}@example.com`,
      '',
      ...cells(row),
    ],
  );
  const decisions = await decided({ clients, headers: { clients: [HEADER, ...names].join(',') } });
  return ofKind(decisions, 'field').filter(({ subject }) => names.includes(String(subject.column)));
}

const said = (one: Decision | undefined): string => [one?.reason, ...(one?.evidence ?? [])].join(' | ');

describe('columns that tell little, from the file to the proposal', () => {
  test(`${verifies('R29')}one value in every row`, async () => {
    const [one] = await about(['Branch'], 40, () => ['North']);
    expect(said(one)).toContain('every filled row has the same value');
    expect(one?.confidence).toBeLessThan(0.8);
  });

  test(`${verifies('R29')}no value in any row`, async () => {
    const [one] = await about(['Branch'], 40, () => ['']);
    expect(one?.proposal).toEqual({ target: 'ignore' });
    expect(one?.reason).toBe('The column is empty.');
  });

  test(`${verifies('R29')}10,000 different values`, async () => {
    const [one] = await about(['Flavour'], 10_000, (row) => [`flavour ${(row * 7919) % 10_000}`]);
    expect(one?.proposal?.as?.type).not.toMatch(/enum|set/);
    expect(one?.confidence).toBeLessThan(0.8);
  });

  test(`${verifies('R29')}values of several kinds`, async () => {
    const kinds = ['2026-03-04', '$12.50', 'm@example.com', 'a word', '7'];
    const [one] = await about(['Details'], 50, (row) => [kinds[row % 5] ?? '']);
    expect(one?.proposal?.as?.type).toMatch(/^(varchar|text|enum)$/);
    expect(one?.confidence).toBeLessThanOrEqual(0.75);
  });

  test(`${verifies('R29')}names in other alphabets, two of which lead to the same slug`, async () => {
    const all = await about(['Любимый чай', '最喜欢的茶', 'الشاي'], 30, (row) => [`а${row % 7}`, `茶${row % 5}`, `شاي${row % 3}`]);
    expect(all).toHaveLength(3);
    for (const one of all) {
      expect(one.confidence, String(one.subject.column)).toBeLessThan(0.8);
      expect(one.proposal?.as?.name).toBe(one.subject.column);
    }
    expect(new Set(all.map(({ proposal }) => proposal?.target)).size).toBe(3);
  });

  test(`${verifies('R29')}two columns with equal rights to a target`, async () => {
    const all = await about(['Company', 'Company name'], 30, (row) => [`Bright ${row % 9} GmbH`, `Water ${row % 8} Ltd`]);
    // A client may have several companies: both may be one, but none of them surely the main one.
    for (const one of all) if (one.proposal?.target === 'link:company') expect(one.confidence).toBeLessThan(0.95);
    const stages = ['Active', 'Paused', 'Completed'];
    const packages = Array.from(
      { length: 30 },
      (_, row): Row => [`P${row}`, 'C1', 'Ten', '100', stages[row % 3] ?? '', stages[row % 3] ?? ''],
    );
    const decisions = await decided({ packages, headers: { packages: 'Package ID,Client ID,Package,Price,Status,Package Status' } });
    const taken = ofKind(decisions, 'field').filter(({ proposal }) => proposal?.target === 'deal.stage');
    expect(taken).toHaveLength(1);
    expect(taken[0]?.confidence).toBeLessThan(0.9);
    expect(said(taken[0])).toMatch(/could be it as well/);
  });

  test(`${verifies('R15', 'R32')}no file of clients at all`, async () => {
    const decisions = await decided({
      clients: undefined,
      sessions: [1, 2, 3].map((nth): Row => [`S${nth}`, `C${nth}`, 'Coaching', `2026-03-0${nth}`, '10:00', '60', 'Completed', '', '']),
    });
    const who = ofKind(decisions, 'field').find(({ subject }) => subject.column === 'Client ID');
    expect(said(who)).toContain('no file of the export holds clients');
    expect(who?.confidence).toBeLessThan(0.8);
    expect(ofKind(decisions, 'owner-fallback')).toHaveLength(1);
  });
});
