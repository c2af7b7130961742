import { expect, test } from 'vitest';
import { questionHalf } from './index.ts';

test.each([
  ['Question 1', 'question', '1'],
  ['Q2', 'question', '2'],
  ['question_03', 'question', '3'],
  ['2. Question', 'question', '2'],
  ['Question #4 text', 'question', '4'],
  ['Frage 3', 'question', '3'],
  ['Answer 1', 'answer', '1'],
  ['A 2', 'answer', '2'],
  ['Response 12', 'answer', '12'],
  ['Question 1 Answer', 'answer', '1'],
  ['Answer to question 7', 'answer', '7'],
  ['Antwort 3', 'answer', '3'],
  ['Réponse 1', 'answer', '1'],
  ['Question', 'question', ''],
  ['Response', 'answer', ''],
  ['answers.question', 'question', 'answers'],
  ['answers.answer', 'answer', 'answers'],
  ['responses.0.question', 'question', 'responses.0'],
] as const)('%s is the %s of pair “%s”', (header, half, pair) => {
  expect(questionHalf(header)).toEqual({ half, pair });
});

test.each([
  'What brings you here?',
  'Question 1 or 2',
  'Response time',
  'Response ID',
  'Quarter 1',
  'A',
  'Answered by',
  '1',
  '',
  'Question mark 3',
])('“%s” is no half of a pair', (header) => {
  expect(questionHalf(header)).toBeNull();
});
