import { CutoverError } from '@cutover/domain';
import { describe, expect, test } from 'vitest';
import { failureOf } from './failure.ts';

const shield = { text: (text: string) => text.replace('secret', '***'), handle: (id: string) => `~${id}` };
const digest = `sha256:${'a'.repeat(64)}`;

describe('what a client is told of a failure', () => {
  test('an error of the table: code, message through the shield, advice, whether to try again', () => {
    expect(failureOf(new CutoverError('not-extracted', 'nothing of secret was read'), shield)).toEqual({
      structured: {
        error: { code: 'not-extracted', message: 'nothing of *** was read', advice: 'Run cutover extract first.', retry: 'after-fix' },
      },
      expected: true,
    });
  });

  test('a closed gate: the approval_required object, its open decisions cut', () => {
    const open = Array.from({ length: 50 }, (_, i) => `d${i}`);
    const data = { status: 'approval_required', gate: 'plan', digest, reason: 'missing', ask: 'cutover approve plan', open };
    const { structured } = failureOf(new CutoverError('approval-required', 'closed', { data }), shield);
    expect(structured).toMatchObject({
      status: 'approval_required',
      gate: 'plan',
      digest,
      reason: 'missing',
      ask: 'cutover approve plan',
      openTotal: 50,
    });
    expect(structured.open).toEqual(open.slice(0, 40).map((id) => `~${id}`));
  });

  test('anything else says nothing of its cause', () => {
    for (const thrown of [new Error('secret at /home/x'), 'secret', new CutoverError('internal', 'secret')]) {
      const { structured, expected } = failureOf(thrown, shield);
      expect(expected).toBe(false);
      expect(structured).toMatchObject({ error: { code: 'internal', retry: 'never' } });
      expect(JSON.stringify(structured)).not.toMatch(/secret|home/);
    }
  });
});
