import type { Outcome } from './outcome.ts';

const LONGEST = 100;

/** One quiet line about a call and what came of it: `decisions_list: 20 of 182 decisions`, `run_start full: needs a person's approval`. */
export function summaryOf(name: string, args: Readonly<Record<string, unknown>>, outcome: Outcome): string {
  const subject = ['id', 'kind', 'run', 'entity'].map((key) => args[key]).find((value) => typeof value === 'string');
  const head = subject === undefined ? name : `${name} ${subject}`;
  const line = `${head}: ${resultOf(outcome)}`.replace(/\s+/g, ' ');
  return line.length <= LONGEST ? line : `${line.slice(0, LONGEST - 1)}…`;
}

function resultOf(outcome: Outcome): string {
  if (outcome.is === 'gate') return "needs a person's approval";
  if (outcome.is === 'failed') return `failed (${outcome.code})`;
  const { data } = outcome;
  const { fromExport } = data;
  const inside = typeof fromExport === 'object' && fromExport !== null ? Object.entries(fromExport) : [];
  const state = data.state ?? data.status;
  if (typeof state === 'string') return state;
  for (const [key, value] of [...Object.entries(data), ...inside]) {
    if (!Array.isArray(value)) continue;
    const { total } = data;
    return typeof total === 'number' ? `${value.length} of ${total} ${key}` : `${value.length} ${key}`;
  }
  return 'done';
}
