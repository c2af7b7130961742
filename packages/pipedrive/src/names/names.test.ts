import { expect, test } from 'vitest';
import { testKey, testNames } from '../testing/names.ts';
import { Binding, splitName } from './bindings.ts';

const names = testNames({ 'client:C1': 21 });

test('users by mail, whatever its case; who left is known by id alone', () => {
  expect([names.userId('DANA@example.com'), names.userId('robin@example.com'), names.userId('nobody@example.com')]).toEqual([
    2,
    null,
    null,
  ]);
  expect([names.userMail(2), names.userMail(3), names.userMail(9)]).toEqual(['dana@example.com', 'robin@example.com', null]);
});

test('fields and their options: bound ones and those the account has', () => {
  const stage = names.field('person', 'stage');
  expect([stage?.key, stage?.type]).toEqual([testKey('stage'), 'enum']);
  expect([stage?.optionId('A/b'), stage?.optionId('Old'), stage?.optionId('a/b')]).toEqual([51, 53, null]);
  expect([stage?.optionLabel(52), stage?.optionLabel(99)]).toEqual(['C', null]);
  expect([names.slugOfKey('person', testKey('stage')), names.slugOfKey('deal', testKey('stage'))]).toEqual(['stage', null]);
  expect(names.field('deal', 'stage')).toBeNull();
  expect(names.field('person', 'labels')?.optionId('Hot lead')).toBe(42);
});

test('a stage of the plan is its own; the others are told with their pipeline, and found by that', () => {
  expect(names.stage('Done')).toEqual({ id: 72, pipelineId: 7 });
  expect([names.stageName(72), names.stageName(82), names.stageName(5)]).toEqual(['Done', 'Sales / Done', null]);
  expect(names.stage('Sales / Done')).toEqual({ id: 82, pipelineId: 8 });
});

test('activity types: bound and existing ones; one that was removed keeps its name for reading', () => {
  expect([names.typeKey('coaching  CALL'), names.typeKey('Task'), names.typeKey('Fax')]).toEqual(['coaching_call', 'task', null]);
  expect([names.typeName('coaching_call'), names.typeName('fax'), names.typeName('x')]).toEqual(['Coaching call', 'Fax', null]);
});

test('names come apart as they were put together', () => {
  expect(splitName('person/stage/A/b')).toEqual({ entity: 'person', slug: 'stage', label: 'A/b' });
  expect(splitName('deal/tier')).toEqual({ entity: 'deal', slug: 'tier', label: null });
  expect([splitName('lead/tier'), splitName('deal'), splitName('')]).toEqual([null, null, null]);
});

test('a binding is strict', () => {
  expect(Binding.safeParse({ kind: 'stage', name: 'Done', value: { id: 1, pipelineId: 2 } }).success).toBe(true);
  expect(Binding.safeParse({ kind: 'stage', name: 'Done', value: { id: 1 } }).success).toBe(false);
  expect(Binding.safeParse({ kind: 'field', name: 'person/x', value: { key: 'k', type: 'visible_to' } }).success).toBe(false);
});
