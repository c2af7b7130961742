import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { defineConfig } from 'vitest/config';
import type { Reporter, TestModule, VitestPluginContext } from 'vitest/node';
import { broken, ROOT } from './fault.ts';
import { faults } from './faults.ts';
import { ENV, type Outcome } from './outcome.ts';

/** Runs the tests of one fault, or given ones without any; `run.ts` says which by environment variables. */
const { [ENV.fault]: id = '', [ENV.tests]: tests = '[]', [ENV.outcome]: file = '' } = process.env;
const fault = faults.find((each) => each.id === id);
if (id !== '' && fault === undefined) throw new Error(`there is no fault ${id}`);

let applied = false;
const isBroken = (module: string): boolean => fault !== undefined && module.split('?')[0] === join(ROOT, fault.file);

/** Puts the fault into its module while it is loaded; the file stays as it is. */
const mutate = {
  name: 'mutate',
  enforce: 'pre' as const,
  /** A module with a fault in it is not kept for the next run, nor taken from one before. */
  configureVitest({ defineCacheKeyGenerator }: VitestPluginContext): void {
    defineCacheKeyGenerator(({ id: module }) => (isBroken(module) ? false : undefined));
  },
  transform(code: string, from: string): string | null {
    if (fault === undefined || !isBroken(from)) return null;
    applied = true;
    return broken(fault, code);
  },
};

type Failure = { readonly name?: string; readonly message: string };
const say = ({ name, message }: Failure): string => `${name ?? 'Error'}: ${message}`.slice(0, 2_000);

function outcomeOf(modules: readonly TestModule[], unhandled: readonly Failure[]): Outcome {
  const cases = modules.flatMap((module) => [...module.children.allTests()]);
  const outside = modules.flatMap((module) => [...module.errors(), ...[...module.children.allSuites()].flatMap((suite) => suite.errors())]);
  return {
    applied,
    passed: cases.filter((test) => test.result().state === 'passed').length,
    failed: cases.flatMap((test) => {
      const { state, errors } = test.result();
      const [first] = errors ?? [];
      return state === 'failed' ? [{ test: test.fullName, error: first === undefined ? '' : say(first) }] : [];
    }),
    outside: [...outside, ...unhandled].map(say),
  };
}

const reporter: Reporter = {
  onTestRunEnd: (modules, unhandled) => writeFileSync(file, JSON.stringify(outcomeOf(modules, unhandled))),
};

const conditions = ['@cutover/source'];

export default defineConfig({
  root: ROOT,
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  plugins: [mutate],
  test: {
    include: JSON.parse(tests),
    reporters: [reporter],
    bail: fault === undefined ? 0 : 1,
    // One process: those that look at the same loaded account share it.
    isolate: false,
    fileParallelism: false,
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
});
