import { CutoverError } from '@cutover/domain';
import type { Intent, IntentResult } from '@cutover/ledger';
import type { Refused, Unknown, WireId, WriteResult } from '@cutover/pipedrive';
import type { Loader } from './loader.ts';

interface Done {
  readonly outcome: 'done';
}

/** What there is to know of a write that arrived. */
export type Arrived<T = WireId> = Extract<WriteResult<T>, Done>;

/** A record that was looked for, and holds what was sent. */
export const foundAs = (record: WireId): Arrived => ({ outcome: 'done', id: record.id, record, status: 200 });

/** A delete that was turned down because there is nothing to delete: that is what it wanted. */
export const nothingThere = async ({ status }: Refused): Promise<Arrived<null> | null> =>
  status === 404 || status === 410 ? { outcome: 'done', id: 0, record: null, status } : null;

export type DoneResult = Extract<IntentResult, { state: 'done' }>;

/** One write as it is sent, and how it is found out what became of it. */
export interface Sending<D extends Done> {
  readonly intent: Omit<Intent, 'run' | 'epoch'>;
  readonly write: () => Promise<D | Refused | Unknown>;
  /** What the journal and the id map keep of it. */
  readonly result: (done: D) => DoneResult;
  /** How often it may be sent when each time it is not known to have arrived. */
  readonly sends: number;
  /** A write without an answer, looked for in the account; null: it never arrived. Without a look it is sent again: for writes that say what should be. */
  readonly look?: (seq: number) => Promise<D | null>;
  /** What is as wanted although the write was turned down: a record that is not there to be deleted. */
  readonly asWanted?: (refused: Refused) => Promise<D | null>;
  /** API tokens of being turned down, where they are counted. */
  readonly refusedTokens?: number;
  /** It is made of several requests: when the run is stopped over it, part of it may be there, and whoever goes on looks. */
  readonly inParts?: boolean;
}

/** `unanswered`: sent as often as it may be, and it is not there. */
export type Sent<D> = D | Refused | { readonly outcome: 'unanswered'; readonly sends: number };

/**
 * Sends a write and settles it in the journal: an intent before each request leaves, its result as soon as it is known. Should finding out fail, the intent
 * stays open for whoever goes on. @throws CutoverError what stops the whole run
 */
export async function sendAndSettle<D extends Done>(
  { ledger: { journal }, run, epoch }: Pick<Loader, 'ledger' | 'run' | 'epoch'>,
  sending: Sending<D>,
): Promise<Sent<D>> {
  for (let sends = 1; sends <= sending.sends; sends += 1) {
    const seq = await journal.intent({ ...sending.intent, run, epoch });
    const answer = await sending.write().catch(async (error: unknown) => {
      // What the door throws stops the run and was certainly not written: no need to look for it later.
      if (error instanceof CutoverError && sending.inParts !== true)
        await journal.settle(seq, { state: 'abandoned', why: `not written: ${error.code}` });
      throw error;
    });
    const known = isDone(answer) ? answer : await afterAll(sending, seq, answer);
    if (isDone(known)) await journal.settle(seq, sending.result(known));
    else await journal.settle(seq, notDone(sending, known));
    if (!isUnknown(known)) return known;
  }
  return { outcome: 'unanswered', sends: sending.sends };
}

/** What an answer that is not `done` really means: as wanted all the same, or arrived without a word. */
async function afterAll<D extends Done>(
  { look, asWanted }: Sending<D>,
  seq: number,
  answer: Refused | Unknown,
): Promise<D | Refused | Unknown> {
  return (await (answer.outcome === 'unknown' ? look?.(seq) : asWanted?.(answer))) ?? answer;
}

function notDone<D extends Done>({ look, refusedTokens }: Sending<D>, answer: Refused | Unknown): IntentResult {
  if (answer.outcome === 'unknown')
    return { state: 'abandoned', why: look === undefined ? answer.reason : `${answer.reason}; looked for and not there` };
  const { code, reason, status } = answer;
  return { state: 'refused', code, reason, status, ...(refusedTokens === undefined ? {} : { tokens: refusedTokens }) };
}

const isUnknown = (answer: Done | Refused | Unknown): answer is Unknown => answer.outcome === 'unknown';
const isDone = <D extends Done>(answer: D | Refused | Unknown): answer is D => answer.outcome === 'done';

/** Nobody can say what became of a write: the run stops, and is looked into by whoever goes on. */
export const unresolved = (key: string, what: string, { sends }: { readonly sends: number }): CutoverError =>
  new CutoverError('unresolved', `${what} was sent ${sends} times and never arrived`, { place: { id: key } });
