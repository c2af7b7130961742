import type {
  AccountSnapshot,
  ColumnProfile,
  Decision,
  ExtractSummary,
  FieldAnswer,
  FieldAs,
  FileProfile,
  SourceObject,
} from '@cutover/domain';
import { draft } from '../decide.ts';
import { headerOf } from '../layout.ts';
import type { Lexicon } from '../lexicon/index.ts';
import { type Assigned, assign } from '../matching/assign.ts';
import { confidenceOf } from '../matching/confidence.ts';
import { type FoundIn, foundIn } from '../matching/links.ts';
import { rescue } from '../matching/rescue.ts';
import { type Candidate, candidates } from '../matching/score.ts';
import { wordsOf } from '../matching/words.ts';
import { plural } from '../words.ts';
import { customAnswer, customEntityOf, kindOfField, otherType } from './custom.ts';
import { describe } from './describe.ts';
import { evidenceOf, tempered } from './evidence.ts';
import { proposeQuestions } from './questions.ts';
import { statusDatedBy, statusValues } from './status-columns.ts';

interface Context {
  readonly account: AccountSnapshot;
  readonly file: FileProfile;
  readonly object: SourceObject;
  /** Objects of which the export has a file. */
  readonly present: ReadonlySet<SourceObject>;
}

/** A column that could have been what another is taken for: the other may be the wrong one. */
const LOST = 0.65;

/** How sure a link to records that are not there can be. */
const NOWHERE = 0.7;

interface Proposed {
  readonly answer: FieldAnswer;
  readonly confidence: number;
  readonly reason: string;
}

function labelOf(header: string, nth: number, kind: 'mail' | 'phone'): string {
  const words = new Set(wordsOf(header));
  const has = (...any: string[]) => any.some((word) => words.has(word));
  if (has('other', 'alternative', 'additional', 'secondary', 'second')) return 'other';
  if (has('home', 'private', 'personal', 'landline')) return 'home';
  if (has('work', 'office', 'business')) return 'work';
  if (kind === 'phone' && has('mobile', 'cell', 'handy', 'movil', 'whatsapp', 'sm')) return 'mobile';
  return nth === 0 ? 'work' : 'other';
}

/** What the column needs said besides its target: labels, separators, and whether date and time stand together. */
function refine(as: FieldAs | undefined, target: string, profile: ColumnProfile, nth: number): FieldAs | undefined {
  const made: FieldAs = { ...as };
  if (target === 'person.emails') made.label = labelOf(profile.name, nth, 'mail');
  if (target === 'person.phones') made.label = labelOf(profile.name, nth, 'phone');
  if (target === 'activity.due_date' && made.part === undefined) {
    if (profile.type === 'datetime') made.with = 'time';
    else delete made.with;
  }
  const lists = target.startsWith('link:') || target === 'person.emails' || target === 'person.phones' || made.part === 'tags';
  if (lists && profile.reading.separator !== undefined) made.separator = profile.reading.separator;
  return Object.keys(made).length > 0 ? made : undefined;
}

function answerFor(context: Context, profile: ColumnProfile, candidate: Candidate, nth: number): FieldAnswer {
  const { concept } = candidate;
  const header = headerOf(profile);
  const [entity, middle, slug] = concept.target.split('.');
  if (middle === 'custom' && (entity === 'person' || entity === 'organization' || entity === 'deal')) {
    if (slug === '*') return customAnswer(context.account, entity, profile, splitOf(profile, concept.as)).answer;
    const as = refine(concept.as, concept.target, profile, nth) ?? {};
    // The field keeps the header as its name where the header leads to the same slug.
    const own = slug === wordsSlug(header);
    return { target: concept.target, as: { ...as, ...(own ? { name: header } : {}) } };
  }
  if (concept.target === 'organization.website' && !hasBuiltIn(context.account, 'website')) {
    return customAnswer(context.account, 'organization', profile, { type: 'varchar' }).answer;
  }
  const as = refine(concept.as, concept.target, profile, nth);
  return as === undefined
    ? { target: concept.target }
    : { target: concept.target, as: concept.target === 'organization.website' ? {} : as };
}

/** `Sessions left 3/10` counts what remains, anything else what is used. */
function splitOf(profile: ColumnProfile, as: FieldAs | undefined): FieldAs | undefined {
  const left = wordsOf(profile.name).some((word) => word === 'left' || word === 'remaining' || word === 'open');
  return as?.split !== undefined && left ? { ...as, split: 'remaining/total' } : as;
}

function wordsSlug(header: string): string {
  return header
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '');
}

