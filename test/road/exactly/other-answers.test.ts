import { runFull, runSample, runSchema, runVerify } from '@cutover/engine';
import { beforeAll, describe, expect, test } from 'vitest';
import { type Account, accountOf, column, saysAmount, tallyBy } from '../../tools/account.ts';
import { LOAD_DAY, type LoadedRoad } from '../../tools/road.ts';
import { sandboxState } from '../../tools/sandbox-state.ts';
import { planned, sayYes, setOut } from '../../tools/travel.ts';
import { verifies } from '../../tools/verifies.ts';
import { credit } from './expected/credit.ts';
import { histories } from './expected/histories.ts';
import { invoices } from './expected/invoices.ts';
import { messages } from './expected/messages.ts';
import { sessions } from './expected/sessions.ts';
import { privateNotes } from './expected/texts.ts';
import { traits } from './expected/traits.ts';

/** Every decision of the fixture's table "Under other answers" answered the other way, and one word merged into another, all in one load. */
const ANSWERS = {
  'duplicate:client:C012+C039': { set: { use: 'create' } },
  'deal-value': { set: { use: 'total' } },
  'session-group': { set: { as: 'one-per-client' } },
  'session-status:session:Cancelled': { set: { as: 'type' } },
  'session-status:session:No-show': { set: { as: 'type' } },
  invoice: { set: { as: 'billing-note' } },
  'status-times': { set: { as: 'dates' } },
  'private-note': { set: { as: 'note' } },
  'message:message:Call': { set: { as: 'note' } },
  'message:message:Email': { set: { as: 'note' } },
  'message:message:Chat': { set: { as: 'activity' } },
  attachment: { set: { upload: false } },
  'picklist:client:How did you hear about us?': { set: { merge: { referral: 'Referral', Podcast: 'Conference' } } },
};

let account: Account;
let verified: LoadedRoad['verify'];

beforeAll(async () => {
  const begun = Date.now();
  const traveller = await setOut({ now: () => LOAD_DAY + (Date.now() - begun) });
  const before = sandboxState(await traveller.get('state'));
  await planned(traveller, ANSWERS);
  sayYes(traveller, 'plan');
  await runSchema(traveller.ws, {});
  await runSample(traveller.ws, {});
  sayYes(traveller, 'full');
  await runFull(traveller.ws, {});
  verified = (await runVerify(traveller.ws, {})).data;
  account = accountOf(sandboxState(await traveller.get('state')), before);
  await traveller.close();
});

const sourced = (rows: readonly { readonly source: string | null }[], object: string) =>
  rows.flatMap(({ source }) => (source?.startsWith(`${object} `) ? [source.slice(object.length + 1)] : [])).toSorted();

test(`${verifies('R40', 'R44')}read back, nothing differs`, () => {
  const unlike = verified.records.flatMap(({ entity, sourceId, fields }) =>
    fields.filter(({ verdict }) => verdict === 'different').map(({ field, wanted, got }) => ({ entity, sourceId, field, wanted, got })),
  );
  expect(unlike).toEqual([]);
  expect(verified.records.filter(({ id }) => id === null)).toEqual([]);
});

describe('duplicate in the export: create', () => {
  test(`${verifies('R12', 'R42')}41 persons; what hangs on the second card stays with it`, () => {
    expect(account.sourceIds('person')).toHaveLength(41);
    expect([account.person('C012').name, account.person('C039').name]).toEqual(['Oluwaseun Adeyemi', 'Oluwaseun Adeyemi']);
    expect(account.person('C039').addTime.slice(0, 10)).toBe('2026-02-09');
    expect([account.deal('P020').person, account.deal('P021').person]).toEqual(['C012', 'C039']);
    const held = ['S101', 'S086', 'S103', 'S129', 'S140', 'S148'].map((id) => account.activity(`session ${id}`).participants);
    expect(held).toEqual([['C012'], ['C039'], ['C039'], ['C039'], ['C039'], ['C039']]);
  });
});

describe('deal value: total', () => {
  test(`${verifies('R16', 'R30')}the value is the price; the remaining credit stands in a field`, () => {
    expect(column(credit, ({ id }) => account.deal(id).value ?? 0)).toEqual(column(credit, ({ price }) => price ?? 0));
    expect(account.deals.reduce((sum, deal) => sum + (deal.value ?? 0), 0)).toBe(65320);
    expect(column(credit, ({ id }) => account.deal(id).custom('Remaining credit'))).toEqual(
      column(credit, ({ value }) => (value === null ? null : { amount: value, currency: 'USD' })),
    );
  });
});

