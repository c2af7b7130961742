/** A file of `attachments.csv` that lies in the export, with where it goes and its size in bytes. F007 is missing there. */
export interface ExpectedFile {
  readonly id: string;
  readonly name: string;
  readonly person: string | null;
  readonly deal: string | null;
  readonly activity: string | null;
  readonly bytes: number;
}

const row = (id: string, name: string, to: Partial<Pick<ExpectedFile, 'person' | 'deal' | 'activity'>>, bytes: number): ExpectedFile => ({
  id,
  name,
  person: null,
  deal: null,
  activity: null,
  ...to,
  bytes,
});

export const files: readonly ExpectedFile[] = [
  row('F001', 'goals-worksheet-maya-chen.txt', { person: 'C001' }, 239),
  row('F002', 'okonkwo-360-summary.txt', { person: 'C009' }, 171),
  row('F003', 'values-wheel.png', { person: 'C016' }, 887),
  row('F004', 'disc-report-mei-ling-wu.pdf', { person: 'C027' }, 719),
  row('F005', 'retainer-scope-okonkwo.txt', { deal: 'P015' }, 137),
  row('F006', 'hard-conversations-board.png', { activity: 'session S102' }, 287),
];

/** Document addresses of `contracts.csv` by client. */
export const contracts: readonly (readonly [person: string, addresses: readonly string[]])[] = [
  ['C001', ['https://contracts.example.com/d/maya-chen-2023', 'https://contracts.example.com/d/maya-chen-2025']],
  ['C009', ['https://contracts.example.com/d/okonkwo-retainer']],
  ['C019', ['https://contracts.example.com/d/ruiz']],
  ['C027', ['https://contracts.example.com/d/wu']],
];
