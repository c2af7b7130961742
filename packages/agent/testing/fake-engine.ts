import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { InMemoryTransport } from '@modelcontextprotocol/sdk/inMemory.js';
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { z } from 'zod';
import { type McpClientPort, mcpPort } from '../src/mcp/port.ts';
import { type Answer, type FakeDecision, fakePractice } from './fake-practice.ts';

export interface FakeCall {
  readonly name: string;
  readonly args: Answer;
}

export interface FakeEngine {
  readonly port: McpClientPort;
  /** Every call that reached the server. */
  readonly calls: readonly FakeCall[];
  readonly decision: (id: string) => FakeDecision;
  /** What `run_status` names as the next command; a person's doing is played by setting it. */
  next: string;
  /** Kinds of run that a person has approved. */
  readonly approved: Set<string>;
  /** Text that the next `decision_explain` carries among its evidence. */
  inject: string | null;
  readonly close: () => Promise<void>;
}

const DIGEST = `sha256:${'a'.repeat(64)}`;
const PAGE = 10;
const text = (structured: Answer, isError = false) => ({
  content: [{ type: 'text' as const, text: JSON.stringify(structured) }],
  structuredContent: structured,
  isError,
});
const fault = (code: string, message: string) => text({ error: { code, message, advice: 'Look again', retry: 'after-fix' } }, true);
const line = ({ alternatives: _a, evidence: _e, reason: _r, ...rest }: FakeDecision): Answer => ({ ...rest });

