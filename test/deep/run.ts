import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { ROOT, SUITES, type Suite } from './suites.ts';

/**
 * `npm run test:deep [-- --seed S] [--suite NAME] [--scale 0.1] [--again] [--write]`: the tests that take long, in parts, each part noted when it is through, so that
 * the whole can be broken off and gone on with, and suites can be run side by side. Writes RESULTS.md from what was run, and says what was not run whole.
 */
const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: 'deep' },
    suite: { type: 'string' },
    /** Share of the full counts, for trying it out; anything below 1 writes no RESULTS.md. */
    scale: { type: 'string', default: '1' },
    /** Forgets what was run before. */
    again: { type: 'boolean', default: false },
    /** Runs nothing: writes RESULTS.md from what is known. */
    write: { type: 'boolean', default: false },
  },
});

const Part = z.strictObject({
  from: z.number().int(),
  count: z.number().int(),
  ok: z.boolean(),
  seconds: z.number(),
  said: z.array(z.string()),
});
type Part = z.infer<typeof Part>;
/** What is known of one suite; figures of two commits are not one result. */
const State = z.strictObject({ commit: z.string(), edited: z.boolean(), date: z.string(), node: z.string(), parts: z.array(Part) });
type State = z.infer<typeof State>;

const text = (command: string, args: readonly string[]): string => spawnSync(command, args, { cwd: ROOT, encoding: 'utf8' }).stdout.trim();
const commit = text('git', ['rev-parse', 'HEAD']);
// RESULTS.md is ours to write: it says nothing about the code.
const edited = text('git', ['status', '--porcelain', '--untracked-files=no', '--', '.', ':!test/deep/RESULTS.md']) !== '';
const scale = Number(values.scale);
if (!(scale > 0 && scale <= 1)) throw new Error(`--scale ${values.scale} is not a share above 0 and up to 1`);

const stateDir = join(import.meta.dirname, 'state');
const fileOf = (suite: Suite): string => join(stateDir, `${suite.name}-${values.seed}-${scale}.json`);

function stateOf(suite: Suite): State | null {
  const file = fileOf(suite);
  return existsSync(file) ? State.parse(JSON.parse(readFileSync(file, 'utf8'))) : null;
}

const MEMORY = '/dev/shm';
const ROOM_BYTES = 2 ** 30;

/** Where the tests keep their workspaces: in memory where there is room, because a disk that is waited for at every commit is most of their time, and proves nothing. */
function temporary(): string {
  const { bavail, bsize } = existsSync(MEMORY) ? statfsSync(MEMORY) : { bavail: 0, bsize: 0 };
  return mkdtempSync(join(bavail * bsize > ROOM_BYTES ? MEMORY : tmpdir(), 'cutover-deep-'));
}

/** What a suite says of itself: lines that its test prints between other things. */
function saidIn(output: string, suite: Suite): string[] {
  return output.split('\n').filter((line) => suite.says.test(line));
}

function runPart(suite: Suite, from: number, count: number): Part {
  const begun = Date.now();
  const temp = temporary();
  const env = {
    ...process.env,
    TMPDIR: temp,
    ...suite.env,
    CHAOS_SEED: values.seed,
    CHAOS_FROM: String(from),
    CHAOS_COUNT: String(count),
    NO_COLOR: '1',
  };
  const [command = '', ...args] = suite.command;
  const ended = spawnSync(command, args, { cwd: ROOT, encoding: 'utf8', env, maxBuffer: 256 * 1024 * 1024 });
  rmSync(temp, { recursive: true, force: true });
  const ok = ended.status === 0;
  const output = `${ended.stdout ?? ''}${ended.stderr ?? ''}`;
  if (!ok) {
    const file = join(stateDir, `${suite.name}-${from}.log`);
    mkdirSync(stateDir, { recursive: true });
    writeFileSync(file, output);
    console.error(`${suite.name} from ${from}: failed, see ${file}`);
  }
  return { from, count, ok, seconds: Math.round((Date.now() - begun) / 1000), said: saidIn(output, suite) };
}

function runSuite(suite: Suite): void {
  if (values.again) rmSync(fileOf(suite), { force: true });
  const known = stateOf(suite);
  const parts = known?.commit === commit && known.edited === edited ? known.parts : [];
  if (known !== null && parts !== known.parts) console.info(`${suite.name}: what is known is of commit ${known.commit}; begun anew`);
  const total = Math.max(1, Math.ceil(suite.count * scale));
  for (let from = 0; from < total; from += suite.part) {
    const count = Math.min(suite.part, total - from);
    const at = parts.findIndex((part) => part.from === from && part.count === count);
    if (parts[at]?.ok === true) continue;
    console.info(`${suite.name}: ${from} of ${total} …`);
    const part = runPart(suite, from, count);
    if (at < 0) parts.push(part);
    else parts[at] = part;
    const state: State = { commit, edited, date: new Date().toISOString().slice(0, 10), node: process.version, parts };
    mkdirSync(dirname(fileOf(suite)), { recursive: true });
    writeFileSync(fileOf(suite), `${JSON.stringify(state, null, 1)}\n`);
  }
}

const doneIn = (state: State | null): number => (state?.parts ?? []).reduce((sum, part) => sum + part.count, 0);

function resultsOf(suite: Suite): string[] {
  const state = stateOf(suite);
  if (state === null) return [`## ${suite.title}`, '', `Not run: ${suite.count} ${suite.unit} are asked for.`, ''];
  const whole = doneIn(state) >= suite.count ? '' : `**Not run whole**, ${suite.count} are asked for: `;
  const parts = state.parts.toSorted((a, b) => a.from - b.from);
  const seconds = parts.reduce((sum, part) => sum + part.seconds, 0);
  const bad = parts.filter((part) => !part.ok).length;
  return [
    `## ${suite.title}`,
    '',
    `${whole}${doneIn(state)} ${suite.unit}, ${bad === 0 ? 'all hold' : `**${bad} of ${parts.length} parts failed**`}, ${seconds} s. Commit ${state.commit}${state.edited ? ' with uncommitted changes' : ''}, ${state.date}, Node ${state.node}, seed \`${values.seed}\`.`,
    '',
    ...suite.sums(parts.flatMap((part) => part.said)),
    '',
  ];
}

const chosen = SUITES.filter((suite) => values.suite === undefined || suite.name === values.suite);
if (chosen.length === 0) throw new Error(`there is no suite ${values.suite}; there are ${SUITES.map((suite) => suite.name).join(', ')}`);
if (!values.write) for (const suite of chosen) runSuite(suite);

if (scale === 1)
  writeFileSync(
    join(import.meta.dirname, 'RESULTS.md'),
    ['# Results of the deep tests', '', 'Written by `npm run test:deep`.', '', ...SUITES.flatMap(resultsOf)].join('\n'),
  );
const failed = chosen.filter((suite) => stateOf(suite)?.parts.some((part) => !part.ok));
for (const suite of SUITES)
  console.info(`${suite.name}: ${doneIn(stateOf(suite))} of ${suite.count}${failed.includes(suite) ? ', FAILED' : ''}`);
process.exitCode = failed.length > 0 ? 1 : 0;
