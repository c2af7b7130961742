import type { Refusal } from '@cutover/domain';

/** What an answer consists of, as it comes. */
export type MindEvent =
  | { readonly type: 'text'; readonly delta: string }
  | { readonly type: 'tool'; readonly name: string; readonly summary: string; readonly ok: boolean }
  | { readonly type: 'gate'; readonly refusal: Refusal }
  | { readonly type: 'error'; readonly code: string; readonly message: string; readonly advice: string }
  | { readonly type: 'done' };

/** The agent's hand as the conversation needs it: it proposes and explains through the same tools as any MCP client. */
export interface MindHand {
  /** `built-in guide` or `model <name>`. */
  readonly mind: string;
  /** Said once at the start, such as why no model is at work. */
  readonly notice: string | null;
  say(text: string, signal: AbortSignal): AsyncIterable<MindEvent>;
  /** Goes through the uncertain proposals. */
  review(signal: AbortSignal): AsyncIterable<MindEvent>;
  close(): Promise<void>;
}
