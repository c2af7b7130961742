import { CutoverError, type Decision, digestOf } from '@cutover/domain';
import { accountOf, allowedColumns, type Workspace } from '@cutover/engine';
import { hideContacts, hideMails, type Look, maskValue, plainText } from './mask.ts';

const LONGEST = 240;

/** Stands between what came from the export and whoever reads a result: nothing personal passes but what a person allowed. */
export interface Shield {
  /** A sentence of ours that may quote the export. */
  text(text: string): string;
  /** A value of a column, masked unless a person allowed the columns it was made from. */
  value(text: string, look: Look, open: boolean): string;
  /** A source id or a record's key: what records are referred to by, so only a mail address in it is masked. */
  key(text: string): string;
  isAllowed(fieldDecision: string): boolean;
  /** How a decision is called here: its id, where that does not give away a mail address. */
  handle(id: string): string;
  /** The decision's own id for a handle. @throws CutoverError `no-decision` */
  idOf(handle: string): string;
  /** The last look over a whole result: no mail address but the account's users', no phone number in what came from the export. */
  sweep(value: unknown): unknown;
}

/** The shield as the ledger stands now. */
export function shieldOf(ws: Workspace): Shield {
  const users = new Set(usersOf(ws).map((mail) => mail.toLowerCase()));
  const allowed = new Set(allowedColumns(ws));
  const shown: string[] = [];
  const open = (contact: string): boolean => users.has(contact.toLowerCase()) || shown.some((text) => text.includes(contact));
  const text = (sentence: string): string => cut(hideContacts(sentence, open));
  const handle = (id: string): string => {
    const hidden = hideContacts(id, (contact) => users.has(contact.toLowerCase()));
    return hidden === id ? id : `${hidden}~${digestOf(id).slice(7, 13)}`;
  };
  return Object.freeze({
    text,
    handle,
    key: (id: string) => {
      const safe = cut(hideMails(plainText(id), open));
      shown.push(safe);
      return safe;
    },
    isAllowed: (id: string) => allowed.has(id),
    value: (value: string, look: Look, isOpen: boolean) => {
      if (!isOpen) return maskValue(value, look);
      const raw = cut(plainText(value));
      shown.push(raw);
      return raw;
    },
    idOf: (given: string) => {
      const found = ws.ledger.decisions.all().find((decision) => decision.id === given || handle(decision.id) === given);
      if (found === undefined) throw new CutoverError('no-decision', `there is no decision ${text(given)}`);
      return found.id;
    },
    sweep: (value: unknown) => sweep(value, false, open),
  });
}

/** The account as it was seen is a large thing to read for every call; it changes only when a plan is made. */
const KEPT_MS = 5000;
const kept = new WeakMap<Workspace, { readonly at: number; readonly mails: readonly string[] }>();

/** Mails of the account's users: the account's own, and what an owner decision is answered with. */
function usersOf(ws: Workspace): readonly string[] {
  const now = ws.ports.clock.now();
  const known = kept.get(ws);
  if (known !== undefined && now - known.at < KEPT_MS) return known.mails;
  try {
    const mails = accountOf(ws).users.map((user) => user.mail);
    kept.set(ws, { at: now, mails });
    return mails;
  } catch (error) {
    if (error instanceof CutoverError && error.code === 'no-plan') return [];
    throw error;
  }
}

const cut = (text: string): string => (text.length <= LONGEST ? text : `${text.slice(0, LONGEST - 1)}…`);

function sweep(value: unknown, fromExport: boolean, open: (contact: string) => boolean): unknown {
  if (typeof value === 'string') return fromExport ? hideContacts(value, open) : hideMails(value, open);
  if (Array.isArray(value)) return value.map((item) => sweep(item, fromExport, open));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [
      fromExport ? hideContacts(key, open) : key,
      sweep(inner, fromExport || key === 'fromExport', open),
    ]),
  );
}

/** The column's decision of a diff's field, where the plan says which columns make it. */
export function columnsOf(decisions: readonly Decision[], target: string, object: string | null): string[] {
  return decisions
    .filter((decision) => {
      if (decision.kind !== 'field' || (object !== null && decision.subject.object !== object)) return false;
      return (decision.answer ?? decision.proposal)?.target === target;
    })
    .map((decision) => decision.id);
}