describe('group sessions: one per client', () => {
  /** Clients and their own deals, where the session names one. */
  const groups: readonly (readonly [session: string, shares: readonly (readonly [client: string, deal: string | null])[]])[] = [
    [
      'S006',
      [
        ['C001', 'P001'],
        ['C018', null],
        ['C037', null],
      ],
    ],
    [
      'S023',
      [
        ['C003', 'P005'],
        ['C008', 'P013'],
        ['C013', 'P022'],
        ['C025', 'P035'],
      ],
    ],
    [
      'S030',
      [
        ['C003', 'P005'],
        ['C008', 'P013'],
        ['C013', 'P022'],
        ['C027', 'P037'],
      ],
    ],
    [
      'S047',
      [
        ['C008', 'P013'],
        ['C003', 'P005'],
        ['C013', 'P022'],
      ],
    ],
    [
      'S070',
      [
        ['C009', 'P015'],
        ['C011', 'P018'],
        ['C002', 'P004'],
      ],
    ],
    [
      'S089',
      [
        ['C009', 'P015'],
        ['C011', 'P018'],
        ['C006', 'P010'],
      ],
    ],
    [
      'S102',
      [
        ['C010', 'P017'],
        ['C021', 'P031'],
      ],
    ],
    [
      'S105',
      [
        ['C009', 'P015'],
        ['C006', null],
      ],
    ],
    [
      'S137',
      [
        ['C037', 'P044'],
        ['C001', 'P002'],
      ],
    ],
    [
      'S150',
      [
        ['C003', 'P005'],
        ['C008', 'P013'],
        ['C027', 'P037'],
      ],
    ],
  ];

  test(`${verifies('R18', 'R42')}an activity for each client, with their own deal, numbered in its source`, () => {
    expect(sourced(account.activities, 'session')).toHaveLength(169);
    for (const [session, shares] of groups) {
      const got = shares.map((_, at) => account.activity(`session ${session}${at === 0 ? '' : `/${at + 1}`}`));
      expect(
        got.map(({ participants, deal }) => [participants, deal]),
        session,
      ).toEqual(shares.map(([client, deal]) => [[client], deal]));
      expect(new Set(got.map(({ dueDate, dueTime, subject, owner }) => [dueDate, dueTime, subject, owner].join(' '))).size, session).toBe(
        1,
      );
    }
  });
});

describe('cancelled and no-show: an activity type', () => {
  test(`${verifies('R4')}the type says it, the subject is the title alone`, () => {
    const marked = sessions.filter(({ mark }) => mark !== null);
    expect(column(marked, ({ id }) => account.activity(`session ${id}`).type)).toEqual(column(marked, ({ mark }) => mark));
    expect(column(sessions, ({ id }) => account.activity(`session ${id}`).subject)).toEqual(column(sessions, ({ title }) => title));
    const held = sessions.filter(({ mark }) => mark === null);
    expect(column(held, ({ id }) => account.activity(`session ${id}`).type)).toEqual(column(held, ({ type }) => type));
    expect(account.activity('session S149').done).toBe(true);
  });
});

describe('invoices: billing note', () => {
  const ofInvoices = () => account.notes.filter(({ source }) => source?.startsWith('invoice '));

  test(`${verifies('R22', 'R6')}one note for each deal with all its invoices; those without a deal keep one each`, () => {
    expect(ofInvoices()).toHaveLength(18);
    const deals = invoices.flatMap(({ deal }) => deal ?? []);
    for (const deal of new Set(deals)) {
      const [note, ...more] = ofInvoices().filter((each) => each.deal === deal);
      expect(more, deal).toEqual([]);
      const text = note?.lines.join('\n') ?? '';
      for (const { id, amount, balance, status } of invoices.filter((invoice) => invoice.deal === deal)) {
        expect(text, deal).toContain(id);
        expect(text, id).toContain(status);
        expect(saysAmount(text, amount), `${id}: ${amount} in ${text}`).toBe(true);
        expect(saysAmount(text, balance), `${id}: ${balance} in ${text}`).toBe(true);
      }
    }
  });

  test(`${verifies('R22')}the payments stay eleven`, () => {
    const paid = invoices.filter((invoice) => invoice.paid !== null);
    expect(sourced(account.activities, 'invoice')).toEqual(paid.map(({ id }) => `${id}/payment`));
  });
});

