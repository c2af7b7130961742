/** A piece of HTML that is safe to put into another. Everything else that is put into one is escaped. */
export type Html = { readonly html: string };
type Part = Html | string | number | null | undefined | readonly Part[];

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
export const escapeText = (text: string): string => text.replace(/[&<>"']/g, (sign) => entities[sign] ?? '');

function show(part: Part): string {
  if (part === null || part === undefined) return '';
  if (typeof part === 'string' || typeof part === 'number') return escapeText(String(part));
  return 'html' in part ? part.html : part.map(show).join('');
}

/** Tagged template: what is put in is escaped unless it is a piece of HTML itself. */
export const html = (strings: TemplateStringsArray, ...parts: readonly Part[]): Html => ({
  html: strings.reduce((sum, text, at) => `${sum}${text}${at < parts.length ? show(parts[at]) : ''}`, ''),
});
