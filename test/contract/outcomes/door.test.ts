import { CutoverError } from '@cutover/domain';
import { type Door, MAX_TRIES, OUTCOMES, type OutcomeClass, openDoor } from '@cutover/pipedrive';
import { type Fault, fault, type Sandbox, startSandbox } from '@cutover/sandbox';
import { Agent, errors } from 'undici';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { metricsIn } from '../metrics.ts';
import { realClock } from '../real-clock.ts';
import { type Trouble, type Witness, witness } from '../witness.ts';

const PERSONS = '/api/v2/persons';
const POST = { method: 'POST', path: PERSONS } as const;
/** Where no answer comes, and where one does, however busy this machine is. */
const PATIENCE_MS = { silence: 600, answer: 60_000 };

interface Situation {
  /** As the table in code has it. */
  readonly kind: OutcomeClass;
  readonly faults?: readonly Fault[];
  readonly trouble?: Trouble;
  readonly unconnected?: true;
  /** What comes of a create: an outcome, a refusal with its code, or the error that stops everything. */
  readonly create: string;
  /** How often it left, as the account or the line has counted. */
  readonly sent: number;
  /** How often it is in the account. */
  readonly written: 0 | 1;
}

const always = (then: Parameters<typeof fault>[1]): readonly Fault[] => [fault(POST, then)];

/** Every way a create can end, and what follows: sent again only where it certainly did nothing. */
const SITUATIONS: Readonly<Record<string, Situation>> = {
  'time-out before it was sent': { kind: 'not-sent', unconnected: true, create: 'stop unreachable', sent: 0, written: 0 },
  'cut while it was sent': { kind: 'unknown', trouble: 'cut-request', create: 'unknown', sent: 1, written: 0 },
  'cut after it was written': { kind: 'unknown', faults: always({ cut: 'after' }), create: 'unknown', sent: 1, written: 1 },
  'no answer in time': { kind: 'unknown', trouble: 'silence', create: 'unknown', sent: 1, written: 1 },
  'a slow body': { kind: 'unknown', trouble: 'stall', create: 'unknown', sent: 1, written: 1 },
  'malformed JSON': { kind: 'malformed', faults: always({ truncate: true }), create: 'unknown', sent: 1, written: 1 },
  '500': { kind: 'unavailable', faults: always({ status: 500 }), create: 'unknown', sent: 1, written: 0 },
  '502 with a page': { kind: 'unavailable', faults: always({ status: 502 }), create: 'unknown', sent: 1, written: 0 },
  '503': { kind: 'unavailable', faults: always({ status: 503 }), create: 'unknown', sent: 1, written: 0 },
  '429 of the burst, once': { kind: 'burst', faults: [fault({ ...POST, nth: 1 }, { status: 429 })], create: 'done', sent: 2, written: 1 },
  '429 of the burst, for ever': { kind: 'burst', faults: always({ status: 429 }), create: 'stop blocked', sent: MAX_TRIES, written: 0 },
  '429 of the day': { kind: 'daily', faults: always({ budget: 'spent' }), create: 'stop budget-spent', sent: 1, written: 0 },
  '403 with a page': { kind: 'blocked', faults: always({ html403: true }), create: 'stop blocked', sent: 1, written: 0 },
  '403 with JSON': { kind: 'permission', faults: always({ status: 403 }), create: 'refused forbidden', sent: 1, written: 0 },
  '400': { kind: 'validation', faults: always({ status: 400 }), create: 'refused write-refused', sent: 1, written: 0 },
  '401': { kind: 'unauthorized', faults: always({ status: 401 }), create: 'stop unauthorized', sent: 1, written: 0 },
  '402': { kind: 'account-closed', faults: always({ status: 402 }), create: 'stop account-closed', sent: 1, written: 0 },
  '404': { kind: 'not-found', faults: always({ status: 404 }), create: 'refused write-refused', sent: 1, written: 0 },
  '410': { kind: 'gone', faults: always({ status: 410 }), create: 'refused write-refused', sent: 1, written: 0 },
};

let sandbox: Sandbox;
let line: Witness;
beforeAll(async () => {
  sandbox = await startSandbox({ plan: 'ultimate', seats: 50, speed: 50, seed: 'outcomes' });
  line = await witness(sandbox.url);
});
afterAll(async () => {
  await line.close();
  await sandbox.close();
});

const control = (path: string, body: unknown): Promise<Response> =>
  fetch(`${sandbox.url}/__sandbox/${path}`, {
    method: 'POST',
    body: JSON.stringify(body),
    headers: { 'content-type': 'application/json' },
  });

function opened(situation: Situation, seen: OutcomeClass[]): { door: Door; close: () => Promise<void> } {
  const patience = situation.trouble === 'silence' || situation.trouble === 'stall' ? PATIENCE_MS.silence : PATIENCE_MS.answer;
  const nobody = new Agent({ connect: (_, done) => done(new errors.ConnectTimeoutError('nobody there'), null) });
  const door = openDoor({
    baseUrl: line.url,
    token: sandbox.token,
    limits: { perWindow: 100, windowMs: 40, searchPerWindow: 10 },
    budget: { perDay: null, reserve: 0 },
    clock: realClock,
    random: Math.random,
    timeouts: { headersMs: patience, bodyMs: patience },
    onCall: ({ outcome }) => seen.push(outcome),
    ...(situation.unconnected === true ? { dispatcher: nobody } : {}),
  });
  return { door, close: async () => Promise.all([door.close(), nobody.close()]).then(() => undefined) };
}

describe('what a create does next', () => {
  test.each(Object.entries(SITUATIONS))('%s', async (_, situation) => {
    await control('reset', {});
    await control('faults', situation.faults ?? []);
    line.trouble((method, path) => (method === 'POST' && path === PERSONS ? (situation.trouble ?? null) : null));
    const before = line.asked('POST', PERSONS);
    const seen: OutcomeClass[] = [];
    const { door, close } = opened(situation, seen);
    const came = await door.persons.create({ name: 'Only Once' }).then(
      (result) => (result.outcome === 'refused' ? `refused ${result.code}` : result.outcome),
      (thrown: unknown) => `stop ${thrown instanceof CutoverError ? thrown.code : String(thrown)}`,
    );
    await close();
    expect([came, seen[0]]).toEqual([situation.create, situation.kind]);
    expect(line.asked('POST', PERSONS) - before).toBe(situation.sent);

    await control('faults', []);
    const state: unknown = await (await fetch(`${sandbox.url}/__sandbox/state`)).json();
    const names: unknown[] = Object(state).persons.map((row: unknown) => Object(row).name);
    expect(names.filter((name) => name === 'Only Once')).toHaveLength(situation.written);
    expect((await metricsIn(sandbox.url)).writes).toBe(situation.written);
  });

  test('every row of the table in code is met, but for the one of good answers and those of a cap and a strange server', () => {
    const met = new Set<string>(Object.values(SITUATIONS).map(({ kind }) => kind));
    expect(Object.keys(OUTCOMES).filter((kind) => !met.has(kind))).toEqual(['ok', 'cap', 'misdirected']);
  });

  test('whatever may have arrived is not sent again by the door', () => {
    for (const [what, { create, sent, written }] of Object.entries(SITUATIONS)) {
      if (create === 'unknown') expect([what, sent]).toEqual([what, 1]);
      if (sent > 1 && create !== 'done') expect([what, written]).toEqual([what, 0]);
    }
  });
});
