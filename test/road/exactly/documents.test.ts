import { beforeAll, describe, expect, test } from 'vitest';
import { type Account, accountOf, column } from '../../tools/account.ts';
import { type LoadedRoad, loadedRoad } from '../../tools/road.ts';
import { verifies } from '../../tools/verifies.ts';
import { contracts, files } from './expected/documents.ts';
import { people } from './expected/people.ts';

let account: Account;
let report: LoadedRoad['report'];

beforeAll(async () => {
  const road = await loadedRoad();
  report = road.report;
  account = accountOf(road.state, road.before);
});

describe('attachment → file', () => {
  test(`${verifies('R10', 'R21')}on its person, deal or activity, with its name and all its bytes`, () => {
    const byName = <T extends { readonly name: string }>(rows: readonly T[]) => rows.toSorted((a, b) => (a.name < b.name ? -1 : 1));
    const wanted = files.map(({ name, bytes, person, deal, activity }) => ({ name, size: bytes, person, deal, activity }));
    expect(byName(account.files)).toEqual(byName(wanted));
  });

  test(`${verifies('R9')}one that is not in the export is no upload and no failure: it is left to be downloaded`, () => {
    expect(account.files.map(({ name }) => name)).not.toContain('intro-recording.mp4');
    expect(report.failures).toEqual([]);
    expect(report.counts.find(({ object }) => object === 'file')).toMatchObject({ source: 7, created: 6, skipped: 1, failed: 0 });
    const guide = report.notMigrated.filter(({ object }) => object === 'file');
    expect(guide).toHaveLength(1);
    expect(guide[0]?.todo).toMatch(/download/i);
  });
});

describe('contract → field with its addresses', () => {
  test(`${verifies('R8')}four people have theirs, several in one field`, () => {
    const wanted = new Map(contracts);
    const addresses = (id: string): string[] => {
      const text = account.person(id).custom('Contract documents') ?? account.person(id).custom('Document Link');
      return typeof text === 'string' ? text.split(/\s+/) : [];
    };
    expect(column(people, ({ id }) => addresses(id))).toEqual(column(people, ({ id }) => [...(wanted.get(id) ?? [])]));
  });

  test(`${verifies('R8')}the documents move in a step of their own: a full load uploads none`, () => {
    const names = account.files.map(({ name }) => name);
    for (const name of ['coaching-agreement-maya-chen-2023.pdf', 'founder-retainer-okonkwo.pdf']) expect(names).not.toContain(name);
    expect(report.notMigrated.filter(({ object }) => object === 'contract')).toHaveLength(1);
  });
});

describe('automations', () => {
  test(`${verifies('R28')}none is migrated, all six are left out with a reason`, () => {
    expect(report.counts.find(({ object }) => object === 'automation')).toMatchObject({ source: 6, skipped: 6, planned: 0, created: 0 });
    expect(report.notMigrated.filter(({ object }) => object === 'automation').map(({ todo }) => todo)).toContainEqual(
      expect.stringMatching(/rebuild/i),
    );
    const texts = [...account.activities, ...account.notes].map(({ html }) => html);
    for (const trace of ['Session reminder', 'See you tomorrow', 'Send the payment link again']) {
      expect(
        texts.filter((text) => text.includes(trace)),
        trace,
      ).toEqual([]);
    }
  });
});
