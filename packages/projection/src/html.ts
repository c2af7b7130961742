import sanitizeHtml from 'sanitize-html';
import { inBlocks } from './blocks.ts';
import { clean, cut } from './text.ts';

/** The subset that survives in Pipedrive's notes (api-facts §10). */
const TAGS = ['p', 'br', 'b', 'strong', 'i', 'em', 'u', 'ul', 'ol', 'li', 'a'];
const HREF_LIMIT = 2_000;
const BLOCKS = 'div section article header footer main aside figure blockquote pre table tr h1 h2 h3 h4 h5 h6 dl dt dd'.split(' ');
/** How deep tags may nest: what lies deeper keeps its text and loses its tags. */
const NESTING = 12;

const OPTIONS: sanitizeHtml.IOptions = {
  allowedTags: TAGS,
  allowedAttributes: { a: ['href'] },
  allowedSchemes: ['http', 'https', 'mailto'],
  allowProtocolRelative: false,
  disallowedTagsMode: 'discard',
  nestingLimit: NESTING,
  transformTags: {
    ...Object.fromEntries(BLOCKS.map((tag) => [tag, 'p'])),
    a: (tagName, attribs) => {
      const href = attribs.href;
      return { tagName, attribs: href === undefined || href.length > HREF_LIMIT ? {} : { href } };
    },
  },
};

const HTML =
  /<\/?(?:p|br|b|strong|i|em|u|ul|ol|li|a|div|span|h[1-6]|table|t[rdh]|tbody|thead|blockquote|pre|font|img|script|style|hr|html|body)\b[^<>]*>/i;

/** Whether a text is meant as HTML: it holds a tag of the kind editors write. */
export function looksHtml(text: string): boolean {
  return text.includes('<') && HTML.test(text);
}

/** `& < >` as entities, as sanitisers write them: quotes stay, so that text comes back as it was sent. */
export function escapeHtml(text: string): string {
  return /[&<>]/.test(text) ? text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;') : text;
}

/** HTML cut down to the safe subset and put in order; "" when nothing readable is left. */
export function sanitise(html: string): string {
  return inBlocks(sanitizeHtml(html, OPTIONS));
}

/** Plain text as HTML: blank lines part paragraphs, line ends become `<br>`. */
export function paragraphs(text: string): string {
  return text
    .split(/\n[ \t]*\n+/u)
    .map((block) => block.trim())
    .filter((block) => block !== '')
    .map((block) => `<p>${block.split('\n').map(escapeHtml).join('<br>')}</p>`)
    .join('');
}

/** A text of the export as safe HTML. */
export function toHtml(text: string): string {
  const tidy = clean(text);
  return looksHtml(tidy) ? sanitise(tidy) : paragraphs(tidy);
}

function decode(text: string): string {
  return text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replace(/&nbsp;|&#160;/g, '\u00a0')
    .replaceAll('&amp;', '&');
}

/** A text or HTML as plain text with line ends, for fields that hold no markup. */
export function plainText(text: string): string {
  const tidy = clean(text);
  if (!looksHtml(tidy)) return tidy;
  const lines = sanitise(tidy)
    .replace(/\s*\n\s*/g, ' ')
    .replace(/<br>|<\/p>|<\/li>|<\/?[uo]l>/g, '\n')
    .replace(/<li>/g, '- ')
    .replace(/<[^>]*>/g, '');
  return clean(
    decode(lines)
      .replace(/[^\S\n]+/gu, ' ')
      .replace(/ ?\n ?/g, '\n')
      .replace(/\n{2,}/g, '\n'),
  );
}

/** Longest value of a line: such lines stay whole when a text is split. */
const LINE_LIMIT = 2_000;

/** A line of a note: a name and a value, both plain text. */
export function factLine(name: string, value: string, limit = LINE_LIMIT): string {
  return `<p>${escapeHtml(name)}: ${linked(cut(value, limit))}</p>`;
}

/** `Names several clients: Chen, Maya`, a line for each kind of thing named, so that a person may tell which. */
export function severalLines(named: readonly string[]): string {
  return named.map((text) => `<p>${linked(`Names ${text}`)}</p>`).join('');
}

/** Plain text with its http(s) addresses as links. */
export function linked(text: string): string {
  if (!text.includes('://')) return escapeHtml(text);
  return text
    .split(/(https?:\/\/[^\s<>"]+)/i)
    .map((piece, i) => (i % 2 === 1 ? `<a href="${escapeHtml(piece)}">${escapeHtml(piece)}</a>` : escapeHtml(piece)))
    .join('');
}

/** The last line by which a record without custom fields is found again (DESIGN §8). */
export function sourceLine(object: string, sourceId: string): string {
  return `<p>Source: ${escapeHtml(object)} ${escapeHtml(sourceId)}</p>`;
}
