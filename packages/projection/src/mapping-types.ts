import type { AnswerOf, DateOrder, FieldAs, Mail, PlanField, PlanTier, SourceObject } from '@cutover/domain';

/** One column of a file and what the plan made of it. */
export interface Column {
  readonly index: number;
  readonly header: string;
  readonly target: string;
  readonly as: FieldAs;
  /** Variants of a word that the picklist decision folds together, by the variant. */
  readonly merge: ReadonlyMap<string, string>;
}

/** One file of the export and its columns, found by `target` or by `target/part`. */
export interface FileMap {
  readonly file: string;
  readonly object: SourceObject;
  /** Rows are details of another file's rows of the same object (the lines of an invoice). */
  readonly detail: boolean;
  readonly columns: readonly Column[];
  readonly at: ReadonlyMap<string, readonly Column[]>;
}

/** Whom a coach's records belong to. */
export interface Owner {
  readonly mail: Mail;
  /** False: the fallback, because no user was found for the coach or none was named. */
  readonly resolved: boolean;
  /** The coach's name or text, where one is known. */
  readonly coach: string | null;
}

/** Values as written → what was decided; case and blanks around do not matter. */
export interface ValueTable<T> {
  get(text: string): T | undefined;
  readonly all: readonly T[];
}

export interface TypeChoice {
  readonly type: string;
  readonly done: boolean | null;
}

/** How a cancelled or no-show status is kept; `value` as the decision writes it, which is also the name of its activity type. */
export interface SessionStatus {
  readonly as: 'subject' | 'type';
  readonly value: string;
}

/** One duplicate decision; `keys` as the decision names the records (row key or target key). */
export interface Duplicate {
  readonly object: SourceObject;
  readonly match: 'account' | 'pair';
  readonly use: AnswerOf<'duplicate'>['use'];
  readonly keys: readonly string[];
  readonly name: string | null;
  readonly mail: string | null;
}

/** The plan's decisions, looked up once. */
export interface Mapping {
  readonly files: ReadonlyMap<string, FileMap>;
  readonly ignored: ReadonlySet<string>;
  /** Custom fields of the plan by `person.custom.<slug>`. */
  readonly fields: ReadonlyMap<string, PlanField>;
  readonly loadAt: string;
  readonly loadMs: number;
  readonly zone: string;
  readonly currency: string;
  readonly country: string;
  readonly order: DateOrder | undefined;
  readonly fallback: Owner;
  /** By every text that means a coach: id, name, mail. */
  readonly owners: ReadonlyMap<string, Owner>;
  readonly sessionTypes: ValueTable<TypeChoice>;
  readonly messageTypes: ValueTable<TypeChoice>;
  readonly paymentType: TypeChoice | null;
  readonly stages: ValueTable<AnswerOf<'stage'>>;
  /** Cancelled and no-show like statuses, and how each is kept. */
  readonly sessionStatuses: ValueTable<SessionStatus>;
  readonly messages: ValueTable<'activity' | 'note'>;
  readonly duplicates: readonly Duplicate[];
  readonly dealValue: AnswerOf<'deal-value'>['use'];
  readonly group: AnswerOf<'session-group'>['as'];
  readonly tags: AnswerOf<'tags'>['as'];
  readonly privateNote: AnswerOf<'private-note'>['as'];
  readonly invoice: AnswerOf<'invoice'>['as'];
  readonly upload: boolean;
  readonly textLimit: AnswerOf<'text-limit'>['as'];
  /** Pipedrive's code for the visibility decided; null: not sent. */
  readonly visibleTo: number | null;
  readonly noteAuthors: boolean;
  /**
   * A company that a client names and no company file holds. With a company file it dangles: no organization is made of it, its name stays in a text of
   * the person. Without any, the names are all there is, and organizations are made of them.
   */
  readonly unlistedCompanies: 'create' | 'leave';
}

/** What the plan does not say, because it belongs to the account or the moment. */
export interface MappingContext {
  /** When the load begins: what ended before is done. RFC 3339. */
  readonly loadAt: string;
  readonly tierKnown: 'given' | 'observed' | 'assumed';
  readonly tier: PlanTier;
  /** The token may write notes in another user's name (it is an admin's). */
  readonly noteAuthors: boolean;
}
