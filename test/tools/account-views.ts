export type Entity = 'person' | 'organization' | 'deal';
export interface ContactView {
  readonly value: string;
  readonly label: string;
  readonly primary: boolean;
}
export interface Money {
  readonly amount: number;
  readonly currency: string;
}
/** Text, number or date as it stands; a single option's label; a multi-select's labels, sorted; an address's text; null when there is none. */
export type CustomValue = string | number | readonly string[] | Money | null;

export interface Carried {
  readonly id: number;
  /** Mail of the owner. */
  readonly owner: string;
  /** RFC 3339, UTC. */
  readonly addTime: string;
  /** Null when no live custom field has this name, or the record has no value in it. */
  custom(name: string): CustomValue;
}
export interface PersonView extends Carried {
  readonly name: string;
  readonly firstName: string | null;
  readonly lastName: string | null;
  readonly emails: readonly ContactView[];
  readonly phones: readonly ContactView[];
  /** Source id of the organization, `(name)` when it has none, null without one. */
  readonly org: string | null;
  /** The custom field of this name where there is one, else the built-in field. */
  either(name: string, builtIn: string): CustomValue;
}
export interface OrganizationView extends Carried {
  readonly name: string;
  readonly address: string | null;
  either(name: string, builtIn: string): CustomValue;
}
export interface DealView extends Carried {
  readonly title: string;
  readonly person: string | null;
  readonly org: string | null;
  readonly status: string;
  readonly stage: string;
  readonly pipeline: string;
  readonly value: number | null;
  readonly currency: string;
  readonly wonTime: string | null;
  readonly lostTime: string | null;
}
/** What carries a text: its HTML, its lines without markup, and the last line's `Source: …` without that word. */
export interface Text {
  readonly html: string;
  readonly lines: readonly string[];
  readonly source: string | null;
}
export interface ActivityView extends Text {
  readonly id: number;
  readonly subject: string;
  /** Name of the activity type. */
  readonly type: string;
  readonly owner: string;
  readonly dueDate: string | null;
  /** `HH:MM`, UTC. */
  readonly dueTime: string | null;
  /** `HH:MM` */
  readonly duration: string | null;
  readonly done: boolean;
  readonly location: string | null;
  /** Source ids of the participants, the primary first. */
  readonly participants: readonly string[];
  readonly deal: string | null;
  readonly org: string | null;
}
export interface NoteView extends Text {
  readonly id: number;
  readonly person: string | null;
  readonly deal: string | null;
  readonly org: string | null;
  /** `YYYY-MM-DD HH:MM:SS`, UTC. */
  readonly addTime: string;
  /** Mail of the author. */
  readonly author: string;
}
export interface FileView {
  readonly name: string;
  readonly size: number;
  readonly person: string | null;
  readonly deal: string | null;
  /** The activity's `Source: …` line. */
  readonly activity: string | null;
}
export interface FieldView {
  readonly name: string;
  readonly type: string;
  readonly options: readonly string[];
}
