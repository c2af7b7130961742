import type { DesiredRecord, Value } from '@cutover/domain';
import { filled, firstFilled, headers } from './cells.ts';
import { type From, made } from './draft.ts';
import { escapeHtml, linked, severalLines, toHtml } from './html.ts';
import type { InvoiceLine } from './index-types.ts';
import { type InvoiceFacts, invoiceFacts } from './invoice-facts.ts';
import { unlinked } from './links.ts';
import { noteRecords } from './notes.ts';
import { paymentActivity } from './payment.ts';
import { RULES } from './rules.ts';
import { amountText, oneLine } from './text.ts';
import { instantOf, momentOf, type Work } from './work.ts';

/** An invoice → a note on the deal (else the person), and a payment when it is settled. Null: neither deal nor person is known. */
export function projectInvoice(work: Work): DesiredRecord[] | null {
  const facts = invoiceFacts(work);
  const payment = facts.settled ? paymentActivity(work, facts) : [];
  if (work.mapping.invoice === 'billing-note') return facts.client === null && facts.deal === null ? null : payment;
  const parent = parentOf(facts);
  if (parent === null) return null;
  const own = firstFilled(work.file, work.row, 'note.add_time');
  const added = own === null ? dated(work, facts) : momentAt(work, own);
  const lines = work.index.lines.get(work.row.key) ?? [];
  const note = noteRecords(work, {
    object: 'invoice',
    id: facts.id,
    rows: [work.row.key, ...lines.map((l) => l.rowKey)],
    html: invoiceHtml(work, facts) + lostHtml(facts),
    from: contentFrom(work),
    fields: { ...parent.fields, ...(added === null ? {} : { add_time: added.value }) },
    provenance: { ...parent.provenance, ...(added === null ? {} : { add_time: added.from }) },
  });
  return [...note, ...payment];
}

type Added = { readonly value: Value; readonly from: From } | null;

/** The day of the invoice, so that the note does not look written on the day of the load. */
function dated(work: Work, facts: InvoiceFacts): Added {
  const first = facts.dates.find((d) => d.day !== null && d.day === facts.day);
  if (facts.day === null || first === undefined) return null;
  const at = instantOf(work, { date: facts.day, time: null, instant: null, zone: work.mapping.zone, rule: RULES.dayOnly });
  if (at === null) return null;
  return { value: { t: 'instant', v: at.v }, from: { column: first.header, source: first.cell.text, rule: at.rule } };
}

function momentAt(work: Work, cell: Parameters<typeof momentOf>[2]): Added {
  const moment = momentOf(work, 'add_time', cell, work.mapping.zone);
  const at = moment === null ? null : instantOf(work, moment);
  return at === null ? null : { value: { t: 'instant', v: at.v }, from: { column: cell.column.header, source: cell.text, rule: at.rule } };
}

function contentFrom(work: Work): From {
  const cells = filled(work.file, work.row, 'note.content');
  return { column: headers(cells) || null, source: cells.map((c) => c.text).join(' · '), rule: RULES.composed };
}

/** The deal alone, else the person: a deal's notes show with its person anyway. */
export function parentOf({
  deal,
  client,
  links,
}: InvoiceFacts): { fields: Record<string, Value>; provenance: Record<string, From> } | null {
  if (deal !== null) {
    const from = { column: links.packages.columns, source: links.packages.source, rule: RULES.deal };
    return { fields: { deal: { t: 'ref', v: deal.key } }, provenance: { deal: from } };
  }
  if (client === null) return null;
  const from = { column: links.clients.columns, source: links.clients.source, rule: RULES.person };
  return { fields: { person: { t: 'ref', v: client.key } }, provenance: { person: from } };
}

