import type { SourceObject } from '@cutover/domain';
import type { Column } from '../layout.ts';
import type { PackageFact } from './packages.ts';
import type { ClientFact, CoachFact, CompanyFact } from './people.ts';
import type { Origin, Registry } from './registry.ts';
import type { SharedNames } from './shared-names.ts';
import type { Cases, Tally } from './tally.ts';

export interface SessionType {
  count: number;
  minutes: number;
  timed: number;
  several: number;
  alone: number;
}

export interface SessionFacts {
  count: number;
  /** By type as written; sessions without one under "". */
  readonly types: Map<string, SessionType>;
  readonly statuses: Tally;
  readonly groups: Cases;
  /** Records when group sessions become one per client: the sum of their clients. */
  groupMembers: number;
  readonly withoutClient: Cases;
  readonly withoutPackage: Cases;
  /** Sessions whose package was looked for by their date: found, between several, in none. */
  readonly onDay: { readonly found: Cases; readonly several: Cases; readonly none: Cases };
  /** Sessions whose day is over although their status still says they are to come, or says nothing. */
  readonly overdue: Cases;
}

export interface InvoiceFacts {
  count: number;
  settled: number;
  /** Deals that have at least one invoice; and invoices on none. */
  readonly deals: Set<string>;
  withoutDeal: number;
  readonly amounts: Map<string, Origin & { readonly amount: number | null }>;
  readonly lines: Map<string, number>;
  lineRows: number;
}

/** A text by which data refers to a coach, and how many records of each object do. */
export interface OwnerText {
  readonly text: string;
  readonly records: Map<SourceObject, number>;
  /** The first records it is named in as the coach. */
  readonly named: Cases;
  /** The notes it is named in as the author. */
  readonly authored: Cases;
  /** Only as the author of notes: then it is no owner of anything. */
  onlyAuthor: boolean;
}

/** Cells of a link column that name something the export lacks. */
export interface Dangling {
  readonly column: Column;
  readonly to: SourceObject;
  readonly cases: Cases;
}

/** Texts over the limit of the field they go to, by `<file>#<column>`. */
export type TooLong = ReadonlyMap<string, Cases & { readonly limit: number; readonly column: Column }>;

/** What a reading of all rows under the decisions in force tells; everything later is made from this. */
export interface Facts {
  readonly staged: Readonly<Partial<Record<SourceObject, number>>>;
  readonly clients: Registry<ClientFact>;
  readonly companies: Registry<CompanyFact>;
  readonly coaches: Registry<CoachFact>;
  readonly packages: Registry<PackageFact>;
  readonly sessions: SessionFacts;
  readonly messages: Tally;
  readonly invoices: InvoiceFacts;
  readonly owners: ReadonlyMap<string, OwnerText>;
  readonly ownerless: ReadonlyMap<SourceObject, Cases>;
  readonly dangling: readonly Dangling[];
  readonly sharedNames: readonly SharedNames[];
  /** Own tags of clients, then groups, each once, in the order found. */
  readonly tags: readonly string[];
  readonly privateNotes: number;
  readonly missing: ReadonlyMap<string, Cases>;
  readonly tooLong: TooLong;
  readonly unfit: ReadonlyMap<Column, Cases & { readonly what: string; readonly texts: ReadonlySet<string> }>;
  /** Cells of columns of counts that hold two. */
  readonly pairs: ReadonlyMap<Column, Cases>;
  /** Local times of the night whose zone is a decision, as `YYYY-MM-DD HH:MM`. */
  readonly night: ReadonlyMap<string, Cases>;
  readonly currencies: Tally;
  readonly zones: Tally;
  readonly severalCompanies: Cases;
  /** Pairs of companies that clients belong to together. */
  readonly relationships: ReadonlySet<string>;
  readonly attachments: { readonly rows: number; readonly found: number; readonly missing: Cases };
  readonly contracts: { readonly rows: number; readonly files: number };
  readonly phones: Tally;
  /** Values of columns whose profile did not keep them all. */
  readonly values: ReadonlyMap<Column, Tally>;
}
