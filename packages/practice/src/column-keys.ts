import { normalName, type ValueType } from '@cutover/domain';
import { readMails, readPerson, splitList } from '@cutover/values';
import { Sketch } from './sketch.ts';

/** Texts of these types name nothing that another file could hold as key. */
const NO_KEY: ReadonlySet<ValueType> = new Set(['date', 'datetime', 'time', 'longtext', 'html', 'url', 'boolean', 'percent']);
const LONGEST = 240;

export const nameKey = (text: string): string => normalName(text);

/** A name without what stands before and behind it: `Dr. Diallo, Amara PCC` and `Amara Diallo` are one. */
function personKey(text: string): string {
  if (!/[,(.]/.test(text)) return nameKey(text);
  const { first, last, full } = readPerson(text);
  return nameKey(first !== null && last !== null ? `${first} ${last}` : full);
}

/** Whether texts of these types could name something that another file holds. */
export const mayBeKey = (types: readonly ValueType[]): boolean =>
  // An amount with its sign is no key; a plain number may be an id.
  !types.some((type) => NO_KEY.has(type)) && (types.includes('id') || !types.includes('money'));

/** One word of ASCII letters, digits and joiners: the form of most ids, which is neither a list nor a mail nor a name with a title. */
const ONE_WORD = /^[A-Za-z0-9_-]+$/;

/** The texts of one column as keys: as ids, as mail addresses and as names, with list cells taken apart. */
export class ColumnKeys {
  readonly ids = new Sketch();
  readonly mails = new Sketch();
  readonly names = new Sketch();
  /** How many cells held several values. */
  lists = 0;

  /** `times`: so many cells hold this text. */
  add(text: string, types: readonly ValueType[], times = 1): void {
    if (text.length > LONGEST || !mayBeKey(types)) return;
    if (ONE_WORD.test(text)) {
      this.ids.add(text, times);
      if (/[A-Za-z]/.test(text)) this.names.add(text.replace(/[_-]+/g, ' ').toLowerCase().trim(), times);
      return;
    }
    this.#addMails(text, times);
    const several = /[;|,\n]/.test(text) ? splitList(text) : [text];
    // `Chen, Maya` is one name, `C001, C002` are two ids.
    const parts = several.length > 1 && !(text.includes(',') && !/[;|\n]/.test(text) && types.includes('name')) ? several : [text];
    if (parts.length > 1) this.lists += times;
    for (const part of parts) {
      if (!/\s/.test(part) || types.includes('id')) this.ids.add(part, times);
      if (/\p{L}/u.test(part)) this.names.add(personKey(part), times);
    }
  }

  #addMails(text: string, times: number): void {
    const mails = text.includes('@') ? readMails(text) : null;
    if (mails?.ok === true) for (const mail of mails.value) this.mails.add(mail, times);
  }
}
