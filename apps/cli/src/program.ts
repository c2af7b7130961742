import { Command } from 'commander';
import { allowCommand } from './commands/allow.ts';
import { decideCommand } from './commands/decide.ts';
import { demoCommand } from './commands/demo.ts';
import { doctorCommand } from './commands/doctor.ts';
import { gateCommands } from './commands/gates.ts';
import { laterCommands } from './commands/later.ts';
import { mcpCommand } from './commands/mcp.ts';
import { planCommands } from './commands/plan.ts';
import { replayCommand } from './commands/replay.ts';
import { runCommands } from './commands/runs.ts';
import { sandboxCommand } from './commands/sandbox.ts';
import { workspaceCommands } from './commands/workspace.ts';
import type { Surroundings } from './context.ts';

const ABOUT = `Moves a coaching practice from The Practice to Pipedrive: planned, approved by a person, loaded, proved, undone if need be.

The road: init → extract → plan → decisions, decide → approve plan → schema → sample → diff → approve full → full → verify → report.
Every command takes --workspace DIR and --output text|json|ndjson.`;

/** All commands of the program. */
export function programOf(around: Surroundings): Command {
  const program = new Command('cutover')
    .description(ABOUT)
    .version(around.version)
    .configureOutput({
      writeOut: (text) => process.stdout.write(text),
      writeErr: (text) => process.stderr.write(text),
      // What is wrong with a command line is printed like every other error, in the format asked for.
      outputError: () => undefined,
    });
  workspaceCommands(program, around);
  planCommands(program, around);
  decideCommand(program, around);
  allowCommand(program, around);
  gateCommands(program, around);
  runCommands(program, around);
  laterCommands(program, around);
  replayCommand(program, around);
  doctorCommand(program, around);
  sandboxCommand(program, around);
  demoCommand(program, around);
  mcpCommand(program, around);
  for (const command of [program, ...allOf(program)]) command.exitOverride();
  return program;
}

function allOf(command: Command): Command[] {
  return command.commands.flatMap((child) => [child, ...allOf(child)]);
}
