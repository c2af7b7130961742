import { normalName, type ValueType } from '@cutover/domain';
import { readMails, readPerson, splitList } from '@cutover/values';
import { Sketch } from './sketch.ts';

/** Texts of these types name nothing that another file could hold as key. */
const NO_KEY: ReadonlySet<ValueType> = new Set(['date', 'datetime', 'time', 'longtext', 'html', 'url', 'boolean', 'percent']);
const LONGEST = 240;

export const nameKey = (text: string): string => normalName(text);

/** The texts of one column as keys: as ids, as mail addresses and as names, with list cells taken apart. */
export class ColumnKeys {
  readonly ids = new Sketch();
  readonly mails = new Sketch();
  readonly names = new Sketch();
  /** Whether some cells held several values. */
  lists = 0;

  add(text: string, types: readonly ValueType[]): void {
    if (text.length > LONGEST || types.some((type) => NO_KEY.has(type))) return;
    if (text.includes('@')) {
      const mails = readMails(text);
      if (mails.ok) for (const mail of mails.value) this.mails.add(mail);
    }
    const several = /[;|,\n]/.test(text) ? splitList(text) : [text];
    // `Chen, Maya` is one name, `C001, C002` are two ids.
    const parts = several.length > 1 && !(text.includes(',') && !/[;|\n]/.test(text) && types.includes('name')) ? several : [text];
    if (parts.length > 1) this.lists += 1;
    for (const part of parts) {
      if (!/\s/.test(part)) this.ids.add(part);
      if (/\p{L}/u.test(part)) this.names.add(nameKey(part.includes(',') || part.includes('(') ? readPerson(part).full : part));
    }
  }
}
