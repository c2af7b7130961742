import { type Link, normalName, SOURCE_OBJECTS, type SourceObject } from '@cutover/domain';
import { questionHalf } from '@cutover/values';
import type { ColumnStats } from './column-stats.ts';
import { type Concept, isQuestion } from './concepts.ts';
import { namedObjects } from './id-column.ts';
import type { Known } from './links.ts';
import { SIGNATURES, type Sign } from './signatures.ts';

export interface Recognition {
  readonly object: SourceObject | null;
  /** 0..1 */
  readonly confidence: number;
  readonly reasons: readonly string[];
  readonly others: readonly SourceObject[];
}

/** What is known when one file is judged. */
export interface Evidence {
  readonly file: Known;
  readonly files: readonly Known[];
  readonly links: readonly Link[];
}

interface Finding {
  readonly points: number;
  readonly reason: string;
}

const LEAST_POINTS = 3.5;
const LEAST_MARGIN = 0.5;

const quoted = (column: ColumnStats): string => (column.name.trim() === '' ? `column ${column.index + 1}` : `“${column.name.trim()}”`);
const nothing: Finding = { points: 0, reason: '' };

function byConcept(sign: Extract<Sign, { has: Concept }>, columns: readonly ColumnStats[]): Finding {
  let best = nothing;
  for (const column of columns) {
    const strength = column.meanings.get(sign.has) ?? 0;
    if (strength < 0.4 || column.filled === 0) continue;
    if (sign.types !== undefined && !sign.types.includes(column.profile().type)) continue;
    const points = sign.points * strength;
    if (Math.abs(points) > Math.abs(best.points)) best = { points, reason: `${quoted(column)} reads like ${sign.has.replace('-', ' ')}` };
  }
  return best;
}

function byWords(sign: Extract<Sign, { words: RegExp }>, columns: readonly ColumnStats[]): Finding {
  for (const column of columns) {
    if (!column.distinctExact || column.distinct === 0 || column.distinct > 30) continue;
    const values = [...column.values.keys()];
    const fitting = values.filter((value) => sign.words.test(normalName(value)) || sign.words.test(value));
    if (fitting.length >= Math.max(1, values.length / 2) && (fitting.length > 1 || column.filled <= 3))
      return { points: sign.points, reason: `${quoted(column)} holds ${sign.about}` };
  }
  return nothing;
}

function byReference(object: SourceObject, points: number, { file, files, links }: Evidence): Finding {
  const mine = links.filter((link) => link.file === file.scan.source.file);
  const link = mine.find((one) => one.toObject === object);
  const column = link === undefined ? undefined : file.scan.columns[link.index];
  if (link !== undefined && column !== undefined) return { points, reason: `${quoted(column)} holds ${link.by}s found in ${link.toFile}` };
  const named = file.scan.columns.find(
    (one) => one.index !== file.idColumn && namedObjects(one)[0] === object && one.share('id') > 0.5 && (one.meanings.get('id') ?? 0) > 0,
  );
  // A header alone says less, and nothing when the file it would refer to is there and holds none of the values.
  if (named === undefined || files.some((other) => other.object === object && other.idColumn !== null && other !== file)) return nothing;
  return { points: points / 2, reason: `${quoted(named)} names a ${object}` };
}

function byReferrers(concept: Concept, points: number, { file, files, links }: Evidence): Finding {
  const from = links.filter((link) => link.toFile === file.scan.source.file && link.file !== link.toFile && link.overlap >= 0.6);
  for (const link of from) {
    const column = files.find((other) => other.scan.source.file === link.file)?.scan.columns[link.index];
    if (column !== undefined && (column.meanings.get(concept) ?? 0) >= 0.5)
      return { points, reason: `${quoted(column)} of ${link.file} refers to it` };
  }
  return nothing;
}

function byOwnId(concept: Concept, points: number, file: Known): Finding {
  const column = file.idColumn === null ? undefined : file.scan.columns[file.idColumn];
  if (column === undefined || (column.meanings.get(concept) ?? 0) < 0.5) return nothing;
  return { points, reason: `its id column is ${quoted(column)}` };
}

function weigh(sign: Sign, evidence: Evidence): Finding {
  const { columns } = evidence.file.scan;
  if ('has' in sign) return byConcept(sign, columns);
  if ('words' in sign) return byWords(sign, columns);
  if ('refersTo' in sign) return byReference(sign.refersTo, sign.points, evidence);
  if ('referredAs' in sign) return byReferrers(sign.referredAs, sign.points, evidence);
  if ('ownId' in sign) return byOwnId(sign.ownId, sign.points, evidence.file);
  if ('questions' in sign) {
    const asked = columns.filter((column) => isQuestion(column.name) || questionHalf(column.name)?.half === 'question');
    if (asked.length >= 2) return { points: sign.points, reason: `${asked.length} columns are questions` };
    const answered = columns.some((column) => questionHalf(column.name)?.half === 'answer');
    return asked.length > 0 && answered ? { points: sign.points, reason: 'it has a column of questions and one of answers' } : nothing;
  }
  const column = columns.find((one) => one.filled > 0 && one.profile().type === sign.type);
  return column === undefined ? nothing : { points: sign.points, reason: `${quoted(column)} holds ${sign.type} values` };
}

/** A name that says the object decides between near draws; alone it recognises nothing. */
function byFileName(object: SourceObject, file: Known): Finding {
  const name = file.scan.source.file.replace(/^.*\//, '').replace(/\.[^.]*$/, '');
  const words = normalName(name).split(' ');
  return words.some((word) => word === object || word === `${object}s`) ? { points: 0.4, reason: 'its name says so' } : nothing;
}

function judge(object: SourceObject, evidence: Evidence): { object: SourceObject; points: number; reasons: string[] } {
  const found = [...SIGNATURES[object].map((sign) => weigh(sign, evidence)), byFileName(object, evidence.file)];
  const reasons = found
    .filter((finding) => finding.points > 0)
    .sort((a, b) => b.points - a.points)
    .map((finding) => finding.reason);
  return { object, points: found.reduce((sum, finding) => sum + finding.points, 0), reasons: [...new Set(reasons)].slice(0, 5) };
}

/** What a file most likely is, by the words of its headers, the types and words in its columns and the links between files. */
export function recognise(evidence: Evidence): Recognition {
  const ranked = SOURCE_OBJECTS.map((object) => judge(object, evidence)).sort((a, b) => b.points - a.points);
  const [best, second] = ranked;
  if (best === undefined || second === undefined) return { object: null, confidence: 0, reasons: [], others: [] };
  const others = ranked.filter((one) => one !== best && one.points >= Math.max(2, best.points * 0.35)).map((one) => one.object);
  const margin = best.points - Math.max(0, second.points);
  if (best.points < LEAST_POINTS || margin < LEAST_MARGIN) {
    const reasons =
      best.points < LEAST_POINTS ? ['too little speaks for any object'] : [`${best.object} and ${second.object} are equally likely`];
    return { object: null, confidence: 0, reasons, others: best.points >= 2 ? [best.object, ...others].slice(0, 3) : [] };
  }
  const strength = Math.min(1, best.points / 9);
  const clearness = Math.min(1, margin / (0.5 * best.points));
  const confidence = Math.round(Math.min(0.99, strength * (0.5 + 0.5 * clearness)) * 100) / 100;
  return { object: best.object, confidence, reasons: best.reasons, others: others.slice(0, 3) };
}
