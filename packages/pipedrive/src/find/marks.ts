/** What HTML entities may stand for in a source id, once an account's sanitiser has been over it. */
const ENTITIES: readonly (readonly [string, string])[] = [
  ['&lt;', '<'],
  ['&gt;', '>'],
  ['&quot;', '"'],
  ['&#39;', "'"],
  ['&#x27;', "'"],
  ['&nbsp;', ' '],
  ['&amp;', '&'],
];

const plain = (text: string): string => ENTITIES.reduce((rest, [entity, sign]) => rest.replaceAll(entity, sign), text);

/**
 * Whether the last `Source:` line of a text (HTML or not) names this source record. The whole line must agree: `I001` is not `I001/payment`, and text
 * that quotes another record's line further up does not count.
 */
export function hasSourceLine(text: string | null | undefined, object: string, sourceId: string): boolean {
  const lines = (text ?? '')
    .replace(/<br\s*\/?>|<\/?(p|div|li|ul|ol|h\d|tr|table)\b[^>]*>/gi, '\n')
    .replace(/<[^>]*>/g, '')
    .split('\n')
    .map((line) => plain(line).trim())
    .filter((line) => line.startsWith('Source: '));
  return lines.at(-1) === `Source: ${object} ${sourceId}`.replace(/\s+/g, ' ').trim();
}
