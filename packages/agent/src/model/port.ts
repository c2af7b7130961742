/** One call of a tool as the model wrote it; `arguments` is its JSON text, not yet trusted to be JSON. */
export interface ToolCall {
  readonly id: string;
  readonly name: string;
  readonly arguments: string;
}

/** The agent's own messages. `wire.ts` is the one place that narrows them to what a provider sees. */
export type ModelMessage =
  | { readonly role: 'system'; readonly text: string }
  | { readonly role: 'user'; readonly text: string }
  | { readonly role: 'assistant'; readonly text: string; readonly calls: readonly ToolCall[] }
  | { readonly role: 'tool'; readonly callId: string; readonly name: string; readonly text: string };

/** A tool as the model is told of it; `parameters` is a JSON schema. */
export interface ToolDefinition {
  readonly name: string;
  readonly description: string;
  readonly parameters: Readonly<Record<string, unknown>>;
}

export interface ModelRequest {
  readonly messages: readonly ModelMessage[];
  readonly tools: readonly ToolDefinition[];
  /** The longest answer wanted, in tokens. */
  readonly maxTokens: number;
}

/** Tokens of one reply as the provider counted them. */
export interface ReplyUsage {
  readonly prompt: number;
  readonly completion: number;
}

export interface ModelReply {
  readonly text: string;
  readonly calls: readonly ToolCall[];
  /** null: the provider did not tell. */
  readonly usage: ReplyUsage | null;
  /** As the provider wrote it. Never decides anything: some say `stop` and call tools all the same. */
  readonly finish: string | null;
}

export type ModelEvent = { readonly type: 'text'; readonly delta: string } | { readonly type: 'reply'; readonly reply: ModelReply };

/** Any model that can talk and call tools. */
export interface ModelPort {
  /** As recorded beside its proposals. */
  readonly name: string;
  /**
   * Text as it comes, and at the end exactly one `reply`.
   * @throws AgentError `model-…` once retries are used up, `interrupted` on abort
   */
  readonly reply: (request: ModelRequest, signal: AbortSignal) => AsyncIterable<ModelEvent>;
}