/** A server of the tests' own that answers like the real one, over a small practice, by the protocol. */
export async function startFakeEngine(): Promise<FakeEngine> {
  const all = fakePractice();
  const made: FakeCall[] = [];
  const approved = new Set<string>();
  const server = new McpServer({ name: 'fake', version: '1' });
  const find = (id: string): FakeDecision | undefined => all.find((one) => one.id === id);
  const openNow = (): FakeDecision[] => all.filter(({ state }) => state === 'proposed');
  let planned = true;

  const tool = (name: string, input: z.ZodObject, run: (args: Answer) => ReturnType<typeof text>): void => {
    server.registerTool(name, { description: `The tool ${name}.`, inputSchema: input }, (args) => {
      const given = z.record(z.string(), z.unknown()).parse(args);
      made.push({ name, args: given });
      return run(given);
    });
  };
  const none = z.strictObject({});
  tool('extract', none, () =>
    text({
      totals: { rows: 20, staged: 19, rejected: 1, skipped: 0, issues: 0 },
      fromExport: { files: [{ id: 'object:clients.csv', object: 'client', rows: 20 }], moreFiles: 0 },
    }),
  );
  const summary = () => ({
    digest: DIGEST,
    serial: 1,
    company: 'practice',
    decisions: { total: all.length, open: openNow().length },
    findings: { error: 0, warning: 2, info: 1 },
    grade: 'A: quick',
    tokens: 1200,
    stale: [],
  });
  tool('plan_make', none, () => {
    planned = true;
    return text(summary());
  });
  tool('plan_show', z.strictObject({ part: z.string().optional() }), ({ part }) => {
    if (!planned) return fault('no-plan', 'there is no plan yet');
    if (part === undefined) return text({ summary: summary() });
    const rows =
      part === 'counts'
        ? [{ object: 'client', rows: 19 }]
        : [
            { create: 'field', name: 'Coaching Tier' },
            { create: 'stage', name: 'Active' },
          ];
    return text({ total: rows.length, next: null, fromExport: { rows } });
  });
  tool(
    'decisions_list',
    z.strictObject({
      open: z.boolean().optional(),
      kind: z.string().optional(),
      below: z.number().optional(),
      about: z.string().optional(),
      cursor: z.string().optional(),
    }),
    ({ open, kind, below, cursor }) => {
      const wanted = all.filter(
        (one) =>
          (open === undefined || (one.state === 'proposed') === open) &&
          (kind === undefined || one.kind === kind) &&
          (typeof below !== 'number' || one.confidence === null || one.confidence < below),
      );
      const from = Number(cursor ?? 0);
      const next = from + PAGE < wanted.length ? String(from + PAGE) : null;
      return text({
        total: wanted.length,
        next,
        open: openNow().length,
        fromExport: { decisions: wanted.slice(from, from + PAGE).map(line) },
      });
    },
  );
  tool('decision_explain', z.strictObject({ id: z.string() }), ({ id }) => {
    const one = find(String(id));
    if (one === undefined) return fault('no-decision', 'there is no such decision');
    const evidence = engine.inject === null ? one.evidence : [...one.evidence, engine.inject];
    return text({
      meaning: 'What it settles.',
      form: {},
      targets: [],
      fromExport: { ...line(one), alternatives: one.alternatives, evidence, reason: one.reason },
    });
  });
  const signature = { model: z.string().regex(/^[\w.:/-]{1,80}$/), prompt: z.strictObject({ id: z.string(), version: z.string() }) };
  tool(
    'decision_propose',
    z.strictObject({ id: z.string(), proposal: z.record(z.string(), z.unknown()), reason: z.string().max(400), ...signature }),
    (args) => {
      const { id, proposal, reason, model, prompt } = z
        .object({ id: z.string(), proposal: z.record(z.string(), z.unknown()), reason: z.string(), ...signature })
        .parse(args);
      const one = find(id);
      if (one === undefined) return fault('no-decision', 'there is no such decision');
      const reopened = one.state !== 'proposed';
      Object.assign(one, {
        proposal,
        reason,
        proposedBy: `model:${model}@${prompt.id}@${prompt.version}`,
        state: 'proposed',
        answer: null,
        confidence: null,
      });
      return text({ serial: 2, digest: DIGEST, reopened, open: openNow().length, fromExport: { decision: line(one) } });
    },
  );
  tool('estimate', none, () =>
    text({
      tier: 'lite',
      seats: 1,
      tierKnown: 'assumed',
      tokens: 1200,
      requests: 90,
      days: 0.1,
      minutesAtFullRate: 1,
      grade: { letter: 'A', timeline: 'an hour' },
    }),
  );
  tool('run_start', z.strictObject({ kind: z.string() }), ({ kind }) => {
    if (approved.has(String(kind))) return text({ status: 'started', run: `run-${String(kind)}`, kind, watch: 'run_status with this run' });
    const open = openNow().map(({ id }) => id);
    const gate = kind === 'full' || kind === 'rollback' ? kind : 'plan';
    return text(
      {
        status: 'approval_required',
        gate,
        digest: DIGEST,
        reason: 'missing',
        ask: `cutover approve ${gate}`,
        ...(open.length > 0 ? { open } : {}),
      },
      true,
    );
  });
  tool(
    'run_status',
    z.strictObject({ run: z.string().optional(), after: z.number().optional(), wait: z.number().optional() }),
    ({ run }) => {
      const runs =
        run === undefined
          ? []
          : [
              {
                run,
                kind: String(run).replace('run-', ''),
                state: 'finished',
                active: false,
                started: 'x',
                ended: 'y',
                tokens: 42,
                summary: {},
              },
            ];
      return text({
        next: engine.next,
        decisions: { total: all.length, open: openNow().length },
        runs,
        progress: null,
        events: [],
        after: 0,
      });
    },
  );
  tool('run_cancel', z.strictObject({ run: z.string() }), () => text({ asked: true }));
  tool('diff_show', none, () =>
    text({
      total: 1,
      next: null,
      diffDigest: DIGEST,
      clean: false,
      verdicts: { equal: 300, declared: 2, different: 1 },
      records: 40,
      notCovered: ['sessions of 3 coaches at once'],
      fromExport: {
        records: [
          {
            entity: 'person',
            sourceId: 'C001',
            id: 7,
            fields: [
              { field: 'name', source: 'M*** C***', wanted: 'M*** C***', got: null, verdict: 'different', rule: null, masked: true },
            ],
            equalFields: 9,
          },
        ],
      },
    }),
  );
  tool('rollback_preview', none, () =>
    text({ wouldRevert: 40, operationsDigest: DIGEST, irreversible: ['activity types stay'], kept: [], moreKept: 0 }),
  );
  tool('report_show', none, () =>
    text({
      summary: {
        company: 'practice',
        tokens: { estimated: 1200, spent: 1100 },
        discrepancies: 0,
        counts: [{ object: 'client', source: 20, rejected: 1, planned: 19, created: 18, reused: 1, failed: 0 }],
        sizes: {},
        runs: [],
      },
    }),
  );

  const client = new Client({ name: 'test', version: '1' });
  const [ours, theirs] = InMemoryTransport.createLinkedPair();
  await Promise.all([server.connect(theirs), client.connect(ours)]);
  const engine: FakeEngine = {
    port: mcpPort(client),
    calls: made,
    decision: (id) => {
      const one = find(id);
      if (one === undefined) throw new Error(`the fake has no decision ${id}`);
      return one;
    },
    next: 'cutover decisions (31 open)',
    approved,
    inject: null,
    close: async () => {
      await client.close();
      await server.close();
    },
  };
  return engine;
}
