/** Offsets of abbreviations that mean one thing only wherever they are written beside a time. */
const ABBREVIATIONS: Readonly<Record<string, string>> = {
  z: 'Z',
  utc: 'Z',
  gmt: 'Z',
  est: '-05:00',
  edt: '-04:00',
  cdt: '-05:00',
  mst: '-07:00',
  mdt: '-06:00',
  pst: '-08:00',
  pdt: '-07:00',
  cet: '+01:00',
  cest: '+02:00',
  mez: '+01:00',
  mesz: '+02:00',
  eet: '+02:00',
  eest: '+03:00',
  aest: '+10:00',
  aedt: '+11:00',
  nzst: '+12:00',
  nzdt: '+13:00',
};

/** `Z` or `+HH:MM` from `Z`, `+2`, `+0200`, `GMT-5`, `UTC+05:30`, `EDT`; null when it is none of these. */
export function readOffset(text: string): string | null {
  const word = text.trim().toLowerCase();
  if (Object.hasOwn(ABBREVIATIONS, word)) return ABBREVIATIONS[word] ?? null;
  const match = /^(?:utc|gmt)?\s?([+\-\u2212])(\d{1,2})(?::?(\d{2}))?$/.exec(word);
  if (!match) return null;
  const hours = Number(match[2]);
  const minutes = Number(match[3] ?? 0);
  if (hours > 14 || minutes > 59) return null;
  const sign = match[1] === '+' ? '+' : '-';
  return hours === 0 && minutes === 0 ? 'Z' : `${sign}${String(hours).padStart(2, '0')}:${String(minutes).padStart(2, '0')}`;
}
