import fc from 'fast-check';
import { afterEach, describe, expect, test } from 'vitest';
import { testClock } from '../../testing/clock.ts';
import {
  calls,
  chunkOf,
  type Script,
  type ScriptedModel,
  says,
  startScriptedModel,
  streamBytes,
  usageChunk,
} from '../../testing/scripted-model.ts';
import { isAgentError } from '../errors.ts';
import { createOpenAiModel, type OpenAiModelOptions } from './openai.ts';
import type { ModelPort, ModelReply, ModelRequest } from './port.ts';

let server: ScriptedModel | null = null;
afterEach(async () => {
  await server?.close();
  server = null;
});

async function modelWith(script: Script, more: Partial<OpenAiModelOptions> = {}) {
  server = await startScriptedModel(script);
  const clock = testClock();
  const model = createOpenAiModel({
    baseURL: server.baseURL,
    apiKey: 'key-1',
    model: 'scripted',
    fetch,
    clock,
    random: () => 0.5,
    ...more,
  });
  return { model, server, clock };
}

const ASK: ModelRequest = {
  messages: [{ role: 'user', text: 'hello' }],
  tools: [{ name: 'decision_propose', description: 'd', parameters: { type: 'object' } }],
  maxTokens: 500,
};

async function heard(model: ModelPort, request = ASK, signal = new AbortController().signal): Promise<{ text: string; reply: ModelReply }> {
  let text = '';
  let reply: ModelReply | null = null;
  for await (const event of model.reply(request, signal)) {
    if (event.type === 'text') text += event.delta;
    else reply = event.reply;
  }
  if (reply === null) throw new Error('there was no reply');
  return { text, reply };
}

const codeOf = async (work: Promise<unknown>): Promise<string> => {
  try {
    await work;
    return 'none';
  } catch (error) {
    return isAgentError(error) ? error.code : String(error);
  }
};

const TRICKY = { id: 'field:clients.csv#5', reason: 'Größe 🙂 — “déjà vu”, \\ and "quotes"', proposal: { target: 'person.phones' } };
const TEXT = 'Zürich, naïve, 東京, 🧭🙂 — done.';

describe('a stream split anywhere', () => {
  test('says and calls the same, whatever the bytes it comes in', async () => {
    const spoken = says(TEXT, [11, 7]);
    const called = calls(['decision_propose', TRICKY]);
    const both = { chunks: [...(spoken.chunks ?? []).slice(0, -2), ...(called.chunks ?? []), usageChunk(11, 7)] };
    const length = streamBytes(both).length;
    let splits: readonly number[] = [];
    const { model } = await modelWith(() => ({ ...both, splits }));
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(length), { maxLength: 40 }), async (cuts) => {
        splits = cuts;
        const { text, reply } = await heard(model);
        expect(text).toBe(TEXT);
        expect(reply.calls.map(({ name, arguments: args }) => [name, JSON.parse(args)])).toEqual([['decision_propose', TRICKY]]);
        expect(reply.usage).toEqual({ prompt: 11, completion: 7 });
      }),
      { numRuns: 60 },
    );
  });

  test('byte by byte', async () => {
    const reply = says(TEXT);
    const { model } = await modelWith(() => ({ ...reply, splits: [...streamBytes(reply).keys()] }));
    expect((await heard(model)).text).toBe(TEXT);
  });
});

