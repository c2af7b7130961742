import { CutoverError } from '@cutover/domain';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { argumentsOf } from './arguments.ts';
import { decisionPropose } from './tools/decision-propose.ts';
import { runStart } from './tools/run-start.ts';
import { runStatus } from './tools/run-status.ts';

const refused = (input: z.ZodObject, given: unknown): unknown => {
  try {
    argumentsOf('tool', input, given);
  } catch (thrown) {
    if (thrown instanceof CutoverError && thrown.code === 'bad-argument') return thrown.details.data?.arguments;
    throw thrown;
  }
  throw new Error('nothing was refused');
};

describe('arguments that are not as the tool lists them', () => {
  test('are named, each with what was found and what was expected', () => {
    expect(refused(runStart.input, { kind: 'everything' })).toEqual([
      { argument: 'kind', found: '"everything"', expected: expect.stringMatching(/^"schema" or "sample" or /) },
    ]);
    expect(refused(runStart.input, undefined)).toMatchObject([{ argument: 'kind', found: 'nothing' }]);
    expect(refused(runStart.input, [])).toMatchObject([{ argument: 'arguments', found: 'a list of 0', expected: 'an object' }]);
    expect(refused(runStatus.input, { run: 7, wait: -5 })).toEqual([
      { argument: 'run', found: '7', expected: 'a string' },
      { argument: 'wait', found: '-5', expected: 'at least 0' },
    ]);
    expect(refused(runStatus.input, { run: 'full-1', confirmed: true })).toEqual([
      { argument: 'confirmed', found: 'an argument that the tool does not have', expected: 'only run, after, wait' },
    ]);
  });

  test('inside another are named by their place', () => {
    const given = {
      id: '',
      proposal: 'all',
      reason: 'two\nlines',
      model: 'my model',
      prompt: { id: 'agent', version: '1', approved: true },
    };
    expect(refused(decisionPropose.input, given)).toEqual([
      { argument: 'id', found: '""', expected: 'at least 1 characters' },
      { argument: 'proposal', found: '"all"', expected: 'an object' },
      { argument: 'reason', found: '"two\\nlines"', expected: 'one line of plain text' },
      { argument: 'model', found: '"my model"', expected: expect.stringContaining('something like /^[') },
      { argument: 'prompt.approved', found: 'an argument that the tool does not have', expected: 'none' },
    ]);
  });

  test('are cut, however long and however many they are', () => {
    const many = z.strictObject(Object.fromEntries(Array.from({ length: 9 }, (_, i) => [`a${i}`, z.number()])));
    const given = Object.fromEntries(Object.keys(many.shape).map((name) => [name, 'x'.repeat(10_000)]));
    const faults = refused(many, given);
    expect(faults).toHaveLength(5);
    expect(JSON.stringify(faults).length).toBeLessThan(800);
    expect(() => argumentsOf('tool', many, given)).toThrow(/; and 4 more$/);
  });

  test('as they should be come back as they are', () => {
    expect(argumentsOf('tool', runStatus.input, undefined)).toEqual(runStatus.input.parse({}));
  });
});
