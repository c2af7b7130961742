import type { ToolInfo } from '../mcp/port.ts';
import { oneLine, proposerOf } from '../mcp/reads.ts';
import type { ToolDefinition } from '../model/port.ts';
import type { Prompt } from '../prompts.ts';

/** The tool that revises a proposal. Who proposes is said by us: a model that fills it in itself could pose as another. */
export const PROPOSE = 'decision_propose';
const SIGNED: readonly string[] = ['model', 'prompt'];

type Schema = Readonly<Record<string, unknown>>;

/** The tools as the model is told of them: as the server lists them, without what we fill in ourselves. */
export function definitionsOf(tools: readonly ToolInfo[]): readonly ToolDefinition[] {
  return tools.map((tool) => ({
    name: tool.name,
    description: tool.description,
    parameters: tool.name === PROPOSE ? withoutSignature(tool.inputSchema) : withoutMeta(tool.inputSchema),
  }));
}

/** `decision_propose` carries the model's name and the prompt it works under; whatever the model wrote there is replaced. */
export function signed(name: string, args: Schema, by: { readonly model: string; readonly prompt: Prompt }): Schema {
  if (name !== PROPOSE) return args;
  const { reason } = args;
  return { ...args, ...(typeof reason === 'string' ? { reason: oneLine(reason) } : {}), ...proposerOf(by.model, by.prompt) };
}

function withoutMeta({ $schema: _, ...schema }: Schema): Schema {
  return schema;
}

function withoutSignature(input: Schema): Schema {
  const schema = withoutMeta(input);
  const properties = schema.properties;
  const required = schema.required;
  return {
    ...schema,
    ...(typeof properties === 'object' && properties !== null
      ? { properties: Object.fromEntries(Object.entries(properties).filter(([key]) => !SIGNED.includes(key))) }
      : {}),
    ...(Array.isArray(required) ? { required: required.filter((key) => !SIGNED.includes(String(key))) } : {}),
  };
}
