import { expect, test } from 'vitest';
import { verifies } from '../../tools/verifies.ts';
import { type Case, decided, ofKind, type Row, scored } from './practice.ts';

/** Five rows for each of these values. */
const five = (values: readonly string[], row: (id: string, value: string) => Row): Row[] =>
  values.flatMap((value, place) => Array.from({ length: 5 }, (_, nth) => row(`${place}-${nth}`, value)));

const TYPES: Readonly<Record<string, string>> = {
  'Coaching Session': 'Meeting',
  '60 min coaching': 'Meeting',
  'Executive coaching': 'Meeting',
  'Discovery Call': 'Call',
  'Free consultation': 'Call',
  'Intro chat by phone': 'Call',
  'Chemistry session': 'Call',
  Erstgespräch: 'Call',
  Workshop: 'Meeting',
  'Group circle': 'Meeting',
  'VIP Day': 'Meeting',
  'Quarterly review': 'Meeting',
  'Admin time': 'Task',
  Paperwork: 'Task',
  'Session prep': 'Task',
  'Report writing': 'Task',
  'Blocked time': 'Task',
  'Lunch with sponsor': 'Lunch',
  'Team offsite': 'Meeting',
  Sitzung: 'Meeting',
  'Séance individuelle': 'Meeting',
  'Sesión de coaching': 'Meeting',
  'Voicemail follow': 'Call',
  'Zzyx block': 'Task',
};

test(`${verifies('R18')}session types become the activity types they mean`, async () => {
  const kinds = Object.keys(TYPES);
  const decisions = await decided({
    sessions: five(kinds, (id, kind) => [`S${id}`, 'C1', kind, '2026-03-04', '10:00', '60', 'Completed', '', '']),
  });
  const got = new Map(ofKind(decisions, 'activity-type').map((one) => [one.subject.value, one]));
  const cases = kinds.map((given): Case => {
    const proposal = got.get(given)?.proposal ?? null;
    return {
      given,
      wanted: TYPES[given] ?? '',
      got: proposal === null ? 'nothing' : 'type' in proposal ? proposal.type : proposal.newType.name,
    };
  });
  expect(scored('activity-type', cases)).toBeGreaterThanOrEqual(0.9);
  for (const one of got.values()) {
    expect(one.evidence).toContain(`5 of ${kinds.length * 5} sessions`);
    expect(one.alternatives.length).toBeGreaterThanOrEqual(2);
  }
});

/** Where a package stands, in the order of a pipeline. */
const STATUSES: readonly (readonly [status: string, is: 'open' | 'won' | 'lost', step: number])[] = [
  ['Inquiry', 'open', 1],
  ['Proposal sent', 'open', 1],
  ['Pending signature', 'open', 1],
  ['Active', 'open', 2],
  ['In progress', 'open', 2],
  ['On track', 'open', 2],
  ['laufend', 'open', 2],
  ['en cours', 'open', 2],
  ['vigente', 'open', 2],
  ['At risk', 'open', 3],
  ['Paused', 'open', 4],
  ['On hold', 'open', 4],
  ['pausiert', 'open', 4],
  ['Completed', 'won', 5],
  ['Finished', 'won', 5],
  ['abgeschlossen', 'won', 5],
  ['terminé', 'won', 5],
  ['Expired', 'lost', 6],
  ['Cancelled', 'lost', 7],
  ['Refunded', 'lost', 7],
  ['gekündigt', 'lost', 7],
  ['anulado', 'lost', 7],
];

test(`${verifies('R17')}statuses become stages in the order of a pipeline, open, won or lost; a strange one is open and says so`, async () => {
  const decisions = await decided({
    packages: [
      ...five(
        STATUSES.map(([status]) => status),
        (id, status) => [`P${id}`, 'C1', 'Ten', status, '100.00', '10', '5', '5'],
      ),
      ['PX', 'C1', 'Ten', 'Glimmering', '100.00', '10', '5', '5'],
    ],
  });
  const got = new Map(ofKind(decisions, 'stage').map((one) => [one.subject.value, one]));
  const cases = STATUSES.map(([given, wanted]): Case => ({ given, wanted, got: got.get(given)?.proposal?.status ?? 'nothing' }));
  expect(scored('stage', cases)).toBeGreaterThanOrEqual(0.95);
  const order = STATUSES.map(([status, , step]) => ({ step, order: got.get(status)?.proposal?.order ?? 0 }));
  for (const one of order) for (const other of order) if (one.step < other.step) expect(one.order).toBeLessThan(other.order);
  const strange = got.get('Glimmering');
  expect(strange?.proposal).toMatchObject({ stage: 'Glimmering', status: 'open' });
  expect(strange?.confidence).toBeLessThan(0.5);
  expect(strange?.evidence).toContain('no usual word for where a package stands');
});

