import { type CutoverError, ERRORS, EXIT, type Exit, type Place, type RunEvent } from '@cutover/domain';
import { printable } from './printable.ts';
import { someOf } from './views/table.ts';

export const FORMATS = ['text', 'json', 'ndjson'] as const;
export type Format = (typeof FORMATS)[number];

/** The output format that a command line asks for; `text` when it asks for none, or for one that there is not. */
export function formatIn(args: readonly string[]): Format {
  const at = args.findLastIndex((arg) => arg === '--output' || arg.startsWith('--output='));
  const value = args[at]?.split('=')[1] ?? args[at + 1];
  return FORMATS.find((known) => at >= 0 && known === value) ?? 'text';
}

/** What a command gives back: an exit code, one JSON value, and the same for people. */
export interface Outcome {
  readonly exit: Exit;
  /** Left out when the command has printed its object already. */
  readonly json?: unknown;
  readonly text: string;
}

export interface Streams {
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
}

/** `json`: exactly one object on stdout. `ndjson`: one event a line, then the result. `text`: the result on stdout. Prose goes to stderr. */
export class Output {
  readonly format: Format;
  readonly #streams: Streams;
  #lastProgress = 0;

  constructor(format: Format, streams: Streams) {
    this.format = format;
    this.#streams = streams;
  }

  /** For people, beside the result: on stderr. */
  prose(text: string): void {
    this.#streams.err(`${printable(text)}\n`);
  }

  /** A part of the result that comes before its end: on stdout when people read it, else prose. */
  text(text: string): void {
    if (this.format === 'text') this.#streams.out(`${printable(text)}\n`);
    else this.prose(text);
  }

  /** One line of JSON on stdout. Its texts are escaped as in `text`, which changes nothing for who parses them. */
  line(json: unknown): void {
    this.#streams.out(`${printable(JSON.stringify(json))}\n`);
  }

  event(event: RunEvent): void {
    if (this.format === 'ndjson') this.line(event);
    else this.#tell(event);
  }

  finish(outcome: Outcome): Exit {
    if (this.format === 'ndjson') this.line({ type: 'result', exit: outcome.exit, ...asObject(outcome.json) });
    else if (this.format === 'text') {
      if (outcome.text !== '') this.text(outcome.text);
    } else if (outcome.json !== undefined) this.line(outcome.json);
    return outcome.exit;
  }

  /** An error, in the form of the chosen output; its code's advice always stands with it. */
  fail(error: CutoverError): Exit {
    const { code, message, details, exit, advice } = error;
    const { place } = details;
    const where = place === undefined ? {} : { place };
    const refusal = details.data?.status === 'approval_required' ? details.data : null;
    const json = refusal ?? {
      error: { code, message, advice, retry: ERRORS[code].retry, ...where, found: details.found, expected: details.expected },
      exit,
      ...details.data,
    };
    if (this.format === 'text') {
      this.prose(`${code}: ${message}`);
      if (place?.line !== undefined || place?.column !== undefined) this.prose(`  at: ${placeText(place)}`);
      if (details.found !== undefined) this.prose(`  found: ${details.found}`);
      if (details.expected !== undefined) this.prose(`  expected: ${details.expected}`);
      this.prose(`  ${refusal === null ? advice : `A person has to run: ${String(refusal.ask)}`}`);
      this.#openDecisions(refusal?.open);
      return exit;
    }
    return this.finish({ exit, json, text: '' });
  }

  #openDecisions(open: unknown): void {
    if (!Array.isArray(open) || open.length === 0) return;
    this.prose(`  decisions still open: ${someOf(open.map(String))} (cutover decisions lists them)`);
  }

  #tell(event: RunEvent): void {
    if (event.type === 'notice') this.prose(`${event.level === 'info' ? '' : `${event.level}: `}${event.message}`);
    else if (event.type === 'run') this.prose(`${event.kind} ${event.state}${event.message === undefined ? '' : `: ${event.message}`}`);
    else if (this.#isDue(event.done, event.total)) {
      this.prose(`  ${event.stage}: ${event.done}${event.total === null ? '' : ` of ${event.total}`} (${event.tokens} tokens)`);
    }
  }

  /** Once a second is plenty for a person or a log; the last one always counts. */
  #isDue(done: number, total: number | null): boolean {
    const now = performance.now();
    if (done !== total && now - this.#lastProgress < 1000) return false;
    this.#lastProgress = now;
    return true;
  }
}

function placeText({ file, line, column }: Place): string {
  return [file, line === undefined ? undefined : `line ${line}`, column === undefined ? undefined : `column ${column}`]
    .filter((part) => part !== undefined)
    .join(', ');
}

function asObject(json: unknown): Record<string, unknown> {
  return typeof json === 'object' && json !== null && !Array.isArray(json) ? { ...json } : json === undefined ? {} : { data: json };
}

export const done = (json: unknown, text: string): Outcome => ({ exit: EXIT.done, json, text });
