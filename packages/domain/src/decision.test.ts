import { expect, test } from 'vitest';
import { ANSWERS, DECISION_KINDS, FieldTarget } from './answer.ts';
import { answerOf, canReject, Decision, isOpen, parseAnswer, proposerWords } from './decision.ts';
import { CutoverError, ERRORS, EXIT } from './errors.ts';

const field = {
  id: 'field:clients.csv#3',
  kind: 'field',
  subject: { object: 'client', file: 'clients.csv', column: 'E-mail', index: 3 },
  proposal: { target: 'person.emails', as: { label: 'work' } },
  alternatives: [{ target: 'person.custom.e-mail', as: { name: 'E-mail', type: 'varchar' } }],
  confidence: 0.98,
  evidence: ['all values are mails'],
  reason: 'the header is a usual name for it',
  proposedBy: 'built-in',
  status: 'proposed',
  answer: null,
  by: null,
  at: null,
};

test('who proposed is named as a person would', () => {
  expect(proposerWords('model:gpt-x@2026@rerank@3')).toBe('the model gpt-x@2026');
  expect(proposerWords('model:built-in-guide@guide@1')).toBe('the built-in guide');
  expect(proposerWords('built-in')).toBe('built-in');
});

test('a decision is read with the answers of its kind', () => {
  const decision = Decision.parse(field);
  expect(isOpen(decision)).toBe(true);
  expect(answerOf(decision)).toBeNull();
  expect(Decision.safeParse({ ...field, proposal: { target: 'person.shoe_size' } }).success).toBe(false);
  expect(Decision.safeParse({ ...field, kind: 'stage' }).success).toBe(false);
  expect(Decision.safeParse({ ...field, approved: true }).success).toBe(false);
});

test('a rejected field or object is ignored; nothing else can be rejected', () => {
  expect(answerOf(Decision.parse({ ...field, status: 'rejected' }))).toEqual({ target: 'ignore' });
  expect(DECISION_KINDS.filter(canReject)).toEqual(['object', 'field']);
});

test.each(['person.name', 'deal.custom.sessions-left', 'link:client', 'file', 'ignore', 'organization.source_id'])(
  '%s is a target',
  (target) => {
    expect(FieldTarget.safeParse(target).success).toBe(true);
  },
);

test.each(['person.custom.', 'person.custom.Shoe', 'activity.custom.x', 'activity.attendees', 'link:user', 'deal.add_time', 'file.name'])(
  '%s is no target',
  (target) => {
    expect(FieldTarget.safeParse(target).success).toBe(false);
  },
);

test('a wrong answer says which decision and what was given', () => {
  expect(() => parseAnswer('sample', 'sample', { size: 10 })).toThrow(
    expect.objectContaining({ code: 'bad-answer', message: expect.stringContaining('sample') }),
  );
  expect(parseAnswer('side-effects', 'side-effects', { paused: true })).toEqual({ paused: true });
  expect(() => parseAnswer('side-effects', 'side-effects', { paused: false })).toThrow(CutoverError);
});

test('every kind of the contract is there, strict', () => {
  expect(DECISION_KINDS).toHaveLength(28);
  for (const kind of DECISION_KINDS) expect(ANSWERS[kind].safeParse({ confirmed: true }).success).toBe(false);
});

test('every error code has an exit of the contract and says what to do', () => {
  const exits = Object.values(EXIT);
  for (const [code, row] of Object.entries(ERRORS)) {
    expect(exits).toContain(row.exit);
    expect([code, row.advice.endsWith('.')]).toEqual([code, true]);
  }
});
