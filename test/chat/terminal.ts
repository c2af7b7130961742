import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import xterm from '@xterm/headless';

/** The built command, as npm installs it. */
const COMMAND = fileURLToPath(new URL('../../apps/cli/bin/cutover.js', import.meta.url));
const ON_DAY = new URL('../tools/on-day.mjs', import.meta.url).href;
/** Compiled code is kept for the next start. */
const COMPILED = join(tmpdir(), `cutover-compiled-${process.getuid?.() ?? 0}`);

export const KEY = Object.freeze({
  enter: '\r',
  escape: '\u001b',
  up: '\u001b[A',
  down: '\u001b[B',
  pageDown: '\u001b[6~',
  end: '\u001b[F',
  tab: '\t',
  back: '\u007f',
  ctrlC: '\u0003',
  ctrlU: '\u0015',
});

export interface TerminalOptions {
  readonly args?: readonly string[];
  readonly columns?: number;
  readonly rows?: number;
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  /** Milliseconds since 1970 at which its clock begins; real time unless given. */
  readonly begins?: number;
  /** What bash is to put in the place of the terminal. */
  readonly redirection?: string;
}

/** A terminal with the chat in it: a pseudo-terminal of the system, and an emulator that knows what is on its screen. */
export interface TestTerminal {
  /** The rows in the window, without blanks at their ends. */
  screen(): string;
  /** Everything that was ever written, with its escapes. */
  raw(): string;
  /** Waits until the screen shows this. @throws Error with the screen as it is, after `ms` */
  shows(text: string | RegExp, ms?: number): Promise<string>;
  /** The screen once nothing was written to it for a while: a frame is never looked at half drawn. */
  still(): Promise<string>;
  press(...keys: readonly string[]): Promise<void>;
  resize(columns: number, rows: number): Promise<void>;
  /** Exit code, once it has ended. */
  readonly ended: Promise<number | null>;
  close(): Promise<void>;
}

/** A machine that is busy with something else may take long; where it does not, nobody waits. */
const PATIENCE_MS = 90_000;
const STEP_MS = 40;
const STILL_MS = 240;

/** Around what is to be drawn at once. */
const FRAME = { begins: '\u001b[?2026h', ends: '\u001b[?2026l' };

const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;

export function openTerminal({
  args = [],
  columns = 100,
  rows = 30,
  env = {},
  cwd,
  begins,
  redirection,
}: TerminalOptions = {}): TestTerminal {
  const dir = mkdtempSync(join(tmpdir(), 'cutover-terminal-'));
  const name = join(dir, 'tty');
  const line = [process.execPath, COMMAND, ...args].map(quoted).join(' ');
  const started = redirection === undefined ? `exec ${line}` : `bash -c ${quoted(`${line} ${redirection}`)}`;
  const command = `tty > ${quoted(name)}; stty cols ${columns} rows ${rows}; ${started}`;
  const { PATH = '', HOME = '/' } = process.env;
  const clock = begins === undefined ? {} : { NODE_OPTIONS: `--import=${ON_DAY}`, ON_DAY_AHEAD_MS: String(begins - Date.now()) };
  const child: ChildProcess = spawn('script', ['--quiet', '--flush', '--return', '--command', command, '/dev/null'], {
    stdio: ['pipe', 'pipe', 'pipe'],
    env: {
      PATH: `${dirname(process.execPath)}:${PATH}`,
      HOME,
      TZ: 'UTC',
      TERM: 'xterm-256color',
      NODE_COMPILE_CACHE: COMPILED,
      ...clock,
      ...env,
    },
    ...(cwd === undefined ? {} : { cwd }),
  });
  const terminal = new xterm.Terminal({ cols: columns, rows, allowProposedApi: true, scrollback: 5000 });
  let raw = '';
  let held = '';
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    raw += text;
    held += text;
    // As terminals do that know of frames: half of one is not shown.
    const begun = held.lastIndexOf(FRAME.begins);
    const whole = begun > held.lastIndexOf(FRAME.ends) ? begun : held.length;
    terminal.write(held.slice(0, whole));
    held = held.slice(whole);
  });
  const ended = new Promise<number | null>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve(code));
  });
  const screen = (): string => {
    const { active } = terminal.buffer;
    const lines = Array.from({ length: terminal.rows }, (_, i) => active.getLine(active.baseY + i)?.translateToString(true) ?? '');
    return lines.join('\n').trimEnd();
  };
  return Object.freeze({
    screen,
    raw: () => raw,
    shows: async (text: string | RegExp, ms = PATIENCE_MS) => {
      for (let spent = 0; spent < ms; spent += STEP_MS) {
        const now = screen();
        if (typeof text === 'string' ? now.includes(text) : text.test(now)) return now;
        await delay(STEP_MS);
      }
      throw new Error(`the screen does not show ${text}:\n${screen()}`);
    },
    still: async () => {
      for (let spent = 0, quiet = 0, before = -1; spent < PATIENCE_MS && quiet < STILL_MS; spent += STEP_MS) {
        quiet = raw.length === before ? quiet + STEP_MS : 0;
        before = raw.length;
        await delay(STEP_MS);
      }
      return screen();
    },
    press: async (...keys: readonly string[]) => {
      for (const key of keys) {
        child.stdin?.write(key);
        // An escape sequence and what follows it must not come together.
        await delay(STEP_MS);
      }
    },
    resize: async (width: number, height: number) => {
      terminal.resize(width, height);
      execFileSync('stty', ['-F', readFileSync(name, 'utf8').trim(), 'cols', String(width), 'rows', String(height)]);
      await delay(4 * STEP_MS);
    },
    ended,
    close: async () => {
      child.stdin?.end();
      child.kill('SIGTERM');
      await ended;
      terminal.dispose();
      rmSync(dir, { recursive: true, force: true });
    },
  });
}

/** A screen without what differs from run to run: ids, digests, ports, temporary folders; and without how sure a proposal is. */
export function steady(text: string): string {
  return `${text
    .replace(/practice-[0-9a-f]{8}/g, 'practice-00000000')
    .replace(/sha256:[0-9a-f]{64}/g, `sha256:${'0'.repeat(64)}`)
    .replace(/127\.0\.0\.1:\d{4,5}/g, '127.0.0.1:00000')
    .replace(/\/tmp\/[\w./-]+/g, '/tmp/…')
    .replace(/(?<=— |\()\d\d %/g, '95 %')}\n`;
}
