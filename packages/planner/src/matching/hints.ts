import type { AccountSnapshot, ColumnProfile, FileProfile, ValueType } from '@cutover/domain';
import { normalName } from '@cutover/domain';
import { readDate } from '@cutover/values';
import { sortOf } from '../lexicon/activities.ts';
import type { Concept, Hint } from '../lexicon/concept.ts';
import { isAhead, notHeld, senseOfStatus } from '../lexicon/statuses.ts';
import { CHANNEL_WORDS, HELD_WORDS, PLACE_WORDS, SESSION_MINUTES } from '../lexicon/values.ts';
import { roughWords } from './stems.ts';

/** What surrounds a column: its table, and the account it goes to. */
export interface Surroundings {
  readonly file: FileProfile;
  readonly account: AccountSnapshot;
}

export interface Clue {
  /** 0..1: how sure the values alone make it. */
  readonly worth: number;
  readonly reason: string;
}

type Look = (profile: ColumnProfile, around: Surroundings) => Clue | null;

const texts = (profile: ColumnProfile): string[] => (profile.values ?? []).slice(0, 60).map(({ value }) => value);

function sharing(profile: ColumnProfile, fits: (text: string) => boolean): number {
  const all = texts(profile);
  return all.length === 0 ? 0 : all.filter(fits).length / all.length;
}

const few = (profile: ColumnProfile, most: number): boolean =>
  profile.distinct > 0 && profile.distinct <= most && profile.distinct < profile.filled;
const percent = (share: number): string => `${Math.round(share * 100)} %`;

/** A share of values that are known words, as a clue; below half it says nothing. */
function byWords(most: number, worth: number, what: string, fits: (text: string) => boolean): Look {
  return (profile) => {
    if (!few(profile, most)) return null;
    const share = sharing(profile, fits);
    return share < 0.4 ? null : { worth: worth * share, reason: `${percent(share)} of its values are ${what}` };
  };
}

const anyOf = (words: readonly string[]) => {
  const known = new Set(words);
  return (text: string): boolean => roughWords(text).some((word) => known.has(word));
};
const held = anyOf(HELD_WORDS);

/** Columns of the table with one of these types, in its order, without its id. */
function sameKind(file: FileProfile, types: readonly ValueType[]): ColumnProfile[] {
  return file.columns.filter((column) => column.filled > 0 && column.index !== file.idColumn && types.includes(column.type));
}

const nth =
  (place: number, types: readonly ValueType[], worth: number, reason: string): Look =>
  (profile, { file }) => {
    const all = sameKind(file, types);
    // One of two may be the start, one of five is anything.
    return all[place] === profile && all.length <= 2 + place ? { worth, reason } : null;
  };

function users(profile: ColumnProfile, { account }: Surroundings): Clue | null {
  const known = new Set(account.users.flatMap(({ name, mail }) => [normalName(name), mail.toLowerCase()]));
  const share = sharing(profile, (text) => known.has(normalName(text)) || known.has(text.toLowerCase()));
  return share >= 0.3 && few(profile, 200)
    ? { worth: 0.85 * share, reason: `${percent(share)} of its values are users of the account` }
    : null;
}

function stages(profile: ColumnProfile, { account }: Surroundings): Clue | null {
  const known = new Set(account.stages.map(({ name }) => normalName(name)));
  const share = sharing(profile, (text) => known.has(normalName(text)));
  return share >= 0.5 && few(profile, 30)
    ? { worth: 0.8 * share, reason: `${percent(share)} of its values are stages of the account` }
    : null;
}

function years(from: number, to: number, worth: number, what: string): Look {
  return (profile, { file }) => {
    if (profile.type !== 'date' && profile.type !== 'datetime') return null;
    const order = profile.reading.order;
    const read = texts(profile).flatMap((text) => {
      const date = readDate(text.split(/[ T]/)[0] ?? '', order === undefined || order === 'ambiguous' ? { order: 'dmy' } : { order });
      return date.ok ? [Number(date.value.slice(0, 4))] : [];
    });
    const fitting = read.filter((year) => year >= from && year <= to).length;
    if (read.length === 0 || fitting < 0.8 * read.length) return null;
    const rivals = sameKind(file, ['date', 'datetime']).length;
    return { worth: rivals === 1 ? worth : worth * 0.7, reason: `its dates are ${what}` };
  };
}

function minutes(profile: ColumnProfile): Clue | null {
  if (!few(profile, 12)) return null;
  const share = sharing(profile, (text) =>
    SESSION_MINUTES.has(Number(/^(\d+)(\s*(min|mins|minutes|m))?$/i.exec(text.trim())?.[1] ?? Number.NaN)),
  );
  return share >= 0.8 ? { worth: 0.7, reason: 'its values are usual lengths of sessions in minutes' } : null;
}

