import { describe, expect, it } from 'vitest';
import { leftOverText } from './run-result.ts';

const view = (reverted: number, kept: { entity: 'person'; id: number; fields: string[]; updatedAt: string }[]) => ({
  reverted,
  kept,
  failed: [],
});
const person = (id: number) => ({ entity: 'person' as const, id, fields: ['name', 'phones'], updatedAt: '2026-03-08T14:00:00Z' });

describe('what is left after a rollback', () => {
  it('is nothing, or what people edited, or what could not be done', () => {
    expect(leftOverText(view(0, []))).toEqual({
      text: 'The account was read again: nothing of what was loaded is left in it.',
      look: 'good',
    });
    expect(leftOverText(view(0, [person(7)])).text).toBe(
      'The account was read again. Kept, because people edited it since: person 7 (name, phones).',
    );
    expect(leftOverText(view(1, [])).text).toContain('1 operation could not be done: /rollback shows what is left and tries again.');
  });

  it('names a dozen and counts the rest', () => {
    const { text, look } = leftOverText(
      view(
        0,
        Array.from({ length: 15 }, (_, i) => person(i + 1)),
      ),
    );
    expect(text).toMatch(/person 12 \(name, phones\) and 3 more\.$/);
    expect(look).toBe('warn');
  });
});
