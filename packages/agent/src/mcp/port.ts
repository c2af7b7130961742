import type { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { z } from 'zod';

export interface ToolInfo {
  readonly name: string;
  readonly description: string;
  readonly inputSchema: Readonly<Record<string, unknown>>;
}

/** What a tool answered, before anybody made sense of it. */
export interface RawToolResult {
  readonly structured: Readonly<Record<string, unknown>> | null;
  readonly text: string;
  readonly isError: boolean;
}

/** The engine as an MCP client sees it: the agent's only way to it. */
export interface McpClientPort {
  readonly listTools: (signal: AbortSignal) => Promise<readonly ToolInfo[]>;
  /** @throws whatever the transport throws */
  readonly callTool: (name: string, args: Readonly<Record<string, unknown>>, signal: AbortSignal) => Promise<RawToolResult>;
}

const Content = z.array(z.looseObject({ type: z.string(), text: z.string().optional() })).catch([]);
const Result = z.looseObject({
  content: Content,
  structuredContent: z.record(z.string(), z.unknown()).nullish().catch(null),
  isError: z.boolean().nullish().catch(null),
});

/** Reading a large export takes its time, and who waits can interrupt: only a call that will never end is ended here. */
const TIMEOUT_MS = 30 * 60_000;

/** The port over a connected client of the SDK. */
export function mcpPort(client: Pick<Client, 'listTools' | 'callTool'>): McpClientPort {
  return Object.freeze({
    listTools: async (signal: AbortSignal): Promise<readonly ToolInfo[]> => {
      const tools: ToolInfo[] = [];
      let cursor: string | undefined;
      do {
        const page = await client.listTools(cursor === undefined ? {} : { cursor }, { signal });
        for (const tool of page.tools) tools.push({ name: tool.name, description: tool.description ?? '', inputSchema: tool.inputSchema });
        cursor = page.nextCursor;
      } while (cursor !== undefined);
      return tools;
    },
    callTool: async (name: string, args: Readonly<Record<string, unknown>>, signal: AbortSignal): Promise<RawToolResult> => {
      const answer = await client.callTool({ name, arguments: { ...args } }, undefined, {
        signal,
        timeout: TIMEOUT_MS,
      });
      const result = Result.parse(answer);
      const text = result.content.map((part) => part.text ?? '').join('\n');
      return { structured: result.structuredContent ?? null, text, isError: result.isError === true };
    },
  });
}
