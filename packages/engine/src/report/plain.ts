/** A text of the export on one line of a Markdown document, with nothing in it that is read as HTML. */
export function plain(text: string): string {
  return text.replace(/\s+/g, ' ').replace(/[&<>]/g, (c) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;' })[c] ?? c);
}

/** The same as code, so that nothing in it is a link or a mark. */
export function code(text: string): string {
  return `\`${text.replace(/\s+/g, ' ').replaceAll('`', 'ˋ')}\``;
}
