import { isBlank } from './blank.ts';

/** Marks that separate several values in one cell, the strongest first: a comma may belong to a value (`Chen, Maya; Diallo, Amara`). */
export const SEPARATORS = [';', '|', '\n', ','] as const;

/** The strongest separator in the text; null when it holds one value. */
export function separatorOf(text: string): string | null {
  return SEPARATORS.find((mark) => text.includes(mark)) ?? null;
}

/** The values of one cell, trimmed, blanks left out. Without `separator` the strongest one in the text splits it. */
export function splitList(text: string, separator?: string): string[] {
  const mark = separator === undefined || separator === '' ? separatorOf(text) : separator;
  const parts = mark === null ? [text] : text.split(mark);
  return parts.map((part) => part.trim()).filter((part) => !isBlank(part));
}

/** What stands behind a company's name, often after a comma. */
const LEGAL_FORM =
  /^(?:inc|incorporated|llc|l\.l\.c|llp|lp|ltd|limited|plc|corp|co|company|gmbh|ag|kg|ug|e\.?k|bv|b\.v|nv|sa|s\.a|sas|sarl|srl|s\.r\.l|pty ltd|pllc|pc)\.?$/i;

/** `Acme, Inc.` is one name: a part that is only the form of a company belongs to the one before it. */
function withForms(parts: readonly string[]): string[] {
  const whole: string[] = [];
  for (const part of parts) {
    const before = whole.pop();
    if (before === undefined) whole.push(part);
    else if (LEGAL_FORM.test(part)) whole.push(`${before}, ${part}`);
    else whole.push(before, part);
  }
  return whole;
}

/** Words and signs that join several people or things, and may as well stand inside of one's name. */
const JOINERS = /\s+(?:&|\+|and|und|y|et|e|en|with|mit)\s+|\s*[;|/+\n]\s*|,\s*/i;

/**
 * The things that a cell refers to: the whole text when it is known as one, else its parts. Joined by something that may stand inside of a name
 * (`Maya Chen and Tomasz Kowal`, `Acme / Globex`), they are several only when each of them is known.
 */
export function refsIn(text: string, separator: string | undefined, known: (text: string) => boolean): string[] {
  if (known(text)) return [text];
  return withForms(splitList(text, separator)).flatMap((part) => {
    if (known(part) || !JOINERS.test(part)) return [part];
    const parts = part.split(JOINERS).map((one) => one.trim());
    return parts.length > 1 && parts.every((one) => one !== '' && known(one)) ? parts : [part];
  });
}
