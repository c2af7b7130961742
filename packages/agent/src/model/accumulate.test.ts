import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createAccumulator } from './accumulate.ts';

const chunk = (delta: unknown, finish: string | null = null) => ({ choices: [{ index: 0, delta, finish_reason: finish }] });

function put(...chunks: readonly unknown[]) {
  let n = 0;
  const accumulator = createAccumulator(() => {
    n += 1;
    return `made-${n}`;
  });
  const shown = chunks.map((one) => accumulator.add(one)).join('');
  return { shown, ...accumulator.reply() };
}

describe('a call, however it comes', () => {
  test('in pieces, as the API documents it', () => {
    const { calls } = put(
      chunk({ tool_calls: [{ index: 0, id: 'a', type: 'function', function: { name: 'plan_show', arguments: '' } }] }),
      chunk({ tool_calls: [{ index: 0, function: { arguments: '{"part":' } }] }),
      chunk({ tool_calls: [{ index: 0, function: { arguments: '"schema"}' } }] }),
      chunk({}, 'tool_calls'),
    );
    expect(calls).toEqual([{ id: 'a', name: 'plan_show', arguments: '{"part":"schema"}' }]);
  });

  test('whole in one chunk, with finish_reason stop', () => {
    const { calls, finish } = put(
      chunk({ tool_calls: [{ index: 0, id: 'a', type: 'function', function: { name: 'estimate', arguments: '{}' } }] }, 'stop'),
    );
    expect(calls).toEqual([{ id: 'a', name: 'estimate', arguments: '{}' }]);
    expect(finish).toBe('stop');
  });

  test('without id', () => {
    const { calls } = put(chunk({ tool_calls: [{ index: 0, type: 'function', function: { name: 'estimate', arguments: '{}' } }] }));
    expect(calls).toEqual([{ id: 'made-1', name: 'estimate', arguments: '{}' }]);
  });

  test('without index and type, two after one another in pieces', () => {
    const { calls } = put(
      chunk({ tool_calls: [{ id: 'a', function: { name: 'profile', arguments: '{"id":' } }] }),
      chunk({ tool_calls: [{ function: { arguments: '"object:a.csv"}' } }] }),
      chunk({ tool_calls: [{ id: 'b', function: { name: 'estimate', arguments: '' } }] }),
      chunk({ tool_calls: [{ function: { arguments: '{}' } }] }),
    );
    expect(calls).toEqual([
      { id: 'a', name: 'profile', arguments: '{"id":"object:a.csv"}' },
      { id: 'b', name: 'estimate', arguments: '{}' },
    ]);
  });

  test('without id, index and type: two calls of one tool, each whole', () => {
    const { calls } = put(
      chunk({ tool_calls: [{ function: { name: 'decision_explain', arguments: '{"id":"a"}' } }] }),
      chunk({ tool_calls: [{ function: { name: 'decision_explain', arguments: '{"id":"b"}' } }] }),
    );
    expect(calls.map((call) => call.arguments)).toEqual(['{"id":"a"}', '{"id":"b"}']);
    expect(new Set(calls.map((call) => call.id)).size).toBe(2);
  });

  test('several calls that all carry index 0 and an id of their own', () => {
    const { calls } = put(
      chunk({ tool_calls: [{ index: 0, id: 'a', function: { name: 'profile', arguments: '{}' } }] }),
      chunk({ tool_calls: [{ index: 0, id: 'b', function: { name: 'estimate', arguments: '{}' } }] }),
    );
    expect(calls.map(({ id, name }) => [id, name])).toEqual([
      ['a', 'profile'],
      ['b', 'estimate'],
    ]);
  });

  test('a name that comes with every chunk, and one that comes in pieces', () => {
    const again = put(
      chunk({ tool_calls: [{ index: 0, id: 'a', function: { name: 'profile', arguments: '{"id"' } }] }),
      chunk({ tool_calls: [{ index: 0, function: { name: 'profile', arguments: ':"x"}' } }] }),
    );
    expect(again.calls).toEqual([{ id: 'a', name: 'profile', arguments: '{"id":"x"}' }]);
    const pieces = put(
      chunk({ tool_calls: [{ index: 0, id: 'a', function: { name: 'plan_' } }] }),
      chunk({ tool_calls: [{ index: 0, function: { name: 'show', arguments: '{}' } }] }),
    );
    expect(pieces.calls).toEqual([{ id: 'a', name: 'plan_show', arguments: '{}' }]);
  });

  test('arguments as an object instead of text', () => {
    const { calls } = put(chunk({ tool_calls: [{ index: 0, id: 'a', function: { name: 'profile', arguments: { id: 'x' } } }] }));
    expect(calls[0]?.arguments).toBe('{"id":"x"}');
  });

  test('in a whole answer that was not streamed', () => {
    const { calls, shown, usage } = put({
      choices: [
        {
          message: { content: 'Look:', tool_calls: [{ id: 'a', function: { name: 'estimate', arguments: '{}' } }] },
          finish_reason: 'stop',
        },
      ],
      usage: { prompt_tokens: 7, completion_tokens: 3 },
    });
    expect([shown, calls.length, usage]).toEqual(['Look:', 1, { prompt: 7, completion: 3 }]);
  });
});

test('what is of no known form counts as absent', () => {
  const { text, calls, usage } = put(
    null,
    'x',
    { choices: 'none' },
    { choices: [{ delta: { content: 5, tool_calls: [null, 'x'] } }] },
    chunk({ content: 'ok' }),
    {
      usage: { prompt_tokens: 'many' },
    },
  );
  expect([text, calls, usage]).toEqual(['ok', [], null]);
});

test('any pieces of the same arguments make the same calls', () => {
  const call = fc.record({ name: fc.constantFrom('profile', 'estimate', 'plan_show'), value: fc.string() });
  fc.assert(
    fc.property(fc.array(call, { minLength: 1, maxLength: 4 }), fc.array(fc.nat(40), { maxLength: 30 }), (list, cuts) => {
      const chunks = list.flatMap(({ name, value }, index) => {
        const text = JSON.stringify({ value });
        const at = [...new Set([0, ...cuts.filter((cut) => cut < text.length), text.length])].sort((a, b) => a - b);
        const pieces = at.slice(1).map((to, i) => chunk({ tool_calls: [{ index, function: { arguments: text.slice(at[i], to) } }] }));
        return [chunk({ tool_calls: [{ index, id: `id-${index}`, function: { name, arguments: '' } }] }), ...pieces];
      });
      const { calls } = put(...chunks);
      expect(calls).toEqual(list.map(({ name, value }, index) => ({ id: `id-${index}`, name, arguments: JSON.stringify({ value }) })));
    }),
  );
});
