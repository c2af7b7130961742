import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { setImmediate as tick } from 'node:timers/promises';

/** One answer of the scripted model. */
export interface ScriptedReply {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** A whole body; otherwise `chunks` as a stream of events. */
  readonly body?: unknown;
  readonly chunks?: readonly unknown[];
  /** Bytes at which the stream is split; default: not at all. */
  readonly splits?: readonly number[];
  /** The connection breaks after so many bytes. */
  readonly breakAt?: number;
  /** Nothing more is sent after so many bytes, and the connection stays open. */
  readonly hangAt?: number;
  /** Left out: the closing `[DONE]`. */
  readonly undone?: boolean;
}

export interface WireRequest {
  readonly model: string;
  readonly stream?: boolean;
  readonly messages: readonly {
    readonly role: string;
    readonly content: string;
    readonly tool_call_id?: string;
    readonly tool_calls?: readonly { readonly id: string; readonly function: { readonly name: string; readonly arguments: string } }[];
  }[];
  readonly tools?: readonly { readonly function: { readonly name: string; readonly parameters: Readonly<Record<string, unknown>> } }[];
  readonly [more: string]: unknown;
}

export type Script = (request: WireRequest, nth: number) => ScriptedReply;

export interface ScriptedModel {
  readonly baseURL: string;
  /** Bodies of all requests, in order. */
  readonly requests: readonly WireRequest[];
  readonly close: () => Promise<void>;
}

/** A server that speaks chat completions by a script: over node:http, with the bytes and the faults the script asks for. */
export async function startScriptedModel(script: Script): Promise<ScriptedModel> {
  const requests: WireRequest[] = [];
  const server = createServer((incoming, outgoing) => {
    answer(incoming, outgoing).catch((error: unknown) => outgoing.destroy(error instanceof Error ? error : new Error(String(error))));
  });
  async function answer(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const parts: Buffer[] = [];
    for await (const part of incoming) parts.push(Buffer.from(part));
    const request: WireRequest = JSON.parse(Buffer.concat(parts).toString('utf8'));
    requests.push(request);
    await send(outgoing, script(request, requests.length - 1), request);
  }
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the scripted model has no port');
  return {
    baseURL: `http://127.0.0.1:${address.port}/v1`,
    requests,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function send(outgoing: ServerResponse, reply: ScriptedReply, request: WireRequest): Promise<void> {
  const asStream = reply.chunks !== undefined && request.stream === true;
  outgoing.writeHead(reply.status ?? 200, { 'content-type': asStream ? 'text/event-stream' : 'application/json', ...reply.headers });
  if (!asStream) {
    outgoing.end(JSON.stringify(reply.body ?? wholeOf(reply.chunks ?? [])));
    return;
  }
  outgoing.flushHeaders();
  const bytes = streamBytes(reply);
  const end = Math.min(bytes.length, reply.breakAt ?? reply.hangAt ?? bytes.length);
  const cuts = [...new Set([0, ...(reply.splits ?? []).map((at) => at % (bytes.length + 1)), end])]
    .filter((at) => at <= end)
    .sort((a, b) => a - b);
  for (const [index, from] of cuts.entries()) {
    const to = cuts[index + 1];
    if (to === undefined) break;
    outgoing.write(bytes.subarray(from, to));
    await tick();
  }
  if (reply.breakAt !== undefined) outgoing.destroy();
  else if (reply.hangAt === undefined) outgoing.end();
}

/** The bytes of a reply's stream. */
export function streamBytes(reply: ScriptedReply): Buffer {
  const events = (reply.chunks ?? []).map((chunk) => `data: ${JSON.stringify(chunk)}\n\n`).join('');
  return Buffer.from(reply.undone === true ? events : `${events}data: [DONE]\n\n`, 'utf8');
}

interface Delta {
  content?: string;
  tool_calls?: readonly Record<string, unknown>[];
}

/** What the chunks say, as one whole answer. */
function wholeOf(chunks: readonly unknown[]): unknown {
  const deltas = chunks.flatMap((chunk) => {
    const { choices } = chunk as { choices?: readonly { delta?: Delta }[] };
    return choices?.[0]?.delta === undefined ? [] : [choices[0].delta];
  });
  const content = deltas.map((delta) => delta.content ?? '').join('');
  const calls = deltas.flatMap((delta) => delta.tool_calls ?? []);
  return {
    choices: [
      { index: 0, message: { role: 'assistant', content, ...(calls.length === 0 ? {} : { tool_calls: calls }) }, finish_reason: 'stop' },
    ],
  };
}

export function chunkOf(delta: unknown, finish: string | null = null): unknown {
  return { id: 'c', object: 'chat.completion.chunk', created: 1, model: 'scripted', choices: [{ index: 0, delta, finish_reason: finish }] };
}

export function usageChunk(prompt: number, completion: number): unknown {
  return { choices: [], usage: { prompt_tokens: prompt, completion_tokens: completion, total_tokens: prompt + completion } };
}

/** A reply that says a text, in pieces of a few characters. */
export function says(text: string, usage?: readonly [number, number]): ScriptedReply {
  const pieces = [...text.matchAll(/[\s\S]{1,7}/gu)].map(([piece]) => chunkOf({ content: piece }));
  return { chunks: [...pieces, chunkOf({}, 'stop'), ...(usage === undefined ? [] : [usageChunk(...usage)])] };
}

/** A reply that calls tools, as well-behaved providers stream it: id and name first, then the arguments in pieces. */
export function calls(...list: readonly (readonly [name: string, args: unknown])[]): ScriptedReply {
  const chunks = list.flatMap(([name, args], index) => {
    const text = typeof args === 'string' ? args : JSON.stringify(args);
    const pieces = [...text.matchAll(/[\s\S]{1,9}/gu)].map(([piece]) =>
      chunkOf({ tool_calls: [{ index, function: { arguments: piece } }] }),
    );
    return [
      chunkOf({ tool_calls: [{ index, id: `call-${name}-${index}`, type: 'function', function: { name, arguments: '' } }] }),
      ...pieces,
    ];
  });
  return { chunks: [...chunks, chunkOf({}, 'tool_calls')] };
}
