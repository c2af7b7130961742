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
  const line = lastLine(text);
  return line !== null && line === `Source: ${object} ${sourceId}`.replace(/\s+/g, ' ').trim();
}

/** The source record that the last `Source:` line of a text names, as `<object>:<source id>`; null when there is no such line. */
export function sourceIn(text: string | null | undefined): string | null {
  const [, object, id] = /^Source: (\S+) (.+)$/.exec(lastLine(text) ?? '') ?? [];
  return object === undefined || id === undefined ? null : `${object}:${id}`;
}

function lastLine(text: string | null | undefined): string | null {
  const lines = (text ?? '')
    .replace(/<br\s*\/?>|<\/?(p|div|li|ul|ol|h\d|tr|table)\b[^>]*>/gi, '\n')
    .replace(/<[^>]*>/g, '')
    .split('\n')
    .map((line) => plain(line).trim())
    .filter((line) => line.startsWith('Source: '));
  return lines.at(-1) ?? null;
}
