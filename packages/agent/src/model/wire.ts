import type OpenAI from 'openai';
import type { Compat } from './compat.ts';
import type { ModelMessage, ModelRequest } from './port.ts';

type WireMessage = OpenAI.Chat.Completions.ChatCompletionMessageParam;
type WireRequest = Omit<OpenAI.Chat.Completions.ChatCompletionCreateParamsNonStreaming, 'stream'>;

/** A request as chat completions want it: the one place that turns our messages into the provider's. */
export function toWire(model: string, request: ModelRequest, compat: Compat): WireRequest {
  const tools = request.tools.map((tool) => ({
    type: 'function' as const,
    function: { name: tool.name, description: tool.description, parameters: { ...tool.parameters } },
  }));
  return {
    model,
    messages: request.messages.map((message) => wireMessage(message, compat)),
    ...(tools.length === 0 ? {} : { tools }),
    [compat.maxTokensField]: request.maxTokens,
  };
}

function wireMessage(message: ModelMessage, compat: Compat): WireMessage {
  switch (message.role) {
    case 'system':
    case 'user':
      return { role: message.role, content: message.text };
    case 'tool': {
      const wire = { role: 'tool' as const, tool_call_id: message.callId, content: message.text };
      return compat.toolResultName ? Object.assign(wire, { name: message.name }) : wire;
    }
    case 'assistant': {
      const calls = message.calls.map((call) => ({
        id: call.id,
        type: 'function' as const,
        function: { name: call.name, arguments: call.arguments },
      }));
      return { role: 'assistant', content: message.text, ...(calls.length === 0 ? {} : { tool_calls: calls }) };
    }
  }
}
