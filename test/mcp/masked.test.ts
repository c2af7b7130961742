import { makeReport, runFull, runSample, runSchema, runVerify } from '@cutover/engine';
import { allowColumn, exportColumns, withholdColumn } from '@cutover/engine/desk';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { planned, sayYes, setOut, type Traveller } from '../tools/travel.ts';
import { verifies } from '../tools/verifies.ts';
import { type Caller, HARMLESS, linked } from './caller.ts';

/** Taken by hand from the example export: people, how to reach them, and what was written about them. */
const SECRETS = [
  'maya.chen@example.com',
  'maya.home@example.com',
  'amara.d@example.com',
  'tomasz.kowalczyk@example.com',
  'lee.marsh@example.com',
  '(212) 555-0101',
  '646 555 0102',
  '215.555.0105',
  '5550101',
  'Maya Chen',
  'Rafael Mendes',
  'Oluwaseun',
  'Brightwater Studio',
  '12 Grove Street',
  '204 Court Street',
  '1984-05-17',
  '@mayachen.makes',
  'ten quiet minutes',
  'Lisbon project',
  'Burnout in 2022',
  'Sits on the board of Meridian',
  'lead the studio without drawing everything herself',
  'Sleeps badly on Sundays',
  'three, not five',
  'I became the boss of my friends',
  'Burnout 2022, fine now',
  'can we move Tuesday',
  'Your delegation list',
  'Cross out three before Friday',
  'Works for Hana',
  'Stuck in Poughkeepsie',
  'claiming the work',
  'contracts.example.com',
  'goals-worksheet-maya-chen',
];

/** Pages of a list to their end. */
async function pages(caller: Caller, name: string, args: Record<string, unknown>): Promise<void> {
  let cursor: unknown = null;
  do {
    const given = await caller.call(name, { ...args, ...(typeof cursor === 'string' ? { cursor } : {}) });
    cursor = given.content.next;
  } while (typeof cursor === 'string');
}

/** Everything a client can get to read. */
async function readAll({ ws }: Traveller, caller: Caller): Promise<void> {
  await pages(caller, 'profile', {});
  for (const file of ws.ledger.staging.files()) await pages(caller, 'profile', { id: `object:${file}` });
  for (const part of [undefined, 'schema', 'values', 'owners', 'findings', 'counts'])
    await pages(caller, 'plan_show', part === undefined ? {} : { part });
  await pages(caller, 'decisions_list', {});
  for (const { id } of ws.ledger.decisions.all()) await caller.well('decision_explain', { id });
  await caller.call('estimate');
  await caller.call('run_status');
  for (const { run } of ws.ledger.runs.list()) await caller.well('run_status', { run });
  await pages(caller, 'diff_show', {});
  for (const { sourceId } of ws.ledger.samples.latest()?.diff ?? []) await pages(caller, 'diff_show', { sourceId });
  for (const part of [undefined, 'failures', 'rejects', 'owners', 'fields', 'notMigrated', 'ids'])
    await pages(caller, 'report_show', part === undefined ? {} : { part });
  await caller.call('run_start', { kind: 'rollback' });
  await caller.call('rollback_preview');
  for (const { uri } of (await caller.client.listResources()).resources) await caller.read(uri);
}

const said = (caller: Caller, secret: string): string | undefined => caller.heard.find((text) => text.includes(secret));

describe('what a client gets to read', () => {
  let traveller: Traveller;
  let caller: Caller;
  let close: () => Promise<void>;
  beforeAll(async () => {
    traveller = await setOut();
    await planned(traveller, { sample: { set: { size: 200 } } });
    const { ws } = traveller;
    sayYes(traveller, 'plan');
    await runSchema(ws, {});
    await runSample(ws, {});
    sayYes(traveller, 'full');
    await runFull(ws, {});
    await runVerify(ws, {});
    makeReport(ws);
    ({ caller, close } = await linked({ ws, command: HARMLESS }));
    await readAll(traveller, caller);
  });
  afterAll(async () => {
    await close();
    await traveller.close();
  });

  test(`${verifies('R60')}no mail, number, name or text of a client is in any result, resource or refusal`, () => {
    expect(caller.heard.length).toBeGreaterThan(300);
    for (const secret of SECRETS) expect(said(caller, secret), secret).toBeUndefined();
  });

  test(`${verifies('R60')}nor is any mail, number or longer text that a cell of the export holds`, () => {
    const { ws } = traveller;
    const users = new Set(['dana.reyes@example.com', 'sam.okafor@example.com', 'priya.nair@example.com']);
    const everything = caller.heard.join('\n');
    let looked = 0;
    for (const file of ws.ledger.staging.files()) {
      for (const { cells } of ws.ledger.staging.rows(file)) {
        for (const cell of cells) {
          const personal = [
            ...(cell.match(/[\w.]+@[\w.]+\.\w+/g) ?? []),
            ...(cell.match(/[+(]?\d[\d ().-]{7,}\d/g) ?? []).filter((number) => /555/.test(number)),
            ...(cell.length > 60 ? [cell.slice(0, 40)] : []),
          ].filter((text) => !users.has(text));
          looked += personal.length;
          for (const text of personal) expect(everything.includes(text), `${file}: ${text}`).toBe(false);
        }
      }
    }
    expect(looked).toBeGreaterThan(200);
  });

  test(`${verifies('R60')}values are seen by their form, and marked as data`, async () => {
    const columns = await caller.well('profile', { id: 'object:clients.csv' });
    expect(columns).toMatchObject({
      fromExport: { columns: expect.arrayContaining([expect.objectContaining({ name: 'E-mail', masked: true })]) },
    });
    const diff = await caller.well('diff_show', { sourceId: 'C009' });
    expect(JSON.stringify(diff.fromExport)).toContain('"field":"emails"');
    expect(JSON.stringify(diff.fromExport)).toMatch(/\w\*\*\*@e\*\*\*\.com/);
  });

  test(`${verifies('R60')}a column that a person allowed is shown as it is, and no other`, async () => {
    const { ws } = traveller;
    for (const column of ['E-mail', 'clients.csv Private Notes']) allowColumn(ws, column);
    const profile = JSON.stringify(await caller.well('profile', { id: 'object:clients.csv' }));
    expect(profile).toContain('maya.chen@example.com');
    expect(profile).toContain('ten quiet minutes');
    expect(profile).not.toContain('maya.home@example.com');
    expect(profile).not.toContain('555-0101');
    const diff = async (): Promise<string> => JSON.stringify(await caller.well('diff_show', { sourceId: 'C003' }));
    // Two columns make the field: one of them alone does not open it.
    expect(await diff()).not.toContain('amara.diallo@example.com');
    expect(await diff()).toContain('Burnout in 2022');
    withholdColumn(ws, 'field:clients.csv#21');
    allowColumn(ws, 'other e-mails');
    expect(await diff()).toContain('amara.diallo@example.com');
    expect(await diff()).not.toContain('Burnout in 2022');
    for (const { id, allowed } of exportColumns(ws)) if (allowed) withholdColumn(ws, id);
    expect(await diff()).not.toContain('amara.diallo@example.com');
  });
});
