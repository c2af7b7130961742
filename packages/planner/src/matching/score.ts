import { type ColumnProfile, type FileProfile, normalName, type SourceObject, type ValueType } from '@cutover/domain';
import type { Concept, ObjectLexicon } from '../lexicon/concept.ts';
import { typeFit } from './compat.ts';
import { cluesOf, type Surroundings } from './hints.ts';
import type { FoundIn } from './links.ts';
import { likeness } from './similarity.ts';
import type { Thesaurus } from './thesaurus.ts';
import { votes } from './vote.ts';
import { wordsOf } from './words.ts';

export interface Candidate {
  readonly concept: Concept;
  /** Ranks, and is the base of the confidence; 0..1, a little over where everything agrees. */
  readonly score: number;
  readonly name: number;
  readonly fit: number;
  readonly reasons: readonly string[];
}

interface Phrase {
  readonly text: string;
  readonly words: readonly string[];
  /** Without blanks: `linkedin` is `Linked In`. */
  readonly squash: string;
}

function squash(text: string): string {
  return normalName(text).replaceAll(' ', '');
}

const phrases = new WeakMap<Concept, readonly Phrase[]>();

function phrasesOf(concept: Concept): readonly Phrase[] {
  const known = phrases.get(concept);
  if (known) return known;
  const made = concept.names.split(' | ').map((text) => ({ text, words: wordsOf(text), squash: squash(text) }));
  phrases.set(concept, made);
  return made;
}

function withoutOwn(words: readonly string[], own: string): readonly string[] {
  const ownWords = new Set(own.split(' | ').flatMap((phrase) => wordsOf(phrase)));
  const rest = words.filter((word) => !ownWords.has(word));
  return rest.length > 0 ? rest : words;
}

interface Header {
  readonly squash: string;
  readonly words: readonly string[];
  /** Without the words for the object itself: `Client Status` in a client table is `Status`. */
  readonly stripped: readonly string[];
}

interface Likest {
  readonly score: number;
  readonly phrase: string;
}

/** Headers do not change from one proposal to the next, and comparing phrases is most of the work of proposing. */
const likest = new WeakMap<Thesaurus, WeakMap<Concept, Map<string, Likest>>>();
const MOST_KEPT = 2000;

function keptFor(concept: Concept, thesaurus: Thesaurus): Map<string, Likest> {
  const concepts = likest.get(thesaurus) ?? new WeakMap<Concept, Map<string, Likest>>();
  likest.set(thesaurus, concepts);
  const kept = concepts.get(concept) ?? new Map<string, Likest>();
  concepts.set(concept, kept);
  return kept;
}

function bestPhrase(header: Header, concept: Concept, thesaurus: Thesaurus): Likest {
  const kept = keptFor(concept, thesaurus);
  const key = JSON.stringify([header.squash, header.words, header.stripped]);
  const known = kept.get(key);
  if (known !== undefined) return known;
  const found = comparePhrases(header, concept, thesaurus);
  if (kept.size < MOST_KEPT) kept.set(key, found);
  return found;
}

function comparePhrases(header: Header, concept: Concept, thesaurus: Thesaurus): Likest {
  let score = 0;
  let phrase = '';
  for (const one of phrasesOf(concept)) {
    const same = header.squash !== '' && header.squash === one.squash;
    const bare = header.stripped === header.words ? 0 : likeness(header.stripped, one.words, thesaurus) * 0.97;
    const value = same ? 1 : Math.max(likeness(header.words, one.words, thesaurus), bare);
    if (value > score) {
      score = value;
      phrase = one.text;
    }
  }
  return { score, phrase };
}

/** `link:client` and the owner targets refer to other tables: these are the objects whose ids, mails or names they hold. */
export function referredBy(target: string): SourceObject | null {
  if (target.startsWith('link:')) return target.slice(5) as SourceObject;
  return target.endsWith('.owner') ? 'coach' : null;
}

function linkBonus(
  concept: Concept,
  name: number,
  found: readonly FoundIn[],
  profile: ColumnProfile,
): { score: number; reason: string } | null {
  const object = referredBy(concept.target);
  const hit = found.find((one) => one.object === object);
  if (!hit || hit.overlap < 0.25) return null;
  // Small integers are found in any numbered table: such an overlap proves nothing without a name that says the same.
  const idLike = profile.type === 'id' || profile.type === 'list' || (profile.type !== 'integer' && (profile.matches.id ?? 0) >= 0.9);
  const telling = hit.by !== 'id' || idLike || name >= 0.45;
  // Of two columns that name the same record, its id is surer than its mail, and the mail surer than a name.
  const sure = hit.by === 'id' ? 0.04 : hit.by === 'mail' ? 0.03 : 0;
  const score = telling ? 0.55 + 0.42 * hit.overlap + sure : 0.3;
  return { score, reason: `${Math.round(hit.overlap * 100)} % of the values are ${hit.by === 'id' ? 'ids' : `${hit.by}s`} in ${hit.file}` };
}

