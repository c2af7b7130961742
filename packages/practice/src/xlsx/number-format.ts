/** How a spreadsheet shows a number. */
export type Shown =
  | { readonly as: 'number' }
  | { readonly as: 'date' | 'time' | 'datetime' | 'elapsed' | 'percent' }
  | { readonly as: 'money'; readonly sign: string }
  | { readonly as: 'digits'; readonly length: number };

const NUMBER: Shown = { as: 'number' };

/** Formats that every spreadsheet knows by number, without writing them into the file. */
const BUILT_IN: Readonly<Record<number, Shown>> = {
  9: { as: 'percent' },
  10: { as: 'percent' },
  14: { as: 'date' },
  15: { as: 'date' },
  16: { as: 'date' },
  17: { as: 'date' },
  18: { as: 'time' },
  19: { as: 'time' },
  20: { as: 'time' },
  21: { as: 'time' },
  22: { as: 'datetime' },
  45: { as: 'time' },
  46: { as: 'elapsed' },
  47: { as: 'time' },
};

/** The meaning of a format such as `yyyy-mm-dd hh:mm`, `[h]:mm`, `0.00%`, `[$€-407]#,##0.00`, `00000`. */
export function shownBy(id: number, code: string | undefined): Shown {
  if (code === undefined) return BUILT_IN[id] ?? NUMBER;
  const first = code.split(';')[0] ?? '';
  const sign = /\[\$([^\]-]+)/.exec(first)?.[1]?.trim() ?? /[$€£¥₹]/.exec(first)?.[0];
  const bare = first.replace(/"[^"]*"|\\.|_./g, '').toLowerCase();
  if (/\[(h+|m+|s+)\]/.test(bare)) return { as: 'elapsed' };
  const letters = bare.replace(/\[[^\]]*\]/g, '').replace(/am\/pm|a\/p/g, 'h');
  if (!letters.includes('general')) {
    const clock = /[hs]/.test(letters);
    const day = /[yd]/.test(letters) || (/m/.test(letters) && !clock);
    if (day) return { as: clock ? 'datetime' : 'date' };
    if (clock) return { as: 'time' };
  }
  if (letters.includes('%')) return { as: 'percent' };
  if (/^0{2,}$/.test(letters.trim())) return { as: 'digits', length: letters.trim().length };
  return sign === undefined ? NUMBER : { as: 'money', sign };
}

const two = (n: number): string => String(n).padStart(2, '0');

function clockOf(seconds: number, length = 2): string {
  const rest = seconds % 60;
  const text = `${String(Math.floor(seconds / 3600)).padStart(length, '0')}:${two(Math.floor(seconds / 60) % 60)}`;
  return rest === 0 ? text : `${text}:${two(rest)}`;
}

/** Days since the spreadsheet's day 0 → date and time. The system of 1900 counts a 29 February 1900 that never was. */
function moment(serial: number, since1904: boolean, as: 'date' | 'time' | 'datetime'): string | null {
  if (serial < 0 || serial >= 2_958_466) return null;
  const total = Math.round(serial * 86_400);
  const days = Math.floor(total / 86_400);
  const seconds = total % 86_400;
  if (as === 'time' && days === 0) return clockOf(seconds);
  const start = since1904 ? Date.UTC(1904, 0, 1) : serial < 60 ? Date.UTC(1899, 11, 31) : Date.UTC(1899, 11, 30);
  const day = new Date(start + days * 86_400_000).toISOString().slice(0, 10);
  return as === 'date' && seconds === 0 ? day : `${day} ${clockOf(seconds)}`;
}

/** Fifteen digits are what a spreadsheet keeps: 0.30000000000000004 was 0.3. */
const plain = (value: number): string => (Number.isSafeInteger(value) ? String(value) : String(Number(value.toPrecision(15))));

/** A number as the spreadsheet shows it, days as ISO dates; where that cannot be, as the bare number. */
export function shownText(raw: string, shown: Shown, since1904: boolean): string {
  const value = Number(raw);
  if (raw.trim() === '' || !Number.isFinite(value)) return raw;
  switch (shown.as) {
    case 'date':
    case 'time':
    case 'datetime':
      return moment(value, since1904, shown.as) ?? plain(value);
    case 'elapsed':
      return value < 0 ? plain(value) : clockOf(Math.round(value * 86_400), 1);
    case 'percent':
      return `${plain(value * 100)}%`;
    case 'money':
      return `${value < 0 ? '-' : ''}${shown.sign}${/^[A-Z]/.test(shown.sign) ? ' ' : ''}${plain(Math.abs(value))}`;
    case 'digits':
      return Number.isInteger(value) && value >= 0 ? String(value).padStart(shown.length, '0') : plain(value);
    case 'number':
      // Whole numbers too long to be exact stay as they are written.
      return /^-?\d{16,}$/.test(raw.trim()) ? raw.trim() : plain(value);
  }
}
