import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CutoverError } from '@cutover/domain';
import { makeReport } from '@cutover/engine';
import { type Fault, fault } from '@cutover/sandbox';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { countsOf, expectedAfter, openGate, RUN, stateOf, type Undisturbed, undisturbed } from '../../chaos/journey.ts';
import { type Lane, laneOf } from '../../chaos/lane.ts';
import { ALL_ZERO, leftIn, zerosOf } from '../../chaos/meaning.ts';
import type { Stage } from '../../chaos/process.ts';
import { THREE, writeExport } from '../../chaos/small-export.ts';
import type { Traveller } from '../../tools/travel.ts';
import { verifies } from '../../tools/verifies.ts';
import { type Trouble, type Witness, witness } from '../witness.ts';

const PERSONS = '/api/v2/persons';
/** Three clients, of whom the account has one already. */
const CREATED = 2;
const BLOCK_SECONDS = 15 * 60 + 1;
const DAY_SECONDS = 86_400;

interface Situation {
  readonly faults?: readonly Fault[];
  readonly trouble?: Trouble;
  /** The whole run ends with this; null: it goes on by itself. */
  readonly stops: string | null;
  /** What a person does about it before starting the same command again. */
  readonly person?: 'start again' | 'wait for a quarter of an hour' | 'wait for a day';
  /** Creates of persons that left, in both runs together. */
  readonly sent: number;
  /** The sample ends without this person, who is named with the reason; the next run tries again, now that nothing is in the way. */
  readonly refused?: string;
}

const first = (then: Parameters<typeof fault>[1]): readonly Fault[] => [fault({ method: 'POST', path: PERSONS, nth: 1 }, then)];

/** What the loader does next, for the first of two persons it makes. */
const SITUATIONS: Readonly<Record<string, Situation>> = {
  'cut while it was sent': { trouble: 'cut-request', stops: null, sent: CREATED + 1 },
  'cut after it was written': { faults: first({ cut: 'after' }), stops: null, sent: CREATED },
  'malformed JSON': { faults: first({ truncate: true }), stops: null, sent: CREATED },
  '500': { faults: first({ status: 500 }), stops: null, sent: CREATED + 1 },
  '502 with a page': { faults: first({ status: 502 }), stops: null, sent: CREATED + 1 },
  '503': { faults: first({ status: 503 }), stops: null, sent: CREATED + 1 },
  '429 of the burst': { faults: first({ status: 429 }), stops: null, sent: CREATED + 1 },
  '429 of the day': { faults: first({ budget: 'spent' }), stops: 'budget-spent', person: 'wait for a day', sent: 2 * CREATED },
  '403 with a page': { faults: first({ html403: true }), stops: 'blocked', person: 'wait for a quarter of an hour', sent: CREATED + 1 },
  '401': { faults: first({ status: 401 }), stops: 'unauthorized', person: 'start again', sent: CREATED + 1 },
  '402': { faults: first({ status: 402 }), stops: 'account-closed', person: 'start again', sent: CREATED + 1 },
  '403 with JSON': { faults: first({ status: 403 }), stops: null, sent: CREATED + 1, refused: 'forbidden' },
  '404': { faults: first({ status: 404 }), stops: null, sent: CREATED + 1, refused: 'write-refused' },
  '410': { faults: first({ status: 410 }), stops: null, sent: CREATED + 1, refused: 'write-refused' },
};

const dir = mkdtempSync(join(tmpdir(), 'outcomes-'));
let lane: Lane;
let line: Witness;
let expected: Undisturbed;

beforeAll(async () => {
  const source = writeExport(join(dir, 'export'), THREE);
  expected = await undisturbed({ source, newer: null }, 'outcomes');
  lane = await laneOf(source, 'outcomes', {
    before: async (url) => {
      line = await witness(url);
      return line.url;
    },
  });
});
afterAll(async () => {
  await line.close();
  await lane.close();
  rmSync(dir, { recursive: true, force: true });
});

const run = async (traveller: Traveller, stage: Stage): Promise<number | string> =>
  RUN[stage](traveller.ws, {}).then(
    ({ exit }) => exit,
    (thrown: unknown) => {
      if (thrown instanceof CutoverError) return thrown.code;
      throw thrown;
    },
  );

describe('what the loader does next', () => {
  test.each(Object.entries(SITUATIONS))(`${verifies('R61')}%s`, async (_, situation) => {
    let ahead = 0;
    const traveller = await lane.traveller(() => Date.now() + ahead);
    try {
      const before = await stateOf(traveller);
      await openGate(traveller, 'schema');
      await run(traveller, 'schema');
      const asked = line.asked('POST', PERSONS);
      await traveller.post('faults', situation.faults ?? []);
      line.trouble((method, path) =>
        method === 'POST' && path === PERSONS && line.asked('POST', PERSONS) === asked + 1 ? (situation.trouble ?? null) : null,
      );

      const came = await run(traveller, 'sample');
      const partly = situation.refused === undefined ? expected.exits.sample : 5;
      expect(came).toBe(situation.stops ?? partly);
      if (situation.person !== undefined) {
        const seconds = { 'start again': 0, 'wait for a quarter of an hour': BLOCK_SECONDS, 'wait for a day': DAY_SECONDS }[
          situation.person
        ];
        ahead += seconds * 1_000;
        await traveller.post('clock', { advanceSeconds: seconds });
        expect(await run(traveller, 'sample')).toBe(expected.exits.sample);
      }
      const { failures } = makeReport(traveller.ws).report;
      expect(failures.map(({ code }) => code).includes(situation.refused ?? 'none')).toBe(situation.refused !== undefined);
      await openGate(traveller, 'full');
      expect(await run(traveller, 'full')).toBe(expected.exits.full);

      const sent = line.asked('POST', PERSONS) - asked;
      // Where everything stops, the other one may have been on its way, or not.
      if (situation.stops === null) expect(sent).toBe(situation.sent);
      else expect(sent).toBeLessThanOrEqual(situation.sent);
      expect(zerosOf(expectedAfter(expected, 'full').left, leftIn(before, await stateOf(traveller)))).toEqual(ALL_ZERO);
      expect(countsOf(traveller)).toBe(expectedAfter(expected, 'full').counts);
      expect(traveller.ws.ledger.journal.open()).toEqual([]);
    } finally {
      line.trouble(null);
      await traveller.close();
    }
  });
});
