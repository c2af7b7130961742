import { type ChildProcess, spawn } from 'node:child_process';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Readable } from 'node:stream';

const COMMAND = new URL('../../node_modules/.bin/cutover', import.meta.url).pathname;

/** What a finished command left behind. */
export interface Answer {
  /** Exit code; null when a signal ended it. */
  readonly exit: number | null;
  readonly out: string;
  readonly err: string;
}

export interface Start {
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
}

export interface Started {
  readonly child: ChildProcess;
  readonly finished: Promise<Answer>;
  /** Resolves once the text was seen on stdout or stderr; rejects when the command ends before. */
  readonly says: (text: string | RegExp) => Promise<void>;
}

/** Compiled code is kept for the next start: a test starts the command some hundred times. */
const COMPILED = join(tmpdir(), `cutover-compiled-${process.getuid?.() ?? 0}`);

/** The environment of a machine on which nothing of Cutover is set. */
function bareEnv(): Record<string, string> {
  const { PATH = '', HOME = '/' } = process.env;
  return { PATH: `${dirname(process.execPath)}:${PATH}`, HOME, TZ: 'UTC', NODE_COMPILE_CACHE: COMPILED };
}

/** Starts the built command as npm installed it, with no terminal. */
export function start(args: readonly string[], { env = {}, cwd }: Start = {}): Started {
  const child = spawn(COMMAND, args, {
    env: { ...bareEnv(), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    ...(cwd === undefined ? {} : { cwd }),
  });
  return { ...following(child, child.stdout, child.stderr), child };
}

export interface AtTerminal extends Omit<Started, 'child'> {
  /** Presses these keys. */
  readonly types: (keys: string) => void;
}

/**
 * Starts the command on a pseudo-terminal, with `script`: part of util-linux (on Debian of `bsdutils`, which every installation has), and on macOS of the
 * system. What the screen got is in `out`.
 */
export function atTerminal(args: readonly string[], { env = {} }: Start = {}): AtTerminal {
  const line = [COMMAND, ...args].map((arg) => `'${arg.replaceAll("'", "'\\''")}'`).join(' ');
  const script = process.platform === 'darwin' ? ['-q', '/dev/null', 'sh', '-c', line] : ['-qefc', line, '/dev/null'];
  const child = spawn('script', script, { env: { ...bareEnv(), TERM: 'xterm', ...env }, stdio: ['pipe', 'pipe', 'pipe'] });
  return { ...following(child, child.stdout, child.stderr), types: (keys) => child.stdin.write(keys) };
}

function following(child: ChildProcess, stdout: Readable, stderr: Readable): Omit<Started, 'child'> {
  let out = '';
  let err = '';
  let wake: () => void = () => undefined;
  stdout.setEncoding('utf8').on('data', (text: string) => {
    out += text;
    wake();
  });
  stderr.setEncoding('utf8').on('data', (text: string) => {
    err += text;
    wake();
  });
  const finished = new Promise<Answer>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (exit) => resolve({ exit, out, err }));
  });
  const says = (text: string | RegExp): Promise<void> =>
    new Promise((resolve, reject) => {
      wake = () => {
        if (typeof text === 'string' ? `${out}\n${err}`.includes(text) : text.test(`${out}\n${err}`)) resolve();
      };
      wake();
      finished.then(() => reject(new Error(`it ended without saying ${text}: ${out} ${err}`)), reject);
    });
  return { finished, says };
}

/** Runs a command to its end. */
export function cutover(args: readonly string[], options: Start = {}): Promise<Answer> {
  return start(args, options).finished;
}

/** stdout as the one JSON object it must be: nothing before it, nothing after it but the line's end. */
export function oneObject(answer: Answer): Record<string, unknown> {
  const lines = answer.out.split('\n');
  if (lines.length !== 2 || lines[1] !== '') throw new Error(`not one line on stdout: ${answer.out}\n${answer.err}`);
  const value: unknown = JSON.parse(lines[0] ?? '');
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new Error(`no object on stdout: ${answer.out}`);
  return { ...value };
}

/** stdout as NDJSON, one object a line. */
export function objects(answer: Answer): Record<string, unknown>[] {
  if (!answer.out.endsWith('\n')) throw new Error(`the last line is cut: ${answer.out}`);
  return answer.out
    .slice(0, -1)
    .split('\n')
    .map((line) => oneObject({ ...answer, out: `${line}\n` }));
}
