/** Control and direction characters, line breaks and tabs aside: a text that holds them could draw over a terminal. */
const CONTROL = /(?![\n\t])[\p{Cc}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;

/** A text of a model or a server as it may be shown on a terminal. */
export function plainText(text: string): string {
  return text.replace(CONTROL, '');
}
