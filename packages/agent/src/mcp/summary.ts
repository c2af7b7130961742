import { z } from 'zod';
import type { Outcome } from './outcome.ts';

const LONGEST = 100;

/** One quiet line about a call and what came of it: `decisions_list: 20 of 182`, `run_start full: needs a person's approval`. */
export function summaryOf(name: string, args: Readonly<Record<string, unknown>>, outcome: Outcome): string {
  const subject = ['id', 'kind', 'part', 'run', 'entity'].map((key) => args[key]).find((value) => typeof value === 'string');
  const head = subject === undefined ? name : `${name} ${subject}`;
  const line = `${head}: ${resultOf(outcome)}`.replace(/\s+/g, ' ');
  return line.length <= LONGEST ? line : `${line.slice(0, LONGEST - 1)}…`;
}

/** What the answers of several tools have in common. */
const Seen = z.looseObject({
  status: z.string().optional().catch(undefined),
  progress: z.looseObject({ stage: z.string(), done: z.number() }).nullish().catch(null),
  decisions: z.looseObject({ total: z.number(), open: z.number() }).nullish().catch(null),
  total: z.number().optional().catch(undefined),
  fromExport: z.record(z.string(), z.unknown()).optional().catch(undefined),
});

function resultOf(outcome: Outcome): string {
  if (outcome.is === 'gate') return "needs a person's approval";
  if (outcome.is === 'failed') return `failed (${outcome.code})`;
  const { status, progress, decisions, total, fromExport } = Seen.parse(outcome.data);
  if (status !== undefined) return status;
  if (progress) return `${progress.stage} ${progress.done}`;
  if (decisions) return `${decisions.open} of ${decisions.total} decisions open`;
  const rows = Object.values(fromExport ?? {}).find((value) => Array.isArray(value));
  return total !== undefined && Array.isArray(rows) ? `${rows.length} of ${total}` : 'done';
}
