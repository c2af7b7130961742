import type { SourceObject } from '@cutover/domain';
import { THESAURUS, type Thesaurus } from '../matching/thesaurus.ts';
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

/** What the matcher knows of words. The built-in one, unless evaluations leave entries out or answers of earlier migrations add some. */
export interface Lexicon {
  /** The meanings a column can have in a table of this object; `detail`: its rows belong to rows of another table of the same object. */
  readonly of: (object: SourceObject, detail?: boolean) => ObjectLexicon;
  readonly thesaurus: Thesaurus;
}

export const LEXICON: Lexicon = Object.freeze({
  thesaurus: THESAURUS,
  of: (object: SourceObject, detail = false) => (detail && object === 'invoice' ? INVOICE_LINE : BY_OBJECT[object]),
});

/** Every lexicon, for the vocabulary that glued words are split by. */
export const LEXICONS: readonly ObjectLexicon[] = Object.freeze([...Object.values(BY_OBJECT), INVOICE_LINE]);
