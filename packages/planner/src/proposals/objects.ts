import type { AccountSnapshot, AnswerOf, Decision, ExtractSummary, FileProfile, SourceObject } from '@cutover/domain';
import { draft } from '../decide.ts';
import type { Lexicon } from '../lexicon/index.ts';
import { type TableFit, tableFits } from '../matching/recognise.ts';
import { plural } from '../words.ts';

interface Taken {
  readonly object: SourceObject | null;
  readonly confidence: number;
  readonly others: readonly SourceObject[];
  readonly reasons: readonly string[];
}

/** The reader is followed when it is this sure. */
const READER_SURE = 0.6;
/** What a doubtful word of the reader weighs, beside the columns' points. */
const READER_WEIGHT = 4;
const LEAST_POINTS = 2;
/** Worth offering as a choice. */
const LEAST_CHOICE = 1;
const LEAST_LEAD = 0.12;

const asRead = (profile: FileProfile): Taken => ({
  object: profile.object,
  confidence: profile.confidence,
  others: profile.others,
  reasons: profile.reasons,
});

/** What a table is that the reader does not know or doubts: as what its columns fit best, together with what the reader thought. */
function judged(profile: FileProfile, fits: readonly TableFit[]): Taken {
  const weighed = fits
    .map((fit) => ({ ...fit, points: fit.points + (fit.object === profile.object ? READER_WEIGHT * profile.confidence : 0) }))
    .toSorted((a, b) => b.points - a.points);
  const [best, second] = weighed;
  const others = weighed.flatMap(({ object, points }) => (points >= LEAST_CHOICE ? [object] : [])).slice(0, 4);
  if (best === undefined) return asRead(profile);
  const lead = (best.points - Math.max(0, second?.points ?? 0)) / Math.max(1, best.points);
  // Objects that show themselves to the reader alone are not overruled by columns.
  const readers = profile.object !== null && !fits.some(({ object }) => object === profile.object);
  if (readers && profile.confidence * 8 >= best.points) return asRead(profile);
  if (best.points < LEAST_POINTS || lead < LEAST_LEAD) {
    const reasons =
      best.points < LEAST_POINTS
        ? profile.reasons
        : [`its columns fit ${plural(best.object)} and ${plural(second?.object ?? best.object)} alike`];
    return profile.object !== null ? { ...asRead(profile), others } : { object: null, confidence: 0, others, reasons };
  }
  const because = best.because.length === 0 ? [] : [`${best.because.map((header) => `“${header}”`).join(', ')} would make sense there`];
  return {
    object: best.object,
    confidence: Math.min(0.9, 0.5 + 0.5 * lead + 0.03 * best.points),
    others: others.filter((object) => object !== best.object),
    reasons: [...because, ...(best.object === profile.object ? profile.reasons : [])],
  };
}

/** What each file is taken for. Twice over: a table that was recognised helps to recognise those that refer to it. */
function takenFor(extract: ExtractSummary, account: AccountSnapshot, words: Lexicon): Map<string, Taken> {
  const taken = new Map(extract.files.map((profile) => [profile.file, asRead(profile)]));
  const doubtful = extract.files.filter(
    ({ counts, object, confidence }) => counts.staged > 0 && (object === null || confidence < READER_SURE),
  );
  for (let round = 0; round < 2; round += 1) {
    for (const profile of doubtful) {
      const objectOf = (file: string) => (file === profile.file ? null : (taken.get(file)?.object ?? null));
      taken.set(profile.file, judged(profile, tableFits(extract, account, profile, objectOf, words)));
    }
  }
  return taken;
}

/** One decision for each file: what its rows are. A file nothing recognises gets no proposal: a person has to say. */
export function proposeObjects(extract: ExtractSummary, account: AccountSnapshot, words: Lexicon): Decision[] {
  const taken = takenFor(extract, account, words);
  return extract.files.map((profile) => {
    const { rows, staged, rejected } = profile.counts;
    const { object: known, confidence, others, reasons } = taken.get(profile.file) ?? asRead(profile);
    const alternatives: AnswerOf<'object'>[] = others.map((object) => ({ object }));
    const empty = staged === 0;
    const proposal: AnswerOf<'object'> | null = known !== null ? { object: known } : empty ? { object: 'ignore' } : null;
    return draft(
      'object',
      `object:${profile.file}`,
      { file: profile.file },
      {
        proposal,
        alternatives: [...alternatives, { object: 'ignore' }],
        confidence: known !== null ? confidence : 0.9,
        evidence: [`${rows} rows${rejected > 0 ? `, ${rejected} of them unreadable` : ''}, ${profile.columns.length} columns`, ...reasons],
        reason:
          known !== null
            ? `Its headers and values are those of a table of ${plural(known)}.`
            : empty
              ? 'It has no rows.'
              : 'Nothing in its headers or values says what its rows are.',
      },
    );
  });
}
