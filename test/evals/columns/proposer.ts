import type { AccountSnapshot, Decision, ExtractSummary } from '@cutover/domain';
import { type Lexicon, propose } from '@cutover/planner';
import { extracted, type Invented, inventedExport } from './exports.ts';
import type { Judged } from './judged.ts';
import type { Labelled } from './labels.ts';

/** An account whose users are these coaches, and that holds nothing else of its own. */
export function emptyAccount(coaches: Invented['coaches']): AccountSnapshot {
  return {
    company: { id: 1, domain: 'acme', name: 'Acme' },
    me: { id: 1, mail: 'admin@acme.example.com', admin: true, defaultCurrency: 'USD', timezone: 'America/New_York' },
    users: [
      { id: 1, name: 'Admin', mail: 'admin@acme.example.com', active: true, admin: true },
      ...coaches.map(({ name, mail }, place) => ({ id: place + 2, name, mail, active: true, admin: false })),
    ],
    fields: [],
    pipelines: [{ id: 1, name: 'Sales' }],
    stages: [{ id: 1, pipelineId: 1, name: 'New', order: 1 }],
    activityTypes: [],
    currencies: ['USD', 'EUR', 'GBP'],
    persons: [],
    organizations: [],
    deals: [],
  };
}

/** One export, read once; proposed for as often as there are lexicons to compare. */
export interface Read {
  readonly labels: readonly Labelled[];
  readonly invented: Invented;
  readonly extract: ExtractSummary;
  /** As the reader gives it; `extract` says for each file what it holds, as a person would have. */
  readonly raw: ExtractSummary;
  readonly rows: Awaited<ReturnType<typeof extracted>>['rows'];
}

export async function read(labels: readonly Labelled[], seed?: string): Promise<Read> {
  const invented = inventedExport(labels, seed);
  const { extract, rows } = await extracted(invented);
  const objects = new Map([...invented.files].map(([object, file]) => [file, object]));
  // What a file holds is a decision of its own: here a person has made it.
  const files = extract.files.map((file) => ({ ...file, object: objects.get(file.file) ?? null }));
  return { labels, invented, extract: { ...extract, files }, raw: extract, rows };
}

function decide({ invented, rows }: Read, extract: ExtractSummary, lexicon: Lexicon | undefined): Decision[] {
  return propose({
    extract,
    rows: (file) => rows.get(file) ?? [],
    account: emptyAccount(invented.coaches),
    target: { host: 'acme.pipedrive.com', company: { id: 1, domain: 'acme' }, tier: 'premium', seats: 5, tierKnown: 'given' },
    existing: [],
    now: '2026-11-22T08:00:00Z',
    ...(lexicon === undefined ? {} : { lexicon }),
  }).decisions;
}

export interface Files {
  readonly right: number;
  readonly wrong: number;
  readonly all: number;
}

/** How many files are taken for what they hold, and how many for something else; the rest is left to a person. */
export function recognised(read: Read, lexicon?: Lexicon): Files {
  const taken = new Map(decide(read, read.raw, lexicon).flatMap((one) => (one.kind === 'object' ? [[one.id, one.proposal?.object]] : [])));
  const files = [...read.invented.files].map(([object, file]) => ({ object, taken: taken.get(`object:${file}`) }));
  return {
    right: files.filter((one) => one.taken === one.object).length,
    wrong: files.filter((one) => one.taken !== undefined && one.taken !== one.object).length,
    all: files.length,
  };
}

/** What the planner says of the labelled columns, as a person sees it: the proposal, then its alternatives. */
export function proposed(read: Read, lexicon?: Lexicon): (Judged & { readonly label: Labelled })[] {
  const { labels, invented } = read;
  const decisions = decide(read, read.extract, lexicon);
  const fields = new Map(decisions.flatMap((decision) => (decision.kind === 'field' ? [[decision.id, decision]] : [])));
  return labels.map((label) => {
    const decision = fields.get(`field:${invented.files.get(label.object) ?? ''}#${label.index}`);
    if (decision === undefined) throw new Error(`${label.manner}: nothing is asked about ${label.object}.${label.column}`);
    const answers = [...(decision.proposal === null ? [] : [decision.proposal]), ...decision.alternatives];
    const targets = [...new Set(answers.map(({ target }) => target))];
    return { label, targets, confidence: decision.confidence ?? 0 };
  });
}
