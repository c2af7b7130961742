import type { StagedRow } from '@cutover/domain';
import { readMoney, readNumber } from '@cutover/values';
import { filled, firstFilled } from './cells.ts';
import { createFinder } from './finder.ts';
import type { InvoiceEntry, InvoiceLine, SourceRows } from './index-types.ts';
import { filesInOrder } from './mapping.ts';
import type { FileMap, Mapping } from './mapping-types.ts';
import { filesOf, targetId } from './tables.ts';
import { oneLine } from './text.ts';

interface Invoices {
  invoice(text: string): InvoiceEntry | null;
  readonly invoices: readonly InvoiceEntry[];
  readonly lines: ReadonlyMap<string, readonly InvoiceLine[]>;
}

/** The invoices and their lines. Lines mean their invoice by id, else by number. */
export function readInvoices(mapping: Mapping, source: SourceRows): Invoices {
  const finder = createFinder<InvoiceEntry>();
  const numbers = createFinder<InvoiceEntry>();
  for (const file of filesOf(mapping, 'invoice')) {
    for (const row of source.rows(file.file)) {
      const entry: InvoiceEntry = { id: targetId(row), row, file };
      finder.add(entry, { ids: [row.sourceId, entry.id] });
      numbers.add(entry, { ids: filled(file, row, 'note.content/number').map((f) => f.text) });
    }
  }
  const invoice = (text: string): InvoiceEntry | null => finder.find(text) ?? numbers.find(text);
  const lines = new Map<string, InvoiceLine[]>();
  for (const file of detailFiles(mapping)) {
    for (const row of source.rows(file.file)) {
      const of = invoice(firstFilled(file, row, 'link:invoice')?.text ?? '');
      if (of === null) continue;
      lines.set(of.row.key, [...(lines.get(of.row.key) ?? []), readLine(mapping, file, row)]);
    }
  }
  return { invoice, invoices: finder.all, lines };
}

function detailFiles(mapping: Mapping): FileMap[] {
  return filesInOrder(mapping)
    .map((name) => mapping.files.get(name))
    .filter((f) => f !== undefined)
    .filter((f) => f.object === 'invoice' && f.detail);
}

function readLine(mapping: Mapping, file: FileMap, row: StagedRow): InvoiceLine {
  const description = filled(file, row, 'note.content/line-description').map((f) => oneLine(f.text));
  const quantity = firstFilled(file, row, 'note.content/line-quantity');
  const read = quantity === null ? null : readNumber(quantity.text, decimalOf(quantity.column.as.decimal));
  const amounts: number[] = [];
  const raw: string[] = [];
  for (const { column, text } of filled(file, row, 'note.content/line-amount')) {
    const money = readMoney(text, { currency: mapping.currency, ...decimalOf(column.as.decimal) });
    if (money.ok) amounts.push(money.value.amount);
    else raw.push(oneLine(text));
  }
  return { rowKey: row.key, description: description.join(', '), quantity: read?.ok ? read.value : null, amounts, raw: raw.join(', ') };
}

export function decimalOf(decimal: '.' | ',' | undefined): { decimal?: '.' | ',' } {
  return decimal === undefined ? {} : { decimal };
}
