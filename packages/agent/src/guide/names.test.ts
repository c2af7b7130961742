import { expect, test } from 'vitest';
import { bestOf, fitOf } from './names.ts';

test.each([
  ['Mobile', 'Mobile', 0],
  ['mobile', 'Mobile', 0],
  ['discovery calls', 'Discovery Call', 1],
  ['check ins', 'Check-in', 1],
  ['No shows', 'No-show', 1],
  ['disc call', 'Discovery Call', 2],
  ['Tier', 'Coaching Tier', 3],
  ['hear about us', 'How did you hear about us?', 3],
  ['Dana', 'Dana Reyes', 3],
  ['Instgram', 'Instagram', 4],
  ['Mobile', 'Home Address', null],
  ['a', 'Company', null],
  ['the', 'Company', null],
] as const)('%j names %j: %j', (phrase, name, fit) => {
  expect(fitOf(phrase, name)).toBe(fit);
});

test('the best fit wins, and ties stay', () => {
  const names = ['Call', 'Discovery Call', 'Coaching Session'];
  expect(bestOf('calls', names, (name) => [name])).toEqual(['Call']);
  expect(bestOf('c', names, (name) => [name])).toEqual([]);
  expect(bestOf('session', ['Coaching Session', 'Session Type'], (name) => [name])).toEqual(['Coaching Session', 'Session Type']);
});
