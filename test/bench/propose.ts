import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startSandbox } from '@cutover/sandbox';
import { writeExport } from './practice-export.ts';

/**
 * How long `cutover plan` proposes for a large export, and how much memory it takes: `node --conditions=@cutover/source test/bench/propose.ts [sessions …]`
 * (1000000 unless given). The built command, in a process of its own, against a sandbox in this one.
 */

const COMMAND = new URL('../../apps/cli/bin/cutover.js', import.meta.url).pathname;
const WATCH = new URL('report-usage.mjs', import.meta.url).pathname;

const sizes = process.argv.slice(2).map(Number);
const folder = mkdtempSync(join(tmpdir(), 'bench-propose-'));
const sandbox = await startSandbox({ plan: 'ultimate', seats: 10, seed: 'bench', speed: 50 });
const env = { ...process.env, PIPEDRIVE_API_TOKEN: sandbox.token, CUTOVER_TIME_SCALE: '50' };

interface Usage {
  readonly ms: number;
  readonly cpuMs: number;
  readonly rssMb: number;
}

/** The command runs beside this process, which has to answer it. */
async function cutover(args: readonly string[], more: NodeJS.ProcessEnv = {}): Promise<Usage> {
  const began = performance.now();
  const child = spawn(process.execPath, ['--import', WATCH, COMMAND, ...args], {
    env: { ...env, ...more },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said += text;
  });
  const status = await new Promise<number | null>((resolve) => child.on('close', resolve));
  const usage = /^usage (\{.*\})$/m.exec(said)?.[1];
  if ((status !== 0 && status !== 5) || usage === undefined) throw new Error(`${args[0]} ended with ${status}: ${said}`);
  return { ms: performance.now() - began, ...(JSON.parse(usage) as Omit<Usage, 'ms'>) };
}

try {
  const key = join(folder, 'key.pem');
  spawnSync(process.execPath, [COMMAND, 'keys', 'new', '--out', key], {
    env: { ...env, CUTOVER_KEY_PASSPHRASE: 'a long passphrase for nothing' },
  });
  for (const sessions of sizes.length > 0 ? sizes : [1_000_000]) {
    const [source, workspace] = [join(folder, `export-${sessions}`), join(folder, `workspace-${sessions}`)];
    const { rows } = await writeExport(source, sessions);
    await cutover(['init', workspace, '--source', source, '--target', sandbox.url, '--trust', `${key}.pub`]);
    await cutover(['extract', '--workspace', workspace]);
    const plan = await cutover(['plan', '--workspace', workspace, '--output', 'json']);
    const told = {
      sessions,
      rows,
      planSeconds: plan.ms / 1000,
      planProcessorSeconds: plan.cpuMs / 1000,
      peakRssMb: Math.round(plan.rssMb),
    };
    process.stdout.write(`${JSON.stringify(told)}\n`);
    for (const done of [source, workspace]) rmSync(done, { recursive: true, force: true });
  }
} finally {
  await sandbox.close();
  rmSync(folder, { recursive: true, force: true });
}
