#!/usr/bin/env node
// Started by any Node. better-sqlite3 13 dies without a message below Node 22, so an old Node hands over to the one npm installed.
import { spawn } from 'node:child_process';
import module, { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

const major = Number(process.versions.node.split('.')[0]);
if (major >= 24) {
  // Not in the system's folder for temporary files, where another user could put what this process would run.
  module.enableCompileCache(fileURLToPath(new URL('../../../node_modules/.cache/cutover', import.meta.url)));
  await import('../dist/bundle/main.js');
} else {
  let node;
  try {
    node = createRequire(import.meta.url).resolve('node/bin/node');
  } catch {
    process.stderr.write(`cutover needs Node 24 (this is ${process.versions.node}). Run npm ci in the repository: it brings its own.\n`);
    process.exit(1);
  }
  const child = spawn(node, process.argv.slice(1), { stdio: 'inherit' });
  // Ctrl-C reaches both from the terminal; what is sent to this process alone is passed on.
  process.on('SIGINT', () => undefined);
  for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('error', (error) => {
    process.stderr.write(`cutover could not start Node 24: ${error.message}\n`);
    process.exit(1);
  });
  child.on('exit', (code, signal) => process.exit(signal === null ? code : 128 + (signal === 'SIGTERM' ? 15 : 2)));
}
