import type { Explained } from '../mcp/reads.ts';
import type { Book } from './book.ts';
import { bestOf } from './names.ts';
import { book, type Found, settle, withOne } from './revise.ts';
import type { Act, Talk } from './talk.ts';

const RECORDS = /(?:['’]s?)?(?: (?:own )?(?:records|clients|people|packages|sessions|deals|work|things|everything|stuff))?$/i;
const NOBODY =
  /^(?:(?:the )?(?:records|clients|those|people|everything|everyone) )?(?:without (?:a |any )?coach|that have no coach|nobody(?:'s)?.*|unassigned(?: records)?|of nobody|no coach)$/i;
const FALLBACK = /^(the )?(fallback( owner| user)?|rest|unassigned( coach| user)?|nobody)$/i;

/** `give Dana's records to Sam`, `give Lee Marsh to the fallback`. */
export async function* give(talk: Talk, from: string, to: string): Act {
  const known = yield* book(talk);
  if (NOBODY.test(from.trim())) {
    const rest = known.entries.filter(({ line }) => line.kind === 'owner-fallback');
    return yield* withOne(talk, rest, 'There is no fallback owner to decide on.', (entry) =>
      settle(talk, entry, (details) => userFor(known, details, to)),
    );
  }
  const coaches = known.find(from.replace(RECORDS, ''), ['owner']);
  const names = known.entries.filter(({ line }) => line.kind === 'owner').map(({ name }) => name);
  yield* withOne(talk, coaches, `I find no coach "${from.replace(RECORDS, '')}". The coaches are: ${names.join(', ')}.`, (entry) =>
    settle(talk, entry, (details) => (FALLBACK.test(to.trim()) ? { fallback: true } : userFor(known, details, to))),
  );
}

/** The user a phrase names: by mail, by the name of the coach who has it, or by the name in the mail. */
export function userFor(known: Book, details: Explained, said: string): Found {
  const users = new Map<string, string[]>();
  const add = (mail: unknown, ...names: readonly string[]): void => {
    if (typeof mail !== 'string' || mail.includes('***')) return;
    users.set(mail, [...(users.get(mail) ?? [mail, mail.replace(/@.*$/, '').replaceAll(/[._-]+/g, ' ')]), ...names]);
  };
  for (const answer of [details.proposal, ...details.alternatives]) add(answer?.user);
  for (const { line, name } of known.entries) if (line.kind === 'owner' && (line.confidence ?? 0) > 0.9) add(line.proposal?.user, name);
  const found = bestOf(said.replace(/^(the )?user /i, ''), [...users], ([, names]) => names);
  const [only] = found;
  if (only !== undefined && found.length === 1) return { user: only[0] };
  const list = [...users.keys()].join(', ');
  return found.length === 0
    ? `I find no user "${said}". The users are: ${list}. Users are never created by the load.`
    : `"${said}" could be ${found.map(([mail]) => mail).join(' or ')}: say it with the mail.`;
}
