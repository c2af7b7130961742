/** How a provider of chat completions differs from the others: data, so that a new one is a new row. */
export interface Compat {
  /** Answers are streamed; false: asked for whole. */
  readonly streaming: boolean;
  /** Tool calls survive streaming; false: whenever tools are offered the answer is asked for whole. */
  readonly streamsToolCalls: boolean;
  /** `stream_options: {include_usage: true}` is understood. */
  readonly usageInStream: boolean;
  readonly maxTokensField: 'max_tokens' | 'max_completion_tokens';
  /** The name of the called tool is wanted on a tool's message. */
  readonly toolResultName: boolean;
}

const USUAL: Compat = Object.freeze({
  streaming: true,
  streamsToolCalls: true,
  usageInStream: true,
  maxTokensField: 'max_tokens',
  toolResultName: false,
});

const ROWS: readonly { readonly of: RegExp; readonly differs: Partial<Compat> }[] = Object.freeze([
  { of: /^(.+\.)?openai\.com$/, differs: { maxTokensField: 'max_completion_tokens' } },
  // Ollama has dropped tool calls when streaming.
  { of: /:11434$/, differs: { streamsToolCalls: false } },
  { of: /^(.+\.)?mistral\.ai$/, differs: { usageInStream: false, toolResultName: true } },
]);

/** What is known of the provider at this base URL. `overrides` win. */
export function compatOf(baseURL: string, overrides: Partial<Compat> = {}): Compat {
  const { host, hostname } = new URL(baseURL);
  const rows = ROWS.filter(({ of }) => of.test(host) || of.test(hostname)).map(({ differs }) => differs);
  return Object.freeze(Object.assign({}, USUAL, ...rows, overrides));
}

const LESSONS: readonly { readonly says: RegExp; readonly learn: (compat: Compat) => Partial<Compat> | null }[] = Object.freeze([
  { says: /stream_options|include_usage/i, learn: (compat) => (compat.usageInStream ? { usageInStream: false } : null) },
  {
    says: /max_completion_tokens/i,
    learn: (compat) =>
      compat.maxTokensField === 'max_tokens' ? { maxTokensField: 'max_completion_tokens' } : { maxTokensField: 'max_tokens' },
  },
  { says: /\bstream/i, learn: (compat) => (compat.streaming ? { streaming: false } : null) },
]);

/** What a refusal (400, 422) teaches about the provider, or null when it teaches nothing. */
export function lessonOf(message: string, compat: Compat): Compat | null {
  for (const { says, learn } of LESSONS) {
    const lesson = says.test(message) ? learn(compat) : null;
    if (lesson !== null) return Object.freeze({ ...compat, ...lesson });
  }
  return null;
}