function hasBuiltIn(account: AccountSnapshot, key: string): boolean {
  return account.fields.some((field) => field.entity === 'organization' && !field.custom && field.key === key);
}

/** What an unknown column becomes: a custom field where the entity has them, an answer on an intake form, text of an activity or note; else nothing. */
function unknown(context: Context, profile: ColumnProfile): Proposed {
  const { object } = context;
  const entity = customEntityOf(object);
  if (entity !== null) {
    const { answer, type, reused } = customAnswer(context.account, entity, profile);
    return reused === null
      ? { answer, confidence: 0.74, reason: `No usual meaning fits: it is kept as a ${kindOfField(type)} field of its own.` }
      : { answer, confidence: 0.86, reason: `The account has a ${kindOfField(type)} field of this name already: it is used.` };
  }
  if (object === 'intake') {
    return {
      answer: { target: 'note.content', as: { part: 'answer' } },
      confidence: 0.85,
      reason: 'A question of the form: header and answer are written into the note.',
    };
  }
  const written = profile.type === 'longtext' || profile.type === 'html';
  if (written && (object === 'session' || object === 'message')) {
    return {
      answer: { target: 'activity.note', as: { part: 'text' } },
      confidence: 0.55,
      reason: 'Long texts are kept in the note of the activity.',
    };
  }
  if (written && object === 'note') {
    return { answer: { target: 'note.content', as: { part: 'text' } }, confidence: 0.55, reason: 'Long texts are kept in the note.' };
  }
  if (object === 'coach')
    return {
      answer: { target: 'ignore' },
      confidence: 0.88,
      reason: 'Coaches become users that exist already: nothing else of them is carried over.',
    };
  return { answer: { target: 'ignore' }, confidence: 0.5, reason: 'No usual meaning fits, and this kind of record has no custom fields.' };
}

function alternativesOf(context: Context, profile: ColumnProfile, one: Assigned, proposal: FieldAnswer): FieldAnswer[] {
  const next = one.ranked
    .filter((candidate) => candidate !== one.best && candidate.score >= 0.08 && candidate.concept.target !== 'ignore')
    .slice(0, 3)
    .map((candidate) => answerFor(context, profile, candidate, 1));
  const entity = customEntityOf(context.object);
  const custom =
    entity === null ? [] : [customAnswer(context.account, entity, profile).answer, ...otherType(context.account, entity, profile)];
  const note: FieldAnswer[] =
    context.object === 'session' || context.object === 'message'
      ? [{ target: 'activity.note', as: { part: 'text' } }]
      : context.object === 'note' || context.object === 'intake'
        ? [{ target: 'note.content', as: { part: 'text' } }]
        : context.object === 'invoice'
          ? [{ target: 'note.content', as: { part: 'description' } }]
          : [];
  const all: FieldAnswer[] = [...next, ...custom, ...note, { target: 'ignore' }];
  return all.filter((answer) => answer.target !== 'ignore' || proposal.target !== 'ignore').slice(0, 6);
}

