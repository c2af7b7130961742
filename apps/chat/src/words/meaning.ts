import type { Answer, Decision } from '@cutover/domain';
import { becomes } from './objects.ts';
import { targetOf } from './target.ts';

/** What an answer means in Pipedrive: one or two sentences for the person who decides. */
export function meaningOf(decision: Decision, answer: Answer): string {
  if ('target' in answer) return fieldMeaning(answer);
  if ('object' in answer) return becomes(answer.object);
  if ('newType' in answer) return `The activity type “${answer.newType.name}” is created, and these activities get it.`;
  if ('type' in answer) return `These activities get the type ${answer.type}, which the account has.`;
  if ('stage' in answer) return stageMeaning(answer);
  if ('fallback' in answer) return 'The records go to the fallback owner, and the owner report lists them.';
  if ('merge' in answer)
    return Object.keys(answer.merge).length === 0
      ? 'Every spelling becomes an option of its own.'
      : 'One option for each group of spellings; the report shows which became which.';
  if ('upload' in answer)
    return answer.upload ? 'Files hang on their person, deal or activity.' : 'No file is uploaded; the report lists them.';
  if ('transfer' in answer)
    return answer.transfer
      ? 'Files of contracts move later, with a yes of their own.'
      : 'Only the addresses of the documents are kept, in a field.';
  if ('paused' in answer) return 'Loading fires what is active in the account. Nothing can read or pause automations for you.';
  if ('hours' in answer) return 'Within these bounds a delta needs no further yes; beyond them it asks again.';
  if ('size' in answer)
    return 'It covers each decision and oddity at least once; the sample stays in the account and is taken over by the full load.';
  if ('user' in answer) return `${answer.user} becomes the owner of these records. No user is ever created.`;
  return wordMeaning(decision, answer);
}

function fieldMeaning(answer: Extract<Answer, { target: unknown }>): string {
  const { target, as } = answer;
  if (target === 'ignore') return 'Nothing of this column reaches Pipedrive.';
  if (target.startsWith('link:')) return 'It ties records together; it is not shown as a field.';
  if (target === 'file') return 'It finds the file that is uploaded.';
  if (target.includes('.custom.'))
    return as?.existing === true
      ? `${targetOf(answer)}, which the account has.`
      : `${targetOf(answer)}; created by the schema step, counted against the account's limit.`;
  if (target.endsWith('.source_id')) return 'Kept as Source System ID, so that no record is ever made twice.';
  return `${targetOf(answer)}, a field that every account has.`;
}

function stageMeaning(answer: Extract<Answer, { stage: unknown }>): string {
  const ends = { open: 'stay open', won: 'are closed as won', lost: 'are closed as lost' }[answer.status];
  return `Deals stand in the stage “${answer.stage}” and ${ends}.`;
}

const WORDS: Readonly<Record<string, string>> = {
  'session-group:one-activity': "The first client's deal is linked; the others are participants and named in the note.",
  'session-group:one-per-client': "Each client's activity is linked to their own deal.",
  'deal-value:remaining': 'The pipeline shows what is still owed in sessions; the total price is kept in a field.',
  'deal-value:total': 'The pipeline shows what was sold; what is left is kept in a field.',
  'deal-value:zero': 'No amounts in the pipeline; price and credit are kept in fields.',
  'duplicate:existing': 'The record that is there is linked to; only its empty fields are filled, and a rollback empties them again.',
  'duplicate:create': 'A second record is made beside it.',
  'duplicate:merge': 'One record takes what both have.',
  'duplicate:skip': 'This row is left out, and counted as skipped.',
  'tags:set': 'A field with options on the person; people can filter by it.',
  'tags:labels': 'Labels of the person: few and coloured.',
  'tags:ignore': 'Tags and groups are left out.',
  'private-note:field': 'A long-text field; it stays out of the time line.',
  'private-note:note': 'A note in the time line that everybody who sees the person can read.',
  'private-note:ignore': 'Private notes are left out.',
  'invoice:each': 'Each invoice is a note at its own date; each payment an activity.',
  'invoice:billing-note': 'One note for each deal lists its invoices; each payment is an activity.',
  'message:activity': 'An activity at its own time, with direction and text.',
  'message:note': 'A note at its own time, with direction and text.',
  'session-status:type': 'An activity type of its own; the subject stays as it is.',
  'session-status:subject': 'The subject says it in brackets; the activity keeps its type.',
  'status-times:text': 'One text field on the deal lists the exact times.',
  'status-times:dates': 'One date field for each status on the deal; the time of day is lost.',
  'text-limit:split': 'Nothing is lost: numbered notes follow one another.',
  'text-limit:cut': 'The end is lost in Pipedrive; the report says where.',
  'vanished:keep': 'What was loaded stays, and is reported.',
  'vanished:delete': 'What was loaded is deleted, and is reported.',
};

function wordMeaning({ kind }: Decision, answer: Answer): string {
  const [word] = Object.values(answer);
  const known = WORDS[`${kind}:${String(word)}`];
  if (known !== undefined) return known;
  if ('zone' in answer) return 'Times are turned from this zone into UTC, which is how Pipedrive keeps them.';
  if ('code' in answer)
    return kind === 'currency' ? 'Amounts without a currency get this one.' : 'Numbers are written with the prefix of this country.';
  if ('to' in answer) return 'It counts for every record that is made.';
  return 'It decides how the values are read.';
}
