import type { Answer, Decision, DecisionKind, FieldAnswer } from '@cutover/domain';
import { manyOf } from './objects.ts';
import { targetOf } from './target.ts';

/** Answers that are one word of a closed list, in plain words. */
const WORDS: Readonly<Partial<Record<DecisionKind, Readonly<Record<string, string>>>>> = {
  'session-group': { 'one-activity': 'one activity with everybody in it', 'one-per-client': 'one activity for each client' },
  'deal-value': { remaining: 'what is left of the package', total: 'the whole price', zero: 'no value (0)' },
  duplicate: { existing: 'use the one that is there', create: 'make another one', merge: 'fold them into one', skip: 'leave it out' },
  tags: { set: 'a field with several options', labels: 'Pipedrive labels', ignore: 'leave them out' },
  'private-note': { field: 'a long-text field on the person', note: 'a note on the person', ignore: 'leave them out' },
  invoice: { each: 'a note for each invoice', 'billing-note': 'one billing note for each deal' },
  message: { activity: 'an activity', note: 'a note' },
  'session-status': { type: 'an activity type of its own', subject: 'said in the subject' },
  'status-times': { text: 'one text field with the exact times', dates: 'a date field for each status' },
  'text-limit': { split: 'split it into several', cut: 'cut it, and report it' },
  vanished: { keep: 'keep what was loaded', delete: 'delete it in Pipedrive' },
  visibility: {
    default: "the account's own default",
    owner: 'only the owner',
    group: "the owner's group",
    company: 'everybody in the company',
  },
  'date-format': { dmy: 'day, month, year', mdy: 'month, day, year', ymd: 'year, month, day' },
};

/** An answer in a few plain words. */
export function answerWords(kind: DecisionKind, answer: Answer): string {
  if (kind === 'field' && 'target' in answer) return targetOf(answer satisfies FieldAnswer);
  const word = wordOf(answer);
  if (word !== null) return WORDS[kind]?.[word] ?? word;
  if ('object' in answer) return answer.object === 'ignore' ? 'leave this file out' : manyOf(answer.object);
  if ('newType' in answer) return `new activity type “${answer.newType.name}”${done(answer)}`;
  if ('type' in answer) return `${answer.type}${done(answer)}`;
  if ('stage' in answer) return `stage “${answer.stage}” (number ${answer.order}), deals ${answer.status}`;
  if ('fallback' in answer) return 'the fallback owner';
  if ('merge' in answer) return mergeWords(answer.merge);
  if ('upload' in answer) return answer.upload ? 'upload them' : 'do not upload them';
  if ('transfer' in answer) return answer.transfer ? 'transfer the files too' : 'keep the addresses only';
  if ('paused' in answer) return 'yes: paused, or accepted that they fire';
  if ('hours' in answer) {
    const rule = answer.rule === 'keep-pipedrive' ? "people's edits in Pipedrive stay" : 'the source wins';
    return `${answer.hours} hours, at most ${answer.maxCreates} new and ${answer.maxUpdates} changed; ${rule}`;
  }
  if ('size' in answer) return `${answer.size} rows`;
  return JSON.stringify(answer);
}

/** The one word that answers of most kinds consist of. */
function wordOf(answer: Answer): string | null {
  if ('as' in answer && typeof answer.as === 'string') return answer.as;
  if ('use' in answer) return answer.use;
  if ('to' in answer) return answer.to;
  if ('zone' in answer) return answer.zone;
  if ('code' in answer) return answer.code;
  if ('user' in answer) return answer.user;
  if ('order' in answer && typeof answer.order === 'string') return answer.order;
  return null;
}

const done = ({ done: flag }: { done?: boolean | undefined }): string => (flag === undefined ? '' : flag ? ', done' : ', not done');

function mergeWords(merge: Readonly<Record<string, string>>): string {
  const pairs = Object.entries(merge);
  return pairs.length === 0 ? 'keep every spelling' : pairs.map(([from, to]) => `“${from}” → “${to}”`).join(', ');
}

/** What stands now: the answer, else the proposal, else nothing. */
export function standing({ kind, status, answer, proposal }: Decision): string {
  if (status === 'rejected') return 'left out';
  const now = answer ?? proposal;
  return now === null ? 'nothing is proposed' : answerWords(kind, now);
}
