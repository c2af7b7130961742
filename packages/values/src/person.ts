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

/** What stands before a name without being a part of it. */
const PREFIX = /^(?:dr|prof|mr|mrs|ms|miss|mx|sir|rev|fr|hon|herr|frau|hr|sr|sra|srta|don|doña|mme|mlle|m|dipl-?\w*|ing|mag)\.?$/iu;
const COUPLE = /^(?:&|\+|and|und|y|et)$/i;

interface Split {
  readonly first: string | null;
  readonly last: string | null;
  /** What stood behind the name without a comma: `Jr.`, `PhD`. */
  readonly suffix: readonly string[];
}

function splitWords(all: readonly string[]): Split {
  const words = [...all];
  const suffix: string[] = [];
  while (words.length > 2 && PREFIX.test(words[0] ?? '')) words.shift();
  while (words.length > 1 && ADDITION.test(words.at(-1) ?? '')) suffix.unshift(words.pop() ?? '');
  if (words.length === 0) return { first: null, last: null, suffix };
  if (words.length === 1) return { first: words[0] ?? null, last: null, suffix };
  const and = words.findIndex((word) => COUPLE.test(word));
  // Two whole names: neither of them is the other's.
  if (and > 1 && words.length - and > 2) return { first: null, last: null, suffix };
  let cut = words.length - 1;
  while (cut > 1 && PARTICLE.test(words[cut - 1] ?? '')) cut -= 1;
  return { first: words.slice(0, cut).join(' '), last: words.slice(cut).join(' '), suffix };
}

const wordsOf = (text: string): string[] => text.split(' ').filter((word) => word !== '');

/** `Diallo, Dr. Amara PCC`: the first name, with what stands around it put where it belongs. */
function turned(last: string, rest: string, tail: string): Omit<PersonName, 'mail'> {
  const words = wordsOf(rest);
  const suffix: string[] = [];
  let from = 0;
  while (from < words.length - 1 && PREFIX.test(words[from] ?? '')) from += 1;
  while (words.length - from > 1 && ADDITION.test(words.at(-1) ?? '')) suffix.unshift(words.pop() ?? '');
  const first = words.slice(from).join(' ');
  return { first, last, full: [...words.slice(0, from), first, last, ...suffix].join(' ') + tail };
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
  if (names.length === 2 && two !== undefined) return turned(one, two, tail);
  if (names.length > 2) return { first: null, last: null, full: tidy(text) };
  const { first, last } = splitWords(wordsOf(one));
  return { first, last, full: `${one}${tail}` };
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
