import iconv from 'iconv-lite';
import type { TextEncoding } from './encoding.ts';
import { chunksOf, type ExportFiles } from './files.ts';
import { LIMITS } from './limits.ts';

export interface Line {
  /** Counted from 1. */
  readonly line: number;
  readonly text: string;
  /** The line break after it, as written; empty at the end of the file. */
  readonly end: string;
  /** The line was longer than is taken: `text` is its beginning. */
  readonly cut?: true;
}

const BREAK = /\r\n|\n|\r/g;

/** Cuts text into lines, keeping what may go on in the next piece. */
class Cutter {
  readonly #most: number;
  #rest = '';
  #line = 1;
  /** Inside of a line that is too long: nothing of it is kept any more. */
  #overlong: string | null = null;

  constructor(most: number) {
    this.#most = most;
  }

  /** The lines that `piece` completes. */
  cut(piece: string, last: boolean): Line[] {
    const lines: Line[] = [];
    const text = this.#rest === '' ? piece : this.#rest + piece;
    let from = 0;
    // By far the most files end their lines in \n or \r\n: looking for \n alone is much faster than a pattern.
    for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', from)) {
      const windows = at > from && text.charCodeAt(at - 1) === 13;
      const line = text.slice(from, windows ? at - 1 : at);
      if (line.includes('\r')) this.#odd(lines, line, windows ? '\r\n' : '\n');
      else this.#add(lines, line, windows ? '\r\n' : '\n');
      from = at + 1;
    }
    this.#rest = from === 0 ? text : text.slice(from);
    this.#returns(lines, last);
    if (!last && this.#rest.length > this.#most) {
      this.#overlong ??= this.#rest.slice(0, this.#most);
      this.#rest = '';
    }
    if (last && (this.#rest !== '' || this.#overlong !== null)) this.#add(lines, this.#rest, '');
    return lines;
  }

  /** A piece without any \n may be lines that end in \r. */
  #returns(lines: Line[], last: boolean): void {
    if (!this.#rest.includes('\r')) return;
    const text = this.#rest;
    let from = 0;
    for (let at = text.indexOf('\r'); at >= 0; at = text.indexOf('\r', from)) {
      // At the very end it may be the first half of a break.
      if (!last && at === text.length - 1) break;
      this.#add(lines, text.slice(from, at), '\r');
      from = at + 1;
    }
    this.#rest = text.slice(from);
  }

  /** A line that holds breaks of another kind. */
  #odd(lines: Line[], text: string, end: string): void {
    let from = 0;
    for (const match of text.matchAll(BREAK)) {
      this.#add(lines, text.slice(from, match.index), match[0]);
      from = match.index + match[0].length;
    }
    this.#add(lines, text.slice(from), end);
  }

  #add(lines: Line[], text: string, end: string): void {
    const line = this.#line;
    this.#line += 1;
    if (this.#overlong !== null) {
      lines.push({ line, text: this.#overlong, end, cut: true });
      this.#overlong = null;
    } else if (text.length > this.#most) lines.push({ line, text: text.slice(0, this.#most), end, cut: true });
    else lines.push({ line, text, end });
  }
}

/** The physical lines of a text file, streamed in batches. A byte order mark is no part of the first one. */
export async function* linesOf(files: ExportFiles, path: string, encoding: TextEncoding, most = LIMITS.line): AsyncGenerator<Line[]> {
  const decoder = iconv.getDecoder(encoding);
  const cutter = new Cutter(most);
  for await (const chunk of chunksOf(files, path)) {
    const lines = cutter.cut(decoder.write(chunk), false);
    if (lines.length > 0) yield lines;
  }
  const lines = cutter.cut(decoder.end() ?? '', true);
  if (lines.length > 0) yield lines;
}
