import type { FieldAnswer } from '@cutover/domain';
import { kindOfField } from './custom.ts';

const PLAIN: Readonly<Record<string, string>> = Object.freeze({
  'person.source_id': "the client's id",
  'person.name': 'the name of the person',
  'person.first_name': 'the first name',
  'person.last_name': 'the last name',
  'person.emails': 'a mail address of the person',
  'person.phones': 'a phone number of the person',
  'person.owner': 'the coach, who becomes the owner',
  'person.add_time': 'when the person was added',
  'organization.source_id': "the company's id",
  'organization.name': 'the name of the organization',
  'organization.address': 'the address of the organization',
  'organization.website': 'the website of the organization',
  'organization.owner': 'the coach, who becomes the owner',
  'organization.add_time': 'when the organization was added',
  'deal.source_id': "the package's id",
  'deal.title': 'the package, for the title of the deal',
  'deal.stage': 'where the package stands: stage and status of the deal',
  'deal.currency': 'the currency of the deal',
  'deal.owner': 'the coach, who becomes the owner',
  'deal.expected_close_date': 'when the deal is expected to close',
  'deal.won_time': 'when the deal was won',
  'deal.lost_time': 'when the deal was lost',
  'deal.lost_reason': 'why the deal was lost',
  'activity.source_id': 'the id of the activity',
  'activity.owner': 'the coach, who becomes the owner',
  'activity.type': 'what kind of activity it is',
  'activity.subject': 'the subject of the activity',
  'activity.due_date': 'the day of the activity',
  'activity.due_time': 'the time of the activity',
  'activity.duration': 'how long it takes',
  'activity.done': 'whether it took place',
  'activity.location': 'where it takes place',
  'activity.note': 'text for the note of the activity',
  'note.source_id': 'the id of the note',
  'note.content': 'text of the note',
  'note.add_time': 'when the note was written',
  'note.owner': 'who wrote the note',
  file: 'a file that belongs to the record',
});

const PARTS: Readonly<Record<string, string>> = Object.freeze({
  total: 'the price of the whole package',
  unit: 'the price of one session',
  zone: 'the time zone of the times beside it',
  direction: 'incoming or outgoing, for the note',
  link: 'a link, for the note',
  answer: 'the answer to a question of the form',
  number: 'the number of the invoice',
  amount: 'the amount of the invoice',
  currency: 'the currency of the invoice',
  date: 'the date of the invoice',
  balance: 'what is still to be paid',
  description: 'a line of the invoice note',
  'line-description': 'what the line of the invoice is for',
  'line-quantity': 'the quantity in the line',
  'line-amount': 'the amount of the line',
  paid: 'when the invoice was paid',
  id: 'the id by which others refer to it',
  mail: 'the mail by which others refer to it',
  parent: 'the group above',
  member: 'the clients in it',
  path: 'where the file is',
  url: 'the address of the file',
  contract: 'the address of the contract',
  tags: 'tags of the person',
  'private-note': 'a private note about the person',
});

/** What an answer makes of a column, in words. */
export function describe({ target, as }: FieldAnswer): string {
  if (target === 'ignore') return 'nothing that is carried over';
  const part = as?.part === undefined ? undefined : PARTS[as.part];
  if (part !== undefined && as?.part !== 'status') return part;
  if (as?.from === 'end') return 'the end time';
  if (target.startsWith('link:')) return as?.part === 'name' ? 'its name' : `the ${target.slice(5)} it belongs to`;
  if (target.includes('.custom.')) return `a ${kindOfField(as?.type ?? 'varchar')} field of its own`;
  return PLAIN[target] ?? target;
}
