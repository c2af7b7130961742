/** The form of a text without its content: `2026-03-08` → `9999-99-99`, `Maya Chen` → `Aaa Aaa`, `C001` → `A999`; long texts → `text`. */
export function shapeOf(text: string): string {
  const trimmed = text.trim();
  if (trimmed.length > 60 || trimmed.includes('\n') || trimmed.split(/\s+/).length > 6) return 'text';
  return trimmed
    .replace(/\p{Lu}\p{Ll}[\p{Ll}\p{M}'’]*/gu, '\u0001')
    .replace(/\p{Lu}{2,}/gu, '\u0002')
    .replace(/\p{Lu}/gu, 'A')
    .replace(/[\p{Ll}\p{Lo}\p{Lt}\p{Lm}\p{M}]+/gu, 'aaa')
    .replaceAll('\u0001', 'Aaa')
    .replaceAll('\u0002', 'AAA')
    .replace(/\p{N}/gu, '9');
}
