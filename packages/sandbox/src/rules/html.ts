import sanitize from 'sanitize-html';
import type { World } from '../core/world.ts';

const narrow: sanitize.IOptions = {
  allowedTags: ['p', 'br', 'b', 'strong', 'i', 'em', 'u', 'ul', 'ol', 'li', 'a'],
  allowedAttributes: { a: ['href'] },
  allowedSchemes: ['http', 'https', 'mailto', 'tel'],
};
const wide: sanitize.IOptions = {
  ...narrow,
  allowedTags: [
    ...(narrow.allowedTags || []),
    'div',
    'span',
    's',
    'blockquote',
    'h1',
    'h2',
    'h3',
    'h4',
    'h5',
    'h6',
    'table',
    'thead',
    'tbody',
    'tr',
    'td',
    'th',
    'code',
    'pre',
    'hr',
    'sub',
    'sup',
    'img',
  ],
  allowedAttributes: { a: ['href', 'title', 'target', 'rel'], img: ['src', 'alt'], td: ['colspan', 'rowspan'], th: ['colspan', 'rowspan'] },
};

/** What is left of HTML once the server has sanitised it (switch `note-html`). */
export const sanitised = (world: World, html: string): string => sanitize(html, world.switches.is('note-html', 'wide') ? wide : narrow);
