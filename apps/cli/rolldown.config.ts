import { defineConfig } from 'rolldown';

/**
 * The command in a few files instead of a thousand: looking up and opening that many is what made every `cutover …` wait.
 * What is native, or needed only by the sandbox and the screens, stays where npm put it.
 */
export default defineConfig({
  input: 'dist/main.js',
  platform: 'node',
  external: [/^better-sqlite3$/, /^fastify$/, /^@fastify\//, /^ink$/, /^react$/, /^openai/],
  output: { dir: 'dist/bundle', format: 'esm', sourcemap: true, cleanDir: true },
});
