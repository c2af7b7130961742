import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import {
  type Agent,
  type AgentClock,
  type AgentEvent,
  createAgent,
  createOpenAiModel,
  mcpPort,
  type Prompts,
  readPrompts,
} from '@cutover/agent';
import { createServer } from '@cutover/mcp-server';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { InMemoryTransport } from '@modelcontextprotocol/sdk/inMemory.js';
import { type Script, type ScriptedModel, startScriptedModel } from '../../packages/agent/testing/scripted-model.ts';
import { setOut, type Traveller, type TravelOptions } from '../tools/travel.ts';

const PROMPTS = new URL('../../prompts', import.meta.url).pathname;
const CLI = new URL('../../apps/cli/bin/cutover.js', import.meta.url).pathname;
/** How a run of its own is started: by the built command, which begins five times as fast as from its source. */
const COMMAND = { file: process.execPath, args: [CLI] };

export function ourPrompts(): Promise<Prompts> {
  return readPrompts({ list: () => readdir(PROMPTS), read: (name) => readFile(join(PROMPTS, name), 'utf8') });
}

const clock: AgentClock = {
  now: () => Date.now(),
  sleep: async (ms, signal) => {
    await delay(ms, undefined, { signal });
  },
};

/** A practice, an account, the tools over MCP, and an agent that meets them as an IDE would. */
export interface Stage {
  readonly traveller: Traveller;
  readonly agent: Agent;
  readonly transcript: readonly string[];
  readonly model: ScriptedModel | null;
  /** Says something and hears it out. */
  readonly say: (text: string) => Promise<Heard>;
  readonly review: () => Promise<Heard>;
  readonly close: () => Promise<void>;
}

export interface Heard {
  readonly text: string;
  readonly events: readonly AgentEvent[];
}

/** Sets the stage; a script makes a model over HTTP the mind, none the built-in guide. */
export async function setStage(script: Script | null, options: TravelOptions = {}): Promise<Stage> {
  const traveller = await setOut(options);
  const server = createServer({ ws: traveller.ws, command: COMMAND });
  const client = new Client({ name: 'test', version: '1' });
  const [ours, theirs] = InMemoryTransport.createLinkedPair();
  await Promise.all([server.connect(theirs), client.connect(ours)]);
  const scripted = script === null ? null : await startScriptedModel(script);
  const model =
    scripted === null
      ? null
      : createOpenAiModel({ baseURL: scripted.baseURL, apiKey: 'k', model: 'scripted-1', fetch, clock, random: Math.random });
  const transcript: string[] = [];
  const agent = createAgent({
    client: mcpPort(client),
    model,
    prompts: await ourPrompts(),
    clock,
    random: Math.random,
    transcript: (line) => {
      transcript.push(line);
    },
  });
  const hear = async (events: AsyncIterable<AgentEvent>): Promise<Heard> => {
    const heard: AgentEvent[] = [];
    for await (const event of events) heard.push(event);
    return { events: heard, text: heard.map((event) => (event.type === 'text' ? event.delta : '')).join('') };
  };
  return {
    traveller,
    agent,
    transcript,
    model: scripted,
    say: (text) => hear(agent.say(text, new AbortController().signal)),
    review: () => hear(agent.review(new AbortController().signal)),
    close: async () => {
      await client.close();
      await server.close();
      await scripted?.close();
      await traveller.close();
    },
  };
}
