import { appendFile, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { createAgent, createOpenAiModel, type ModelPort, mcpPort, modelChoice, readPrompts } from '@cutover/agent';
import { type Command, homeOf, type Workspace } from '@cutover/engine';
import { createServer } from '@cutover/mcp-server';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { InMemoryTransport } from '@modelcontextprotocol/sdk/inMemory.js';
import type { MindHand } from './mind.ts';

const PROMPTS = join(homeOf(import.meta.url), 'prompts');
/** What was said and done, one JSON object a line, beside the ledger. */
const TRANSCRIPT = 'chat.jsonl';

const clock = {
  now: () => Date.now(),
  sleep: (ms: number, signal: AbortSignal): Promise<void> => delay(ms, undefined, { signal }),
};

function modelOf(env: NodeJS.ProcessEnv): { model: ModelPort | null; notice: string | null } {
  const choice = modelChoice(env);
  if (choice.use === 'guide') return { model: null, notice: choice.because === null ? null : `No model is at work: ${choice.because}.` };
  return { model: createOpenAiModel({ ...choice.config, fetch, clock, random: Math.random }), notice: null };
}

/**
 * The agent's hand: a client of our own MCP server, linked in memory. It has the tools that an assistant in an IDE has, and no others.
 * @param env OPENAI_BASE_URL, OPENAI_API_KEY, CUTOVER_MODEL
 */
export async function connectMind(ws: Workspace, command: Command, env: NodeJS.ProcessEnv, version: string): Promise<MindHand> {
  const server = createServer({ ws, command });
  const client = new Client({ name: 'cutover-chat', version });
  const [near, far] = InMemoryTransport.createLinkedPair();
  await server.connect(far);
  await client.connect(near);
  const { model, notice } = modelOf(env);
  const agent = createAgent({
    client: mcpPort(client),
    model,
    prompts: await readPrompts({ list: () => readdir(PROMPTS), read: (name) => readFile(join(PROMPTS, name), 'utf8') }),
    clock,
    random: Math.random,
    transcript: (line) => appendFile(join(ws.dir, TRANSCRIPT), `${line}\n`, { mode: 0o600 }),
  });
  return Object.freeze({
    mind: agent.mind,
    notice,
    say: agent.say,
    review: agent.review,
    close: async () => {
      await client.close();
      await server.close();
    },
  });
}
