import { type AccountSnapshot, type AnswerOf, type Decision, Mail, normalName, type SourceObject } from '@cutover/domain';
import { readMails, readPerson } from '@cutover/values';
import { distance } from 'fastest-levenshtein';
import { draft } from '../decide.ts';
import type { Facts } from '../facts/facts.ts';
import { counted } from '../words.ts';

type OwnerAnswer = AnswerOf<'owner'>;

/** A coach as the export knows him or her, with every text that refers to this coach. */
export interface CoachUse {
  readonly value: string;
  readonly name: string | null;
  readonly mail: string | null;
  readonly aliases: readonly string[];
  readonly records: ReadonlyMap<SourceObject, number>;
  /** Key of the coach's row; null where no coach file has one. */
  readonly key: string | null;
}

interface Gathered {
  readonly key: string | null;
  name: string | null;
  mail: string | null;
  readonly aliases: Set<string>;
  readonly records: Map<SourceObject, number>;
}

function mailIn(text: string): string | null {
  const read = readMails(text);
  return read.ok ? (read.value[0]?.toLowerCase() ?? null) : null;
}

/**
 * The coaches of the export: those of a coach table first, then texts in owner columns that none of these explains. Authors of notes who are no
 * coach otherwise own nothing: they are named in the note's text and reported, not asked about.
 */
export function coachesInUse(facts: Facts): CoachUse[] {
  const gathered: Gathered[] = facts.coaches.all.map((coach) => ({
    key: coach.key,
    name: coach.name,
    mail: coach.mail,
    aliases: new Set([coach.id, ...(coach.name === null ? [] : [coach.name]), ...(coach.mail === null ? [] : [coach.mail])]),
    records: new Map(),
  }));
  const byText = new Map<string, Gathered>();
  const learn = (coach: Gathered) => {
    for (const text of [...coach.aliases, coach.mail ?? '', coach.name ?? '']) {
      for (const key of [text.toLowerCase(), normalName(text)]) if (key !== '' && !byText.has(key)) byText.set(key, coach);
    }
  };
  gathered.forEach(learn);
  const texts = [...facts.owners.values()].sort((a, b) => (a.text < b.text ? -1 : 1));
  for (const { text, records, onlyAuthor } of texts) {
    const person = readPerson(text);
    const mail = mailIn(text);
    const known =
      byText.get(text.toLowerCase()) ??
      (mail === null ? undefined : byText.get(mail)) ??
      byText.get(normalName(person.full)) ??
      byText.get(normalName(text));
    if (known === undefined && onlyAuthor) continue;
    const name = person.full === '' || person.full === mail ? null : person.full;
    const coach = known ?? {
      key: null,
      name: /\p{L}{2}/u.test(name ?? '') && name !== mail ? name : null,
      mail,
      aliases: new Set<string>(),
      records: new Map<SourceObject, number>(),
    };
    coach.aliases.add(text);
    coach.mail ??= mail;
    for (const [object, count] of records) coach.records.set(object, (coach.records.get(object) ?? 0) + count);
    if (known === undefined) gathered.push(coach);
    learn(coach);
  }
  const taken = new Set<string>();
  return gathered.flatMap((coach): CoachUse[] => {
    const value = coach.mail ?? coach.name ?? [...coach.aliases][0] ?? '';
    if (value === '' || taken.has(value)) return [];
    taken.add(value);
    return [{ value, name: coach.name, mail: coach.mail, aliases: [...coach.aliases].sort(), records: coach.records, key: coach.key }];
  });
}

export function recordsText(records: ReadonlyMap<SourceObject, number>): string {
  const parts = [...records].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).map(([object, count]) => `${counted(count, object)}`);
  return parts.length === 0 ? 'no records' : parts.join(', ');
}

function user(mail: string): OwnerAnswer | null {
  const parsed = Mail.safeParse(mail);
  return parsed.success ? { user: parsed.data } : null;
}

const MOST_USERS = 10;

type User = AccountSnapshot['users'][number];

interface UserMatch {
  readonly byMail: User | null;
  readonly byName: readonly User[];
  readonly near: readonly User[];
  readonly nearMail: readonly User[];
  /** The user with this mail is deactivated: he or she can own nothing. */
  readonly inactive: boolean;
}

