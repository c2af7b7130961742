import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Decision, EXIT, type Gate, isOpen } from '@cutover/domain';
import {
  extract,
  homeOf,
  initWorkspace,
  makePlan,
  makeReport,
  readDiff,
  rollbackDryRun,
  runFull,
  runRollback,
  runSample,
  runSchema,
  runVerify,
  type Workspace,
} from '@cutover/engine';
import { acceptAll, approve, decideMany, listDecisions, throwAwayKey, type Verdict } from '@cutover/engine/desk';
import type { Sandbox } from '@cutover/sandbox';
import type { Command } from 'commander';
import { leaf, portsOf, refusePassphrase, type Surroundings } from '../context.ts';
import { text } from '../options.ts';
import type { Outcome, Output } from '../output.ts';
import { diffText } from '../views/diff.ts';
import { reportText } from '../views/runs.ts';
import { extractText } from '../views/workspace.ts';

const EXAMPLE = join(homeOf(import.meta.url), 'fixtures', 'practice-small');
/** The demo's sandbox lets its two-second windows pass this much faster. */
const SPEED = 20;
/** Findings that are written out; the rest is counted. */
const SHOWN_FINDINGS = 5;

/** demo: the whole road on the example, against a sandbox that this process starts and approves for with a key it throws away. */
export function demoCommand(program: Command, around: Surroundings): void {
  leaf(
    program,
    around,
    'demo',
    'the whole road on the example, against a sandbox of its own',
    'cutover demo',
    async ({ output, env }, options) => {
      refusePassphrase(env);
      const { startSandbox } = await import('@cutover/sandbox');
      const sandbox = await startSandbox({ plan: 'premium', seats: 3, seed: 'demo', speed: SPEED });
      const dir = text(options, 'workspace') ?? '.';
      const workspace = dir === '.' ? mkdtempSync(join(tmpdir(), 'cutover-demo-')) : dir;
      const ports = portsOf({ ...around, env: { ...env, PIPEDRIVE_API_TOKEN: sandbox.token, CUTOVER_TIME_SCALE: String(SPEED) } });
      const { key, publicKey } = throwAwayKey();
      const ws = await initWorkspace(
        workspace,
        { source: EXAMPLE, target: sandbox.url, trust: [], trustKeys: [publicKey], tier: 'premium', seats: 3 },
        ports,
      );
      try {
        const yes = (gate: Gate): void => {
          approve(ws, { gate, key, company: sandbox.company.domain });
        };
        return await travel(ws, sandbox, yes, new Teller(output));
      } finally {
        ws.close();
        await sandbox.close();
      }
    },
  );
}

/** Headings and results of each stretch. */
class Teller {
  readonly #output: Output;
  #step = 0;

  constructor(output: Output) {
    this.#output = output;
  }

  step(title: string, result: string): void {
    this.#step += 1;
    this.#output.text(`\n${this.#step}. ${title}\n\n${result.replace(/^(?=.)/gm, '   ')}`);
  }
}

async function travel(ws: Workspace, sandbox: Sandbox, yes: (gate: Gate) => void, tell: Teller): Promise<Outcome> {
  const before = await digest(sandbox);
  tell.step('Read the example export', extractText(await extract(ws)));

  const plan = await makePlan(ws);
  answerAll(ws);
  const decided = listDecisions(ws).decisions;
  const toLookAt = plan.meta.findings.filter(({ severity }) => severity !== 'info');
  tell.step(
    'Propose, decide, approve the plan',
    [
      `${decided.length} decisions, all answered with the first proposal (you would look at each).`,
      `${plan.plan.schema.fields.length} custom fields, ${plan.plan.schema.stages.length} stages; about ${plan.meta.estimate.tokens} API tokens; grade ${plan.meta.grade.letter}.`,
      ...toLookAt.slice(0, SHOWN_FINDINGS).map((finding) => `${finding.severity}: ${finding.message}`),
      ...(toLookAt.length > SHOWN_FINDINGS ? [`… and ${toLookAt.length - SHOWN_FINDINGS} more to look at before a yes.`] : []),
    ].join('\n'),
  );
  yes('plan');

  const schema = await runSchema(ws, {});
  tell.step('Create the schema', `${schema.data.created} created, ${schema.data.reused} there already.`);
  const sample = await runSample(ws, {});
  tell.step(
    'Load a sample, read it back, compare',
    `${sample.data.rows} rows became ${sample.data.records} records.\n${diffText(readDiff(ws))}`,
  );
  yes('full');

  const full = await runFull(ws, {});
  tell.step(
    'Load the rest',
    `${full.data.created} created, ${full.data.reused} reused, ${full.data.present} of the sample, ${full.data.failed} failed.`,
  );
  const verified = await runVerify(ws, {});
  const { equal, declared, different, missing } = verified.data;
  tell.step(
    'Read everything back and compare',
    `${equal} fields equal, ${declared} declared, ${different} different; ${missing} records missing.`,
  );
  const { report, files } = makeReport(ws);
  tell.step('Report', reportText(report, files, ws.dir));

  const planned = await rollbackDryRun(ws, {});
  yes('rollback');
  const undone = await runRollback(ws, {});
  const after = await digest(sandbox);
  tell.step(
    'Roll back',
    [
      `${planned.reverted} operations; ${undone.data.reverted} brought back, ${undone.data.kept.length} kept, ${undone.data.failed.length} failed.`,
      after === before ? 'The account is what it was: the digests before and after are the same.' : 'The account differs from what it was.',
    ].join('\n'),
  );
  const good = different === 0 && missing === 0 && full.data.failed === 0 && undone.data.failed.length === 0 && after === before;
  return {
    exit: good ? EXIT.done : EXIT.partial,
    json: {
      workspace: ws.dir,
      verified: { equal, declared, different, missing },
      counts: report.counts,
      tokens: report.tokens,
      rolledBack: after === before,
    },
    text: `\nThe workspace is ${ws.dir}.`,
  };
}

async function digest(sandbox: Sandbox): Promise<unknown> {
  const answer = (await (await fetch(`${sandbox.url}/__sandbox/digest`)).json()) as { digest?: unknown };
  return answer.digest;
}

/** Every first proposal; where there is none, the first alternative. */
function answerAll(ws: Workspace): void {
  acceptAll(ws, listDecisions(ws).listDigest);
  const first = (decision: Decision): Verdict =>
    decision.proposal !== null ? { accept: true } : decision.alternatives.length > 0 ? { choose: 1 } : { reject: true };
  const open = listDecisions(ws).decisions.filter(isOpen);
  decideMany(ws, Object.fromEntries(open.map((decision) => [decision.id, first(decision)])));
}
