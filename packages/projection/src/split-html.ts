import { isHighSurrogate } from './text.ts';

interface Open {
  readonly tag: string;
  readonly close: string;
}

/** Pieces of HTML while they are filled. */
interface Pieces {
  readonly limit: number;
  readonly done: string[];
  /** Tags open at this place, outermost first. */
  readonly open: Open[];
  current: string;
  /** Nothing readable is in the current piece yet. */
  fresh: boolean;
}

/**
 * Safe HTML in pieces of at most `limit` characters (at least 30,000: deeper markup than ours cannot eat that), each well-formed:
 * tags open at a border are closed and opened again.
 */
export function splitHtml(html: string, limit: number): string[] {
  if (html.length <= limit) return [html];
  const pieces: Pieces = { limit, done: [], open: [], current: '', fresh: true };
  for (const token of html.match(/<[^>]+>|[^<]+/g) ?? []) {
    if (token.startsWith('</')) pieces.current += pieces.open.pop()?.close ?? '';
    else if (token.startsWith('<')) openTag(pieces, token);
    else addText(pieces, token);
  }
  flush(pieces);
  return pieces.done;
}

function closers(pieces: Pieces): string {
  return pieces.open
    .map((o) => o.close)
    .reverse()
    .join('');
}

function flush(pieces: Pieces): void {
  if (!pieces.fresh) pieces.done.push(pieces.current + closers(pieces));
  pieces.current = pieces.open.map((o) => o.tag).join('');
  pieces.fresh = true;
}

function openTag(pieces: Pieces, tag: string): void {
  const name = /^<([a-z]+)/.exec(tag)?.[1] ?? 'p';
  const close = name === 'br' ? '' : `</${name}>`;
  if (pieces.current.length + closers(pieces).length + tag.length + close.length > pieces.limit) flush(pieces);
  pieces.current += tag;
  if (close !== '') pieces.open.push({ tag, close });
}

function addText(pieces: Pieces, text: string): void {
  let rest = text;
  while (rest !== '') {
    const room = pieces.limit - pieces.current.length - closers(pieces).length;
    const piece = room > 0 ? head(rest, room) : '';
    pieces.current += piece;
    rest = rest.slice(piece.length);
    if (piece.trim() !== '') pieces.fresh = false;
    if (rest !== '') flush(pieces);
  }
}

/** The longest beginning of a text that fits, ending at a blank when there is one near, never inside an entity or a character. */
function head(text: string, room: number): string {
  if (text.length <= room) return text;
  let end = room;
  const blank = text.lastIndexOf(' ', room - 1);
  if (blank > room * 0.8) end = blank + 1;
  const entity = text.lastIndexOf('&', end - 1);
  if (entity >= 0 && end - entity < 12 && !text.slice(entity, end).includes(';')) end = entity;
  if (end > 0 && isHighSurrogate(text.charCodeAt(end - 1))) end -= 1;
  return text.slice(0, end);
}
