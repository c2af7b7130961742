import type { Context } from '@cutover/mcp-server';
import { createServer } from '@cutover/mcp-server';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { InMemoryTransport } from '@modelcontextprotocol/sdk/inMemory.js';
import { expect } from 'vitest';
import { z } from 'zod';

const CLI = new URL('../../apps/cli/bin/cutover.js', import.meta.url).pathname;
/** How a run of its own is started: by the built command, which begins five times as fast as from its source. */
export const COMMAND = { file: process.execPath, args: [CLI] };

/** In place of the command, where a run's process is of no interest. */
export const HARMLESS = { file: process.execPath, args: ['--eval', '0'] };

const Text = z.looseObject({ type: z.literal('text'), text: z.string() });

/** What a call gave back, as a client sees it. */
export interface Given {
  readonly isError: boolean;
  readonly content: Record<string, unknown>;
  readonly text: string;
}

/** A client and the tools it calls; results are read as structured content, and must say the same as text. */
export class Caller {
  readonly client: Client;
  readonly heard: string[] = [];

  constructor(client: Client) {
    this.client = client;
  }

  async call(
    name: string,
    args: Record<string, unknown> = {},
    options: { onprogress?: (told: { message?: string | undefined }) => void } = {},
  ): Promise<Given> {
    const result = await this.client.callTool({ name, arguments: args }, undefined, { timeout: 120_000, ...options });
    const text = z
      .array(Text)
      .parse(result.content)
      .map((part) => part.text)
      .join('\n');
    this.heard.push(text);
    const content = result.structuredContent === undefined ? {} : z.record(z.string(), z.unknown()).parse(result.structuredContent);
    return { isError: result.isError === true, content, text };
  }

  /** A resource as text. */
  async read(uri: string): Promise<string> {
    const { contents } = await this.client.readResource({ uri });
    const text = z
      .array(z.looseObject({ text: z.string() }))
      .parse(contents)
      .map((part) => part.text)
      .join('\n');
    this.heard.push(text);
    return text;
  }

  /** A call that must come out well. */
  async well(name: string, args: Record<string, unknown> = {}): Promise<Record<string, unknown>> {
    const given = await this.call(name, args);
    expect(given.isError, `${name}: ${given.text}`).toBe(false);
    expect(JSON.parse(given.text)).toEqual(given.content);
    return given.content;
  }
}

/** A client in this process. */
export async function linked(context: Context): Promise<{ caller: Caller; close: () => Promise<void> }> {
  const [near, far] = InMemoryTransport.createLinkedPair();
  const server = createServer(context);
  await server.connect(far);
  const client = new Client({ name: 'test', version: '1' });
  await client.connect(near);
  return {
    caller: new Caller(client),
    close: async () => {
      await client.close();
      await server.close();
    },
  };
}
