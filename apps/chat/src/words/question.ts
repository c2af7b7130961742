import type { Decision } from '@cutover/domain';
import { oneLine } from '../text/printable.ts';
import { manyOf } from './objects.ts';

/** A text of the subject, ready for the screen. */
function about({ subject }: Decision, key: string): string {
  const value = subject[key];
  return typeof value === 'string' || typeof value === 'number' ? oneLine(String(value)) : '';
}

const quoted = (text: string): string => `“${text}”`;

/** The question of a decision as one plain sentence. */
export function questionOf(decision: Decision): string {
  const value = quoted(about(decision, 'value'));
  const object = manyOf(about(decision, 'object'));
  switch (decision.kind) {
    case 'object':
      return `What does the file ${quoted(about(decision, 'file'))} hold?`;
    case 'field':
      return `Where does the column ${quoted(about(decision, 'column') || '(no header)')} of ${about(decision, 'file')} go?`;
    case 'activity-type':
      return about(decision, 'object') === 'invoice'
        ? 'What type of activity is a payment?'
        : `What type of activity is a ${about(decision, 'object')} called ${value}?`;
    case 'session-group':
      return 'How do sessions with several clients look in Pipedrive?';
    case 'stage':
      return `Which stage do packages with the status ${value} go to?`;
    case 'deal-value':
      return 'What is the value of a deal?';
    case 'owner':
      return `Which user owns what ${quoted(about(decision, 'name') || about(decision, 'value'))} looks after?`;
    case 'owner-fallback':
      return 'Who owns what has no coach, or a coach without a user?';
    case 'picklist':
      return `Are some values of ${quoted(about(decision, 'column'))} the same, written differently?`;
    case 'duplicate':
      return duplicateQuestion(decision);
    case 'tags':
      return 'What do tags and groups become?';
    case 'private-note':
      return 'Where do private notes go?';
    case 'invoice':
      return 'How are invoices shown?';
    case 'attachment':
      return 'Are the attached files uploaded?';
    case 'contract':
      return 'Are the files of contracts transferred?';
    case 'timezone':
      return 'Which time zone are times in that name none?';
    case 'date-format':
      return `In which order are dates written${object === '' ? '' : ` in ${object}`}?`;
    case 'currency':
      return 'Which currency are amounts in that name none?';
    case 'phone-country':
      return 'Which country are phone numbers from that have no prefix?';
    case 'visibility':
      return 'Who may see the records?';
    case 'sample':
      return 'How large is the sample that you look at before everything is loaded?';
    case 'delta':
      return 'How long are changes picked up after the load, and within what bounds?';
    case 'side-effects':
      return 'Are webhooks, automations and sequences of the account paused, or may they fire?';
    case 'message':
      return `What does a message of the kind ${value} become?`;
    case 'session-status':
      return `How is a session marked that was ${value}?`;
    case 'status-times':
      return 'Where are the times kept at which a package changed its status?';
    case 'text-limit':
      return 'What happens to a text that is too long for Pipedrive?';
    case 'vanished':
      return 'What happens to a record whose row a later export no longer holds?';
  }
}

function duplicateQuestion(decision: Decision): string {
  const { keys, match } = decision.subject;
  if (match === 'pair' && Array.isArray(keys)) return `Are ${keys.map((key) => oneLine(key)).join(' and ')} the same?`;
  const name = about(decision, 'name') || about(decision, 'sourceId');
  return `${quoted(name)} (${about(decision, 'sourceId')}) is in the account already. What is done with this row?`;
}
