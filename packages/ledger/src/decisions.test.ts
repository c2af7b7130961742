import { Decision, type Finding } from '@cutover/domain';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { approval, decision, newLedger } from './testing/fixtures.ts';

const yes = (as: 'set' | 'labels' | 'ignore') => ({ status: 'accepted', answer: { as }, by: 'Ada', at: '2026-03-08T14:00:00Z' }) as const;
const answered = (id: string, as: 'set' | 'labels') => decision(id, yes(as));

describe('decisions', () => {
  it('keeps them in the order of asking', async () => {
    const { decisions, close } = await newLedger();
    const asked = [decision('tags:b'), decision('tags:a'), decision('tags:c')];
    decisions.replaceAll(asked);
    expect(decisions.all()).toEqual(asked);
    expect(decisions.get('tags:a')).toEqual(decision('tags:a'));
    expect(decisions.get('tags:z')).toBeNull();
    decisions.put(answered('tags:a', 'set'));
    expect(decisions.all().map(({ id }) => id)).toEqual(['tags:b', 'tags:a', 'tags:c']);
    close();
  });

  it('raises the serial when, and only when, the plan would change', async () => {
    const { decisions, close } = await newLedger();
    const after = (act: () => void): number => {
      act();
      return decisions.serial();
    };
    expect(decisions.serial()).toBe(0);
    expect(after(() => decisions.replaceAll([decision('a'), decision('b')]))).toBe(1);
    expect(after(() => decisions.replaceAll([decision('a', { reason: 'better', confidence: 0.9 }), decision('b')]))).toBe(1);
    expect(after(() => decisions.put(decision('a', { proposal: { as: 'labels' }, evidence: ['seen'] })))).toBe(1);
    expect(after(() => decisions.put(answered('a', 'set')))).toBe(2);
    expect(after(() => decisions.put({ ...answered('a', 'set'), by: 'Bo' }))).toBe(2);
    expect(after(() => decisions.put(answered('a', 'labels')))).toBe(3);
    expect(after(() => decisions.put(decision('a')))).toBe(4);
    expect(after(() => decisions.put(decision('a', { subject: { object: 'client' } })))).toBe(5);
    expect(after(() => decisions.replaceAll([decision('b'), decision('a', { subject: { object: 'client' } })]))).toBe(6);
    expect(after(() => decisions.replaceAll([decision('b')]))).toBe(7);
    close();
  });

  it('refuses decisions it was never asked, and answers of another form', async () => {
    const { decisions, close } = await newLedger();
    decisions.replaceAll([decision('a')]);
    expect(() => decisions.put(decision('b'))).toThrow(expect.objectContaining({ code: 'no-decision' }));
    const wrong = Decision.safeParse({ ...decision('a'), answer: { zone: 'Europe/Berlin' } });
    expect(wrong.success).toBe(false);
    close();
  });

  it('takes answers back one by one', async () => {
    const { decisions, close } = await newLedger();
    decisions.replaceAll([decision('a'), decision('b')]);
    expect(decisions.undo()).toEqual([]);
    decisions.put(answered('a', 'set'));
    decisions.put(answered('b', 'set'));
    decisions.put(answered('a', 'labels'));
    expect(decisions.undo()).toEqual([answered('a', 'set')]);
    expect(decisions.get('a')).toEqual(answered('a', 'set'));
    expect(decisions.undo()).toEqual([decision('b')]);
    expect(decisions.undo()).toEqual([decision('a')]);
    expect(decisions.undo()).toEqual([]);
    // Each raised the serial: what was approved meanwhile is void.
    expect(decisions.serial()).toBe(7);
    close();
  });

  it('takes answers back that were given together, and leaves the one before them', async () => {
    const { decisions, close } = await newLedger();
    decisions.replaceAll(['a', 'b', 'c'].map((id) => decision(id)));
    decisions.put(answered('c', 'set'));
    decisions.put(answered('a', 'set'), answered('b', 'labels'));
    decisions.put();
    expect(new Set(decisions.undo().map(({ id }) => id))).toEqual(new Set(['a', 'b']));
    expect(decisions.all()).toEqual([decision('a'), decision('b'), answered('c', 'set')]);
    expect(decisions.undo()).toEqual([decision('c')]);
    close();
  });

  it('takes an answer back after the questions were asked anew, and leaves what they say now', async () => {
    const { decisions, close } = await newLedger();
    decisions.replaceAll([decision('a'), decision('b')]);
    decisions.put(answered('a', 'set'));
    const better = { proposal: { as: 'labels' as const }, reason: 'seen since' };
    decisions.replaceAll([decision('a', { ...yes('set'), ...better }), decision('c')]);
    expect(decisions.undo()).toEqual([decision('a', better)]);
    expect(decisions.undo()).toEqual([]);
    close();
  });

  it('never takes a proposal back, nor an answer that a proposal has put into question, nor one whose question is gone', async () => {
    const { decisions, close } = await newLedger();
    decisions.replaceAll([decision('a'), decision('b'), decision('c')]);
    decisions.put(answered('b', 'set'));
    decisions.put(answered('c', 'set'));
    decisions.put(answered('a', 'set'));
    const model = { proposal: { as: 'ignore' }, proposedBy: 'model:m@p@1' } as const;
    const revised = decision('a', model);
    decisions.put(revised);
    decisions.replaceAll([revised, answered('b', 'set')]);
    expect(decisions.undo()).toEqual([decision('b')]);
    expect(decisions.undo()).toEqual([]);
    expect(decisions.get('a')).toEqual(revised);
    decisions.put(decision('a', { ...model, ...yes('ignore') }));
    expect(decisions.undo()).toEqual([revised]);
    expect(decisions.undo()).toEqual([]);
    close();
  });

  it('undoes any row of answers back to the start', async () => {
    const { decisions, close } = await newLedger();
    const change = fc.record({ id: fc.constantFrom('a', 'b', 'c'), as: fc.constantFrom('set' as const, 'labels' as const) });
    fc.assert(
      fc.property(fc.array(change, { maxLength: 12 }), (changes) => {
        decisions.replaceAll(['a', 'b', 'c'].map((id) => decision(id)));
        const states = changes.map(({ id, as }) => {
          const before = decisions.all();
          decisions.put(answered(id, as));
          return before;
        });
        for (const before of states.reverse()) {
          decisions.undo();
          expect(decisions.all()).toEqual(before);
        }
        expect(decisions.undo()).toEqual([]);
      }),
      { numRuns: 40 },
    );
    close();
  });

  it('keeps findings', async () => {
    const { decisions, close } = await newLedger();
    const finding: Finding = {
      ...{ code: 'dangling', severity: 'warning', object: 'session', message: 'm', count: 1, rows: ['a.csv#1'], advice: 'x' },
    };
    expect(decisions.findings()).toEqual([]);
    decisions.setFindings([finding]);
    expect(decisions.findings()).toEqual([finding]);
    close();
  });
});

describe('approvals', () => {
  it('keeps each once, and a forged one with the same nonce beside the true one', async () => {
    const { approvals, close } = await newLedger();
    const yes = approval('plan', 'nonce-0123456789');
    const forged = { ...yes, company: 'elsewhere' };
    approvals.add(forged);
    approvals.add(yes);
    approvals.add(yes);
    expect(approvals.list()).toEqual([forged, yes]);
    close();
  });
});
