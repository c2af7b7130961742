import { type Coach, dana, sam, unassigned } from './coaches.ts';

/** One call, email or chat of `messages.csv`. */
export interface ExpectedMessage {
  readonly id: string;
  readonly channel: string;
  readonly direction: string;
  /** UTC */
  readonly date: string;
  readonly time: string;
  readonly duration: string | null;
  readonly person: string;
  readonly owner: Coach;
  readonly subject: string | null;
  readonly lines: readonly string[];
}

const row = (
  id: string,
  channel: string,
  direction: string,
  date: string,
  time: string,
  duration: string | null,
  person: string,
  owner: Coach,
  subject: string | null,
  lines: readonly string[],
): ExpectedMessage => ({ id, channel, direction, date, time, duration, person, owner, subject, lines });

export const messages: readonly ExpectedMessage[] = [
  row('M001', 'Call', 'Incoming', '2025-10-02', '20:05', '00:12', 'C009', sam, null, [
    'Chidi from the truck: can we move Tuesday to the office in Newark? Yes.',
  ]),
  row('M002', 'Call', 'Outgoing', '2025-12-18', '23:20', '00:08', 'C036', sam, null, [
    'Called Malik back after the missed discovery call. He will book in January.',
  ]),
  row('M003', 'Call', 'Outgoing', '2026-03-09', '13:30', '00:15', 'C013', unassigned, null, [
    'Ingrid before the evening session: wants to talk about the letter only.',
  ]),
  row('M004', 'Email', 'Outgoing', '2025-11-03', '16:40', null, 'C001', dana, 'Your delegation list', [
    'Hi Maya,',
    'here is the list we made this morning, eleven lines. Cross out three before Friday.',
    'Dana',
  ]),
  row('M005', 'Email', 'Incoming', '2025-11-04', '12:55', null, 'C001', dana, 'Re: Your delegation list', ['Four gone already. M.']),
  row('M006', 'Email', 'Outgoing', '2026-02-13', '21:50', null, 'C020', sam, 'Your refund', [
    'Dear Kwame,',
    'as agreed by phone: the open sessions are refunded this week. The door stays open.',
    'Sam',
  ]),
  row('M007', 'Chat', 'Incoming', '2026-01-29', '22:20', null, 'C014', dana, null, ['Stuck in Poughkeepsie, snow everywhere, so sorry!!']),
  row('M008', 'Chat', 'Outgoing', '2026-01-29', '22:24', null, 'C014', dana, null, ['Stay warm. We find another day.']),
  row('M009', 'Chat', 'Incoming', '2026-05-04', '14:12', null, 'C038', sam, null, ['Budget freeze until autumn. Can we pause?']),
];
