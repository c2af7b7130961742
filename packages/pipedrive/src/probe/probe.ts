import { CutoverError, type ErrorCode } from '@cutover/domain';
import { z } from 'zod';
import { Bench, type Diary, type Remains } from './bench.ts';
import { EXPERIMENTS, UNTRIED } from './facts/all.ts';
import { type Setting, type Settled, type Unsettled, unsettled } from './facts/fact.ts';
import { KINDS, type Kind, MARK } from './kinds.ts';
import type { ProbeLine } from './line.ts';

export interface ProbeFindings {
  readonly facts: readonly Settled[];
  readonly unsettled: readonly Unsettled[];
  readonly remains: readonly Remains[];
  /** What broke the probe off; null when it came to its end. */
  readonly stopped: CutoverError | null;
}

export interface ProbeInput {
  readonly line: ProbeLine;
  readonly diary: Diary;
  /** Stands in the names of what is made. */
  readonly nonce: string;
  readonly setting: Omit<Setting, 'bench'>;
  readonly stop: AbortSignal;
  readonly progress: (done: number, total: number, about: string) => void;
}

/** After these nothing more is asked. Anything else is the answer to one question. */
const STOPS: ReadonlySet<ErrorCode> = new Set([
  'blocked',
  'unauthorized',
  'account-closed',
  'budget-spent',
  'unreachable',
  'unavailable',
  'unresolved',
  'interrupted',
]);

/** Tries one question after the other and clears away what it made, whatever happens. */
export async function probe({ line, diary, nonce, setting, stop, progress }: ProbeInput): Promise<ProbeFindings> {
  const bench = new Bench(line, diary, nonce);
  const facts: Settled[] = [];
  const open: Unsettled[] = [...UNTRIED];
  let stopped: CutoverError | null = null;
  for (const [at, { about, switches, run }] of EXPERIMENTS.entries()) {
    if (stop.aborted) stopped ??= new CutoverError('interrupted', 'stopped at your word');
    if (stopped !== null) {
      open.push(...switches.map((name) => unsettled(name, 'the probe was broken off before')));
      continue;
    }
    progress(at, EXPERIMENTS.length, about);
    const told = await run({ ...setting, bench }).catch((error: unknown) => {
      if (!(error instanceof CutoverError) || error.code === 'internal') throw error;
      if (STOPS.has(error.code)) stopped = error;
      return switches.map((name) => unsettled(name, error.message));
    });
    for (const each of told) {
      if ('value' in each) facts.push(each);
      else open.push(each);
    }
  }
  const remains = await bench.clear();
  return { facts, unsettled: open, remains, stopped };
}

/** Deletes what an earlier probe left: what its diary names, and what may have been made by a request whose answer it never saw. */
export async function clearLeft(
  line: ProbeLine,
  diary: Diary,
  left: readonly { kind: Kind; id: string }[],
  unsure: ReadonlySet<Kind>,
): Promise<Remains[]> {
  const found: { kind: Kind; id: string }[] = [...left];
  for (const kind of unsure) {
    for (const id of await marked(line, kind)) {
      if (found.some((each) => each.kind === kind && each.id === id)) continue;
      diary.made(kind, id);
      found.push({ kind, id });
    }
  }
  return new Bench(line, diary, '', found).clear();
}

const Rows = z.array(z.looseObject({ id: z.number().optional(), field_code: z.string().optional() }));
const Labels = z.array(z.looseObject({ id: z.union([z.number(), z.string()]), label: z.string() }));

/** Ids of what carries the probe's mark, newest first. */
async function marked(line: ProbeLine, kind: Kind): Promise<string[]> {
  const { path, list: tokens } = KINDS[kind];
  const sorted = path.startsWith('/api/v1') ? 'sort=id%20DESC' : 'sort_by=id&sort_direction=desc';
  const query = kind === 'activity type' ? '' : `?limit=100${kind.endsWith('field') || kind === 'label option' ? '' : `&${sorted}`}`;
  const reply = await line.ask({ method: 'GET', path: `${path}${query}`, tokens });
  const rows = Rows.safeParse(reply.at('data') ?? []);
  if (!rows.success) throw new CutoverError('answer-unusable', `the list of ${kind} records cannot be read`);
  if (kind === 'label option') {
    return rows.data.flatMap((row) =>
      (Labels.safeParse(row.options).data ?? []).filter(({ label }) => label.startsWith(MARK)).map(({ id }) => `${row.field_code}/${id}`),
    );
  }
  return rows.data.flatMap((row) => {
    const carries = [row[KINDS[kind].name], row.note].some((text) => typeof text === 'string' && text.includes(MARK));
    const dead = row.is_deleted === true || row.active_flag === false;
    const id = kind === 'person field' ? row.field_code : row.id;
    return carries && !dead && id !== undefined ? [String(id)] : [];
  });
}
