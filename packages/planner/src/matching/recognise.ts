import type { AccountSnapshot, ExtractSummary, FileProfile, SourceObject } from '@cutover/domain';
import type { Lexicon } from '../lexicon/index.ts';
import { TABLE_SIGNS, type TableSigns } from '../lexicon/tables.ts';
import { type Assigned, assign } from './assign.ts';
import { foundIn } from './links.ts';
import { type Candidate, candidates } from './score.ts';

export interface TableFit {
  readonly object: SourceObject;
  /** Ranks; about one for each telling column. */
  readonly points: number;
  /** Headers of the columns that told most, with what they would be. */
  readonly because: readonly string[];
}

/** Beyond as many rows a table holds no coaches. */
const MOST_COACHES = 400;

function keyOf({ concept }: Candidate): string {
  const part = concept.as?.part;
  return part === undefined ? concept.target : `${concept.target}#${part}`;
}

/** Many columns of one meaning tell hardly more than one. */
const REPEATED = 0.3;
/** A column that would mean nothing there speaks a little against it. */
const STRANGE = 0.25;
const LACKING = 0.4;

interface Told {
  readonly points: number;
  readonly header: string;
  readonly key: string;
}

function toldBy(columns: readonly Assigned[], file: FileProfile, { telling }: TableSigns): Told[] {
  const seen = new Set<string>();
  return columns.map(({ index, best }) => {
    const header = file.columns.find((column) => column.index === index)?.name.trim() ?? '';
    if (best === null) return { points: -STRANGE, header, key: '' };
    const key = telling[keyOf(best)] === undefined ? best.concept.target : keyOf(best);
    const points = (telling[key] ?? 0) * Math.min(1, best.score) * (seen.has(key) ? REPEATED : 1);
    seen.add(key);
    return { points, header, key };
  });
}

/** Coaches are few, have few columns, and others refer to them. */
function coachLike(file: FileProfile, extract: ExtractSummary): number {
  const referring = extract.links.filter((link) => link.toFile === file.file && link.file !== file.file).length;
  return file.counts.rows > MOST_COACHES || file.columns.length > 8 ? 0.2 : 1 + 0.2 * Math.min(3, referring);
}

/**
 * What a table's rows may be, best first: for each object its columns are matched as if the table held it, and what they would be counts. For tables
 * that the reader does not recognise by itself.
 */
export function tableFits(
  extract: ExtractSummary,
  account: AccountSnapshot,
  file: FileProfile,
  objectOf: (file: string) => SourceObject | null,
  words: Lexicon,
): TableFit[] {
  const found = new Map(file.columns.map(({ index }) => [index, foundIn(extract, objectOf, file.file, index)]));
  const filled = file.columns.filter((profile) => profile.filled > 0);
  const fits = Object.entries(TABLE_SIGNS).map(([name, signs]): TableFit => {
    const object = name as SourceObject;
    const lexicon = words.of(object);
    const ranked = filled.map((profile) => ({
      index: profile.index,
      ranked: candidates(lexicon, words.thesaurus, { file, account }, profile, found.get(profile.index) ?? []),
    }));
    const told = toldBy(assign(ranked), file, signs);
    const has = told.some(({ key }) => signs.needs.includes(key));
    const points = told.reduce((sum, one) => sum + one.points, 0);
    const because = told.filter((one) => one.points >= 0.5).toSorted((a, b) => b.points - a.points);
    return {
      object,
      points: points * (has ? 1 : LACKING) * (object === 'coach' ? coachLike(file, extract) : 1),
      because: because.slice(0, 3).map(({ header }) => header),
    };
  });
  return fits.toSorted((a, b) => b.points - a.points);
}
