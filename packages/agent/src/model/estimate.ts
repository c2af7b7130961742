import type { ModelMessage, ModelReply, ModelRequest, ReplyUsage } from './port.ts';

/** Characters a token holds on average; on the low side, so that an estimate rather stops too early than too late. */
const CHARS_PER_TOKEN = 3.5;
/** What every message costs beside its text. */
const PER_MESSAGE = 4;

export function tokensOf(text: string): number {
  return Math.ceil(text.length / CHARS_PER_TOKEN);
}

export function messageTokens(message: ModelMessage): number {
  const calls = message.role === 'assistant' ? message.calls.reduce((sum, call) => sum + tokensOf(call.name + call.arguments), 0) : 0;
  return PER_MESSAGE + tokensOf(message.text) + calls;
}

/** Tokens a request will cost before its answer, estimated. */
export function requestTokens(request: ModelRequest): number {
  const messages = request.messages.reduce((sum, message) => sum + messageTokens(message), 0);
  return messages + (request.tools.length === 0 ? 0 : tokensOf(JSON.stringify(request.tools)));
}

/** The provider's count, or an estimate when it told none. */
export function usageOf(request: ModelRequest, reply: ModelReply): ReplyUsage & { readonly estimated: boolean } {
  if (reply.usage !== null) return { ...reply.usage, estimated: false };
  const completion = messageTokens({ role: 'assistant', text: reply.text, calls: reply.calls });
  return { prompt: requestTokens(request), completion, estimated: true };
}
