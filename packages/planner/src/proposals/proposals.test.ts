import { describe, expect, it } from 'vitest';
import { sortOf } from '../lexicon/activities.ts';
import { notHeld, senseOfStatus } from '../lexicon/statuses.ts';
import { propose } from '../propose.ts';
import { ACCOUNT, inputOf, type TestTable } from '../testing/build.ts';
import { variantsOf } from './picklists.ts';

describe('package statuses', () => {
  it.each([
    ['Active', 'open'],
    ['On Track', 'open'],
    ['AT RISK', 'open'],
    ['In progress', 'open'],
    ['Paused', 'open'],
    ['On hold', 'open'],
    ['Awaiting contract', 'open'],
    ['Completed', 'won'],
    ['Finished', 'won'],
    ['Cancelled', 'lost'],
    ['canceled by client', 'lost'],
    ['Inactive', 'lost'],
    ['Expired', 'lost'],
    ['Storniert', 'lost'],
    ['Laufend', 'open'],
  ])('%s is %s', (status, expected) => {
    expect(senseOfStatus(status)).toMatchObject({ status: expected, known: true });
  });

  it('are open and doubtful when nobody knows them, and nothing without a word', () => {
    expect(senseOfStatus('Marinating')).toMatchObject({ status: 'open', known: false });
    expect(senseOfStatus('A')).toBeNull();
    expect(senseOfStatus('???')).toBeNull();
  });

  it('stand in order from lead to over', () => {
    const ranks = ['Proposal', 'Active', 'Paused', 'Completed', 'Cancelled'].map((status) => senseOfStatus(status)?.rank ?? 0);
    expect(ranks).toEqual(ranks.toSorted((a, b) => a - b));
  });
});

describe('session types', () => {
  it.each([
    ['Coaching Session', 'meeting'],
    ['1:1 Coaching', 'meeting'],
    ['Discovery Call', 'call'],
    ['Free consultation', 'call'],
    ['Chemistry meeting', 'call'],
    ['Group workshop', 'meeting'],
    ['Check-in', 'meeting'],
    ['Admin', 'task'],
    ['Session prep', 'task'],
    ['Team coaching', 'meeting'],
    ['Email support', 'email'],
    ['Lunch and learn', 'lunch'],
    ['VIP Day', 'meeting'],
    ['Intake', 'meeting'],
    ['Billing', 'task'],
  ])('%s is a %s', (type, sort) => {
    expect(sortOf(type).sort.sort).toBe(sort);
  });
});

describe('session statuses', () => {
  it.each([
    ['No-show', 'no-show'],
    ['noshow', 'no-show'],
    ["Didn't attend", 'no-show'],
    ['Late Cancelled', 'cancelled'],
    ['canceled', 'cancelled'],
    ['Completed', null],
    ['show', null],
    ['Scheduled', null],
  ])('%s reads as %s', (status, kind) => {
    expect(notHeld(status)).toBe(kind);
  });
});

describe('variants of a word', () => {
  it('are case, blanks, punctuation, plural and a slip of the pen; the most frequent spelling stays', () => {
    const counts = [
      ['Referral', 9],
      ['Instagram', 4],
      ['referral', 2],
      ['Referrals', 1],
      ['Instagarm', 1],
      ['Google  search', 1],
      ['google-search', 1],
      ['Podcast', 1],
    ] as const;
    expect(variantsOf(counts)).toEqual({
      referral: 'Referral',
      Referrals: 'Referral',
      Instagarm: 'Instagram',
      'google-search': 'Google  search',
    });
  });

  it('are not other words, numbers or short codes', () => {
    expect(
      variantsOf([
        ['Gold', 3],
        ['Bold', 2],
        ['Level 1', 2],
        ['Level 2', 2],
        ['A', 1],
        ['B', 1],
        ['Male', 1],
        ['Female', 1],
      ]),
    ).toEqual({});
  });
});

function owners(coaches: string[][], users: { name: string; mail: string; active?: boolean }[]) {
  const table: TestTable = {
    file: 'team.csv',
    object: 'coach',
    columns: [
      { name: 'ID', type: 'id' },
      { name: 'Name', type: 'name' },
      { name: 'Email', type: 'mail' },
    ],
    rows: coaches,
  };
  const account = {
    ...ACCOUNT,
    users: users.map(({ name, mail, active = true }, i) => ({ id: i + 1, name, mail, active, admin: i === 0 })),
  };
  const { decisions } = propose(inputOf([table], { account }));
  return new Map(decisions.filter((one) => one.kind === 'owner' || one.kind === 'owner-fallback').map((one) => [one.id, one]));
}

