import { isSupportedCountry, parsePhoneNumberFromString } from 'libphonenumber-js';
import { isBlank } from './blank.ts';
import { BLANK, no, type Read, yes } from './read.ts';

export interface Phone {
  /** `+12125550101`; null when the text is no possible number: then only the text can be kept. */
  readonly e164: string | null;
  /** As written, trimmed. */
  readonly text: string;
}

const CUT = /[;,|\n]|\s(?:or|and|oder|und|y|o|&)\s|\s\/\s/i;
const digits = (text: string): number => text.replace(/\D/g, '').length;

function readPhone(text: string, country: string | undefined): Phone {
  const code = country?.toUpperCase() ?? '';
  const known = isSupportedCountry(code);
  const number = known ? parsePhoneNumberFromString(text, code) : parsePhoneNumberFromString(text);
  // Possible is enough: numbers kept for fiction, such as 555-01xx, and new ranges are not "valid".
  return { e164: number?.isPossible() ? number.number : null, text: text.trim() };
}

/**
 * The telephone numbers in a cell. `country` (ISO 3166, two letters) is that of numbers written without `+`; an unknown one leaves these
 * without `e164`. An extension stays in `text` only.
 */
export function readPhones(text: string, country?: string): Read<Phone[]> {
  if (isBlank(text)) return BLANK;
  if (text.length > 400) return no('no telephone number');
  const parts = text.split(CUT).filter((part) => digits(part) >= 5);
  if (parts.length === 0) return no('no telephone number');
  const phones = parts.map((part) => readPhone(part, country));
  const unread = phones.filter((phone) => phone.e164 === null).map((phone) => phone.text);
  return yes(phones, unread.length === 0 ? undefined : `kept as written: ${unread.join(' ')}`);
}
