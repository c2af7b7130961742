import type { NamedColumn } from '../hands/facts.ts';

/** A command of the conversation. */
export interface SlashCommand {
  readonly name: string;
  readonly does: string;
}

/** In the order of the road. */
export const COMMANDS: readonly SlashCommand[] = Object.freeze([
  { name: '/plan', does: 'the plan as it stands: what will be created, cost, limits' },
  { name: '/decisions', does: 'go through the open decisions, card by card' },
  { name: '/review', does: 'let the assistant look at the uncertain proposals' },
  { name: '/qa', does: 'what is odd in the export, and who owns what' },
  { name: '/status', does: 'how far this migration is' },
  { name: '/sample', does: 'create the schema, load a sample, read it back' },
  { name: '/diff', does: 'the sample, field by field: source, Pipedrive, rule' },
  { name: '/full', does: 'load everything else' },
  { name: '/verify', does: 'read everything back and compare' },
  { name: '/report', does: 'what was migrated, what was not, and why' },
  { name: '/repair', does: 'write again what differs; what would be written is shown first' },
  { name: '/delta', does: 'read the export again, bring in what is new and changed' },
  { name: '/files', does: 'send the documents of contracts' },
  { name: '/rollback', does: 'bring the account back; what people edited since stays' },
  { name: '/allow', does: 'let the assistant see the values of a column as they are' },
  { name: '/withhold', does: 'show the assistant a column masked again' },
  { name: '/undo', does: 'take the last answer back' },
  { name: '/help', does: 'these commands, and the keys' },
  { name: '/quit', does: 'leave; everything is saved' },
]);

/** Commands that begin like what is typed, and columns after a command that takes one; none when it is one of them in full. */
export function completions(text: string, columns: readonly NamedColumn[]): readonly SlashCommand[] {
  const [, command, typed] = /^(\/allow|\/withhold)\s+(.*)$/i.exec(text) ?? [];
  if (command !== undefined && typed !== undefined) return columnsFor(command.toLowerCase(), typed.toLowerCase(), columns);
  if (!/^\/\S*$/.test(text)) return [];
  const fits = COMMANDS.filter(({ name }) => name.startsWith(text.toLowerCase()));
  return fits.length === 1 && fits[0]?.name === text ? [] : fits;
}

/** Columns that the command may be said of, those that begin so first. */
function columnsFor(command: string, typed: string, columns: readonly NamedColumn[]): readonly SlashCommand[] {
  const open = columns.filter(({ allowed }) => allowed === (command === '/withhold'));
  const at = ({ name }: NamedColumn): number => name.toLowerCase().indexOf(typed);
  const fits = [...open.filter((one) => at(one) === 0), ...open.filter((one) => at(one) > 0)];
  if (fits.some(({ name }) => name.toLowerCase() === typed)) return [];
  return fits.map(({ name, about }) => ({ name: `${command} ${name}`, does: about }));
}

/** Whether what is listed belongs after a command: picking it is not yet saying it. */
export const isArgument = (text: string): boolean => /^\/\S+\s/.test(text);

/** The command a line means: its name, or the only one that begins so. Null when it is none, or not clear which. */
export function commandOf(line: string): string | null {
  const [word = ''] = line.trim().toLowerCase().split(/\s+/);
  const exact = COMMANDS.find(({ name }) => name === word);
  const near = COMMANDS.filter(({ name }) => name.startsWith(word));
  return exact?.name ?? (near.length === 1 ? (near[0]?.name ?? null) : null);
}
