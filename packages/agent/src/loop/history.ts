import { messageTokens } from '../model/estimate.ts';
import type { ModelMessage } from '../model/port.ts';

const DROPPED = '(dropped to keep the conversation short; call the tool again when it matters)';

/**
 * The conversation within a size: the oldest tool answers lose their text first, everything that was said stays. Calls and answers stay
 * paired, as providers demand.
 * @param limit estimated tokens
 */
export function fitHistory(messages: readonly ModelMessage[], limit: number): readonly ModelMessage[] {
  let total = messages.reduce((sum, message) => sum + messageTokens(message), 0);
  if (total <= limit) return messages;
  const last = messages.findLastIndex((message) => message.role === 'assistant');
  return messages.map((message, index) => {
    // The answers to the latest calls are what the model is about to read.
    if (total <= limit || message.role !== 'tool' || index > last || message.text.length <= DROPPED.length) return message;
    const shorter = { ...message, text: DROPPED };
    total -= messageTokens(message) - messageTokens(shorter);
    return shorter;
  });
}
