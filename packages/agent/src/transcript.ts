import { type AgentClock, isoOf } from './ports.ts';

/** What a transcript keeps, one JSON object a line. */
export type TranscriptEntry =
  | {
      readonly type: 'session';
      readonly format: 1;
      readonly mind: string;
      readonly prompt: { readonly id: string; readonly version: string; readonly digest: string } | null;
    }
  | { readonly type: 'user'; readonly text: string }
  | {
      readonly type: 'model';
      readonly text: string;
      readonly calls: readonly { readonly name: string; readonly arguments: string }[];
      readonly prompt: number;
      readonly completion: number;
      readonly estimated: boolean;
    }
  | { readonly type: 'guide'; readonly text: string }
  | { readonly type: 'tool'; readonly name: string; readonly arguments: unknown; readonly outcome: string; readonly result: string }
  | { readonly type: 'gate'; readonly gate: string; readonly reason: string; readonly ask: string }
  | { readonly type: 'error'; readonly code: string; readonly message: string }
  | { readonly type: 'turn'; readonly prompt: number; readonly completion: number; readonly session: number };

/** Takes one finished line, without its line break. A file that is only ever appended to. */
export type AppendLine = (line: string) => void | Promise<void>;

export interface Transcript {
  /** Never throws: a transcript that cannot be written must not end a conversation. */
  readonly keep: (entry: TranscriptEntry) => Promise<void>;
  /** Why the transcript has gaps, said once; null when it has none or it was said. */
  readonly takeFault: () => string | null;
}

/**
 * An append-only JSONL transcript: a `session` line first, then what was said and done, each with its time. Keys of models are never part of
 * what reaches it.
 */
export function createTranscript(append: AppendLine, clock: AgentClock, head: Extract<TranscriptEntry, { type: 'session' }>): Transcript {
  let begun = false;
  let fault: string | null = null;
  let told = false;
  const line = (entry: TranscriptEntry): string => JSON.stringify({ at: isoOf(clock), ...entry });
  return Object.freeze({
    keep: async (entry: TranscriptEntry): Promise<void> => {
      try {
        if (!begun) await append(line(head));
        begun = true;
        await append(line(entry));
      } catch (error) {
        fault ??= error instanceof Error ? error.message : String(error);
      }
    },
    takeFault: () => {
      if (told || fault === null) return null;
      told = true;
      return fault;
    },
  });
}
