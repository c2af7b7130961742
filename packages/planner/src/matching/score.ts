import { type ColumnProfile, type FileProfile, normalName, type SourceObject, type ValueType } from '@cutover/domain';
import type { Concept, ObjectLexicon } from '../lexicon/concept.ts';
import { typeFit } from './compat.ts';
import type { FoundIn } from './links.ts';
import { likeness } from './similarity.ts';
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

interface Likest {
  readonly score: number;
  readonly phrase: string;
}

/** Headers do not change from one proposal to the next, and comparing phrases is most of the work of proposing. */
const likest = new WeakMap<Concept, Map<string, Likest>>();
const MOST_KEPT = 2000;

function bestPhrase(written: string, header: readonly string[], stripped: readonly string[], concept: Concept): Likest {
  const kept = likest.get(concept) ?? new Map<string, Likest>();
  likest.set(concept, kept);
  const key = JSON.stringify([written, header, stripped]);
  const known = kept.get(key);
  if (known !== undefined) return known;
  const found = comparePhrases(written, header, stripped, concept);
  if (kept.size < MOST_KEPT) kept.set(key, found);
  return found;
}

function comparePhrases(written: string, header: readonly string[], stripped: readonly string[], concept: Concept): Likest {
  let score = 0;
  let phrase = '';
  for (const one of phrasesOf(concept)) {
    const same = written !== '' && written === one.squash;
    const value = same ? 1 : Math.max(likeness(header, one.words), stripped === header ? 0 : likeness(stripped, one.words) * 0.97);
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
  const telling = hit.by !== 'id' || profile.type === 'id' || profile.type === 'list' || name >= 0.45;
  // Of two columns that name the same record, its id is surer than its mail, and the mail surer than a name.
  const sure = hit.by === 'id' ? 0.04 : hit.by === 'mail' ? 0.03 : 0;
  const score = telling ? 0.55 + 0.42 * hit.overlap + sure : 0.3;
  return { score, reason: `${Math.round(hit.overlap * 100)} % of the values are ${hit.by === 'id' ? 'ids' : `${hit.by}s`} in ${hit.file}` };
}

/** Types that so many columns have that they speak for no meaning. */
const COMMON: ReadonlySet<ValueType> = new Set(['text', 'enum', 'id', 'integer', 'number']);

function valueScore(concept: Concept, name: number, profile: ColumnProfile, reasons: string[]): number {
  if (concept.byValue === undefined || !concept.types.includes(profile.type) || COMMON.has(profile.type)) return 0;
  reasons.push(`the values are of the right kind (${profile.type})`);
  return Math.max(concept.byValue, name * 0.97) + (name >= 0.5 ? 0.03 : 0);
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

/**
 * The meanings a column may have in a table of this lexicon's object, best first. Name, type of values, place in the table and values found
 * in other tables each count; ties keep the lexicon's order.
 */
export function candidates(lexicon: ObjectLexicon, file: FileProfile, profile: ColumnProfile, found: readonly FoundIn[]): Candidate[] {
  const header = wordsOf(profile.name);
  const stripped = withoutOwn(header, lexicon.own);
  const isId = file.idColumn === profile.index;
  const ranked = lexicon.concepts.map((concept): Candidate => {
    const { score: name, phrase } = bestPhrase(squash(profile.name), header, stripped, concept);
    const fit = typeFit(profile, concept.types);
    const reasons: string[] = [];
    if (name >= 0.5) reasons.push(name > 0.99 ? 'the header is a usual name for it' : `the header is like "${phrase}"`);
    const base = Math.max(name * (0.6 + 0.4 * fit), valueScore(concept, name, profile, reasons));
    const score = isId ? idScore(concept, base, reasons) : linkScore(concept, base, name, found, profile, reasons);
    return { concept, score, name, fit, reasons };
  });
  return ranked.sort((a, b) => b.score - a.score);
}