/** Users who may be this coach: by mail, by name, and those a slip of the pen away. */
function matchUser(account: AccountSnapshot, coach: CoachUse): UserMatch {
  const active = account.users.filter((one) => one.active);
  const mail = coach.mail?.toLowerCase() ?? '';
  const name = normalName(coach.name ?? '');
  const byMail = mail === '' ? null : (active.find((one) => one.mail.toLowerCase() === mail) ?? null);
  const others = active.filter((one) => one !== byMail);
  const byName = name === '' ? [] : others.filter((one) => normalName(one.name) === name);
  const near = name.length < 5 ? [] : others.filter((one) => !byName.includes(one) && distance(normalName(one.name), name) <= 2);
  const nearMail = mail === '' ? [] : others.filter((one) => distance(one.mail.toLowerCase(), mail) <= 2);
  return {
    byMail,
    byName,
    near,
    nearMail,
    inactive: mail !== '' && account.users.some((one) => !one.active && one.mail.toLowerCase() === mail),
  };
}

function ownerEvidence(coach: CoachUse, match: UserMatch): string[] {
  return [
    recordsText(coach.records),
    ...(match.byMail === null ? [] : [`user ${match.byMail.name} has the same mail`]),
    ...(match.inactive ? ['the user with this mail is deactivated'] : []),
    ...match.byName.map((one) => `user ${one.name} has the same name, but another mail`),
    ...match.near.map((one) => `user ${one.name} has nearly the same name`),
    ...match.nearMail.map((one) => `user ${one.name} has nearly the same mail`),
  ];
}

function ownerConfidence({ byMail, byName, near, nearMail }: UserMatch): number {
  if (byMail !== null) return 0.98;
  if (byName.length > 0) return 0.45;
  return near.length + nearMail.length > 0 ? 0.5 : 0.8;
}

/** One decision for each coach: the user with the same mail, else the fallback; a user of the same or nearly the same name is only offered. */
export function proposeOwners(account: AccountSnapshot, facts: Facts): Decision[] {
  const active = account.users.filter((one) => one.active);
  const fallback: OwnerAnswer = { fallback: true };
  return coachesInUse(facts).map((coach) => {
    const match = matchUser(account, coach);
    const found = match.byMail === null ? null : user(match.byMail.mail);
    const others = [...match.byName, ...match.near, ...match.nearMail, ...active].flatMap((one) => user(one.mail) ?? []);
    return draft(
      'owner',
      `owner:coach:${coach.value}`,
      { object: 'coach', value: coach.value, name: coach.name, mail: coach.mail, aliases: [...coach.aliases] },
      {
        proposal: found ?? fallback,
        alternatives: [...others.slice(0, MOST_USERS), fallback],
        confidence: ownerConfidence(match),
        evidence: ownerEvidence(coach, match),
        reason:
          found !== null
            ? 'The mail addresses agree.'
            : 'No active user has this mail: the records go to the fallback owner unless a user is named.',
      },
    );
  });
}

const SPARE = /unassigned|nobody|no owner|migration|integration|api user|fallback/i;

/** Who owns what no user could be found for. Cutover never creates users. */
export function proposeFallback(account: AccountSnapshot): Decision {
  const active = account.users.filter((one) => one.active);
  const spare = active.find((one) => SPARE.test(one.name) || /^unassigned/i.test(one.mail));
  const me = active.find((one) => one.id === account.me.id);
  const mails = [
    ...(spare ? [spare.mail] : []),
    account.me.mail,
    ...active.filter((one) => one.admin).map((one) => one.mail),
    ...active.map((one) => one.mail),
  ];
  const [proposal, ...others] = mails.flatMap((mail) => {
    const parsed = Mail.safeParse(mail);
    return parsed.success ? [{ user: parsed.data }] : [];
  });
  return draft(
    'owner-fallback',
    'owner-fallback',
    {},
    {
      proposal: proposal ?? null,
      alternatives: others.slice(0, 30),
      confidence: spare ? 0.9 : 0.5,
      evidence: [
        spare ? `user ${spare.name} stands for records without an owner` : `no user stands for records without an owner`,
        `the token belongs to ${me?.name ?? 'a user of the account'}`,
      ],
      reason: spare
        ? 'The account keeps a user for this.'
        : "The token's own user is the only one certain to exist; a user called Unassigned Coach would keep these records apart.",
    },
  );
}
