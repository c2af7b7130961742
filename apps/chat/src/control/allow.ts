import type { NamedColumn } from '../hands/facts.ts';
import { plural } from '../words/objects.ts';
import { type Chat, faultText, say, seatOf } from './chat.ts';

/** What can be completed after /allow and /withhold, as the export and the person's word stand now. */
export function refreshColumns(chat: Chat): void {
  chat.store.send({ do: 'columns', columns: seatOf(chat).hand.columns() });
}

/** The person lets the assistant see a column's values as they are, or no longer; without a column: says which it sees. */
export function allow(chat: Chat, column: string, yes: boolean): void {
  if (column !== '') change(chat, column, yes);
  refreshColumns(chat);
  if (column === '') say(chat, listed(chat.store.get().columns));
}

function change(chat: Chat, column: string, yes: boolean): void {
  try {
    const { name, file, filled } = seatOf(chat).hand.allow(column, yes);
    const which = `“${name}” of ${file}`;
    if (yes) say(chat, `The assistant may see ${which} as it is, ${plural(filled, 'value')}. /withhold takes that back.`, 'good');
    else say(chat, `${which} is masked again; what the assistant has seen, it has seen.`, 'good');
  } catch (thrown) {
    say(chat, faultText(thrown), 'bad');
  }
}

function listed(columns: readonly NamedColumn[]): string {
  if (columns.length === 0) return 'Nothing has been read yet: say "start".';
  const names = columns.filter(({ allowed }) => allowed).map(({ name }) => `“${name}”`);
  return names.length === 0
    ? `The assistant sees ${plural(columns.length, 'column')} masked, and none as it is. /allow and a column's name shows it one.`
    : `The assistant sees these as they are: ${names.join(', ')}. All others it sees masked.`;
}
