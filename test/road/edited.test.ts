import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { digestOfBytes, type Gate, PlanEnvelope, planDigest } from '@cutover/domain';
import { type Ports, rollbackDryRun, runFull, runRollback, runSample, runSchema, type Workspace } from '@cutover/engine';
import type Database from 'better-sqlite3';
import { afterAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { planned, sayYes, setOut, type Traveller } from '../tools/travel.ts';
import { verifies } from '../tools/verifies.ts';
import { caught, edit, onlyApprovals, refusedUnasked, reopened, SMALL_SAMPLE, smallExport, writes } from './small.ts';

const dir = mkdtempSync(join(tmpdir(), 'edited-'));
const source = smallExport(dir);
afterAll(() => rmSync(dir, { recursive: true, force: true }));

const Row = z.record(z.string(), z.union([z.string(), z.number(), z.null()]));

/** One row of the ledger's file is replaced; @returns how to put it back as it was. */
function change(db: Database.Database, table: string, where: string, how: (row: z.infer<typeof Row>) => z.infer<typeof Row>): Undo {
  const old = Row.parse(db.prepare(`select rowid as rowid_, * from ${table} where ${where} limit 1`).get());
  const { rowid_, ...row } = old;
  const next = how(row);
  expect(next, `${table} where ${where}`).not.toEqual(row);
  const set = (values: z.infer<typeof Row>) => (file: Database.Database) =>
    void file
      .prepare(
        `update ${table} set ${Object.keys(values)
          .map((column) => `${column} = ?`)
          .join(', ')} where rowid = ?`,
      )
      .run(...Object.values(values), rowid_);
  set(next)(db);
  return set(row);
}

function takeOut(db: Database.Database, table: string, where: string): Undo {
  const row = Row.parse(db.prepare(`select * from ${table} where ${where} limit 1`).get());
  expect(db.prepare(`delete from ${table} where ${where}`).run().changes).toBe(1);
  return (file) => {
    const columns = Object.keys(row);
    file.prepare(`insert into ${table} (${columns.join(', ')}) values (${columns.map(() => '?').join(', ')})`).run(...Object.values(row));
  };
}

type Undo = (db: Database.Database) => void;
interface Edit {
  readonly make: (db: Database.Database) => Undo;
  readonly exit: 3 | 4;
  readonly says: string;
}

const NEWEST_PLAN = 'n = (select max(n) from plan_envelope)';
const ROW = "cells like '%maya.chen@example.com%'";
const edited = (make: Edit['make']): Edit => ({ make, exit: 4, says: 'ledger-edited' });

/** The plan with another sample size, as a person in a hurry might have it. */
function otherPlan(json: unknown, digest: (plan: PlanEnvelope['plan']) => string): PlanEnvelope {
  const envelope = PlanEnvelope.parse(JSON.parse(String(json)));
  const plan = { ...envelope.plan, policies: { ...envelope.plan.policies, sample: { size: 60 } } };
  return PlanEnvelope.parse({ ...envelope, plan, digest: digest(plan) });
}

const otherCell = (cells: unknown): string => String(cells).replace('Chen', 'Chang').replace('Kowalczyk', 'Kowal');

/** What can be edited as soon as there is a plan, and what is said about it. */
const ofThePlan = (gate: Gate): Readonly<Record<string, Edit>> => ({
  'the plan': edited((db) =>
    change(db, 'plan_envelope', NEWEST_PLAN, (row) => {
      const old = PlanEnvelope.parse(JSON.parse(String(row.json)));
      return { ...row, json: JSON.stringify(otherPlan(row.json, () => old.digest)) };
    }),
  ),
  'the plan, with a digest that fits': {
    make: (db) =>
      change(db, 'plan_envelope', NEWEST_PLAN, (row) => {
        const other = otherPlan(row.json, planDigest);
        return { ...row, json: JSON.stringify(other), digest: other.digest };
      }),
    exit: 3,
    says: 'digest',
  },
  'a cell of a staged row': edited((db) => change(db, 'staged_row', ROW, (row) => ({ ...row, cells: otherCell(row.cells) }))),
  'a cell of a staged row, with a hash that fits': {
    make: (db) =>
      change(db, 'staged_row', ROW, (row) => {
        const cells = otherCell(row.cells);
        return { ...row, cells, hash: digestOfBytes(cells) };
      }),
    exit: 4,
    says: 'plan-stale',
  },
  'the time an approval lasts': {
    make: (db) =>
      change(db, 'approval', `json like '%"gate":"${gate}"%'`, (row) => ({
        ...row,
        json: String(row.json).replace(/"expires":"20/, '"expires":"29'),
      })),
    exit: 3,
    says: 'forged',
  },
});

/** What can be edited once records were written. */
const OF_THE_JOURNAL: Readonly<Record<string, Edit>> = {
  'the id of a record that was made': edited((db) =>
    change(db, 'id_map', "origin = 'created' and entity = 'person'", (row) => ({ ...row, pipedrive_id: 987_654 })),
  ),
  'what a request had asked for': edited((db) =>
    change(db, 'journal', "kind = 'intent'", (row) => ({ ...row, request: String(row.request).replace('{', '{"x":1,') })),
  ),
  'how a write had ended': edited((db) => change(db, 'journal', "kind = 'result'", (row) => ({ ...row, status: 299 }))),
  'a write, taken out of the journal': edited((db) => takeOut(db, 'journal', 'seq = 5')),
};

const OF_THE_SAMPLE: Readonly<Record<string, Edit>> = {
  'the diff that was approved': edited((db) =>
    change(db, 'sample', 'n = 1', (row) => ({ ...row, diff: String(row.diff).replace('"equal"', '"declared"') })),
  ),
};

const OF_THE_OPERATIONS: Readonly<Record<string, Edit>> = {
  'the operations that were approved': edited((db) =>
    change(db, 'operation', "kind = 'rollback' order by n desc", (row) => ({
      ...row,
      json: String(row.json).replace(/"id":\d+/, '"id":1'),
    })),
  ),
};

/** Makes each edit, tries to start, and puts it back. What was said to each. */
async function tryEach(
  traveller: Pick<Traveller, 'get'>,
  ws: Workspace,
  edits: Readonly<Record<string, Edit>>,
  run: () => Promise<unknown>,
) {
  const said: Record<string, string> = {};
  const before = await writes(traveller);
  for (const [what, { make }] of Object.entries(edits)) {
    const undo = edit(ws, make);
    try {
      const error = await refusedUnasked(traveller, run);
      said[what] = `${error.exit} ${error.code === 'approval-required' ? error.details.data?.reason : error.code}`;
    } catch (error) {
      said[what] = String(error);
    }
    edit(ws, undo);
    expect(await writes(traveller), `${what}: a write went through`).toBe(before);
  }
  return said;
}

const wanted = (edits: Readonly<Record<string, Edit>>): Record<string, string> =>
  Object.fromEntries(Object.entries(edits).map(([what, { exit, says }]) => [what, `${exit} ${says}`]));

/** A traveller whose run is stopped, as by Ctrl-C, at its n-th step of a stage. */
async function stoppable(): Promise<{ traveller: Traveller; stopAt: (stage: string, step: number) => void; emit: Ports['emit'] }> {
  let at: { stage: string; step: number } | null = null;
  const emit: Ports['emit'] = (event) => {
    if (at !== null && event.type === 'progress' && event.stage === at.stage && event.done >= at.step) traveller.stop.abort();
  };
  const traveller = await setOut({ source, emit });
  const stopAt = (stage: string, step: number): void => {
    at = { stage, step };
  };
  return { traveller, stopAt, emit };
}

describe('an edited ledger is noticed', () => {
  test(`${verifies('R57')}when the schema run starts, and when it goes on`, async () => {
    const { traveller, stopAt } = await stoppable();
    try {
      await planned(traveller, SMALL_SAMPLE);
      sayYes(traveller, 'plan');
      const plan = ofThePlan('plan');
      expect(await tryEach(traveller, traveller.ws, plan, () => runSchema(traveller.ws, {}))).toEqual(wanted(plan));
      expect(await writes(traveller)).toBe(0);
      stopAt('schema', 7);
      expect((await caught(() => runSchema(traveller.ws, {}))).exit).toBe(6);
      const made = await writes(traveller);
      expect(made).toBeGreaterThanOrEqual(3);
      const { ws } = await reopened(traveller);
      const { 'the id of a record that was made': _, ...journal } = OF_THE_JOURNAL;
      const edits = { ...plan, ...journal };
      expect(await tryEach(traveller, ws, edits, () => runSchema(ws, {}))).toEqual(wanted(edits));
      expect(await writes(traveller)).toBe(made);
      const done = await runSchema(ws, {});
      expect({ exit: done.exit, run: done.run }).toEqual({ exit: 0, run: 'schema-1' });
      ws.close();
    } finally {
      await traveller.close();
    }
  });

  test(`${verifies('R57', 'R61')}when the full run starts, and when it goes on`, async () => {
    const { traveller, stopAt } = await stoppable();
    try {
      await planned(traveller, SMALL_SAMPLE);
      sayYes(traveller, 'plan');
      await runSchema(traveller.ws, {});
      await runSample(traveller.ws, {});
      sayYes(traveller, 'full');
      const edits = { ...ofThePlan('full'), ...OF_THE_JOURNAL, ...OF_THE_SAMPLE };
      expect(await tryEach(traveller, traveller.ws, edits, () => runFull(traveller.ws, {}))).toEqual(wanted(edits));
      stopAt('activity', 4);
      expect((await caught(() => runFull(traveller.ws, {}))).exit).toBe(6);
      const { ws } = await reopened(traveller);
      expect(await tryEach(traveller, ws, edits, () => runFull(ws, {}))).toEqual(wanted(edits));
      expect((await runFull(ws, {})).exit).toBe(0);
      ws.close();
    } finally {
      await traveller.close();
    }
  });

  test(`${verifies('R41', 'R57')}when a rollback starts, and when it goes on`, async () => {
    const { traveller, stopAt } = await stoppable();
    try {
      await planned(traveller, SMALL_SAMPLE);
      sayYes(traveller, 'plan');
      await runSchema(traveller.ws, {});
      await runSample(traveller.ws, {});
      await rollbackDryRun(traveller.ws, {});
      sayYes(traveller, 'rollback');
      const edits = { ...ofThePlan('rollback'), ...OF_THE_OPERATIONS };
      expect(await tryEach(traveller, traveller.ws, edits, () => runRollback(traveller.ws, {}))).toEqual(wanted(edits));
      // It reads the account before the journal is held against itself, and writes nothing.
      const before = await writes(traveller);
      for (const [what, { make }] of Object.entries(OF_THE_JOURNAL)) {
        const undo = edit(traveller.ws, make);
        expect((await caught(() => runRollback(traveller.ws, {}))).exit, what).not.toBe(0);
        edit(traveller.ws, undo);
      }
      expect(await writes(traveller)).toBe(before);
      await rollbackDryRun(traveller.ws, {});
      onlyApprovals(traveller);
      sayYes(traveller, 'rollback');
      stopAt('rollback', 5);
      expect((await caught(() => runRollback(traveller.ws, {}))).exit).toBe(6);
      const { ws } = await reopened(traveller);
      const all = { ...edits, ...OF_THE_JOURNAL };
      expect(await tryEach(traveller, ws, all, () => runRollback(ws, {}))).toEqual(wanted(all));
      expect((await runRollback(ws, {})).exit).toBe(0);
      ws.close();
    } finally {
      await traveller.close();
    }
  });
});
