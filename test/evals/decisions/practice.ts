import {
  type AccountSnapshot,
  type Decision,
  type DecisionKind,
  type DecisionOf,
  type PlanTier,
  type StagedRow,
  unwritten,
  type WrittenRow,
} from '@cutover/domain';
import { propose } from '@cutover/planner';
import { filesInMemory, readExport } from '@cutover/practice';
import { emptyAccount } from '../columns/proposer.ts';

export type Row = readonly string[];

/** A small practice, table by table; what is left out has one harmless row or none. */
export interface Practice {
  readonly clients?: readonly Row[] | undefined;
  readonly companies?: readonly Row[];
  readonly coaches?: readonly Row[];
  readonly packages?: readonly Row[];
  readonly sessions?: readonly Row[];
  readonly messages?: readonly Row[];
  readonly invoices?: readonly Row[];
  readonly notes?: readonly Row[];
  readonly contracts?: readonly Row[];
  readonly attachments?: readonly Row[];
  /** Headers other than the usual ones, by table. */
  readonly headers?: Readonly<Record<string, string>>;
  /** What stands beside the tables, by path. */
  readonly files?: Readonly<Record<string, string>>;
  readonly account?: Partial<AccountSnapshot>;
  readonly tier?: PlanTier;
}

const HEADERS: Readonly<Record<string, string>> = {
  clients: 'Client ID,Name,Email,Phone,Company,Coach,Tags,Private Notes,Referral Source,Time Zone',
  companies: 'Company ID,Company Name,Website',
  coaches: 'Coach ID,Coach Name,Coach Email,Role',
  packages: 'Package ID,Client ID,Package,Status,Price,Sessions Included,Sessions Used,Sessions Remaining',
  sessions: 'Session ID,Client ID,Session Type,Date,Start,Length (min),Status,Coach,Time Zone',
  messages: 'Message ID,Client ID,Channel,Sent At,Text',
  invoices: 'Invoice No,Client ID,Package ID,Issued,Amount,Status,Paid On',
  notes: 'Note ID,Client ID,Written By,Written On,Body',
  contracts: 'Contract ID,Client ID,Title,Signed On,Document Link,File Name',
  attachments: 'File ID,File Name,Stored At,Client ID,Uploaded On',
};

export const CLIENT: Row = ['C1', 'Ada North', 'ada@example.com', '', '', '', '', '', '', ''];

const quoted = (cell: string): string => (/[",\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);

const ACTIVITY_TYPES = ['Call', 'Meeting', 'Task', 'Deadline', 'Email', 'Lunch'].map((name, place) => ({
  id: place + 1,
  name,
  key: name.toLowerCase(),
  icon: name.toLowerCase(),
  active: true,
}));

/** All decisions about a practice, through the reader and the planner as they ship. */
export async function decided(practice: Practice): Promise<Decision[]> {
  const { account, tier = 'premium', headers = {}, files = {}, ...tables } = practice;
  const contents = Object.fromEntries(
    Object.entries({ clients: [CLIENT], ...tables }).flatMap(([name, rows]) =>
      rows === undefined
        ? []
        : [[`${name}.csv`, `${[headers[name] ?? HEADERS[name], ...rows.map((row) => row.map(quoted).join(','))].join('\n')}\n`]],
    ),
  );
  const rows = new Map<string, StagedRow[]>();
  let file = '';
  const sink = {
    begin: (name: string) => {
      file = name;
      rows.set(name, []);
    },
    rows: (batch: readonly WrittenRow[]) => rows.get(file)?.push(...batch.map(unwritten)),
    rejects: () => undefined,
    issues: () => undefined,
    end: () => undefined,
  };
  const extract = await readExport(filesInMemory({ ...contents, ...files }), sink, { now: '2026-11-22T08:00:00Z' });
  const { decisions } = propose({
    extract,
    rows: (name) => rows.get(name) ?? [],
    account: { ...emptyAccount([]), activityTypes: ACTIVITY_TYPES, ...account },
    target: { host: 'acme.pipedrive.com', company: { id: 1, domain: 'acme' }, tier, seats: 3, tierKnown: 'given' },
    existing: [],
    now: '2026-11-22T08:00:00Z',
  });
  return decisions;
}

export function ofKind<K extends DecisionKind>(decisions: readonly Decision[], kind: K): DecisionOf<K>[] {
  return decisions.filter((one) => one.kind === kind) as DecisionOf<K>[];
}

/** What was wanted and what came, for the cases that went wrong. */
export interface Case {
  readonly given: string;
  readonly wanted: string;
  readonly got: string;
}

const LEAST_CASES = 15;

/** Share of the cases that are right; prints it with the wrong ones. @throws Error below fifteen cases */
export function scored(kind: string, cases: readonly Case[]): number {
  if (cases.length < LEAST_CASES) throw new Error(`${kind}: ${cases.length} cases are too few`);
  const wrong = cases.filter(({ wanted, got }) => wanted !== got);
  console.info(`decisions ${kind}: ${cases.length - wrong.length} of ${cases.length} right`);
  for (const { given, wanted, got } of wrong) console.info(`   ${given}: ${got}, wanted ${wanted}`);
  return 1 - wrong.length / cases.length;
}
