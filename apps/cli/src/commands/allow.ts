import { CutoverError } from '@cutover/domain';
import type { Workspace } from '@cutover/engine';
import { allowColumn, columnNamed, type ExportColumn, exportColumns, withholdColumn } from '@cutover/engine/desk';
import type { Command } from 'commander';
import { leaf, type Surroundings, withWorkspace } from '../context.ts';
import { done, type Outcome } from '../output.ts';
import { askLine, hasTerminal } from '../terminal.ts';

/** allow: which columns' values an assistant may see as they are. A yes is given at a terminal, because an assistant may be able to run commands. */
export function allowCommand(program: Command, around: Surroundings): void {
  leaf(
    program,
    around,
    'allow',
    'let the assistant see the values of one column; without a column: which it may see',
    'cutover allow "clients.csv Mobile" --workspace migration',
    ({ output, ...invocation }, options, args) =>
      withWorkspace({ output, ...invocation }, async (ws) => {
        const [column] = args;
        const takesBack = options.takeBack === true;
        if (column === undefined) {
          if (takesBack) throw new CutoverError('usage', 'allow --take-back takes the column that is to be masked again');
          return listed(ws, allowedText(exportColumns(ws)));
        }
        if (takesBack) return listed(ws, `Masked again: ${named(withholdColumn(ws, column))}.`);
        const asked = columnNamed(exportColumns(ws), column);
        if (!hasTerminal())
          throw new CutoverError('no-terminal', 'showing a column to the assistant needs the yes of a person at a terminal');
        output.prose(`${named(asked)} holds ${asked.filled} values such as ${asked.examples.slice(0, 3).join(', ')} (masked here).`);
        const answer = await askLine(
          'The assistant will see them as they are, and a model sends what it sees to its provider. Type yes to allow it:',
        );
        if (answer !== 'yes') return listed(ws, 'Nothing was changed.');
        return listed(ws, `The assistant may see ${named(allowColumn(ws, asked.id))}.`);
      }),
  )
    .argument('[column]', 'its name, its file and name, or the id of its decision')
    .option('--take-back', 'show it masked again');
}

const named = ({ file, name }: ExportColumn): string => `column "${name}" of ${file}`;

function listed(ws: Workspace, text: string): Outcome {
  const columns = exportColumns(ws).map(({ id, file, name, filled, allowed }) => ({ id, file, column: name, filled, allowed }));
  return done({ columns }, text);
}

function allowedText(columns: readonly ExportColumn[]): string {
  const allowed = columns.filter((column) => column.allowed);
  if (allowed.length === 0) return `The assistant sees the values of all ${columns.length} columns masked.`;
  return ['The assistant may see:', ...allowed.map((column) => `  ${named(column)}  (${column.id})`), 'All others it sees masked.'].join(
    '\n',
  );
}
