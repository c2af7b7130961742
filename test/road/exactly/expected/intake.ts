/** One intake form of `intake.csv`. */
export interface ExpectedIntake {
  readonly id: string;
  readonly person: string;
  /** UTC */
  readonly at: string;
  /** In the order of the questions, line by line; null: not answered. */
  readonly answers: readonly (readonly string[] | null)[];
}

const row = (id: string, person: string, at: string, answers: ExpectedIntake['answers']): ExpectedIntake => ({ id, person, at, answers });

export const questions: readonly string[] = [
  'What brings you to coaching right now?',
  'What would make this a success for you?',
  'On a scale of 1-10, how ready are you to change something?',
  'Is there anything we should know about your health?',
];

export const intakes: readonly ExpectedIntake[] = [
  row('Q001', 'C001', '2023-02-05 02:12:00', [['I became the boss of my friends.'], ['That they stay my friends.'], ['8'], ['No']]),
  row('Q002', 'C003', '2023-08-30 02:40:00', [
    ['I am tired of being the strong one.'],
    ['Sleeping through. Wanting to go in on Mondays.'],
    ['6'],
    ['Burnout 2022, fine now'],
  ]),
  row('Q003', 'C004', '2023-11-10 12:30:00', [['Two boards, one life.'], ['A decision I can explain to my daughter.'], ['9'], null]),
  row('Q004', 'C008', '2024-04-14 22:05:00', [
    ['We publish forty books a year and I love nine.'],
    ['Twenty books, and I love fifteen.'],
    ['7'],
    null,
  ]),
  row('Q005', 'C009', '2024-06-08 09:50:00', [
    ['My company grew, I did not.'],
    ['To be on holiday and not called.'],
    ['9'],
    ['Blood pressure'],
  ]),
  row('Q006', 'C012', '2025-01-13 01:20:00', [['New clinic, old habits.'], ['Leave at six.'], ['7'], null]),
  row('Q007', 'C013', '2025-03-29 20:45:00', [
    ['A school is a village with a budget.'],
    ['A calm June.'],
    ['8'],
    ['Hearing aid, left side; please sit to my right.'],
  ]),
  row('Q008', 'C016', '2025-10-13 03:30:00', [
    ['My drawings are loud, I am not.'],
    ['To read my own book aloud.', 'Once. In public.'],
    ['5'],
    null,
  ]),
  row('Q009', 'C018', '2025-11-24 00:00:00', [['Maya told me to.'], ['To know before I am told.'], ['7'], null]),
  row('Q010', 'C021', '2026-01-11 13:15:00', [
    ['I solve machines. People do not come with logs.'],
    ['One honest conversation a week.'],
    ['8'],
    ['No'],
  ]),
  row('Q011', 'C029', '2025-10-19 05:05:00', [
    ['I do not know if I am lazy or afraid.'],
    ['Knowing which.'],
    ['6'],
    ['ADHD, diagnosed 2021'],
  ]),
  row('Q012', 'C035', '2026-01-18 18:25:00', [['I manage a product nobody would miss.'], ['A product somebody would.'], ['10'], null]),
];
