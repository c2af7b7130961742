import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { broken, type Fault, ROOT, testFile } from './fault.ts';
import { faults } from './faults.ts';
import { ENV, Outcome } from './outcome.ts';

const USAGE = `npm run mutate [-- --list] [-- --only ID[,ID…]]
Puts each of the listed faults into the product, one at a time, and runs the road's tests that have to notice it.
Exit 0 when every fault was noticed; 1 when one was not, or cannot be put in.`;

/** Two at a time: each runs its own tests one after the other. */
const WORKERS = 2;
const LIMIT_MS = 240_000;

const { values } = parseArgs({ options: { list: { type: 'boolean' }, only: { type: 'string' }, help: { type: 'boolean' } } });
const dir = mkdtempSync(join(tmpdir(), 'mutate-'));

async function main(): Promise<number> {
  if (values.help === true) return say(USAGE, 0);
  const only = values.only?.split(',');
  const chosen = only === undefined ? faults : faults.filter(({ id }) => only.some((part) => id === part || id.startsWith(`${part}/`)));
  if (chosen.length === 0) return say(`there is no fault ${values.only}\n${USAGE}`, 1);
  if (values.list === true) return say(chosen.map(({ id, about }) => `${id.padEnd(width(chosen))}  ${about}`).join('\n'), 0);
  const misplaced = chosen.flatMap(place);
  if (misplaced.length > 0) return say(misplaced.join('\n\n'), 1);
  if (!(await soundWithout(chosen))) return 1;
  return judge(chosen);
}

function place(fault: Fault): string[] {
  try {
    broken(fault);
    return [];
  } catch (error) {
    return [String(error)];
  }
}

/** The tests have to pass as long as nothing is broken: else their failing would prove nothing. */
async function soundWithout(chosen: readonly Fault[]): Promise<boolean> {
  const begun = Date.now();
  const { passed, failed, outside } = await vitest(null, [...new Set(chosen.flatMap(({ tests }) => tests))], LIMIT_MS * 5);
  const faulty = [...failed.map(({ test, error }) => `${test}: ${error}`), ...outside];
  say(`without a fault: ${passed} tests pass, ${faulty.length} fail (${seconds(begun)})${faulty.map((line) => `\n  ${line}`).join('')}`, 0);
  return passed > 0 && faulty.length === 0;
}

type Verdict = 'killed' | 'SURVIVED' | 'BROKEN';

async function judge(chosen: readonly Fault[]): Promise<number> {
  const begun = Date.now();
  const verdicts = new Map<Fault, Verdict>();
  const left = [...chosen];
  const work = async (): Promise<void> => {
    for (let fault = left.shift(); fault !== undefined; fault = left.shift()) {
      const since = Date.now();
      const { verdict, why } = verdictOf(await vitest(fault, fault.tests, LIMIT_MS));
      verdicts.set(fault, verdict);
      const at = `${verdicts.size}/${chosen.length}`.padStart(7);
      say(`${at}  ${verdict.padEnd(8)}  ${fault.id.padEnd(width(chosen))}  ${seconds(since).padStart(6)}  ${why}`, 0);
    }
  };
  await Promise.all(Array.from({ length: WORKERS }, work));
  const alive = chosen.filter((fault) => verdicts.get(fault) !== 'killed');
  say(`\n${chosen.length} faults: ${chosen.length - alive.length} killed, ${alive.length} not, in ${seconds(begun)}`, 0);
  for (const fault of alive) say(`  ${verdicts.get(fault)}  ${fault.id}: ${fault.about} (${fault.file})`, 0);
  return alive.length === 0 ? 0 : 1;
}

/** Errors that say that the fault is no running program, not that somebody noticed what it does. */
const NO_PROGRAM = /^(?:SyntaxError|ReferenceError|TypeError)\b/;

function verdictOf({ applied, passed, failed, outside }: Outcome): { verdict: Verdict; why: string } {
  const [noticed] = failed.filter(({ error }) => !NO_PROGRAM.test(error));
  if (!applied) return { verdict: 'BROKEN', why: 'its module was not loaded' };
  if (noticed !== undefined) return { verdict: 'killed', why: noticed.test };
  const [error] = [...failed.map((each) => each.error), ...outside];
  if (error !== undefined) return { verdict: 'BROKEN', why: error.split('\n')[0] ?? '' };
  return { verdict: 'SURVIVED', why: `${passed} tests pass` };
}

/** Runs tests in a process of their own, with a fault or without. */
function vitest(fault: Fault | null, tests: readonly string[], limitMs: number): Promise<Outcome> {
  const file = join(dir, `${(fault?.id ?? 'none').replaceAll('/', '-')}.json`);
  const env = {
    ...process.env,
    [ENV.fault]: fault?.id ?? '',
    [ENV.tests]: JSON.stringify(tests.map(testFile)),
    [ENV.outcome]: file,
  };
  const program = join(ROOT, 'node_modules/vitest/vitest.mjs');
  const child = spawn(process.execPath, [program, 'run', '--config', join(import.meta.dirname, 'vitest.config.ts')], {
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text: string) => (output += text));
  const timer = setTimeout(() => child.kill(), limitMs);
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (_, signal) => {
      clearTimeout(timer);
      resolve(
        signal === null ? read(file, output) : { applied: true, passed: 0, failed: [], outside: [`no end within ${limitMs / 1000} s`] },
      );
    });
  });
}

function read(file: string, output: string): Outcome {
  try {
    return Outcome.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch (error) {
    return { applied: true, passed: 0, failed: [], outside: [`no outcome: ${String(error)}\n${output}`] };
  }
}

function width(of: readonly Fault[]): number {
  return Math.max(...of.map(({ id }) => id.length));
}

function seconds(since: number): string {
  return `${((Date.now() - since) / 1000).toFixed(1)} s`;
}

function say<T>(text: string, code: T): T {
  process.stdout.write(`${text}\n`);
  return code;
}

process.exitCode = await main();
rmSync(dir, { recursive: true, force: true });
