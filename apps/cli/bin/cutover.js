#!/usr/bin/env node
// Started by any Node. better-sqlite3 13 dies without a message below Node 22, so an old Node hands over to the one npm installed.
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';

const major = Number(process.versions.node.split('.')[0]);
if (major >= 24) {
  await import('../dist/main.js');
} else {
  let node;
  try {
    node = createRequire(import.meta.url).resolve('node/bin/node');
  } catch {
    process.stderr.write(`cutover needs Node 24 (this is ${process.versions.node}). Run npm ci in the repository: it brings its own.\n`);
    process.exit(1);
  }
  const child = spawnSync(node, process.argv.slice(1), { stdio: 'inherit' });
  process.exit(child.status ?? 1);
}