function proposeOne(context: Context, profile: ColumnProfile, one: Assigned, nth: number, statuses: readonly string[]): Proposed {
  if (profile.filled === 0) return { answer: { target: 'ignore' }, confidence: 0.95, reason: 'The column is empty.' };
  if (/^\s*(#|no\.?|row|row number|nr\.?)\s*$/i.test(profile.name) && context.file.idColumn !== profile.index && profile.type === 'integer')
    return { answer: { target: 'ignore' }, confidence: 0.9, reason: 'It only numbers the rows.' };
  const status = context.object === 'package' ? statusDatedBy(profile, statuses) : null;
  if (status !== null) {
    const answer: FieldAnswer = {
      target: 'deal.custom.status-history',
      as: { name: 'Status history', type: 'text', part: 'status-time', status },
    };
    return { answer, confidence: 0.92, reason: `It dates the beginning of the status ${status}.` };
  }
  if (context.object === 'automation')
    return {
      answer: { target: 'ignore' },
      confidence: 0.97,
      reason: 'Automations are not migrated: the rebuild document lists them cell by cell.',
    };
  const best = one.best;
  if (best?.concept.target === 'ignore' && context.file.idColumn === profile.index)
    return {
      answer: { target: 'ignore' },
      confidence: 0.95,
      reason: 'It tells the rows apart, and is kept as their source id without a field.',
    };
  if (best === null) {
    const made = unknown(context, profile);
    if (one.lostTo === null) return made;
    const told = { ...made, reason: `Column ${one.lostTo + 1} fits better what this one looks like. ${made.reason}` };
    return { ...told, confidence: made.answer.target === 'ignore' ? 0.72 : Math.min(made.confidence, LOST) };
  }
  const answer = answerFor(context, profile, best, nth);
  const why = best.reasons[0] ?? 'it is the nearest meaning known';
  const reused = answer.as?.existing === true ? '; the account has such a field already, and it is used' : '';
  const rival = one.contestedBy === null ? '' : ` Column ${one.contestedBy + 1} could be it as well: only one of them can.`;
  const sure = absentLink(context, answer.target) === null ? confidenceOf(one) : Math.min(NOWHERE, confidenceOf(one));
  return { answer, confidence: tempered(sure, profile), reason: `Taken for ${describe(answer)}: ${why}${reused}.${rival}` };
}

/** A link to records of which the export has no file leads nowhere. Companies are made from their names alone, coaches are users. */
function absentLink({ object, present }: Context, target: string): SourceObject | null {
  const to = target.startsWith('link:') ? (target.slice(5) as SourceObject) : null;
  return to === null || to === object || to === 'company' || to === 'coach' || present.has(to) ? null : to;
}

function isDetail(file: FileProfile, object: SourceObject, found: ReadonlyMap<number, readonly FoundIn[]>): boolean {
  if (object !== 'invoice') return false;
  const links = [...found].filter(([, all]) => all.some((one) => one.object === 'invoice' && one.by === 'id' && one.overlap >= 0.5));
  // A table that other invoices refer to, and that has ids of its own where the link would be, is no table of lines.
  return links.some(([index]) => index !== file.idColumn);
}

/** The field decisions of one file for the object it is taken for, in the order of its columns. */
export function proposeFields(
  extract: ExtractSummary,
  account: AccountSnapshot,
  file: FileProfile,
  object: SourceObject,
  objectOf: (file: string) => SourceObject | null,
  words: Lexicon,
): Decision[] {
  const present = new Set(extract.files.flatMap((one) => objectOf(one.file) ?? []));
  const context: Context = { account, file, object, present };
  const found = new Map(file.columns.map((profile) => [profile.index, foundIn(extract, objectOf, file.file, profile.index)]));
  const lexicon = words.of(object, isDetail(file, object, found));
  const ranked = file.columns.map((profile) => ({
    index: profile.index,
    ranked: profile.filled === 0 ? [] : candidates(lexicon, words.thesaurus, { file, account }, profile, found.get(profile.index) ?? []),
  }));
  const assigned = assign(ranked);
  const stage = assigned.find((one) => one.best?.concept.target === 'deal.stage')?.index ?? null;
  const statuses = statusValues(file, stage);
  const rescued = rescue(object, file.columns, assigned);
  const asked = proposeQuestions(account, object, file.columns);
  const seen = new Map<string, number>();
  return file.columns.map((profile, place) => {
    const one = assigned[place] ?? { index: profile.index, best: null, ranked: [], margin: 0, lostTo: null, contestedBy: null };
    const target = one.best?.concept.target ?? '';
    const nth = seen.get(target) ?? 0;
    seen.set(target, nth + 1);
    const made = asked.get(profile.index) ?? guess(rescued.get(profile.index), profile) ?? proposeOne(context, profile, one, nth, statuses);
    return draft(
      'field',
      `field:${file.file}#${profile.index}`,
      { object, file: file.file, column: profile.name, index: profile.index },
      {
        proposal: made.answer,
        alternatives: profile.filled === 0 ? [] : alternativesOf(context, profile, one, made.answer),
        confidence: made.confidence,
        evidence: [...nowhere(context, made.answer), ...evidenceOf(profile, one.best, found.get(profile.index) ?? [])],
        reason: made.reason,
      },
    );
  });
}

function nowhere(context: Context, answer: FieldAnswer): string[] {
  const absent = absentLink(context, answer.target);
  return absent === null ? [] : [`no file of the export holds ${plural(absent)}: the link leads nowhere`];
}

/** What a table cannot do without, in the only column that could be it. */
function guess(target: string | undefined, profile: ColumnProfile): Proposed | null {
  if (target === undefined) return null;
  const as: FieldAs | undefined =
    target === 'note.content'
      ? { part: 'amount' }
      : target === 'activity.due_date' && profile.type === 'datetime'
        ? { with: 'time' }
        : undefined;
  const answer: FieldAnswer = as === undefined ? { target } : { target, as };
  return { answer, confidence: 0.5, reason: `A guess: no other column of the table could be ${describe(answer)}.` };
}
