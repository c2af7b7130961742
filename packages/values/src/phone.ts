import { isSupportedCountry, parsePhoneNumberFromString } from 'libphonenumber-js';
import { isBlank } from './blank.ts';
import { BLANK, no, type Read, yes } from './read.ts';

export interface Phone {
  /** `+12125550101`; null when the text is no possible number: then only the text can be kept. */
  readonly e164: string | null;
  /** As written, trimmed. */
  readonly text: string;
}

/** What a text is answered that holds none. */
export const NO_PHONE = no('no telephone number');

const CUT = /[;,|\n]|\s(?:or|and|oder|und|y|o|&)\s|\s\/\s/i;
const digits = (text: string): number => text.replace(/\D/g, '').length;

/** A plus sign of any width: what tells the country where nobody else does. */
const PLUS = /[+\uff0b]/;

function readPhone(text: string, country: string | undefined): Phone {
  const code = country?.toUpperCase() ?? '';
  const known = isSupportedCountry(code);
  // Without a country there is nothing to find, and the library takes long to say so.
  if (!known && !PLUS.test(text)) return { e164: null, text: text.trim() };
  const number = known ? parsePhoneNumberFromString(text, code) : parsePhoneNumberFromString(text);
  // Possible is enough: numbers kept for fiction, such as 555-01xx, and new ranges are not "valid".
  return { e164: number?.isPossible() ? number.number : null, text: text.trim() };
}

/** The parts of a cell that may be telephone numbers; `[]` where nothing does. */
const phoneParts = (text: string): string[] => (text.length > 400 ? [] : text.split(CUT).filter((part) => digits(part) >= 5));

/** Whether `readPhones` reads a text, without reading it: a column of millions is only asked that. */
export const holdsPhone = (text: string): boolean => !isBlank(text) && phoneParts(text).length > 0;

/**
 * The telephone numbers in a cell. `country` (ISO 3166, two letters) is that of numbers written without `+`; an unknown one leaves these
 * without `e164`. An extension stays in `text` only.
 */
export function readPhones(text: string, country?: string): Read<Phone[]> {
  if (isBlank(text)) return BLANK;
  const parts = phoneParts(text);
  if (parts.length === 0) return NO_PHONE;
  const phones = parts.map((part) => readPhone(part, country));
  const unread = phones.filter((phone) => phone.e164 === null).map((phone) => phone.text);
  return yes(phones, unread.length === 0 ? undefined : `kept as written: ${unread.join(' ')}`);
}
