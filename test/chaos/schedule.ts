import { type Fault, fault } from '@cutover/sandbox';
import type { Chance } from './random.ts';

type Consequence = Parameters<typeof fault>[1];

/** What can go wrong with one request, and how likely it is to be chosen. */
const ANY: readonly [Consequence, ...Consequence[]] = [
  { cut: 'after' },
  { cut: 'after' },
  { cut: 'after' },
  { cut: 'before' },
  { truncate: true },
  { truncate: true },
  { status: 500 },
  { status: 502 },
  { status: 503 },
  { status: 429 },
  { delayMs: 40 },
];
const RARE: readonly [Consequence, ...Consequence[]] = [{ html403: true }, { budget: 'spent' }];

type Aim = readonly [method: string, path: string, about: number];

/** Requests of a load, and about how many there are of each. */
const WRITES: readonly [Aim, ...Aim[]] = [
  ['POST', '/api/v2/persons', 2],
  ['POST', '/api/v2/organizations', 3],
  ['POST', '/api/v2/deals', 6],
  ['POST', '/api/v2/activities', 28],
  ['POST', '/api/v1/notes', 10],
  ['POST', '/api/v1/files', 3],
  ['POST', '/api/v1/organizationRelationships', 1],
  ['POST', '/api/v2/personFields', 15],
  ['POST', '/api/v2/dealFields', 8],
  ['POST', '/api/v2/*Fields/*/options', 1],
  ['POST', '/api/v2/pipelines', 1],
  ['POST', '/api/v2/stages', 3],
  ['POST', '/api/v1/activityTypes', 1],
  ['PATCH', '/api/v2/persons/*', 1],
  ['PATCH', '/api/v2/organizations/*', 1],
];

const READS: Aim = ['GET', '/api/*', 40];

/** A handful of faults, some of them several times in a row, so that being patient is not enough. */
export function scheduleOf(chance: Chance): Fault[] {
  const faults: Fault[] = [];
  const count = chance.between(3, 7);
  for (let i = 0; i < count; i += 1) {
    const consequence = chance.next() < 0.12 ? chance.pick(RARE) : chance.pick(ANY);
    const inARow = chance.next() < 0.3 ? chance.between(2, 5) : 1;
    const reading = chance.next() < 0.25;
    const [method, path, about] = reading ? READS : chance.pick(WRITES);
    const first = chance.between(1, about);
    for (let nth = first; nth < first + inARow; nth += 1) faults.push(fault({ method, path, nth }, consequence));
  }
  return faults;
}