const CHANNELS: Readonly<Record<string, 'activity' | 'note'>> = {
  Call: 'activity',
  'Phone call': 'activity',
  'Outgoing call': 'activity',
  Telephone: 'activity',
  Voicemail: 'activity',
  Anruf: 'activity',
  Email: 'activity',
  'E-mail': 'activity',
  'Mail out': 'activity',
  Newsletter: 'activity',
  SMS: 'note',
  'Text message': 'note',
  WhatsApp: 'note',
  Chat: 'note',
  'Client chat': 'note',
  Slack: 'note',
  'Direct message': 'note',
};

test(`${verifies('R43')}calls and mails become activities, short messages notes`, async () => {
  const kinds = Object.keys(CHANNELS);
  const decisions = await decided({
    messages: five(kinds, (id, kind) => [`M${id}`, 'C1', kind, '2026-03-04 10:00', `Text ${id} of some length, written down.`]),
  });
  const got = new Map(ofKind(decisions, 'message').map((one) => [one.subject.value, one.proposal?.as ?? 'nothing']));
  const cases = kinds.map((given): Case => ({ given, wanted: CHANNELS[given] ?? '', got: got.get(given) ?? 'not asked' }));
  expect(scored('message', cases)).toBeGreaterThanOrEqual(0.9);
});

const HELD: Readonly<Record<string, 'asked' | 'not asked'>> = {
  Completed: 'not asked',
  Show: 'not asked',
  Attended: 'not asked',
  Scheduled: 'not asked',
  Confirmed: 'not asked',
  Rescheduled: 'not asked',
  stattgefunden: 'not asked',
  Cancelled: 'asked',
  Canceled: 'asked',
  'Late cancelled': 'asked',
  'Clinician cancelled': 'asked',
  'No show': 'asked',
  'No-show': 'asked',
  NoShow: 'asked',
  'Did not attend': 'asked',
  Missed: 'asked',
  abgesagt: 'asked',
  annulé: 'asked',
  cancelada: 'asked',
};

test(`${verifies('R4')}statuses that say a session did not take place are asked about, and no others`, async () => {
  const states = Object.keys(HELD);
  const decisions = await decided({
    sessions: five(states, (id, state) => [`S${id}`, 'C1', 'Coaching', '2026-03-04', '10:00', '60', state, '', '']),
  });
  const asked = new Map(ofKind(decisions, 'session-status').map((one) => [one.subject.value, one]));
  const cases = states.map((given): Case => ({ given, wanted: HELD[given] ?? '', got: asked.has(given) ? 'asked' : 'not asked' }));
  expect(scored('session-status', cases)).toBe(1);
  for (const one of asked.values()) expect(one.proposal).toEqual({ as: 'subject' });
});

/** Two spellings of a referral source, and whether they are one. */
const SPELLINGS: readonly (readonly [usual: string, other: string, same: boolean])[] = [
  ['Instagram', 'instagram', true],
  ['Word of mouth', 'Word of Mouth', true],
  ['Referral', 'Referrals', true],
  ['LinkedIn', 'Linkedin', true],
  ['Google', 'Gooogle', true],
  ['Newsletter', 'News-letter', true],
  ['Conference', 'Conferences', true],
  ['Podcast', 'podcast ', true],
  ['Facebook', 'Facebok', true],
  ['Workshop', 'Worksop', true],
  ['Empfehlung', 'empfehlung', true],
  ['Book', 'Blog', false],
  ['Web', 'Webinar', false],
  ['Talk 2024', 'Talk 2025', false],
  ['Friend', 'Family', false],
  ['Ad', 'Ads', true],
  ['Event', 'Advent', false],
];

test(`${verifies('R24')}spellings of one value are grouped with their counts; other values are left alone`, async () => {
  const clients = SPELLINGS.flatMap(([usual, other], place) =>
    [usual, usual, usual, other].map(
      (source, nth): Row => [`C${place}-${nth}`, `N${place} M${nth}`, `c${place}.${nth}@example.com`, '', '', '', '', '', source, ''],
    ),
  );
  const decisions = await decided({ clients });
  const [picked] = ofKind(decisions, 'picklist');
  const merge = picked?.proposal?.merge ?? {};
  const cases = SPELLINGS.map(([usual, other, same]): Case => {
    const got = merge[other.trim()] === usual || other.trim() === usual;
    return { given: `${usual} / ${other}`, wanted: same ? 'one' : 'two', got: got ? 'one' : 'two' };
  });
  expect(scored('picklist', cases)).toBeGreaterThanOrEqual(0.9);
  expect(picked?.evidence.join(' ')).toContain('Facebok (1) → Facebook (3)');
  expect(picked?.alternatives).toContainEqual({ merge: {} });
});
