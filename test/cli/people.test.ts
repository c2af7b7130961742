import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Command } from 'commander';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Output } from '../../apps/cli/src/output.ts';
import { programOf } from '../../apps/cli/src/program.ts';
import { interruption } from '../../apps/cli/src/signals.ts';
import { smallExport } from '../road/small.ts';
import { type Answer, atTerminal, cutover } from './cutover.ts';
import { type Place, settle } from './place.ts';
import { RAW, spotless } from './refused.ts';

// What people see: the help, and an export that wants to paint their screen.

/** A title set in the terminal, colour, a C1 introducer, a line that runs from right to left, a bell. */
const PAINT = '\u001b]0;owned\u0007\u001b[31mred\u009b2J\u202Eevil\u2066x\r';

/** Adds the paint to what is found in a file, as one quoted cell. */
function paint(file: string, where: RegExp): void {
  const text = readFileSync(file, 'utf8');
  const painted = text.replace(where, (cell) => `"${cell}${PAINT}"`);
  if (painted === text) throw new Error(`nothing to paint in ${file}`);
  writeFileSync(file, painted);
}

describe('an export with terminal escapes and bidi controls', () => {
  const dir = mkdtempSync(join(tmpdir(), 'painted-'));
  let place: Place;
  let workspace: string;
  const run = async (exits: readonly number[], ...args: string[]): Promise<Answer> => {
    const answer = await place.run([...args, '--workspace', workspace]);
    expect(exits, answer.err).toContain(answer.exit);
    spotless(place, answer);
    return answer;
  };

  beforeAll(async () => {
    const source = smallExport(join(dir, 'export'));
    paint(join(source, 'clients.csv'), /(?<=,)Job Title(?=,)/);
    paint(join(source, 'companies.csv'), /(?<=,)Brightwater Studio(?=,)/);
    paint(join(source, 'packages.csv'), /(?<=,)Paused(?=,)/g);
    place = await settle({ seed: 'painted', source });
    workspace = await place.at('decided');
  });
  afterAll(async () => {
    await place.close();
    rmSync(dir, { recursive: true });
  });

  test('reaches no screen raw, in text or JSON', async () => {
    for (const command of [['profile'], ['plan', 'show'], ['status']]) await run([0], ...command);
    expect((await run([0], 'decisions')).out).toContain('\\u001b');
    await place.approve('plan', workspace);
    for (const command of [['schema'], ['sample'], ['diff'], ['report'], ['journal'], ['rollback', '--dry-run']]) {
      await run([0, 5], ...command);
      if (command[0] !== 'schema' && command[0] !== 'sample') await run([0, 5], ...command, '--output', 'json');
    }
  });

  test('nor the screen of who approves', async () => {
    const screen = atTerminal(['approve', 'plan', '--key', place.key, '--workspace', workspace], { env: place.env });
    await screen.says('Passphrase of');
    screen.types('not the passphrase\r');
    const { out } = await screen.finished;
    expect(out).toContain('THE PLAN GATE');
    // The screen ends its lines with a carriage return, and the prompt's own line has a style.
    const shown = out.slice(0, out.indexOf('Passphrase of')).replaceAll('\r\n', '\n');
    const page = shown.slice(0, shown.lastIndexOf('\n'));
    expect(page).toContain('\\u001b');
    expect(page).not.toMatch(RAW);
  });

  test('long lists are cut, and it is said where the rest is', async () => {
    const open = await place.at('planned');
    const answer = await place.run(['schema', '--workspace', open]);
    expect(answer.err.split('\n').length).toBeLessThan(8);
    expect(answer.err).toMatch(/and \d+ more \(cutover decisions lists them\)/);
    for (const line of (await run([0], 'decisions')).out.split('\n')) expect(line.length, line).toBeLessThan(320);
  });
});

describe('the help', () => {
  /** Contract §4, as far as this version goes. */
  const COMMANDS = [
    ...[
      'init',
      'extract',
      'profile',
      'plan',
      'plan show',
      'decisions',
      'status',
      'decide',
      'approve',
      'schema',
      'sample',
      'diff',
      'full',
      'verify',
    ],
    ...['rollback', 'report', 'replay', 'sandbox', 'keys new', 'demo', 'mcp', 'run', 'journal'],
  ];

  const program = programOf({
    env: {},
    output: new Output('text', { out: () => undefined, err: () => undefined }),
    interruption: interruption(),
    version: '0.0.0',
    exit: 0,
  });
  /** What `cutover COMMAND --help` prints. */
  const help = (path: string): string => {
    let printed = '';
    const names = path.split(' ');
    const command = names.reduce((at: Command | undefined, name) => at?.commands.find((child) => child.name() === name), program);
    command?.configureOutput({ writeOut: (text) => (printed += text), getOutHelpWidth: () => 80 }).outputHelp();
    return printed;
  };

  test('names every command, on stdout, and exits 0; with a command it is that one', async () => {
    const { exit, out, err } = await cutover(['--help']);
    expect([exit, err]).toEqual([0, '']);
    for (const command of COMMANDS) expect(out).toMatch(new RegExp(`^ {2}${command.split(' ')[0]}\\b`, 'm'));
    expect(out).toContain('init → extract → plan');
    expect(await cutover(['plan', 'show', '--help'])).toEqual({ exit: 0, out: help('plan show'), err: '' });
    expect((await cutover(['--version'])).out).toMatch(/^\d+\.\d+\.\d+\n$/);
  });

  test.each(COMMANDS)('%s: what it does, its options, and an example of itself', (command) => {
    const out = help(command);
    expect(out).toMatch(new RegExp(`^Usage: cutover ${command}\\b`));
    const flat = out.replace(/\s+/g, ' ');
    for (const shared of ['--workspace <dir>', '--output <format>', 'choices: "text", "json", "ndjson"']) expect(flat).toContain(shared);
    const example = new RegExp(`Example:\\n {2}\\$ (cutover ${command}( .*)?)\\n`).exec(out)?.[1];
    expect(example, out).toBeDefined();
    // Every option of the example is one that the command has.
    for (const [option] of example?.matchAll(/--[a-z-]+/g) ?? []) expect(out).toMatch(new RegExp(`^ {2}${option}\\b`, 'm'));
    if (['schema', 'sample', 'full', 'rollback'].includes(command)) expect(out).toContain('--dry-run');
  });

  test('no command takes a token or a passphrase on its command line', () => {
    for (const command of COMMANDS) expect(help(command)).not.toMatch(/--[a-z-]*(token|passphrase)/);
  });
});
