import { CutoverError, RunId } from '@cutover/domain';
import type { Intent, IntentResult, Ledger } from '@cutover/ledger';
import type { Refused, Unknown } from '@cutover/pipedrive';
import { expect, test } from 'vitest';
import { type Arrived, foundAs, nothingThere, type Sending, sendAndSettle } from './send.ts';

const RUN = RunId.parse('run-1');

/** A journal that only notes what it is told. */
function journalOf(told: (Intent | IntentResult)[]): Pick<Ledger, 'journal'> {
  const intent = async (row: Intent): Promise<number> => told.push(row);
  const settle = async (_: number, result: IntentResult): Promise<void> => void told.push(result);
  return { journal: { intent, settle } as Ledger['journal'] };
}

const UNKNOWN: Unknown = { outcome: 'unknown', reason: 'no answer in time' };
const REFUSED: Refused = { outcome: 'refused', code: 'write-refused', kind: 'gone', status: 410, reason: 'gone' };

/** Sends with these answers one after the other, and says what came of it and what the journal holds. */
async function sent(answers: readonly (Arrived | Refused | Unknown | Error)[], more: Partial<Sending<Arrived>> = {}) {
  const told: (Intent | IntentResult)[] = [];
  let next = 0;
  const outcome = await sendAndSettle<Arrived>(
    { ledger: journalOf(told) as Ledger, run: RUN, epoch: 1 },
    {
      intent: { op: 'update', entity: 'person', key: 'person:C1', request: {} },
      sends: 3,
      write: async () => {
        const answer = answers[next++] ?? UNKNOWN;
        if (answer instanceof Error) throw answer;
        return answer;
      },
      result: ({ status }) => ({ state: 'done', status, tokens: 5 }),
      ...more,
    },
  ).catch((error: unknown) => error);
  return { outcome, journal: told.map((row) => ('op' in row ? 'intent' : row.state)), writes: next };
}

test('what is done is settled as done, and sent once', async () => {
  const { outcome, journal, writes } = await sent([foundAs({ id: 7 })]);
  expect(outcome).toMatchObject({ outcome: 'done', id: 7 });
  expect(journal).toEqual(['intent', 'done']);
  expect(writes).toBe(1);
});

test('without an answer it is looked for before it is sent again', async () => {
  const looks: number[] = [];
  const look = async (seq: number) => (looks.push(seq) < 2 ? null : foundAs({ id: 7 }));
  const { outcome, journal, writes } = await sent([UNKNOWN, UNKNOWN], { look });
  expect(outcome).toMatchObject({ outcome: 'done', id: 7, status: 200 });
  expect(journal).toEqual(['intent', 'abandoned', 'intent', 'done']);
  expect([writes, looks.length]).toEqual([2, 2]);
});

test('it is sent no more often than it may be', async () => {
  const { outcome, journal } = await sent([]);
  expect(outcome).toEqual({ outcome: 'unanswered', sends: 3 });
  expect(journal).toEqual(['intent', 'abandoned', 'intent', 'abandoned', 'intent', 'abandoned']);
});

test('turned down is turned down, unless that is as wanted', async () => {
  expect((await sent([REFUSED])).journal).toEqual(['intent', 'refused']);
  const asWanted = async (refused: Refused) => ((await nothingThere(refused)) === null ? null : foundAs({ id: 7 }));
  expect((await sent([REFUSED], { asWanted })).journal).toEqual(['intent', 'done']);
});

test('what stops the run was not written, unless part of it may have been', async () => {
  const stop = new CutoverError('budget-spent', 'the day is over');
  expect(await sent([stop])).toMatchObject({ outcome: stop, journal: ['intent', 'abandoned'] });
  expect(await sent([stop], { inParts: true })).toMatchObject({ outcome: stop, journal: ['intent'] });
  // Of an error nobody foresaw it is not known whether it left: the intent stays for whoever goes on.
  expect(await sent([new TypeError('a fault of ours')])).toMatchObject({ journal: ['intent'] });
});

test('should looking fail, the intent stays open', async () => {
  const look = () => Promise.reject(new CutoverError('unreachable', 'no answer'));
  expect(await sent([UNKNOWN], { look })).toMatchObject({ journal: ['intent'] });
});
