import type { Limits } from '../limits.ts';

/** The text of one element of a list inside a JSON document. */
export interface Element {
  /** Names of the members that lead to the list, joined by dots; empty when the document is the list. */
  readonly list: string;
  /** The line it begins in, counted from 1. */
  readonly line: number;
  readonly text: string;
  /** Why it cannot be taken, if so: `text` is then its beginning. */
  readonly wrong: string | null;
}

type Frame = { readonly kind: 'object'; readonly name: string; key: string | null } | { readonly kind: 'list'; readonly name: string };

/** Lists are looked for so many members deep. */
const DEEPEST = 4;
const KEPT = 10_000;

const join = (above: string, key: string | null): string => (above === '' ? (key ?? '') : `${above}.${key ?? ''}`);

/**
 * Cuts a JSON document into the elements of its lists while it streams by, so that each is parsed by itself: damage in one element is
 * not the end of the others, and no more than one element is in memory. Strings and brackets are all it looks at; the elements
 * themselves are for JSON.parse.
 */
export class Splitter {
  readonly #limits: Limits;
  readonly #frames: Frame[] = [];
  #found: Element[] = [];
  #line = 1;
  /** What is being read: an element, a member's name, or a value that is passed over. */
  #mode: 'between' | 'element' | 'name' | 'skip' = 'between';
  #text = '';
  #startLine = 1;
  #depth = 0;
  #inString = false;
  #escaped = false;
  #wrong: string | null = null;
  #ended = false;
  /** Text that is no JSON at a place where lists are looked for: nothing after it can be told apart. */
  damage: string | null = null;

  constructor(limits: Limits) {
    this.#limits = limits;
  }

  get line(): number {
    return this.#line;
  }

  take(): Element[] {
    const found = this.#found;
    this.#found = [];
    return found;
  }

  write(piece: string): void {
    let from = 0;
    for (let at = 0; at < piece.length && this.damage === null; at += 1) {
      const char = piece.charCodeAt(at);
      if (char === 10) this.#line += 1;
      if (this.#mode === 'between') {
        if (this.#between(piece[at] ?? '')) from = at;
        continue;
      }
      if (this.#inside(char)) continue;
      // A bare value ends before the mark after it, which is looked at once more.
      const bare = this.#depth === 0 && (char === 44 || char === 93 || char === 125) && !this.#closing;
      this.#finish(piece.slice(from, bare ? at : at + 1));
      from = at + 1;
      if (bare) this.#between(piece[at] ?? '');
    }
    if (this.#mode !== 'between' && this.damage === null) this.#keep(piece.slice(from));
  }

  /** @returns whether the document came to its end */
  end(): boolean {
    if (this.#mode === 'element') {
      this.#wrong ??= 'the file ends inside of it';
      this.#finish('');
    }
    return this.#ended && this.damage === null;
  }

  #closing = false;

  /** One character inside of a value; false when the value ends with it. */
  #inside(char: number): boolean {
    this.#closing = false;
    if (this.#inString) {
      if (this.#escaped) this.#escaped = false;
      else if (char === 92) this.#escaped = true;
      else if (char === 34) {
        this.#inString = false;
        if (this.#depth === 0) this.#closing = true;
        return this.#depth > 0;
      }
      return true;
    }
    if (char === 34) this.#inString = true;
    else if (char === 123 || char === 91) {
      this.#depth += 1;
      if (this.#depth > this.#limits.nesting) this.#wrong ??= `values inside of values more than ${this.#limits.nesting} deep`;
    } else if (char === 125 || char === 93) {
      if (this.#depth === 0) return false;
      this.#depth -= 1;
      this.#closing = this.#depth === 0;
      return this.#depth > 0;
    } else if (char === 44 && this.#depth === 0) return false;
    return true;
  }

  #keep(text: string): void {
    if (this.#mode === 'skip') return;
    if (this.#text.length + text.length > this.#limits.line) {
      this.#wrong ??= `it is longer than ${this.#limits.line.toLocaleString('en')} characters`;
      this.#text = (this.#text + text).slice(0, KEPT);
    } else if (this.#wrong === null || this.#text.length < KEPT) this.#text += text;
  }

  #finish(text: string): void {
    this.#keep(text);
    const top = this.#frames.at(-1);
    const mode = this.#mode;
    const value = this.#text;
    this.#mode = 'between';
    this.#text = '';
    this.#inString = false;
    this.#depth = 0;
    if (mode === 'name' && top?.kind === 'object') top.key = nameOf(value);
    else if (mode === 'element') this.#found.push({ list: top?.name ?? '', line: this.#startLine, text: value.trim(), wrong: this.#wrong });
    this.#wrong = null;
  }

  #begin(mode: 'element' | 'name' | 'skip', char: string): true {
    this.#mode = mode;
    this.#startLine = this.#line;
    this.#inString = char === '"';
    this.#escaped = false;
    this.#depth = char === '{' || char === '[' ? 1 : 0;
    return true;
  }

  /** One character between values; true when a value begins with it. */
  #between(char: string): boolean {
    if (char === ' ' || char === '\n' || char === '\r' || char === '\t' || char === '\ufeff') return false;
    const top = this.#frames.at(-1);
    if (this.#ended) return this.#stop(char);
    if (top === undefined) {
      if (char === '[') this.#frames.push({ kind: 'list', name: '' });
      else if (char === '{') this.#frames.push({ kind: 'object', name: '', key: null });
      else return this.#stop(char);
      return false;
    }
    if (char === ',') return false;
    if (char === '}' || char === ']') {
      if ((char === ']') !== (top.kind === 'list')) return this.#stop(char);
      this.#frames.pop();
      this.#ended = this.#frames.length === 0;
      return false;
    }
    if (top.kind === 'list') return this.#begin('element', char);
    if (top.key === null) return char === '"' ? this.#begin('name', char) : this.#stop(char);
    if (char === ':') return false;
    const name = join(top.name, top.key);
    top.key = null;
    if (char === '[') this.#frames.push({ kind: 'list', name });
    else if (char === '{' && this.#frames.length < DEEPEST) this.#frames.push({ kind: 'object', name, key: null });
    else return this.#begin('skip', char);
    return false;
  }

  #stop(char: string): false {
    this.damage = `line ${this.#line}: ${JSON.stringify(char)} where a value or the end was expected`;
    return false;
  }
}

function nameOf(text: string): string {
  try {
    const name: unknown = JSON.parse(text);
    return String(name);
  } catch (thrown) {
    if (thrown instanceof SyntaxError) return text;
    throw thrown;
  }
}
