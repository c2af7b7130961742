/** What stands for what is left out. */
const HIDDEN = '***';
const MAIL = /[^\s@;,|<>()"'“”‘’[\]{}:=]+@[^\s@;,|<>()"'“”‘’[\]{}:=]*\.\p{L}{2,}/gu;
/** Seven digits or more with what people write between them; not part of a longer word. */
const PHONE = /(?<![\p{L}\p{N}_#.-])(?:\+|00)?\(?\p{N}(?:[\s().\-/–]{0,3}\p{N}){6,14}(?![\p{L}\p{N}_-])/gu;
const DATE = /^\p{N}{4}-\p{N}{2}-\p{N}{2}|^\p{N}{1,2}[./-]\p{N}{1,2}[./-]\p{N}{4}(?!\p{N})/u;
/** Control and direction characters: a text that holds them could draw over a terminal. */
const CONTROL = /[\p{Cc}\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]+/gu;

const first = (text: string): string => [...text][0] ?? '';

/** `m***@e***.com` */
export function maskMail(mail: string): string {
  const at = mail.lastIndexOf('@');
  const domain = mail.slice(at + 1);
  const dot = domain.lastIndexOf('.');
  return `${first(mail)}${HIDDEN}@${first(domain)}${HIDDEN}${dot < 0 ? '' : domain.slice(dot)}`;
}

export const plainText = (text: string): string => text.replace(CONTROL, ' ');
export const holdsControl = (text: string): boolean => text.search(CONTROL) >= 0;

/** Mail addresses masked, the rest as it is. @param open addresses that may stay */
export const hideMails = (text: string, open: (mail: string) => boolean): string =>
  text.replace(MAIL, (mail) => (open(mail) ? mail : maskMail(mail)));

/** A sentence of ours about the export: mails and phone numbers in it masked, the rest as it is. @param open texts that may stay */
export function hideContacts(text: string, open: (contact: string) => boolean): string {
  return hideMails(plainText(text), open).replace(PHONE, (number) => (DATE.test(number) || open(number) ? number : digitsAway(number)));
}

const digitsAway = (text: string): string => text.replace(/\p{N}/gu, '9');

export type Look = 'mail' | 'digits' | 'words';

/** A value of the export with its form kept and its content gone: `m***@e***.com`, `J*** S***`, `9999-99-99`, `T*** (240 characters)`. */
export function maskValue(text: string, look: Look): string {
  const trimmed = plainText(text).trim();
  if (trimmed === '') return '';
  if (look === 'digits' && trimmed.length <= 40 && !/\p{L}{3}|@/u.test(trimmed)) return digitsAway(trimmed);
  if (look === 'mail' && trimmed.length <= 400 && trimmed.includes('@')) {
    return trimmed
      .split(/[;,|\s]+/)
      .map((part) => (part.includes('@') ? maskMail(part) : `${first(part)}${HIDDEN}`))
      .join(', ');
  }
  const words = trimmed.split(/\s+/);
  const initial = (word: string): string => digitsAway(first(word)) + HIDDEN;
  if (trimmed.length > 80) return `${initial(trimmed)} (${trimmed.length} characters)`;
  return words.length > 4 ? `${words.slice(0, 4).map(initial).join(' ')} …` : words.map(initial).join(' ');
}
