interface AgentErrorRow {
  /** What the person can do; one sentence. */
  readonly advice: string;
}

const row = (advice: string): AgentErrorRow => Object.freeze({ advice });

/** The closed set of codes an `error` event of the agent carries. None of them ends the migration: the plan and the ledger are untouched. */
export const AGENT_ERRORS = Object.freeze({
  'model-unreachable': row(
    'Check OPENAI_BASE_URL and that the model server is running; without a model the built-in guide does the same work.',
  ),
  'model-refused': row('Check OPENAI_API_KEY and CUTOVER_MODEL: the model server does not accept them.'),
  'model-busy': row('The model server has no room at the moment: say it again in a while.'),
  'model-failed': row('The model server had a fault: say it again.'),
  'model-answer': row('The model answered in a form that cannot be used: say it again in other words, or use another model.'),
  'budget-turn': row('This answer used up its token budget: say "go on" to continue with a new one.'),
  'budget-session': row('The token budget of this session is used up: start the chat again, or go on with the built-in guide.'),
  'too-many-steps': row('The model kept calling tools without an end: say what you want to know first.'),
  'tool-failed': row('A tool did not answer: say it again.'),
  busy: row('One request at a time: wait for the answer, or press Esc.'),
  interrupted: row('Stopped. What was saved stays saved.'),
  transcript: row('The transcript cannot be written: check the disk of the workspace.'),
} satisfies Record<string, AgentErrorRow>);

export type AgentErrorCode = keyof typeof AGENT_ERRORS;

/** What goes wrong on the model's side of the house; never leaves this package but as an `error` event. */
export class AgentError extends Error {
  override readonly name = 'AgentError';
  readonly code: AgentErrorCode;
  /** Trying the same again can help. */
  readonly retryable: boolean;
  /** How long the server asked to wait, in milliseconds. */
  readonly waitMs: number | null;

  constructor(code: AgentErrorCode, message: string, extra: { retryable?: boolean; waitMs?: number | null; cause?: unknown } = {}) {
    super(message, extra.cause === undefined ? undefined : { cause: extra.cause });
    this.code = code;
    this.retryable = extra.retryable ?? false;
    this.waitMs = extra.waitMs ?? null;
  }
}

export function isAgentError(thrown: unknown): thrown is AgentError {
  return thrown instanceof AgentError;
}
