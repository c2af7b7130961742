/** The people and things the company starts with. All invented. */
type PersonRow = readonly [name: string, mail: string, phone: string | null, organization: number | null];
export const stageNames = ['Qualified', 'Contact Made', 'Proposal Made', 'Negotiations Started', 'Signed'];

export const organizationRows: readonly (readonly [name: string, street: string | null, city: string, code: string])[] = [
  ['Brightwater Studio', null, '', ''],
  ['Larkspur Holdings', '12 Quay Street', 'Portland', '97201'],
  ['Larkspur Logistics', '14 Quay Street', 'Portland', '97201'],
  ['Cedar & Finch', '8 Mill Lane', 'Salem', '97301'],
  ['Tidewell Foundation', null, '', ''],
];

export const personRows: readonly PersonRow[] = [
  ['Maya Chen', 'maya.chen@example.com', null, null],
  ['Oliver Brandt', 'oliver.brandt@example.com', '+1 503 555 0111', 1],
  ['Ines Duarte', 'ines.duarte@example.com', '+1 503 555 0112', 1],
  ['Tomas Lind', 'tomas.lind@example.com', null, 2],
  ['Grace Mbeki', 'grace.mbeki@example.com', '+1 503 555 0114', 2],
  ['Henrik Solberg', 'henrik.solberg@example.com', '+1 503 555 0115', 3],
  ['Yara Haddad', 'yara.haddad@example.com', null, 3],
  ['Leon Fischer', 'leon.fischer@example.com', '+1 503 555 0117', 4],
  ['Nadia Petrova', 'nadia.petrova@example.com', '+1 503 555 0118', 4],
  ['Colin Ferris', 'colin.ferris@example.com', null, null],
  ['Ruth Abara', 'ruth.abara@example.com', '+1 503 555 0119', null],
  ['Wen Li', 'wen.li@example.com', '+1 503 555 0110', 0],
];

export const dealRows: readonly (readonly [
  title: string,
  person: number,
  stage: number,
  value: number,
  status: 'open' | 'won' | 'lost',
])[] = [
  ['Larkspur leadership programme', 1, 2, 18_000, 'open'],
  ['Team workshop', 2, 0, 2_400, 'open'],
  ['Logistics onboarding', 3, 4, 6_500, 'won'],
  ['Cedar & Finch retreat', 5, 3, 9_900, 'open'],
  ['Tidewell board coaching', 7, 1, 4_200, 'lost'],
  ['Ferris executive coaching', 9, 0, 3_000, 'open'],
];

type ActivityRow = readonly [
  subject: string,
  type: string,
  person: number,
  deal: number | null,
  date: string,
  time: string | null,
  done: boolean,
];
const spaced = (at: number, done: boolean): string => `${done ? 2025 : 2027}-0${1 + (at % 9)}-${10 + at}`;
const subjects = ['First call', 'Proposal walk-through', 'Contract questions', 'Lunch with the team', 'Check-in'];
const types = ['call', 'meeting', 'task', 'lunch', 'email'];
export const activityRows: readonly ActivityRow[] = Array.from({ length: 20 }, (_, at): ActivityRow => {
  const done = at < 14;
  const kind = at % subjects.length;
  return [
    `${subjects[kind] ?? ''} ${Math.floor(at / 5) + 1}`,
    types[kind] ?? 'task',
    1 + (at % 11),
    at % 3 === 0 ? at % 6 : null,
    spaced(at, done),
    kind === 2 ? null : `${String(9 + (at % 8)).padStart(2, '0')}:30:00`,
    done,
  ];
});

export const noteRows: readonly (readonly [content: string, person: number | null, deal: number | null])[] = [
  ['<p>Prefers mornings. Met at the <b>spring fair</b>.</p>', 1, null],
  ['<p>Budget is approved until summer.</p>', null, 0],
  ['<p>Asked for references; sent two.</p><ul><li>Tidewell</li><li>Cedar &amp; Finch</li></ul>', 5, 3],
  ['<p>Moved to Lisbon in May.</p>', 10, null],
];
