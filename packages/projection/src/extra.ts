import type { DesiredRecord, RowKey } from '@cutover/domain';
import { cell } from './cells.ts';
import { made } from './draft.ts';
import { fileRecord } from './file.ts';
import type { SourceIndex } from './index-types.ts';
import { billingNotes } from './invoice.ts';
import { invoiceFacts } from './invoice-facts.ts';
import type { Mapping } from './mapping-types.ts';
import { relationships } from './relationship.ts';
import { RULES } from './rules.ts';
import { targetId } from './tables.ts';
import { clean } from './text.ts';

/** Records that no single row makes: relationships between organizations, and the billing notes where one per deal was decided. */
export function* extraRecords(mapping: Mapping, index: SourceIndex): Iterable<DesiredRecord> {
  yield* relationships(index);
  if (mapping.invoice !== 'billing-note') return;
  yield* billingNotes(({ file, row }) => ({ mapping, index, file, row, unread: [], overflow: [] }), index.invoices);
}

/** An invoice's amount as the export says it, for sums that must reconcile. */
export interface InvoiceAmount {
  readonly row: RowKey;
  readonly amount: number | null;
  readonly currency: string;
}

/** The amounts of all invoices; of a void one the original. */
export function* invoiceAmounts(mapping: Mapping, index: SourceIndex): Iterable<InvoiceAmount> {
  for (const { file, row } of index.invoices) {
    const { amount, currency } = invoiceFacts({ mapping, index, file, row, unread: [], overflow: [] });
    yield { row: row.key, amount, currency };
  }
}

/**
 * Contract documents that lie in the export → files on their persons. They move in a step of their own behind the gate `files` (DESIGN §8)
 * and are in no other set of records.
 */
export function* contractFiles(_mapping: Mapping, index: SourceIndex): Iterable<DesiredRecord> {
  const seen = new Set<string>();
  for (const client of index.clients) {
    for (const { row, file, address } of index.contracts.get(client.key) ?? []) {
      const texts = [...file.columns.filter((c) => c.target === 'file' || c.as.part === 'contract').map((c) => cell(row, c)), address].map(
        clean,
      );
      const attachment = texts.map((t) => (t === '' ? null : index.attachment(t))).find((found) => found !== null);
      const id = `${targetId(row)}/document`;
      if (!attachment || seen.has(id)) continue;
      seen.add(id);
      const links = { person: { t: 'ref', v: client.key } } as const;
      yield fileRecord({ object: 'contract', id, rows: [row.key], attachment, links, from: made(RULES.file, attachment.path) });
    }
  }
}
