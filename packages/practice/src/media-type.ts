import { fileTypeFromBuffer } from 'file-type';

/** How much of a file's beginning is looked at: office documents say what they are in their first entries. */
export const HEAD_BYTES = 64 * 1024;

/** Kinds whose bytes do not say all, told apart by the ending of the name. */
const BY_ENDING: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'application/zip': {
    docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
    xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    pptx: 'application/vnd.openxmlformats-officedocument.presentationml.presentation',
    odt: 'application/vnd.oasis.opendocument.text',
  },
  'application/x-cfb': { doc: 'application/msword', xls: 'application/vnd.ms-excel', ppt: 'application/vnd.ms-powerpoint' },
  'application/xml': { svg: 'image/svg+xml', html: 'text/html', htm: 'text/html' },
  'text/plain': {
    csv: 'text/csv',
    md: 'text/markdown',
    html: 'text/html',
    htm: 'text/html',
    json: 'application/json',
    ics: 'text/calendar',
    svg: 'image/svg+xml',
  },
};

/** Bytes that no text has: control characters other than tab, line breaks and escape. */
const isText = (head: Uint8Array): boolean => head.every((byte) => byte >= 9 && (byte <= 13 || byte >= 32 || byte === 27));

/** The media type of a file by its first bytes (`HEAD_BYTES` of them); the ending of its name only tells apart what begins alike. */
export async function mediaTypeOf(head: Uint8Array, name: string): Promise<string> {
  const found = await fileTypeFromBuffer(head);
  const type = found?.mime ?? (isText(head) ? 'text/plain' : 'application/octet-stream');
  const ending = /\.([a-z0-9]+)$/i.exec(name)?.[1]?.toLowerCase() ?? '';
  return BY_ENDING[type]?.[ending] ?? type;
}