describe('faults of a stream', () => {
  test('a call without index, type and id is a call, with finish_reason stop', async () => {
    const { model } = await modelWith(() => ({
      chunks: [chunkOf({ tool_calls: [{ function: { name: 'estimate', arguments: '{}' } }] }, 'stop')],
    }));
    expect((await heard(model)).reply.calls).toEqual([{ id: 'call_1', name: 'estimate', arguments: '{}' }]);
  });

  test('broken off in the text: asked again, and nothing is shown twice', async () => {
    const reply = says(TEXT);
    const at = Math.floor(streamBytes(reply).length * 0.6);
    const { model, server: fake, clock } = await modelWith((_, nth) => (nth === 0 ? { ...reply, breakAt: at } : reply));
    expect((await heard(model)).text).toBe(TEXT);
    expect(fake.requests.length).toBe(2);
    expect(clock.slept).toEqual([375]);
  });

  test('broken off, and something else is said the second time: on a line of its own', async () => {
    const { model } = await modelWith((_, nth) =>
      nth === 0 ? { chunks: [chunkOf({ content: 'One thing' })], undone: true, breakAt: 10_000 } : says('Another'),
    );
    expect((await heard(model)).text).toBe('One thing\n\nAnother');
  });

  test('ended in the middle of the arguments without a word: asked again', async () => {
    const half = {
      chunks: [chunkOf({ tool_calls: [{ index: 0, id: 'a', function: { name: 'profile', arguments: '{"id":"obj' } }] })],
      undone: true,
    };
    const { model, server: fake } = await modelWith((_, nth) => (nth === 0 ? half : calls(['profile', { id: 'object:a.csv' }])));
    expect((await heard(model)).reply.calls[0]?.arguments).toBe('{"id":"object:a.csv"}');
    expect(fake.requests.length).toBe(2);
  });

  test('an answer with neither text nor calls is asked for whole, and from then on always', async () => {
    const empty = { chunks: [chunkOf({}, 'stop')] };
    const { model, server: fake } = await modelWith((request) => (request.stream === true ? empty : calls(['estimate', {}])));
    expect((await heard(model)).reply.calls.length).toBe(1);
    expect((await heard(model)).reply.calls.length).toBe(1);
    expect(fake.requests.map(({ stream }) => stream === true)).toEqual([true, false, false]);
  });

  test('silence: given up after a while and asked again', async () => {
    const reply = says(TEXT);
    const { model } = await modelWith((_, nth) => (nth === 0 ? { ...reply, hangAt: 0 } : reply), {
      clock: {
        now: () => 0,
        sleep: (ms, signal) =>
          new Promise((resolve, reject) => {
            const timer = setTimeout(resolve, ms === 90_000 ? 400 : 0);
            signal.addEventListener(
              'abort',
              () => {
                clearTimeout(timer);
                reject(signal.reason);
              },
              { once: true },
            );
          }),
      },
    });
    expect((await heard(model)).text).toBe(TEXT);
  });

  test('an error inside the stream is one', async () => {
    const { model } = await modelWith(() => ({ chunks: [{ error: { message: 'out of memory', type: 'server_error' } }] }));
    expect(await codeOf(heard(model))).toBe('model-failed');
  });

  test('an event that is not JSON is asked for again, then given up', async () => {
    const { model, server: fake } = await modelWith(() => ({ headers: { 'content-type': 'text/event-stream' }, body: 'data: {' }));
    expect(await codeOf(heard(model))).not.toBe('none');
    expect(fake.requests.length).toBeGreaterThan(1);
  });
});

describe('refusals and retries', () => {
  test('429 with retry-after waits as told', async () => {
    const { model, clock } = await modelWith((_, nth) =>
      nth === 0 ? { status: 429, headers: { 'retry-after': '7' }, body: { error: { message: 'slow' } } } : says('ok'),
    );
    expect((await heard(model)).text).toBe('ok');
    expect(clock.slept).toEqual([7000]);
  });

  test('500 waits longer each time and gives up after four', async () => {
    const { model, server: fake, clock } = await modelWith(() => ({ status: 500, body: { error: { message: 'oops' } } }));
    expect(await codeOf(heard(model))).toBe('model-failed');
    expect(fake.requests.length).toBe(4);
    expect(clock.slept).toEqual([375, 750, 1500]);
  });

  test.each([
    [401, 'model-refused'],
    [403, 'model-refused'],
    [404, 'model-refused'],
    [400, 'model-refused'],
  ])('%d is not tried again: %s', async (status, code) => {
    const { model, server: fake } = await modelWith(() => ({ status, body: { error: { message: 'no' } } }));
    expect(await codeOf(heard(model))).toBe(code);
    expect(fake.requests.length).toBe(1);
  });

  test('a spent quota and a wait longer than a minute are not waited for', async () => {
    const spent = await modelWith(() => ({ status: 429, body: { error: { message: 'quota', code: 'insufficient_quota' } } }));
    expect(await codeOf(heard(spent.model))).toBe('model-busy');
    expect(spent.server.requests.length).toBe(1);
    await spent.server.close();
    const late = await modelWith(() => ({ status: 429, headers: { 'retry-after': '3600' }, body: { error: { message: 'later' } } }));
    expect(await codeOf(heard(late.model))).toBe('model-busy');
    expect(late.server.requests.length).toBe(1);
  });

  test('a server that is not there', async () => {
    const gone = await startScriptedModel(() => says('x'));
    await gone.close();
    const model = createOpenAiModel({ baseURL: gone.baseURL, apiKey: '', model: 'm', fetch, clock: testClock(), random: () => 0 });
    expect(await codeOf(heard(model))).toBe('model-unreachable');
  });
});

