import type { Attachment, DateOrder, RowKey, StagedRow, TargetKey } from '@cutover/domain';
import type { Period } from '@cutover/values';
import type { FileMap, Owner } from './mapping-types.ts';

/** An organization a client or package can belong to. */
export interface CompanyEntry {
  readonly id: string;
  readonly key: TargetKey;
  readonly name: string;
  readonly owner: Owner;
  readonly row: StagedRow;
  readonly file: FileMap;
  /** False: made from a name that only clients mention; `row` and `file` are then those of the first such client. */
  readonly listed: boolean;
  /** Rows of the pairs folded into this one. */
  readonly folded: FoldedRow[];
}

export interface FoldedRow {
  readonly row: StagedRow;
  readonly file: FileMap;
}

export interface ClientEntry {
  readonly id: string;
  readonly key: TargetKey;
  readonly name: string;
  readonly owner: Owner;
  readonly row: StagedRow;
  readonly file: FileMap;
  readonly folded: FoldedRow[];
  /** Affiliations that exist, the primary one first. */
  companies: readonly CompanyEntry[];
  /** Texts that name no company of the export. */
  lostCompanies: readonly string[];
}

export interface PackageEntry {
  readonly id: string;
  readonly key: TargetKey;
  readonly title: string;
  /** Its own name, without the client's, in the form in which names compare. */
  readonly name: string;
  /** From when until when it ran, where columns were taken for that. */
  readonly period: Period | null;
  readonly client: ClientEntry | null;
  readonly company: CompanyEntry | null;
  readonly owner: Owner;
  readonly row: StagedRow;
  readonly file: FileMap;
}

/** One line of an invoice. */
export interface InvoiceLine {
  readonly rowKey: RowKey;
  readonly description: string;
  readonly quantity: number | null;
  readonly amounts: readonly number[];
  readonly raw: string;
}

export interface InvoiceEntry {
  readonly id: string;
  readonly row: StagedRow;
  readonly file: FileMap;
}

export interface ContractEntry {
  readonly rowKey: RowKey;
  readonly address: string;
  readonly column: string;
  readonly row: StagedRow;
  readonly file: FileMap;
}

export interface GroupLabels {
  readonly labels: readonly string[];
  readonly rows: readonly RowKey[];
}

/** What a record that files and notes point to hangs on, where it is not held in memory itself. */
export interface Parents {
  readonly key: TargetKey;
  readonly client: ClientEntry | null;
  readonly deal: PackageEntry | null;
}

/** What became of a client, company or package row that makes no record of its own. */
export type Fate = { readonly kind: 'skipped'; readonly reason: string } | { readonly kind: 'folded'; readonly into: TargetKey };

/** Whether a text is a name that several have, by what it refers to. */
export interface SharedNames {
  client(text: string): boolean;
  company(text: string): boolean;
  package(text: string): boolean;
}

/** The small tables of the export, linked. Sessions, messages and notes are not in it. */
export interface SourceIndex {
  owner(text: string): Owner;
  company(text: string): CompanyEntry | null;
  client(text: string): ClientEntry | null;
  package(text: string): PackageEntry | null;
  readonly shared: SharedNames;
  /** In the order of the export. */
  packagesOf(client: ClientEntry): readonly PackageEntry[];
  /** How dates are read where their column does not say. */
  readonly order: DateOrder | undefined;
  invoice(text: string): InvoiceEntry | null;
  session(text: string): Parents | null;
  note(text: string): Parents | null;
  /** By row key. */
  readonly fates: ReadonlyMap<string, Fate>;
  readonly clients: readonly ClientEntry[];
  readonly companies: readonly CompanyEntry[];
  readonly packages: readonly PackageEntry[];
  /** Entries by the key of the row they come from. */
  readonly clientOf: ReadonlyMap<string, ClientEntry>;
  readonly companyOf: ReadonlyMap<string, CompanyEntry>;
  readonly packageOf: ReadonlyMap<string, PackageEntry>;
  /** Organizations made from a name, by the row that first names them. */
  readonly unlistedOf: ReadonlyMap<string, readonly CompanyEntry[]>;
  /** By client key. */
  readonly groups: ReadonlyMap<string, GroupLabels>;
  readonly contracts: ReadonlyMap<string, readonly ContractEntry[]>;
  /** A tag's text with the tags above it, the nearest first; the text itself when no tag file knows it. */
  tags(text: string): readonly string[];
  /** Detail rows by the key of their invoice's row. */
  readonly lines: ReadonlyMap<string, readonly InvoiceLine[]>;
  readonly invoices: readonly InvoiceEntry[];
  attachment(text: string): Attachment | null;
  /** Paths that rows of a list of attachments carry: no note uploads them a second time. */
  readonly listed: ReadonlySet<string>;
}

export interface SourceRows {
  /** Staged rows of one file in their order; may be called more than once. */
  rows(file: string): Iterable<StagedRow>;
  readonly attachments: readonly Attachment[];
}
