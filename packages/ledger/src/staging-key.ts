/** A row's key is `<file>#<source id>`, with `~2`, `~3` … for further rows that claim the same id. */
export function keyFits({ key, file, sourceId }: { readonly key: string; readonly file: string; readonly sourceId: string }): boolean {
  const plain = `${file}#${sourceId}`;
  return key === plain || (key.startsWith(`${plain}~`) && /^[1-9]\d*$/.test(key.slice(plain.length + 1)));
}
