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
  { name: '/rollback', does: 'bring the account back; what people edited since stays' },
  { name: '/undo', does: 'take the last answer back' },
  { name: '/help', does: 'these commands, and the keys' },
  { name: '/quit', does: 'leave; everything is saved' },
]);

/** Commands that begin like what is typed; none once there is a blank, or when it is one of them in full. */
export function completions(text: string): readonly SlashCommand[] {
  if (!/^\/\S*$/.test(text)) return [];
  const fits = COMMANDS.filter(({ name }) => name.startsWith(text.toLowerCase()));
  return fits.length === 1 && fits[0]?.name === text ? [] : fits;
}

/** The command a line means: its name, or the only one that begins so. Null when it is none, or not clear which. */
export function commandOf(line: string): string | null {
  const [word = ''] = line.trim().toLowerCase().split(/\s+/);
  const exact = COMMANDS.find(({ name }) => name === word);
  const near = COMMANDS.filter(({ name }) => name.startsWith(word));
  return exact?.name ?? (near.length === 1 ? (near[0]?.name ?? null) : null);
}
