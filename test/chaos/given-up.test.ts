import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Fault, fault } from '@cutover/sandbox';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { planned, setOut } from '../tools/travel.ts';
import { verifies } from '../tools/verifies.ts';
import { ANSWERS, companyWithFields, digestNow, openGate, RUN, STAGES, stateOf } from './journey.ts';
import { leftIn } from './meaning.ts';
import { THREE, writeExport } from './small-export.ts';

const dir = mkdtempSync(join(tmpdir(), 'chaos-'));
let source = '';

beforeAll(() => {
  source = writeExport(join(dir, 'export'), THREE);
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

/** The answer to a write gets lost, and then nobody can be asked what became of it: the run ends without knowing. */
const lost = (method: string, path: string, nth: number, look: string, looksBefore: number): Fault[] => [
  fault({ method, path, nth }, { cut: 'after' }),
  ...Array.from({ length: 40 }, (_, i) => fault({ method: 'GET', path: look, nth: looksBefore + 1 + i }, { status: 503 })),
];

const CASES: readonly (readonly [what: string, stage: (typeof STAGES)[number], faults: Fault[]])[] = [
  ['a field', 'schema', lost('POST', '/api/v2/personFields', 3, '/api/v2/personFields', 1)],
  ['options of the company’s own field', 'schema', lost('POST', '/api/v2/personFields/*/options', 1, '/api/v2/personFields', 1)],
  ['a pipeline', 'schema', lost('POST', '/api/v2/pipelines', 1, '/api/v2/pipelines', 1)],
  ['an activity type', 'schema', lost('POST', '/api/v1/activityTypes', 1, '/api/v1/activityTypes', 1)],
  ['an organization', 'sample', lost('POST', '/api/v2/organizations', 1, '/api/v2/organizations', 1)],
  ['a person', 'sample', lost('POST', '/api/v2/persons', 1, '/api/v2/persons', 1)],
  ['a deal', 'sample', lost('POST', '/api/v2/deals', 4, '/api/v2/deals', 1)],
  ['an activity', 'sample', lost('POST', '/api/v2/activities', 9, '/api/v2/activities', 2)],
  ['a note', 'sample', lost('POST', '/api/v1/notes', 2, '/api/v1/notes', 2)],
  ['a file', 'sample', lost('POST', '/api/v1/files', 1, '/api/v1/*files', 1)],
  ['a relationship', 'sample', lost('POST', '/api/v1/organizationRelationships', 1, '/api/v1/organizationRelationships', 0)],
  ['an update of a person that was there', 'sample', lost('PATCH', '/api/v2/persons/*', 1, '/api/v2/persons/*', 1)],
  ['an update of an organization that was there', 'sample', lost('PATCH', '/api/v2/organizations/*', 1, '/api/v2/organizations/*', 1)],
];

test.each(CASES)(
  `${verifies('R41', 'R61')}%s whose answer was lost is taken back, though nobody went on with the %s`,
  async (_, stage, faults) => {
    const traveller = await setOut({ source, sandbox: { seed: 'given up' } });
    const { journal } = traveller.ws.ledger;
    try {
      await companyWithFields(traveller);
      await planned(traveller, ANSWERS);
      const before = await stateOf(traveller);
      const digest = await digestNow(traveller);
      for (const earlier of STAGES.slice(0, STAGES.indexOf(stage))) {
        await openGate(traveller, earlier);
        await RUN[earlier](traveller.ws, {});
      }
      await traveller.post('faults', faults);
      await openGate(traveller, stage);
      await expect(RUN[stage](traveller.ws, {})).rejects.toMatchObject({ code: 'unavailable' });
      expect(journal.open(), 'the write of unknown outcome').toHaveLength(1);
      await traveller.post('faults', []);

      await openGate(traveller, 'rollback');
      expect(journal.open(), 'after the dry run').toEqual([]);
      expect(await RUN.rollback(traveller.ws, {})).toMatchObject({ exit: 0, data: { kept: [], failed: [] } });
      expect(leftIn(before, await stateOf(traveller))).toEqual([]);
      expect(await digestNow(traveller)).toBe(digest);
      journal.verify();
    } finally {
      await traveller.close();
    }
  },
);
