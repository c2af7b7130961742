import iconv from 'iconv-lite';
import type { Encoding } from './encoding.ts';
import { chunksOf, type ExportFiles } from './files.ts';

export interface Line {
  /** Counted from 1. */
  readonly line: number;
  readonly text: string;
  /** The line break after it, as written; empty at the end of the file. */
  readonly end: string;
}

const BREAK = /\r\n|\n|\r/g;

/** The physical lines of a text file, streamed. A byte order mark is no part of the first one. */
export async function* linesOf(files: ExportFiles, path: string, encoding: Exclude<Encoding, 'binary'>): AsyncGenerator<Line> {
  const decoder = iconv.getDecoder(encoding);
  let rest = '';
  let line = 1;
  let end = false;
  const pieces = async function* () {
    for await (const chunk of chunksOf(files, path)) yield decoder.write(chunk);
    end = true;
    yield decoder.end() ?? '';
  };
  for await (const piece of pieces()) {
    const text = rest + piece;
    let from = 0;
    for (const match of text.matchAll(BREAK)) {
      // A carriage return at the very end may be the first half of a break.
      if (!end && match[0] === '\r' && match.index === text.length - 1) break;
      yield { line, text: text.slice(from, match.index), end: match[0] };
      from = match.index + match[0].length;
      line += 1;
    }
    rest = text.slice(from);
  }
  if (rest !== '') yield { line, text: rest, end: '' };
}
