import { type CutoverError, ERRORS, EXIT, type Exit, type RunEvent } from '@cutover/domain';

export const FORMATS = ['text', 'json', 'ndjson'] as const;
export type Format = (typeof FORMATS)[number];

/** What a command gives back: an exit code, one JSON value, and the same for people. */
export interface Outcome {
  readonly exit: Exit;
  readonly json: unknown;
  readonly text: string;
}

export interface Streams {
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
}

/** Open decisions that a refusal names in text; the JSON has them all. */
const SHOWN_OPEN = 5;

/** Data from an export may hold terminal escapes and bidi controls; what a person reads has them made visible. */
export function printable(text: string): string {
  return text.replace(/(?![\t\n])[\p{Cc}\p{Bidi_Control}]/gu, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`);
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

  event(event: RunEvent): void {
    if (this.format === 'ndjson') this.#streams.out(`${JSON.stringify(event)}\n`);
    else this.#prose(event);
  }

  finish(outcome: Outcome): Exit {
    if (this.format === 'json') this.#streams.out(`${JSON.stringify(outcome.json)}\n`);
    else if (this.format === 'ndjson')
      this.#streams.out(`${JSON.stringify({ type: 'result', exit: outcome.exit, ...asObject(outcome.json) })}\n`);
    else if (outcome.text !== '') this.#streams.out(`${printable(outcome.text)}\n`);
    return outcome.exit;
  }

  /** An error, in the form of the chosen output; its code's advice always stands with it. */
  fail(error: CutoverError): Exit {
    const { code, message, details, exit, advice } = error;
    const where = details.place === undefined ? {} : { place: details.place };
    const refusal = details.data?.status === 'approval_required' ? details.data : null;
    const json = refusal ?? {
      error: { code, message, advice, retry: ERRORS[code].retry, ...where, found: details.found, expected: details.expected },
      exit,
      ...details.data,
    };
    if (this.format === 'text') {
      this.#line(`${code}: ${message}`);
      if (details.found !== undefined) this.#line(`  found: ${details.found}`);
      if (details.expected !== undefined) this.#line(`  expected: ${details.expected}`);
      this.#line(`  ${refusal === null ? advice : `A person has to run: ${String(refusal.ask)}`}`);
      this.#openDecisions(refusal?.open);
      return exit;
    }
    return this.finish({ exit, json, text: '' });
  }

  #openDecisions(open: unknown): void {
    if (!Array.isArray(open) || open.length === 0) return;
    const more = open.length > SHOWN_OPEN ? ` and ${open.length - SHOWN_OPEN} more` : '';
    this.#line(`  decisions still open: ${open.slice(0, SHOWN_OPEN).join(', ')}${more} (cutover decisions lists them)`);
  }

  #line(text: string): void {
    this.#streams.err(`${printable(text)}\n`);
  }

  #prose(event: RunEvent): void {
    if (event.type === 'notice') this.#line(`${event.level === 'info' ? '' : `${event.level}: `}${event.message}`);
    else if (event.type === 'run') this.#line(`${event.kind} ${event.state}${event.message === undefined ? '' : `: ${event.message}`}`);
    else if (this.#isDue(event.done, event.total)) {
      this.#line(`  ${event.stage}: ${event.done}${event.total === null ? '' : ` of ${event.total}`} (${event.tokens} tokens)`);
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

function asObject(json: unknown): Record<string, unknown> {
  return typeof json === 'object' && json !== null && !Array.isArray(json) ? { ...json } : { data: json };
}

export const done = (json: unknown, text: string): Outcome => ({ exit: EXIT.done, json, text });
