/** Safe HTML while it is put in order. */
interface Builder {
  out: string;
  /** Blocks open at this place, outermost first. */
  readonly blocks: ('p' | 'ul' | 'ol' | 'li')[];
  /** Inline tags the source has open here … */
  readonly wanted: Inline[];
  /** … and those written in the current block; they are written with the first text that needs them. */
  readonly written: Inline[];
  /** Nothing readable is in the current block yet. */
  fresh: boolean;
  /** A paragraph ended inside a list item: what follows starts a new line. */
  breakNext: boolean;
}

interface Inline {
  readonly name: string;
  readonly tag: string;
}

/**
 * Brings sanitised HTML (p, br, ul, ol, li and inline tags only) into a form with one meaning: paragraphs and lists side by side, items in lists,
 * inline tags inside blocks, every tag closed, no empty paragraphs. Its own result stays as it is.
 */
export function inBlocks(html: string): string {
  const to: Builder = { out: '', blocks: [], wanted: [], written: [], fresh: true, breakNext: false };
  for (const token of html.match(/<[^>]+>|[^<]+/g) ?? []) {
    const name = /^<\/?([a-z]+)/.exec(token)?.[1];
    if (name === undefined) addText(to, token);
    else if (name === 'br') addBreak(to);
    else if (token.startsWith('</')) closeTag(to, name);
    else openTag(to, name, token);
  }
  while (to.blocks.length > 0) closeBlock(to);
  return to.out;
}

const isList = (block: string | undefined): boolean => block === 'ul' || block === 'ol';

function openTag(to: Builder, name: string, tag: string): void {
  if (name === 'p') endParagraph(to);
  else if (name === 'ul' || name === 'ol') {
    if (to.blocks.at(-1) === 'p') closeBlock(to);
    if (isList(to.blocks.at(-1))) openBlock(to, 'li');
    openBlock(to, name);
  } else if (name === 'li') {
    while (to.blocks.length > 0 && !isList(to.blocks.at(-1))) closeBlock(to);
    if (to.blocks.length === 0) openBlock(to, 'ul');
    openBlock(to, 'li');
  } else if (tag !== '<a>') to.wanted.push({ name, tag });
}

function closeTag(to: Builder, name: string): void {
  if (name === 'p') endParagraph(to);
  else if (name === 'ul' || name === 'ol') closeThrough(to, name);
  else if (name === 'li') {
    const list = Math.max(to.blocks.lastIndexOf('ul'), to.blocks.lastIndexOf('ol'));
    if (to.blocks.lastIndexOf('li') > list) closeThrough(to, 'li');
  } else {
    const at = to.wanted.findLastIndex((inline) => inline.name === name);
    if (at >= 0) to.wanted.splice(at, 1);
  }
}

function endParagraph(to: Builder): void {
  if (to.blocks.at(-1) === 'p') closeBlock(to);
  else if (to.blocks.at(-1) === 'li' && !to.fresh) to.breakNext = true;
}

function closeThrough(to: Builder, block: 'ul' | 'ol' | 'li'): void {
  const at = to.blocks.lastIndexOf(block);
  if (at < 0) return;
  while (to.blocks.length > at) closeBlock(to);
}

function openBlock(to: Builder, block: Builder['blocks'][number]): void {
  closeInlines(to, 0);
  to.blocks.push(block);
  to.out += `<${block}>`;
  to.fresh = true;
  to.breakNext = false;
}

function closeBlock(to: Builder): void {
  closeInlines(to, 0);
  to.out += `</${to.blocks.pop()}>`;
  to.fresh = false;
  to.breakNext = false;
}

function closeInlines(to: Builder, from: number): void {
  for (const { name } of to.written.splice(from).reverse()) to.out += `</${name}>`;
}

function addText(to: Builder, text: string): void {
  const block = to.blocks.at(-1);
  const inside = block === 'p' || block === 'li';
  const kept = inside && !to.fresh ? text : text.trimStart();
  if (kept === '') return;
  if (!inside) openBlock(to, isList(block) ? 'li' : 'p');
  if (to.breakNext && kept.trim() === '') return;
  if (to.breakNext) to.out += '<br>';
  const same = to.written.findIndex((inline, i) => to.wanted[i] !== inline);
  if (same >= 0) closeInlines(to, same);
  for (const inline of to.wanted.slice(to.written.length)) {
    to.out += inline.tag;
    to.written.push(inline);
  }
  to.out += kept;
  to.fresh = false;
  to.breakNext = false;
}

/** A line end counts only after some text. */
function addBreak(to: Builder): void {
  const block = to.blocks.at(-1);
  if ((block === 'p' || block === 'li') && !to.fresh) to.out += '<br>';
}