/** Types that so many columns have that they speak for no meaning. */
const COMMON: ReadonlySet<ValueType> = new Set(['text', 'enum', 'id', 'integer', 'number']);

/** What the values say for a meaning, whatever its name: the kind of the values by itself, and each clue; together they are surer than one alone. */
function valueScore(concept: Concept, profile: ColumnProfile, around: Surroundings, reasons: string[]): number {
  let open = 1;
  const kind = concept.byValue !== undefined && concept.types.includes(profile.type) && !COMMON.has(profile.type) ? concept.byValue : 0;
  const clues = cluesOf(concept, profile, around);
  if (kind > 0 && clues.length === 0) reasons.push(`the values are of the right kind (${profile.type})`);
  // The kind of the values is in most clues too: the surer of the two counts.
  const [first, ...rest] = clues;
  open *= 1 - Math.max(kind, first?.worth ?? 0);
  for (const clue of rest) open *= 1 - clue.worth / 2;
  reasons.push(...clues.map((clue) => clue.reason));
  return 1 - open;
}

/** The column that tells rows apart is their id, whatever it is called. */
function idScore(concept: Concept, score: number, reasons: string[]): number {
  const source = concept.target.endsWith('.source_id') || (concept.target === 'link:coach' && concept.as?.part === 'id');
  if (!source) return score * 0.8;
  reasons.push('each row has its own value here');
  return Math.max(score, 0.85) + 0.05;
}

/** All values found by name; an overlap by mail or id is worth more, so that it wins where both are full. */
const CERTAIN = 0.97;

function linkScore(
  concept: Concept,
  score: number,
  name: number,
  found: readonly FoundIn[],
  profile: ColumnProfile,
  reasons: string[],
): number {
  const link = linkBonus(concept, name, found, profile);
  if (link === null) return score;
  reasons.push(link.reason);
  return Math.max(Math.min(score, 1), link.score) + 0.05 * name + Math.max(0, link.score - CERTAIN);
}

/** Words that most headers of a table share are a prefix of the software it comes from. */
export function prefixWords(file: FileProfile): ReadonlySet<string> {
  const headers = file.columns.filter(({ name }) => name.trim() !== '').map(({ name }) => new Set(wordsOf(name)));
  const counts = new Map<string, number>();
  for (const header of headers) for (const word of header) counts.set(word, (counts.get(word) ?? 0) + 1);
  return new Set([...counts].flatMap(([word, count]) => (headers.length >= 4 && count >= 0.6 * headers.length ? [word] : [])));
}

function headerOf(profile: ColumnProfile, lexicon: ObjectLexicon, prefix: ReadonlySet<string>): Header {
  const all = wordsOf(profile.name.replace(/__c$/, ''));
  const own = all.filter((word) => !prefix.has(word));
  const words = own.length > 0 ? own : all;
  return { squash: squash(profile.name), words, stripped: withoutOwn(words, lexicon.own) };
}

/** Name and values together: either alone may be enough, both agreeing are surer; values of another kind speak against a name. */
function together(name: number, fit: number, values: number): number {
  const named = name * (0.6 + 0.4 * fit);
  return 1 - (1 - Math.min(named, 0.985)) * (1 - values * (0.55 + 0.45 * fit));
}

/**
 * The meanings a column may have in a table of this lexicon's object, best first. Name, type of values, place in the table, values found in
 * other tables and in the account each count; ties keep the lexicon's order.
 */
export function candidates(
  lexicon: ObjectLexicon,
  thesaurus: Thesaurus,
  around: Surroundings,
  profile: ColumnProfile,
  found: readonly FoundIn[],
): Candidate[] {
  const header = headerOf(profile, lexicon, prefixWords(around.file));
  const voted = votes(header.words, lexicon, thesaurus);
  const bare = header.stripped === header.words ? voted : votes(header.stripped, lexicon, thesaurus);
  const isId = around.file.idColumn === profile.index;
  const ranked = lexicon.concepts.map((concept, place): Candidate => {
    const { score: like, phrase } = bestPhrase(header, concept, thesaurus);
    const vote = 0.95 * Math.max(voted[place] ?? 0, bare[place] ?? 0);
    const name = Math.max(like, vote);
    const fit = typeFit(profile, concept.types);
    const reasons: string[] = [];
    if (like >= 0.5) reasons.push(like > 0.99 ? 'the header is a usual name for it' : `the header is like "${phrase}"`);
    else if (vote >= 0.4) reasons.push('words of the header are usual for it');
    const base = together(name, fit, valueScore(concept, profile, around, reasons));
    const score = isId ? idScore(concept, base, reasons) : linkScore(concept, base, name, found, profile, reasons);
    return { concept, score, name, fit, reasons };
  });
  return ranked.sort((a, b) => b.score - a.score);
}
