import type { AccountSnapshot, ColumnProfile, FieldAnswer, SourceObject } from '@cutover/domain';
import { questionHalf } from '@cutover/values';
import { headerOf } from '../layout.ts';
import { customAnswer, customEntityOf } from './custom.ts';

export interface Asked {
  readonly answer: FieldAnswer;
  readonly confidence: number;
  readonly reason: string;
}

const IN_NOTE: FieldAnswer = { target: 'note.content', as: { part: 'answer' } };

/** `Question 1` beside `Answer 1`: what the question's cells say heads the answers, on forms in the note, elsewhere as the name of the field. */
export function proposeQuestions(account: AccountSnapshot, object: SourceObject, columns: readonly ColumnProfile[]): Map<number, Asked> {
  const found = new Map<number, Asked>();
  const halves = columns.flatMap((profile) => {
    const half = questionHalf(profile.name);
    return half === null || profile.filled === 0 ? [] : [{ profile, ...half }];
  });
  for (const group of Map.groupBy(halves, ({ pair }) => pair).values()) {
    const questions = group.filter(({ half }) => half === 'question');
    const answers = group.filter(({ half }) => half === 'answer');
    for (const [place, { profile: question }] of questions.entries()) {
      const answer = answers[place]?.profile;
      if (answer === undefined) continue;
      if (object === 'intake') {
        found.set(question.index, { answer: IN_NOTE, confidence: 0.92, reason: `Its questions head the answers in ${headerOf(answer)}.` });
        found.set(answer.index, { answer: IN_NOTE, confidence: 0.92, reason: `The answers to the questions in ${headerOf(question)}.` });
      } else inFields(account, object, question, answer, found);
    }
  }
  return found;
}

/** Only a question that is the same in all rows can name a field. */
function inFields(
  account: AccountSnapshot,
  object: SourceObject,
  question: ColumnProfile,
  answer: ColumnProfile,
  found: Map<number, Asked>,
): void {
  const entity = customEntityOf(object);
  const asked = question.values?.length === 1 ? question.values[0]?.value.trim() : undefined;
  if (entity === null || asked === undefined || asked === '') return;
  found.set(question.index, {
    answer: { target: 'ignore' },
    confidence: 0.9,
    reason: `It says the same in every row: it names the field of ${headerOf(answer)}.`,
  });
  found.set(answer.index, {
    answer: customAnswer(account, entity, { ...answer, name: asked }).answer,
    confidence: 0.85,
    reason: `The answers to the question in ${headerOf(question)}, which names the field.`,
  });
}
