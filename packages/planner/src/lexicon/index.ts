import type { SourceObject } from '@cutover/domain';
import type { ObjectLexicon } from './concept.ts';
import { AUTOMATION, CONTRACT, FILE, INTAKE, INVOICE, INVOICE_LINE, NOTE, TAG } from './papers.ts';
import { CLIENT, COACH, COMPANY } from './people.ts';
import { MESSAGE, PACKAGE, SESSION } from './work.ts';

const BY_OBJECT: Readonly<Record<SourceObject, ObjectLexicon>> = Object.freeze({
  client: CLIENT,
  company: COMPANY,
  coach: COACH,
  package: PACKAGE,
  session: SESSION,
  message: MESSAGE,
  note: NOTE,
  intake: INTAKE,
  invoice: INVOICE,
  contract: CONTRACT,
  file: FILE,
  tag: TAG,
  automation: AUTOMATION,
});

/** The meanings a column can have in a table of this object; `detail`: its rows belong to rows of another table of the same object. */
export function lexiconOf(object: SourceObject, detail = false): ObjectLexicon {
  return detail && object === 'invoice' ? INVOICE_LINE : BY_OBJECT[object];
}

/** Every lexicon, for the vocabulary that glued words are split by. */
export const LEXICONS: readonly ObjectLexicon[] = Object.freeze([...Object.values(BY_OBJECT), INVOICE_LINE]);
