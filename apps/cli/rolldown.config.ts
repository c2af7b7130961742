import { defineConfig } from 'rolldown';

/**
 * The command in a few files instead of a thousand: looking up and opening that many is what made every `cutover …` wait.
 * What is native, or needed only by the sandbox and the screens, stays where npm put it.
 */
export default defineConfig({
  // The reader's thread is started by the name of its file, which lies beside the code that starts it.
  input: { main: 'dist/main.js', 'reader-worker': '../../packages/practice/dist/aside/reader-worker.js' },
  platform: 'node',
  external: [/^better-sqlite3$/, /^fastify$/, /^@fastify\//, /^ink$/, /^react$/, /^openai/],
  output: { dir: 'dist/bundle', format: 'esm', sourcemap: true, cleanDir: true },
});
