import { ERRORS } from '@cutover/domain';
import { buildReport } from '@cutover/engine';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { planned, setOut, type Traveller } from '../tools/travel.ts';
import { verifies } from '../tools/verifies.ts';
import { type Caller, HARMLESS, linked } from './caller.ts';

/** What no tool may take (contract §3), wherever in a schema it stands. */
const FORBIDDEN = /path|url|uri|file|folder|host|key|token|passphrase|workspace|status|answer|approv|confirm|consent|gate|sign/i;

const Schema = z.looseObject({
  type: z.string().optional(),
  properties: z.record(z.string(), z.unknown()).optional(),
  additionalProperties: z.unknown(),
  items: z.unknown(),
});

/** Every object schema in a schema, with the names of its properties. */
function objectsIn(schema: unknown): z.infer<typeof Schema>[] {
  const parsed = Schema.safeParse(schema);
  if (!parsed.success) return [];
  const inner = [...Object.values(parsed.data.properties ?? {}), parsed.data.items].flatMap(objectsIn);
  return parsed.data.type === 'object' ? [parsed.data, ...inner] : inner;
}

/** A call of every tool that reads, and of every other that an untouched account lets through. */
const CALLS: Readonly<Record<string, readonly Record<string, unknown>[]>> = {
  extract: [{}],
  profile: [{}, { id: 'object:clients.csv' }],
  plan_make: [{}],
  plan_show: [{}, { part: 'schema' }, { part: 'values' }, { part: 'owners' }, { part: 'findings' }, { part: 'counts' }],
  decisions_list: [{}, { open: true }, { kind: 'stage' }, { below: 0.8 }, { about: 'clients mobile' }],
  decision_explain: [{ id: 'field:clients.csv#3' }],
  decision_propose: [
    {
      id: 'deal-value',
      proposal: { use: 'total' },
      reason: 'The practice counts what was sold.',
      model: 'example-1',
      prompt: { id: 'agent', version: '1' },
    },
  ],
  estimate: [{}],
  run_start: [{ kind: 'schema' }],
  run_status: [{}],
  run_cancel: [{ run: 'full-1' }],
  diff_show: [{}],
  rollback_preview: [{}],
  report_show: [{}, { part: 'rejects' }, { part: 'ids' }],
};

