import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { ROOT, SUITES, type Suite } from './suites.ts';

/**
 * `npm run test:deep [-- --seed S] [--suite NAME] [--scale 0.1] [--again]`: the tests that take hours, in parts, each part noted when it is through, so that
 * the whole can be broken off and gone on with. Writes RESULTS.md once every suite was run whole.
 */
const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: 'deep' },
    suite: { type: 'string' },
    /** Share of the full counts, for trying it out; anything below 1 writes no RESULTS.md. */
    scale: { type: 'string', default: '1' },
    again: { type: 'boolean', default: false },
  },
});

const Part = z.strictObject({
  suite: z.string(),
  from: z.number().int(),
  count: z.number().int(),
  ok: z.boolean(),
  seconds: z.number(),
  said: z.array(z.string()),
});
type Part = z.infer<typeof Part>;
const State = z.strictObject({ commit: z.string(), seed: z.string(), scale: z.number(), parts: z.array(Part) });

const text = (command: string, args: readonly string[]): string => spawnSync(command, args, { cwd: ROOT, encoding: 'utf8' }).stdout.trim();
const commit = text('git', ['rev-parse', 'HEAD']);
const edited = text('git', ['status', '--porcelain', '--untracked-files=no']) !== '';
const scale = Number(values.scale);
if (!(scale > 0 && scale <= 1)) throw new Error(`--scale ${values.scale} is not a share above 0 and up to 1`);

const stateFile = join(import.meta.dirname, 'state', `${values.seed}-${scale}.json`);
if (values.again) rmSync(stateFile, { force: true });
const state = readState();

function readState(): z.infer<typeof State> {
  const fresh = { commit, seed: values.seed, scale, parts: [] };
  if (!existsSync(stateFile)) return fresh;
  const known = State.parse(JSON.parse(readFileSync(stateFile, 'utf8')));
  // Figures of two commits are not one result.
  if (known.commit === commit) return known;
  console.info(`what is in ${stateFile} is of commit ${known.commit}: begun anew`);
  return fresh;
}

function note(part: Part): void {
  state.parts = [...state.parts.filter((known) => known.suite !== part.suite || known.from !== part.from), part];
  mkdirSync(dirname(stateFile), { recursive: true });
  writeFileSync(stateFile, `${JSON.stringify(state, null, 1)}\n`);
}

/** What a suite says of itself: lines that its test prints between other things. */
function saidIn(output: string, suite: Suite): string[] {
  return output.split('\n').filter((line) => suite.says.test(line));
}

function runPart(suite: Suite, from: number, count: number): Part {
  const begun = Date.now();
  const env = {
    ...process.env,
    ...suite.env,
    CHAOS_SEED: values.seed,
    CHAOS_FROM: String(from),
    CHAOS_COUNT: String(count),
    NO_COLOR: '1',
  };
  const [command = '', ...args] = suite.command;
  const ended = spawnSync(command, args, { cwd: ROOT, encoding: 'utf8', env, maxBuffer: 256 * 1024 * 1024 });
  const ok = ended.status === 0;
  const output = `${ended.stdout ?? ''}${ended.stderr ?? ''}`;
  if (!ok) {
    const file = join(dirname(stateFile), `${suite.name}-${from}.log`);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, output);
    console.error(`${suite.name} from ${from}: failed, see ${file}`);
  }
  return { suite: suite.name, from, count, ok, seconds: Math.round((Date.now() - begun) / 1000), said: saidIn(output, suite) };
}

const chosen = SUITES.filter((suite) => values.suite === undefined || suite.name === values.suite);
if (chosen.length === 0) throw new Error(`there is no suite ${values.suite}; there are ${SUITES.map((suite) => suite.name).join(', ')}`);

for (const suite of chosen) {
  const total = Math.max(1, Math.ceil(suite.count * scale));
  for (let done = 0; done < total; done += suite.part) {
    const from = done;
    const count = Math.min(suite.part, total - done);
    const known = state.parts.find((part) => part.suite === suite.name && part.from === from && part.count === count);
    if (known?.ok === true) continue;
    console.info(`${suite.name}: ${done} of ${total} …`);
    note(runPart(suite, from, count));
  }
}

const failed = state.parts.filter((part) => !part.ok);
const whole = scale === 1 && SUITES.every((suite) => countOf(suite.name) >= suite.count);
if (whole) writeFileSync(join(import.meta.dirname, 'RESULTS.md'), results());
console.info(
  SUITES.map(
    (suite) =>
      `${suite.name}: ${countOf(suite.name)} of ${suite.count}, ${failed.filter((part) => part.suite === suite.name).length} parts failed`,
  )
    .concat(whole ? 'RESULTS.md is written' : 'not run whole: RESULTS.md is left as it is')
    .join('\n'),
);
process.exitCode = failed.length > 0 ? 1 : 0;

function countOf(suite: string): number {
  return state.parts.filter((part) => part.suite === suite).reduce((sum, part) => sum + part.count, 0);
}

function results(): string {
  const lines = SUITES.flatMap((suite) => {
    const parts = state.parts.filter((part) => part.suite === suite.name).toSorted((a, b) => a.from - b.from);
    const seconds = parts.reduce((sum, part) => sum + part.seconds, 0);
    const bad = parts.filter((part) => !part.ok).length;
    const verdict = bad === 0 ? 'all hold' : `**${bad} of ${parts.length} parts failed**`;
    return [
      `## ${suite.title}`,
      '',
      `${countOf(suite.name)} ${suite.unit}, ${verdict}, ${seconds} s.`,
      '',
      ...suite.sums(parts.flatMap((part) => part.said)),
      '',
    ];
  });
  return [
    '# Results of the deep tests',
    '',
    `Commit ${commit}${edited ? ' (with uncommitted changes)' : ''}, ${new Date().toISOString().slice(0, 10)}, Node ${process.version}, seed \`${values.seed}\`. Written by \`npm run test:deep\`.`,
    '',
    ...lines,
  ].join('\n');
}
