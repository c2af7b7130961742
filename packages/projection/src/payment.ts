import type { DesiredRecord } from '@cutover/domain';
import { ownerOf, parentsOf, putPeople } from './activity.ts';
import { putActivityNote } from './activity-note.ts';
import { firstFilled } from './cells.ts';
import { draft, made, put, record } from './draft.ts';
import { factLine } from './html.ts';
import type { InvoiceFacts } from './invoice-facts.ts';
import { ownerFrom } from './owners.ts';
import { RULES } from './rules.ts';
import { amountText, cut, LIMITS, roundTo } from './text.ts';
import { dayOf, type Work } from './work.ts';

/**
 * A settled invoice → an activity "Payment Received" on the day of the payment, done. Settled is an invoice that is paid in full or has a
 * payment date, unless it is void; of a partly paid one the paid part is named.
 */
export function paymentActivity(work: Work, facts: InvoiceFacts): DesiredRecord[] {
  const to = draft();
  const id = `${facts.id}/payment`;
  const paid = paidAmount(facts);
  const what = [`Payment Received: ${facts.number}`, paid === null ? '' : amountText(paid, facts.currency)]
    .filter((t) => t !== '')
    .join(' ');
  put(to, 'subject', { t: 'text', v: cut(what, LIMITS.varchar) }, made(RULES.composed, facts.number));
  const type = work.mapping.paymentType;
  if (type !== null) put(to, 'type', { t: 'type', v: type.type }, made(RULES.type));
  const day = facts.paid === null ? null : dayOf(work, 'due_date', facts.paid);
  if (facts.paid !== null && day !== null)
    put(to, 'due_date', { t: 'date', v: day }, { column: facts.paid.column.header, source: facts.paid.text, rule: RULES.paymentDate });
  else if (facts.day !== null) put(to, 'due_date', { t: 'date', v: facts.day }, made(RULES.invoiceDate, facts.day));
  put(to, 'done', { t: 'bool', v: type?.done ?? true }, made(type?.done == null ? RULES.doneAlways : RULES.doneByDecision));
  const own = firstFilled(work.file, work.row, 'activity.owner');
  const inherited = own === null ? (facts.deal?.owner ?? facts.client?.owner ?? null) : null;
  const { owner, from } = inherited === null ? ownerOf(work, facts.links) : { owner: inherited, from: ownerFrom(null, inherited, true) };
  put(to, 'owner', { t: 'user', v: owner.mail }, from);
  putPeople(to, facts.client === null ? [] : [facts.client], facts.deal, facts.links);
  const more = putActivityNote(work, to, {
    object: 'invoice',
    id,
    html: factLine('Invoice', facts.number),
    lines: '',
    from: made(RULES.sourceId, facts.number),
    parents: parentsOf(facts.client, facts.deal),
  });
  return [record({ entity: 'activity', object: 'invoice', id, rows: [work.row.key] }, to), ...more];
}

/** What was paid: the amount less what is left to pay. */
function paidAmount({ amount, balance }: InvoiceFacts): number | null {
  if (amount === null) return null;
  return balance !== null && balance > 0 && balance < amount ? roundTo(amount - balance, 2) : amount;
}
