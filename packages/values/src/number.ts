import { isBlank } from './blank.ts';
import { BLANK, no, type Read, yes } from './read.ts';

export interface NumberOptions {
  /** The decimal mark of the column, where it is known. */
  readonly decimal?: '.' | ',';
}

const NEUTRAL_GROUPS = /(?<=\d)[\s\u00a0\u202f\u2009'’](?=\d{3}(?!\d))/g;

function grouped(digits: string, mark: string): boolean {
  const escaped = mark === '.' ? '\\.' : mark;
  // Groups of three, or of two before a last three as in India.
  return new RegExp(`^\\d{1,3}(${escaped}\\d{3})+$|^\\d{1,2}(${escaped}\\d{2})+${escaped}\\d{3}$`).test(digits);
}

function parse(body: string, decimal: '.' | ','): number | null {
  const group = decimal === '.' ? ',' : '.';
  const cut = body.indexOf(decimal);
  const whole = cut < 0 ? body : body.slice(0, cut);
  const fraction = cut < 0 ? '' : body.slice(cut + 1);
  if (cut >= 0 && !/^\d+$/.test(fraction)) return null;
  if (whole !== '' && !/^\d+$/.test(whole) && !grouped(whole, group)) return null;
  const digits = whole.replaceAll(group, '');
  if (digits === '' && fraction === '') return null;
  const text = `${digits === '' ? '0' : digits}${fraction === '' ? '' : `.${fraction}`}`;
  if (text.replace('.', '').replace(/^0+/, '').length > 15) return null;
  return Number(text);
}

function readUnsigned(body: string, decimal: '.' | ',' | undefined): Read<number> {
  const refuse = no('not a number');
  const with_ = (mark: '.' | ',', note?: string): Read<number> => {
    const value = parse(body, mark);
    return value === null ? refuse : yes(value, note);
  };
  if (!/^[\d.,]+$/.test(body)) return refuse;
  if (decimal !== undefined) return with_(decimal);
  const dots = body.split('.').length - 1;
  const commas = body.split(',').length - 1;
  if (dots > 0 && commas > 0) return with_(body.lastIndexOf('.') > body.lastIndexOf(',') ? '.' : ',');
  if (dots > 1) return with_(',');
  if (commas > 1 || dots === 1) return with_('.', /^[1-9]\d{0,2}\.\d{3}$/.test(body) ? 'dot taken for the decimal mark' : undefined);
  if (commas === 0) return with_('.');
  return /^[1-9]\d{0,2},\d{3}$/.test(body) ? with_('.', 'comma taken for a thousands mark') : with_(',');
}

/**
 * A number as people and spreadsheets write it: `1,200.50`, `1.200,50`, `1 200`, `(100.00)` → -100, `100-` → -100, `12%` → 12.
 * Without `decimal`, one mark before exactly three digits could be either: a comma counts as thousands (`1,234` → 1234), a dot as
 * decimal (`1.234` → 1.234), both with a note. More than 15 significant digits are refused, since they would not stay exact.
 */
export function readNumber(text: string, options: NumberOptions = {}): Read<number> {
  if (isBlank(text)) return BLANK;
  let body = text.trim().replace(/[\u2212\u2013]/g, '-');
  if (body.length > 40) return no('not a number');
  let negative = false;
  const bracket = /^\((.*)\)$/.exec(body);
  if (bracket) {
    negative = true;
    body = (bracket[1] ?? '').trim();
  } else if (/^-|[^-]-$/.test(body)) {
    negative = true;
    body = body.replace(/^-\s*|\s*-$/, '');
  } else body = body.replace(/^\+\s*/, '');
  body = body.replace(/\s*%$/, '').replace(NEUTRAL_GROUPS, '');
  const read = readUnsigned(body, options.decimal);
  if (!read.ok || !negative || read.value === 0) return read;
  return { ...read, value: -read.value };
}