/** Number, amount, currency, status, dates, balance, void flag with the original amount, line items. */
export function invoiceHtml(work: Work, facts: InvoiceFacts): string {
  const { amount, currency, status, balance, isVoid } = facts;
  const items: string[] = [];
  const fact = (name: string, value: string): void => {
    items.push(`<li>${escapeHtml(oneLine(name))}: ${escapeHtml(value)}</li>`);
  };
  if (amount !== null) fact('Amount', amountText(amount, currency));
  else for (const { text } of filled(work.file, work.row, 'note.content/amount')) fact('Amount', oneLine(text));
  if (status !== '') fact('Status', status);
  if (isVoid) fact('Void', amount === null ? 'yes' : `yes, original amount ${amountText(amount, currency)}`);
  for (const { header, day, cell } of facts.dates) fact(header, day ?? oneLine(cell.text));
  if (facts.paid !== null) fact(facts.paid.column.header || 'Paid on', oneLine(facts.paid.text));
  if (balance !== null) fact('Remaining balance', amountText(balance, currency));
  for (const { column, text } of filled(work.file, work.row, 'note.content')) {
    const { part } = column.as;
    if (part === undefined || part === 'description' || part === 'text' || (part === 'total' && amount !== null))
      items.push(`<li>${escapeHtml(column.header || 'Description')}: ${linked(oneLine(text))}</li>`);
  }
  const lines = work.index.lines.get(work.row.key) ?? [];
  const table = lines.length === 0 ? '' : `<p>Line items</p><ul>${linesHtml(lines, amount, currency)}</ul>`;
  return `<p><strong>Invoice ${escapeHtml(facts.number)}</strong></p><ul>${items.join('')}</ul>${table}`;
}

/** Lines as `text: quantity × price = amount`. Whether an amount is a price or a sum is told by which of them adds up to the invoice. */
function linesHtml(lines: readonly InvoiceLine[], total: number | null, currency: string): string {
  const sums = lines.map((l) => l.amounts.at(-1) ?? 0);
  const priced = lines.map((l, i) => (l.quantity ?? 1) * (sums[i] ?? 0));
  const add = (all: readonly number[]): number => Math.round(all.reduce((a, b) => a + b, 0) * 100);
  const pricesGiven = total !== null && add(sums) !== Math.round(total * 100) && add(priced) === Math.round(total * 100);
  return lines.map((l) => `<li>${lineHtml(l, pricesGiven, currency)}</li>`).join('');
}

function lineHtml({ description, quantity, amounts, raw }: InvoiceLine, pricesGiven: boolean, currency: string): string {
  const name = description === '' ? '' : `${escapeHtml(description)}: `;
  const given = amounts.at(-1);
  if (given === undefined) return name + escapeHtml([quantity === null ? '' : `${quantity} ×`, raw].join(' ').trim());
  const count = quantity ?? 1;
  const sum = pricesGiven ? given * count : given;
  const each = pricesGiven ? given : count === 0 ? 0 : given / count;
  const exact = Math.abs(each * 100 - Math.round(each * 100)) < 1e-6;
  const product = count !== 1 && exact ? `${count} × ${each.toFixed(2)} = ` : count !== 1 ? `${count} × … = ` : '';
  return `${name}${product}${amountText(sum, currency)}`;
}

function lostHtml({ links }: InvoiceFacts): string {
  const nowhere = unlinked({ client: links.clients, package: links.packages });
  return (nowhere.lost.length === 0 ? '' : toHtml(`Not found in the export: ${nowhere.lost.join(', ')}`)) + severalLines(nowhere.several);
}

/** The id of the billing note an invoice goes into: one for each deal, else one for each person. Null: it belongs to neither. */
export function billingId({ deal, client }: InvoiceFacts): string | null {
  if (deal !== null) return `${deal.id}/billing`;
  return client === null ? null : `client/${client.id}/billing`;
}

/** Billing notes: all invoices of a deal, or of a person where they have no deal, in one note; where that was decided. */
export function* billingNotes(
  workFor: (entry: Work['index']['invoices'][number]) => Work,
  invoices: Work['index']['invoices'],
): Iterable<DesiredRecord> {
  const groups = new Map<string, { facts: InvoiceFacts; works: { work: Work; facts: InvoiceFacts }[] }>();
  for (const entry of invoices) {
    const work = workFor(entry);
    const facts = invoiceFacts(work);
    const id = billingId(facts);
    if (id === null) continue;
    const group = groups.get(id) ?? { facts, works: [] };
    group.works.push({ work, facts });
    groups.set(id, group);
  }
  for (const [id, { facts, works }] of groups) {
    const parent = parentOf(facts);
    const first = works[0]?.work;
    if (parent === null || first === undefined) continue;
    yield* noteRecords(first, {
      object: 'invoice',
      id,
      rows: works.flatMap(({ work }) => [work.row.key, ...(work.index.lines.get(work.row.key) ?? []).map((l) => l.rowKey)]),
      html: works.map(({ work, facts: own }) => invoiceHtml(work, own) + lostHtml(own)).join(''),
      from: made(RULES.composed, works.map(({ facts: own }) => own.number).join(', ')),
      fields: parent.fields,
      provenance: parent.provenance,
    });
  }
}
