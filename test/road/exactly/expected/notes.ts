import { type Coach, dana, priya, sam } from './coaches.ts';

/** One note of `notes.csv`; N025 is rejected. */
export interface ExpectedNote {
  readonly id: string;
  readonly person: string;
  /** UTC */
  readonly at: string;
  /** The user who wrote it; null when there is none: then the text names the author. */
  readonly author: Coach | null;
  readonly by: string;
  readonly attachment: string | null;
  /** The body as one reads it, line by line. */
  readonly lines: readonly string[];
}

const row = (
  id: string,
  person: string,
  at: string,
  author: Coach | null,
  by: string,
  attachment: string | null,
  lines: readonly string[],
): ExpectedNote => ({ id, person, at, author, by, attachment, lines });

export const notes: readonly ExpectedNote[] = [
  row('N001', 'C001', '2023-02-06 15:15:00', dana, 'Dana Reyes', null, [
    'First meeting. Wants: to lead the studio without drawing everything herself.',
    'Team of nine',
    'Two partners',
    'Sleeps badly on Sundays',
  ]),
  row('N002', 'C001', '2025-10-30 16:05:00', dana, 'Dana Reyes', 'goals-worksheet-maya-chen.txt', [
    'Goals for the new package are in the worksheet: three, not five.',
  ]),
  row('N003', 'C002', '2023-05-19 13:40:00', dana, 'Dana Reyes', null, [
    'Tomasz bakes at three in the morning and wants evenings back. Plain talk works, slides do not.',
  ]),
  row('N004', 'C003', '2023-09-01 17:30:00', priya, 'Priya Nair', null, [
    'Referred by a colleague at the clinic.',
    'Ask about sleep before anything else.',
  ]),
  row('N005', 'C003', '2023-12-11 22:10:00', null, 'Ana Belmonte', null, [
    'Covered for Priya. Amara brought the question whether medicine is still hers.',
  ]),
  row('N006', 'C004', '2025-08-28 15:20:00', sam, 'Sam Okafor', null, [
    'See his board paper. Two hats: Lumen Arc pays, Meridian only asks.',
  ]),
  row('N007', 'C005', '2026-01-19 14:30:00', sam, 'Sam Okafor', null, ['Paused until the branch merger is through. Call in April.']),
  row('N008', 'C006', '2024-02-08 20:00:00', priya, 'Priya Nair', null, [
    'Family business, third generation.',
    'Who decides?',
    'Who is asked?',
    'Who is only told?',
  ]),
  row('N009', 'C007', '2024-07-26 19:30:00', dana, 'Dana Reyes', null, ['Ended early, new job in Boston. Parted friends.']),
  row('N010', 'C008', '2025-09-11 18:40:00', priya, 'Priya Nair', null, ['Theme of the year: fewer books, better books.']),
  row('N011', 'C009', '2025-07-02 12:30:00', sam, 'Sam Okafor', 'okonkwo-360-summary.txt', [
    "360 done, summary attached. Strong: loyalty. Weak: finishing other people's sentences.",
  ]),
  row('N012', 'C011', '2024-10-09 22:55:00', null, 'Lee Marsh', null, [
    'Bea runs the kitchen and the books, and a third of Blue Kettle since last year.',
  ]),
  row('N013', 'C012', '2025-02-05 12:45:00', priya, 'Priya Nair', null, [
    'Seun: calm, quick, kind. Wants to stop treating the computer and treat people.',
  ]),
  row('N014', 'C013', '2025-03-31 21:50:00', null, 'Lee Marsh', null, ['Careful with mail, the office reads along.', 'Use the mobile.']),
  row('N015', 'C016', '2025-10-15 18:55:00', priya, 'Priya Nair', 'values-wheel.png', [
    'Drew her values as a wheel, picture is with the files.',
  ]),
  row('N016', 'C018', '2025-11-26 23:50:00', dana, 'Dana Reyes', null, [
    'Came through Maya. Pasted from her mail:',
    'I do not want to be promoted, I want to be asked.',
  ]),
  row('N017', 'C019', '2025-02-03 15:30:00', sam, 'Sam Okafor', null, [
    'Three companies of ours on one card. Conflict check before any group.',
  ]),
  row('N018', 'C021', '2026-01-14 22:45:00', sam, 'Sam Okafor', null, [
    "Engineer's engineer. Likes numbers: readiness 8, fear 6, coffee 10.",
  ]),
  row('N019', 'C025', '2025-11-29 01:20:00', priya, 'Priya Nair', null, ['On leave, mother ill. Package paused, no reminders.']),
  row('N020', 'C027', '2025-10-09 13:05:00', sam, 'Sam Okafor', 'disc-report-mei-ling-wu.pdf', [
    'DISC report in the files.',
    'Reads people like papers: methods first.',
  ]),
  row('N021', 'C029', '2025-10-22 23:10:00', null, 'Lee Marsh', null, ['Student rate. Thesis due in June, courage due earlier.']),
  row('N022', 'C031', '2025-11-13 01:30:00', dana, 'Dana Reyes', 'intro-recording.mp4', [
    'Recording of the first lesson was too large for the folder, see intro-recording.mp4.',
  ]),
  row('N023', 'C035', '2026-03-09 01:15:00', priya, 'Priya Nair', null, [
    'Wrote on Sunday night: offer from the competitor, answer by Wednesday.',
  ]),
  row('N024', 'C038', '2026-02-18 14:45:00', sam, 'Sam Okafor', null, ['Number nine in ten years. Not the number he minds, the ten.']),
];
