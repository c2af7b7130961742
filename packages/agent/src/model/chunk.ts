import { z } from 'zod';

/** What providers send, as tolerantly as can be: anything of an unexpected form counts as absent. */
const text = z.string().nullish().catch(null);

const FunctionPart = z.looseObject({
  name: text,
  // Some send an object where the API has JSON text.
  arguments: z
    .union([z.string(), z.record(z.string(), z.unknown()).transform((value) => JSON.stringify(value))])
    .nullish()
    .catch(null),
});

const CallPart = z.looseObject({
  index: z.number().int().nonnegative().nullish().catch(null),
  id: text,
  function: FunctionPart.nullish().catch(null),
});
export type CallPart = z.infer<typeof CallPart>;

const TextPart = z.looseObject({ text: z.string() });
const Content = z
  .union([
    z.string(),
    z.array(z.union([TextPart.transform((part) => part.text), z.unknown().transform(() => '')])).transform((parts) => parts.join('')),
  ])
  .nullish()
  .catch(null);

const Message = z.looseObject({
  content: Content,
  tool_calls: z.array(CallPart.nullable().catch(null)).nullish().catch(null),
});

const Usage = z.looseObject({ prompt_tokens: z.number().nonnegative(), completion_tokens: z.number().nonnegative() });

const Choice = z.looseObject({
  delta: Message.nullish().catch(null),
  message: Message.nullish().catch(null),
  finish_reason: text,
});

/** A chunk of a stream, or a whole answer: both carry choices, with `delta` or `message`. */
export const Chunk = z.looseObject({
  choices: z.array(Choice).nullish().catch(null),
  usage: Usage.nullish().catch(null),
});
export type Chunk = z.infer<typeof Chunk>;
