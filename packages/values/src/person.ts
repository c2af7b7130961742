import { readMails } from './mail.ts';

export interface PersonName {
  readonly first: string | null;
  readonly last: string | null;
  /** First name first, additions such as `PhD` kept; the mail address when there is nothing else. */
  readonly full: string;
  readonly mail: string | null;
}

/** What may follow a comma without being a first name. */
const ADDITION = /^(jr|sr|ii|iii|iv|ph\.?\s?d|md|m\.d|mba|esq|pcc|mcc|acc|cpa|rn|dds|llc|inc|ltd|llp|gmbh|co|corp|pllc)\.?$/i;
/** Small words that belong to the surname after them. */
const PARTICLE =
  /^(?:van|von|der|den|de|del|della|di|da|dos|das|du|la|le|al|el|bin|ibn|ter|ten|zu|zur|st\.?|Van|Von|Der|De|Del|Di|La|Le|Du|St\.)$/;

const tidy = (text: string): string => text.replace(/\s+/g, ' ').trim();

function splitWords(words: readonly string[]): { first: string | null; last: string | null } {
  if (words.length === 0) return { first: null, last: null };
  if (words.length === 1) return { first: words[0] ?? null, last: null };
  let cut = words.length - 1;
  while (cut > 1 && PARTICLE.test(words[cut - 1] ?? '')) cut -= 1;
  return { first: words.slice(0, cut).join(' '), last: words.slice(cut).join(' ') };
}

function readName(text: string): Omit<PersonName, 'mail'> {
  const parts = text
    .split(',')
    .map(tidy)
    .filter((part) => part !== '');
  const additions = parts.slice(1).filter((part) => ADDITION.test(part));
  const names = parts.filter((part, index) => index === 0 || !ADDITION.test(part));
  const tail = additions.map((addition) => `, ${addition}`).join('');
  const [one = '', two] = names;
  if (names.length === 2 && two !== undefined) return { first: two, last: one, full: `${two} ${one}${tail}` };
  if (names.length > 2) return { first: null, last: null, full: tidy(text) };
  return { ...splitWords(one.split(' ').filter((word) => word !== '')), full: `${one}${tail}` };
}

/**
 * A person in one cell: `Maya Chen`, `Chen, Maya`, `Jan van der Berg`, `Maya Chen (maya@example.com)`. With one word, it is the first
 * name; with more than one comma of doubtful meaning, only `full` is given.
 */
export function readPerson(text: string): PersonName {
  const mails = readMails(text);
  const mail = mails.ok ? (mails.value[0] ?? null) : null;
  const bare =
    mail === null
      ? text
      : tidy(text.replace(/mailto:/gi, '').replace(/[<([]?[^\s<>()[\],;"]*@[^\s<>()[\],;"]*[>)\]]?/g, ' ')).replace(
          /^[\s,;"-]+|[\s,;"-]+$/g,
          '',
        );
  const name = readName(tidy(bare));
  return { ...name, full: name.full === '' ? (mail ?? '') : name.full, mail };
}
