import type { FieldAs, SourceObject, ValueType } from '@cutover/domain';

/**
 * One meaning a column can have in a table of one object. `names` are the phrases it goes by, separated by ` | `, in any of a few languages;
 * words are compared without case, accents, plural or punctuation.
 */
export interface Concept {
  /** A target; `<entity>.custom.*` takes its slug from the header, `<entity>.custom.<slug>` is fixed. */
  readonly target: string;
  readonly names: string;
  /** Types the values of such a column have. Another type only lowers the score. */
  readonly types: readonly ValueType[];
  readonly as?: FieldAs;
  /** Several columns may have this meaning (mails, notes); else the best one gets it. */
  readonly many?: boolean;
  /** What the values alone are worth (0..1) when they fit and the name says nothing. */
  readonly byValue?: number;
  /** By what else the values show it, whatever the name. */
  readonly hints?: readonly Hint[];
}

/** Clues in values, tables and the account: each is a function of `matching/hints.ts`. */
export type Hint =
  | 'package-status'
  | 'attendance'
  | 'session-types'
  | 'places'
  | 'channels'
  | 'users'
  | 'stages'
  | 'birth-years'
  | 'recent-years'
  | 'minutes'
  | 'only-date'
  | 'only-time'
  | 'first-time'
  | 'second-time'
  | 'first-moment'
  | 'second-moment'
  | 'only-prose'
  | 'only-address'
  | 'only-url'
  | 'only-currency'
  | 'only-list'
  | 'largest-money'
  | 'own-contacts'
  | 'first-half-name'
  | 'second-half-name';

export interface ObjectLexicon {
  readonly object: SourceObject;
  /** Words for the thing itself: `Client Status` in a client table is `Status`. */
  readonly own: string;
  readonly concepts: readonly Concept[];
}

export const TEXTS: readonly ValueType[] = ['text', 'longtext', 'html', 'name', 'enum'];
export const NAMES: readonly ValueType[] = ['name', 'text', 'enum', 'id'];
export const IDS: readonly ValueType[] = ['id', 'integer', 'text'];
export const PEOPLE: readonly ValueType[] = ['mail', 'name', 'id', 'enum', 'text', 'list', 'integer'];
export const DAYS: readonly ValueType[] = ['date', 'datetime'];
export const NUMBERS: readonly ValueType[] = ['integer', 'number', 'money', 'percent'];
export const CHOICES: readonly ValueType[] = ['enum', 'boolean', 'text', 'name'];

/** The phrases by which columns refer to a client from another table. */
export const CLIENT_LINK =
  'client | clients | client id | client ids | client name | client email | client mail | contact | contact id | contact name | customer | customer id | customer name | person | person id | member | member id | members | attendee | attendees | participant | participants | guest | guests | invitee | invitees | coachee | patient | patient id | student | kunde | klient | cliente | klant | belongs to';
export const PACKAGE_LINK =
  'package | package id | package ids | packages | program id | programme id | deal | deal id | engagement | engagement id | plan id | subscription id | bundle id | paket | forfait | paquete | purchase id';
export const COMPANY_LINK =
  'company | company id | company name | companies | organization | organisation | organization id | organisation name | organization name | employer | firm | business | business name | workplace | client company | firma | unternehmen | entreprise | empresa | bedrijf | affiliation | affiliations | works at | works for';
export const OWNER =
  'coach | coach email | coach mail | coach name | coach id | assigned coach | owner | owner email | owner name | assigned owner | assigned to | assignee | practitioner | therapist | counselor | consultant | provider | account manager | account owner | relationship manager | looked after by | managed by | handled by | led by | run by | facilitator | facilitated by | host | hosted by | trainer | mentor | advisor | staff | staff member | team member | responsible | betreuer | berater | entrenador | begeleider';
export const SESSION_LINK =
  'session | session id | sessions | appointment | appointment id | meeting id | booking id | event id | termin | sitzung';
export const NOTE_LINK = 'note | note id | notes id';
export const CREATED =
  'created | created at | created on | created date | date created | creation date | added | added on | added at | date added | registered | registered on | registration date | signup date | sign up date | joined | joined on | date joined | member since | client since | customer since | since | onboarded | onboarded on | entry date | angelegt am | erstellt am | kunde seit | cree le | fecha de alta';
export const CURRENCY = 'currency | currency code | ccy | curr | iso currency | waehrung | wahrung | devise | moneda | valuta';
