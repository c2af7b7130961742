/** A path as an export's own are written: `/` between its steps, none before the first. */
export function filePath(text: string): string {
  return text
    .trim()
    .replaceAll('\\', '/')
    .replace(/^(?:\.?\/)+/, '')
    .normalize('NFC');
}

/** The last step of a path or an address, decoded. */
export function fileName(text: string): string {
  const tidy = text.trim();
  const path = filePath(/^[a-z][a-z0-9+.-]*:\/\//i.test(tidy) ? (tidy.split(/[?#]/)[0] ?? '') : tidy);
  const last = path.slice(path.lastIndexOf('/') + 1);
  try {
    return decodeURIComponent(last).normalize('NFC');
  } catch (thrown) {
    if (thrown instanceof URIError) return last;
    throw thrown;
  }
}