describe('status times: dates', () => {
  test(`${verifies('R17', 'R43')}a date field for each status instead of the text`, () => {
    expect(account.newFields('deal').find(({ name }) => name === 'Status history')).toBeUndefined();
    for (const [name, status] of [
      ['Activated At', 'active'],
      ['Paused At', 'paused'],
      ['Completed At', 'completed'],
      ['Cancelled At', 'cancelled'],
    ] as const) {
      expect(account.newFields('deal').find((field) => field.name === name)?.type, name).toBe('date');
      expect(
        column(histories, ({ id }) => account.deal(id).custom(name)),
        name,
      ).toEqual(column(histories, (row) => row[status]?.slice(0, 10) ?? null));
    }
  });
});

describe('private notes: notes', () => {
  test(`${verifies('R14')}eleven more notes on their persons, and no field`, () => {
    expect(account.newFields('person').map(({ name }) => name)).not.toContain('Private Notes');
    const made = account.notes.filter(({ source }) => source?.startsWith('client '));
    expect(made).toHaveLength(11);
    for (const [id, text] of privateNotes) {
      const own = made.filter(({ person }) => person === id);
      expect(
        own.map(({ lines }) => lines[0]),
        id,
      ).toEqual([text]);
    }
  });
});

describe('messages the other way', () => {
  test(`${verifies('R43')}calls and emails are notes, chats are activities, with their time and text`, () => {
    const calls = messages.filter(({ channel }) => channel !== 'Chat');
    const chats = messages.filter(({ channel }) => channel === 'Chat');
    expect(sourced(account.notes, 'message')).toEqual(calls.map(({ id }) => id));
    expect(sourced(account.activities, 'message')).toEqual(chats.map(({ id }) => id));
    expect(column(calls, ({ id }) => account.note(`message ${id}`).addTime)).toEqual(
      column(calls, ({ date, time }) => `${date} ${time}:00`),
    );
    expect(column(calls, ({ id }) => account.note(`message ${id}`).person)).toEqual(column(calls, ({ person }) => person));
    expect(column(chats, ({ id }) => `${account.activity(`message ${id}`).dueDate} ${account.activity(`message ${id}`).dueTime}`)).toEqual(
      column(chats, ({ date, time }) => `${date} ${time}`),
    );
    expect(column(chats, ({ id }) => account.activity(`message ${id}`).participants)).toEqual(column(chats, ({ person }) => [person]));
    for (const { id, subject, direction, lines } of calls) {
      const got = account.note(`message ${id}`).lines.join('\n');
      for (const piece of [direction, ...lines, ...(subject === null ? [] : [subject])]) expect(got, id).toContain(piece);
    }
  });
});

describe('picklist: one word merged into another', () => {
  test(`${verifies('R24')}there is no option for it, and who said it has the other`, () => {
    const name = 'How did you hear about us?';
    expect(
      account
        .newFields('person')
        .find((field) => field.name === name)
        ?.options.toSorted(),
    ).toEqual(['Conference', 'Friend or family', 'Google Search', 'Instagram', 'Referral']);
    expect(column(traits, ({ id }) => account.person(id).custom(name))).toEqual(
      column(traits, ({ heard }) => (heard === 'Podcast' ? 'Conference' : heard)),
    );
  });
});

describe('attachments: no upload', () => {
  test(`${verifies('R10')}no file is sent`, () => {
    expect(account.files).toEqual([]);
  });
});

test(`${verifies('R37')}in all: 41 persons, 45 deals, 183 activities, 71 notes`, () => {
  expect({
    persons: account.persons.length,
    deals: account.deals.length,
    activities: account.activities.length,
    notes: account.notes.length,
  }).toEqual({ persons: 41, deals: 45, activities: 169 + 11 + 3, notes: 24 + 12 + 18 + 11 + 6 });
  expect(tallyBy(account.activities, ({ type }) => type)).toMatchObject({ Cancelled: 11, 'No-show': 6, Payment: 11 });
});