describe('owners', () => {
  it('are found by mail alone; the same name is only offered', () => {
    const found = owners(
      [
        ['K1', 'Eva Stone', 'EVA@example.com'],
        ['K2', 'Max Reed', 'max@old.example.com'],
      ],
      [
        { name: 'E. Stone', mail: 'eva@example.com' },
        { name: 'Max Reed', mail: 'max.reed@example.com' },
      ],
    );
    expect(found.get('owner:coach:eva@example.com')).toMatchObject({
      proposal: { user: 'eva@example.com' },
      subject: { name: 'Eva Stone', mail: 'eva@example.com' },
    });
    const max = found.get('owner:coach:max@old.example.com');
    expect(max?.proposal).toEqual({ fallback: true });
    expect(max?.alternatives[0]).toEqual({ user: 'max.reed@example.com' });
    expect(max?.confidence).toBeLessThan(0.5);
  });

  it('are no deactivated users', () => {
    const found = owners(
      [['K1', 'Eva Stone', 'eva@example.com']],
      [
        { name: 'Root', mail: 'root@example.com' },
        { name: 'Eva Stone', mail: 'eva@example.com', active: false },
      ],
    );
    expect(found.get('owner:coach:eva@example.com')).toMatchObject({ proposal: { fallback: true } });
    expect(found.get('owner:coach:eva@example.com')?.evidence).toContain('the user with this mail is deactivated');
  });

  it('fall back to the user who stands for nobody, else to the token', () => {
    const spare = owners(
      [],
      [
        { name: 'Root', mail: 'root@example.com' },
        { name: 'Unassigned Coach', mail: 'nobody@example.com' },
      ],
    );
    expect(spare.get('owner-fallback')).toMatchObject({ proposal: { user: 'nobody@example.com' }, confidence: 0.9 });
    const alone = owners([], [{ name: 'Ana Lopez', mail: 'ana.lopez@example.com' }]);
    expect(alone.get('owner-fallback')).toMatchObject({ proposal: { user: 'ana.lopez@example.com' }, confidence: 0.5 });
    expect(alone.get('owner-fallback')?.alternatives.length).toBeGreaterThan(0);
  });
});

describe('questions in columns of their own', () => {
  const fieldsOf = (table: TestTable) =>
    propose(inputOf([table]))
      .decisions.filter((decision) => decision.kind === 'field')
      .map((decision) => decision.proposal);
  const columns = [
    { name: 'Client ID', type: 'id' },
    { name: 'Name', type: 'name' },
    { name: 'Question 1', type: 'text' },
    { name: 'Answer 1', type: 'text' },
  ] as const;

  it('name the field of their answers where they are the same in all rows', () => {
    const rows = [
      ['C1', 'Maya Chen', 'What brings you here?', 'A new job'],
      ['C2', 'Tomasz Kowal', 'What brings you here?', 'Sleep, at last'],
    ];
    expect(fieldsOf({ file: 'c.csv', object: 'client', columns, rows }).slice(2)).toEqual([
      { target: 'ignore' },
      { target: 'person.custom.what-brings-you-here', as: { name: 'What brings you here?', type: 'varchar' } },
    ]);
  });

  it('stay a field where they differ, and go into the note of a form', () => {
    const rows = [
      ['C1', 'Maya Chen', 'What brings you here?', 'A new job'],
      ['C2', 'Tomasz Kowal', 'How do you sleep?', 'Badly, thank you'],
    ];
    const [, , question, answer] = fieldsOf({ file: 'c.csv', object: 'client', columns, rows });
    expect([question, answer]).toMatchObject([{ target: 'person.custom.question-1' }, { target: 'person.custom.answer-1' }]);
    expect(fieldsOf({ file: 'c.csv', object: 'intake', columns, rows }).slice(2)).toEqual([
      { target: 'note.content', as: { part: 'answer' } },
      { target: 'note.content', as: { part: 'answer' } },
    ]);
  });
});