/** The only column of a kind that no other meaning of the table could want more. */
function onlyOne(types: readonly ValueType[], worth: number): Look {
  return (profile, { file }) =>
    types.includes(profile.type) && sameKind(file, types).length === 1
      ? { worth, reason: `it is the only column of its kind (${profile.type})` }
      : null;
}

function largestMoney(profile: ColumnProfile, { file }: Surroundings): Clue | null {
  const all = sameKind(file, ['money']);
  if (profile.type !== 'money') return null;
  if (all.length === 1) return { worth: 0.7, reason: 'it is the only column of money' };
  const largest = all.toSorted((a, b) => (b.sum ?? 0) - (a.sum ?? 0))[0];
  return largest === profile ? { worth: 0.45, reason: 'it is the largest column of money' } : null;
}

function ownContacts(profile: ColumnProfile): Clue | null {
  if (profile.type !== 'mail' && profile.type !== 'phone') return null;
  const own = profile.distinct >= 0.85 * profile.filled;
  return own ? { worth: 0.7, reason: `nearly every row has a ${profile.type} of its own` } : null;
}

/** A word with a capital in each row, nearly all different: half of a name. */
function isHalfName(column: ColumnProfile): boolean {
  const usual = column.type === 'text' || column.type === 'name' || column.type === 'enum';
  if (!usual || column.filled < 0.9 * column.rows || column.distinct < Math.min(10, 0.3 * column.filled)) return false;
  const all = texts(column);
  const shapes = column.formats.slice(0, 3);
  if (all.length === 0) return shapes.length > 0 && shapes.every((shape) => shape === 'Aaa');
  return all.filter((text) => /^\p{Lu}[\p{L}'’-]+$/u.test(text)).length >= 0.9 * all.length;
}

const halfName =
  (place: number, reason: string): Look =>
  (profile, { file }) => {
    const all = file.columns.filter((column) => column.index !== file.idColumn && isHalfName(column));
    const [first, second] = all;
    if (first === undefined || second === undefined || all.length > 2 || second.index !== first.index + 1) return null;
    return all[place] === profile ? { worth: 0.5, reason } : null;
  };

/** Each kind of clue by its name in the lexicon. */
export const LOOKS: Readonly<Record<Hint, Look>> = Object.freeze({
  'package-status': byWords(25, 0.85, 'statuses of packages', (text) => senseOfStatus(text)?.known === true),
  attendance: byWords(15, 0.8, 'what becomes of sessions', (text) => notHeld(text) !== null || isAhead(text) || held(text)),
  'session-types': byWords(40, 0.7, 'kinds of sessions', (text) => sortOf(text).word !== null),
  places: byWords(60, 0.75, 'places to meet', anyOf(PLACE_WORDS)),
  channels: byWords(40, 0.75, 'ways in which clients come', anyOf(CHANNEL_WORDS)),
  users,
  stages,
  'birth-years': years(1920, 2012, 0.75, 'those of people being born'),
  'recent-years': years(2013, 2100, 0.35, 'of the last years'),
  minutes,
  'only-date': onlyOne(['date', 'datetime'], 0.75),
  'only-time': onlyOne(['time'], 0.65),
  'first-time': nth(0, ['time'], 0.55, 'it is the first of the times'),
  'second-time': nth(1, ['time'], 0.5, 'it is the second of the times'),
  'first-moment': nth(0, ['datetime'], 0.5, 'it is the first moment in the table'),
  'second-moment': nth(1, ['datetime'], 0.45, 'it is the second moment in the table'),
  'only-prose': onlyOne(['longtext', 'html'], 0.75),
  'only-address': onlyOne(['address'], 0.75),
  'only-url': onlyOne(['url'], 0.55),
  'only-currency': onlyOne(['currency'], 0.85),
  'only-list': onlyOne(['list'], 0.5),
  'largest-money': largestMoney,
  'own-contacts': ownContacts,
  'first-half-name': halfName(0, 'two columns of single words stand side by side, as first and last names do'),
  'second-half-name': halfName(1, 'two columns of single words stand side by side, as first and last names do'),
});

/** What the values and their surroundings say for a meaning, surest first. */
export function cluesOf(concept: Concept, profile: ColumnProfile, around: Surroundings): Clue[] {
  return (concept.hints ?? []).flatMap((hint) => LOOKS[hint](profile, around) ?? []).sort((a, b) => b.worth - a.worth);
}
