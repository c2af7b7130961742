/** First bytes of common kinds of file. `at`: where they stand. */
const MAGIC: readonly { readonly type: string; readonly at: number; readonly bytes: string }[] = [
  { type: 'application/pdf', at: 0, bytes: '%PDF-' },
  { type: 'image/png', at: 0, bytes: '\x89PNG\r\n\x1a\n' },
  { type: 'image/jpeg', at: 0, bytes: '\xff\xd8\xff' },
  { type: 'image/gif', at: 0, bytes: 'GIF8' },
  { type: 'image/webp', at: 8, bytes: 'WEBP' },
  { type: 'audio/wav', at: 8, bytes: 'WAVE' },
  { type: 'video/x-msvideo', at: 8, bytes: 'AVI ' },
  { type: 'image/heic', at: 4, bytes: 'ftypheic' },
  { type: 'audio/mp4', at: 4, bytes: 'ftypM4A' },
  { type: 'video/quicktime', at: 4, bytes: 'ftypqt' },
  { type: 'video/mp4', at: 4, bytes: 'ftyp' },
  { type: 'audio/mpeg', at: 0, bytes: 'ID3' },
  { type: 'audio/mpeg', at: 0, bytes: '\xff\xfb' },
  { type: 'audio/ogg', at: 0, bytes: 'OggS' },
  { type: 'video/webm', at: 0, bytes: '\x1aE\xdf\xa3' },
  { type: 'image/tiff', at: 0, bytes: 'II*\0' },
  { type: 'image/bmp', at: 0, bytes: 'BM' },
  { type: 'application/rtf', at: 0, bytes: '{\\rtf' },
  { type: 'application/x-7z-compressed', at: 0, bytes: '7z\xbc\xaf' },
  { type: 'application/gzip', at: 0, bytes: '\x1f\x8b' },
  { type: 'application/x-ole-storage', at: 0, bytes: '\xd0\xcf\x11\xe0' },
  { type: 'application/zip', at: 0, bytes: 'PK\x03\x04' },
];

/** Kinds that share their first bytes with others, told apart by the ending of the name. */
const BY_ENDING: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'application/zip': {
    docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
    xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    pptx: 'application/vnd.openxmlformats-officedocument.presentationml.presentation',
    odt: 'application/vnd.oasis.opendocument.text',
  },
  'application/x-ole-storage': { doc: 'application/msword', xls: 'application/vnd.ms-excel', ppt: 'application/vnd.ms-powerpoint' },
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

function byContent(head: Buffer): string {
  const latin = head.toString('latin1');
  const found = MAGIC.find(({ at, bytes }) => latin.startsWith(bytes, at));
  if (found) return found.type;
  // Bytes that no text has: control characters other than tab, line breaks and escape.
  const control = head.some((byte) => byte < 9 || (byte > 13 && byte < 32 && byte !== 27));
  return control ? 'application/octet-stream' : 'text/plain';
}

/** The media type of a file by its first bytes; the ending of its name only tells apart what begins alike. */
export function mediaTypeOf(head: Buffer, name: string): string {
  const type = byContent(head);
  const ending = /\.([a-z0-9]+)$/i.exec(name)?.[1]?.toLowerCase() ?? '';
  return BY_ENDING[type]?.[ending] ?? type;
}