describe('what a provider turns out not to know', () => {
  test('usage in streams: left out from then on', async () => {
    const { model, server: fake } = await modelWith((request) =>
      'stream_options' in request ? { status: 400, body: { error: { message: 'unknown field stream_options' } } } : says('ok'),
    );
    expect((await heard(model)).text).toBe('ok');
    expect((await heard(model)).text).toBe('ok');
    expect(fake.requests.map((request) => 'stream_options' in request)).toEqual([true, false, false]);
  });

  test('the name of the token limit', async () => {
    const { model, server: fake } = await modelWith((request) =>
      'max_tokens' in request
        ? { status: 400, body: { error: { message: "Unsupported parameter: 'max_tokens'. Use 'max_completion_tokens' instead." } } }
        : says('ok'),
    );
    expect((await heard(model)).text).toBe('ok');
    expect(fake.requests[1]).toMatchObject({ max_completion_tokens: 500 });
  });

  test('streaming at all', async () => {
    const { model } = await modelWith((request) =>
      request.stream === true ? { status: 400, body: { error: { message: 'streaming is not supported' } } } : says('whole'),
    );
    expect((await heard(model)).text).toBe('whole');
  });

  test('a server that refuses every form is believed after a few', async () => {
    const { model, server: fake } = await modelWith(() => ({
      status: 400,
      body: { error: { message: 'max_completion_tokens, stream_options, stream: all wrong' } },
    }));
    expect(await codeOf(heard(model))).toBe('model-refused');
    expect(fake.requests.length).toBe(4);
  });
});

test('aborting ends the request at once and is not tried again', async () => {
  const reply = says(TEXT);
  const stop = new AbortController();
  const { model, server: fake } = await modelWith(() => {
    setTimeout(() => stop.abort(), 80);
    return { ...reply, hangAt: 120 };
  });
  expect(await codeOf(heard(model, ASK, stop.signal))).toBe('interrupted');
  expect(fake.requests.length).toBe(1);
});

test('what is sent: messages, tools and the limit, nothing of the environment', async () => {
  const { model, server: fake } = await modelWith(() => says('ok'));
  await heard(model, {
    ...ASK,
    messages: [
      { role: 'system', text: 's' },
      { role: 'user', text: 'u' },
      { role: 'assistant', text: '', calls: [{ id: 'a', name: 'estimate', arguments: '{}' }] },
      { role: 'tool', callId: 'a', name: 'estimate', text: 't' },
    ],
  });
  expect(fake.requests[0]).toEqual({
    model: 'scripted',
    stream: true,
    stream_options: { include_usage: true },
    max_tokens: 500,
    messages: [
      { role: 'system', content: 's' },
      { role: 'user', content: 'u' },
      { role: 'assistant', content: '', tool_calls: [{ id: 'a', type: 'function', function: { name: 'estimate', arguments: '{}' } }] },
      { role: 'tool', tool_call_id: 'a', content: 't' },
    ],
    tools: [{ type: 'function', function: { name: 'decision_propose', description: 'd', parameters: { type: 'object' } } }],
  });
});
