// Before `npm start` and `npm test`: install what is missing, then build (turbo skips what has not changed). Runs on Node 20.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

const run = (args) => {
  const done = spawnSync('npm', args, { stdio: ['ignore', 2, 2], shell: process.platform === 'win32' });
  if (done.status !== 0) process.exit(done.status ?? 1);
};

if (!existsSync('node_modules/.package-lock.json')) {
  process.stderr.write('First start: installing and building (about a minute) …\n');
  run(['ci', '--loglevel=error']);
} else {
  run(['run', '--silent', 'prepare']);
}
