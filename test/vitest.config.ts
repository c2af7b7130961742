import { defineConfig } from 'vitest/config';

const conditions = ['@cutover/source'];
const root = new URL('..', import.meta.url).pathname;
/** Packages are tested from their source, so a unit test never runs against a stale build. */
const fromSource = { root, resolve: { conditions }, ssr: { resolve: { conditions } } };

export default defineConfig({
  ...fromSource,
  test: {
    projects: [
      { ...fromSource, test: { name: 'unit', include: ['packages/*/src/**/*.test.ts', 'apps/*/src/**/*.test.{ts,tsx}'], testTimeout: 20_000 } },
      {
        ...fromSource,
        test: { name: 'road', include: ['test/**/*.test.ts'], exclude: ['test/deep/**'], testTimeout: 120_000, hookTimeout: 60_000 },
      },
    ],
  },
});
