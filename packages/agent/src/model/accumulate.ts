import { type CallPart, Chunk } from './chunk.ts';
import type { ModelReply, ReplyUsage, ToolCall } from './port.ts';

interface Slot {
  readonly index: number | null;
  id: string | null;
  name: string;
  args: string;
}

export interface Accumulator {
  /** Takes one chunk as it came and returns the text that is new in it. */
  readonly add: (chunk: unknown) => string;
  /** What has been said so far. Calls without a name are left out. */
  readonly reply: () => ModelReply;
}

/**
 * Puts a streamed answer together from chunks of any provider: a call's `id`, `type` or `index` may be missing, a whole call may come in one
 * chunk, several calls may share an index, a name may come in pieces or again and again. `finish_reason` is kept but decides nothing.
 * @param newId makes the id of a call that came without one
 */
export function createAccumulator(newId: () => string): Accumulator {
  const slots: Slot[] = [];
  let said = '';
  let usage: ReplyUsage | null = null;
  let finish: string | null = null;

  const add = (raw: unknown): string => {
    const chunk = Chunk.safeParse(raw);
    if (!chunk.success) return '';
    const counted = chunk.data.usage;
    if (counted) usage = { prompt: counted.prompt_tokens, completion: counted.completion_tokens };
    const choice = chunk.data.choices?.[0];
    if (choice === undefined) return '';
    if (choice.finish_reason) finish = choice.finish_reason;
    const message = choice.delta ?? choice.message;
    for (const part of message?.tool_calls ?? []) if (part !== null) place(slots, part);
    const fresh = message?.content ?? '';
    said += fresh;
    return fresh;
  };

  const reply = (): ModelReply => {
    const calls = slots
      .filter((slot) => slot.name !== '')
      .map((slot): ToolCall => {
        slot.id ??= newId();
        return { id: slot.id, name: slot.name, arguments: slot.args };
      });
    return { text: said, calls, usage, finish };
  };

  return Object.freeze({ add, reply });
}

function place(slots: Slot[], part: CallPart): void {
  const id = part.id || null;
  const name = part.function?.name ?? '';
  const args = part.function?.arguments ?? '';
  const slot = slotFor(slots, part.index ?? null, id, name);
  if (slot === null) {
    slots.push({ index: part.index ?? null, id, name, args });
    return;
  }
  slot.id ??= id;
  // A name that comes whole with every chunk is the same name; one that comes before any argument is a piece of it.
  if (name !== '' && name !== slot.name && slot.args === '') slot.name += name;
  slot.args += args;
}

/** The call a part goes on with, or null when it begins one. */
function slotFor(slots: readonly Slot[], index: number | null, id: string | null, name: string): Slot | null {
  if (id !== null) {
    const known = slots.find((slot) => slot.id === id);
    if (known !== undefined) return known;
  }
  const candidate = index === null ? slots.at(-1) : slots.findLast((slot) => slot.index === index);
  if (candidate === undefined) return null;
  // Another id than the one it has: some providers give every call the index 0.
  if (id !== null && candidate.id !== null) return null;
  if (name === '' || candidate.name === '') return candidate;
  if (isComplete(candidate.args)) return null;
  if (name === candidate.name) return candidate;
  return index !== null && candidate.args === '' ? candidate : null;
}

function isComplete(args: string): boolean {
  if (args === '') return false;
  try {
    JSON.parse(args);
    return true;
  } catch {
    return false;
  }
}