describe('what a client is told', () => {
  let traveller: Traveller;
  let caller: Caller;
  let close: () => Promise<void>;
  beforeAll(async () => {
    traveller = await setOut();
    await planned(traveller);
    ({ caller, close } = await linked({ ws: traveller.ws, command: HARMLESS }));
  });
  afterAll(async () => {
    await close();
    await traveller.close();
  });

  test(`${verifies('R51', 'R55')}at most fourteen tools in less than 24 KB, each with a short description and schemas for both sides`, async () => {
    const listed = await caller.client.listTools();
    expect(listed.tools.map((tool) => tool.name)).toEqual(Object.keys(CALLS));
    expect(listed.tools.length).toBeLessThanOrEqual(14);
    expect(Buffer.byteLength(JSON.stringify(listed))).toBeLessThan(24_000);
    for (const tool of listed.tools) {
      expect(tool.title, tool.name).toMatch(/^[A-Z]/);
      expect(tool.description?.length ?? 0, tool.name).toBeGreaterThan(60);
      expect(tool.description?.length ?? 0, tool.name).toBeLessThan(300);
      expect(tool.outputSchema?.type, tool.name).toBe('object');
      expect(Object.keys(tool.annotations ?? {}).sort(), tool.name).toEqual([
        'destructiveHint',
        'idempotentHint',
        'openWorldHint',
        'readOnlyHint',
      ]);
    }
  });

  test(`${verifies('R57')}arguments are strict, and none is a path, an address, a key, a status, an answer or a yes`, async () => {
    const { tools } = await caller.client.listTools();
    for (const tool of tools) {
      const objects = objectsIn(tool.inputSchema);
      for (const { properties = {}, additionalProperties } of objects) {
        // The proposal is the one free object: the engine holds it to the form of its decision.
        const isProposal = tool.name === 'decision_propose' && Object.keys(properties).length === 0;
        expect(additionalProperties, tool.name).toEqual(isProposal ? {} : false);
        for (const name of Object.keys(properties)) expect(name, tool.name).not.toMatch(FORBIDDEN);
      }
      const given = await caller.call(tool.name, { ...CALLS[tool.name]?.[0], confirmed: true });
      expect(given.isError, tool.name).toBe(true);
      expect(given.content, tool.name).toMatchObject({
        error: { code: 'bad-argument', retry: 'after-fix', arguments: [{ argument: 'confirmed' }] },
      });
    }
  });

  test('bad arguments, and a tool that there is not, are failures of our table that name what is wrong', async () => {
    const status = await caller.call('run_status', { wait: 'long' });
    expect(status).toMatchObject({
      isError: true,
      content: { error: { code: 'bad-argument', arguments: [{ argument: 'wait', found: '"long"', expected: 'a number' }] } },
    });
    expect(status.content).toMatchObject({
      error: {
        message: 'run_status cannot be called with this: wait: found "long", expected a number',
        advice: ERRORS['bad-argument'].advice,
      },
    });
    const approve = await caller.call('approve', { gate: 'plan' });
    expect(approve).toMatchObject({ isError: true, content: { error: { code: 'bad-argument' } } });
    expect(approve.text).toMatch(/there is no tool .*approve.*; the tools are extract, profile, /);
  });

  test('a hint says what a tool does: what only reads leaves the ledger as it is, what stays at home asks nobody', async () => {
    const { tools } = await caller.client.listTools();
    const db = new Database(traveller.ws.ledger.file);
    try {
      for (const tool of tools) {
        for (const args of CALLS[tool.name] ?? []) {
          const version = db.pragma('data_version', { simple: true });
          const asked = await traveller.get('metrics');
          const { text } = await caller.call(tool.name, args);
          expect(Buffer.byteLength(text), `${tool.name} ${JSON.stringify(args)}`).toBeLessThan(8192);
          const now = await traveller.get('metrics');
          if (tool.annotations?.readOnlyHint === true)
            expect(db.pragma('data_version', { simple: true }), `${tool.name} ${JSON.stringify(args)}`).toBe(version);
          if (tool.name === 'decision_propose') expect(db.pragma('data_version', { simple: true })).not.toBe(version);
          if (tool.annotations?.openWorldHint === false) expect(now.requests, tool.name).toEqual(asked.requests);
          expect(now.writes, tool.name).toBe(0);
        }
      }
    } finally {
      db.close();
    }
    expect(tools.filter((tool) => tool.annotations?.readOnlyHint === true).map((tool) => tool.name)).toEqual([
      'profile',
      'plan_show',
      'decisions_list',
      'decision_explain',
      'estimate',
      'run_status',
      'diff_show',
      'report_show',
    ]);
    expect(tools.filter((tool) => tool.annotations?.destructiveHint === true).map((tool) => tool.name)).toEqual([
      'decision_propose',
      'run_start',
    ]);
  });

  test('a list is read page by page to its end, and a page of another list is refused', async () => {
    const seen: unknown[] = [];
    let cursor: string | undefined;
    do {
      const page = z
        .looseObject({
          total: z.number(),
          next: z.string().nullable(),
          fromExport: z.looseObject({ decisions: z.array(z.looseObject({ id: z.string() })) }),
        })
        .parse(await caller.well('decisions_list', cursor === undefined ? {} : { cursor }));
      seen.push(...page.fromExport.decisions.map(({ id }) => id));
      cursor = page.next ?? undefined;
      if (cursor === undefined) expect(seen.length).toBe(page.total);
      else expect((await caller.call('decisions_list', { open: true, cursor })).content).toMatchObject({ error: { code: 'stale-list' } });
    } while (cursor !== undefined);
    expect(new Set(seen).size).toBe(traveller.ws.ledger.decisions.all().length);
  });

  test(`${verifies('R55')}resources and prompts are listed and read`, async () => {
    const { resources } = await caller.client.listResources();
    expect(resources.map(({ uri }) => uri)).toEqual(
      ['plan', 'qa', 'owners', 'schema', 'diff', 'report'].map((name) => `cutover://${name}`),
    );
    expect(await caller.read('cutover://qa')).toMatch(/warning\*\*: .*Rolled Over/);
    expect(await caller.read('cutover://owners')).toContain('| Lee Marsh | unassigned@example.com | fallback | 30 |');
    expect(JSON.parse(await caller.read('cutover://plan'))).toMatchObject({ summary: { digest: buildReport(traveller.ws).planDigest } });
    await expect(caller.read('cutover://diff')).rejects.toThrow('not-ready: there is no sample yet');
    const { prompts } = await caller.client.listPrompts();
    expect(prompts.map(({ name }) => name)).toEqual(['start_migration', 'review_plan', 'explain_discrepancy']);
    const prompt = await caller.client.getPrompt({ name: 'explain_discrepancy', arguments: { source_id: 'C009' } });
    expect(JSON.stringify(prompt.messages)).toContain('Record: C009');
  });
});
