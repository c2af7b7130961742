import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';
import { LongestFirst } from './longest-first.ts';

const conditions = ['@cutover/source'];
const root = new URL('..', import.meta.url).pathname;
/** Packages are tested from their source, so a unit test never runs against a stale build. Loaded once a worker (`isolate: false`): that was half of the time. */
const fromSource = { root, resolve: { conditions }, ssr: { resolve: { conditions } } };
const setupFiles = [`${root}test/tools/same-chance.ts`];
/** Of whole-product tests, on a machine that may be busy with something else. */
const patience = { testTimeout: 300_000, hookTimeout: 300_000, expect: { poll: { timeout: 90_000 } } };

export default defineConfig({
  ...fromSource,
  test: {
    sequence: { sequencer: LongestFirst },
    // One more than there are cores: most of these wait for processes and answers half of their time.
    maxWorkers: availableParallelism() + 1,
    projects: [
      {
        ...fromSource,
        test: {
          name: 'unit',
          include: ['packages/*/src/**/*.test.ts', 'apps/*/src/**/*.test.{ts,tsx}'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
          isolate: false,
          setupFiles,
        },
      },
      {
        ...fromSource,
        test: {
          name: 'road',
          isolate: false,
          include: ['test/**/*.test.ts'],
          exclude: ['test/deep/**', 'test/road/exactly/**'],
          ...patience,
        },
      },
      {
        // All of these look at one loaded account: loaded once, in one process.
        ...fromSource,
        test: {
          name: 'exactly',
          include: ['test/road/exactly/**/*.test.ts'],
          isolate: false,
          setupFiles,
          fileParallelism: false,
          sequence: { groupOrder: 1 },
          ...patience,
        },
      },
    ],
  },
});
