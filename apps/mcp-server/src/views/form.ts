import { ANSWERS, type DecisionKind, PLAIN_TARGETS } from '@cutover/domain';
import { z } from 'zod';

/** What each kind of decision settles in Pipedrive, in a sentence. */
export const MEANING: Readonly<Record<DecisionKind, string>> = Object.freeze({
  object: 'What the rows of this file are; it decides which records they become. "ignore" leaves the file out.',
  field:
    'Where the values of this column go. A custom field is created when the account has none of that name and type; "ignore" leaves the column out.',
  'activity-type': 'Which type the activities have that are made from these; newType creates a custom activity type.',
  'session-group': 'Whether a group session is one activity with all participants or one for each client.',
  stage:
    'Which stage the deals of packages with this status stand in, at which place of the pipeline, and whether they are open, won or lost.',
  'deal-value': 'What the value of a deal is: remaining credit, total price, or zero. The other figure is kept in a custom field.',
  owner: 'Which user owns the records of this coach. Users are never created.',
  'owner-fallback': 'Which user owns records whose coach has no user, or that name no coach.',
  picklist: 'Which spellings become one option of the single-select field.',
  duplicate:
    'What happens to a record that is there already, in the account or twice in the export: link to it, create, merge or leave out.',
  tags: 'Whether tags and groups become a multi-select field, labels, or nothing.',
  'private-note': 'Where private notes go: a long-text field of the person, a note, or nowhere.',
  invoice: 'Whether each invoice becomes a note of its own or a deal gets one billing note.',
  attachment: 'Whether files of the export are uploaded to their records.',
  contract: 'Whether contract documents are transferred, in a step of its own with its own approval.',
  timezone: 'The zone in which times without one are read; Pipedrive keeps them in UTC.',
  'date-format': 'In which order day, month and year stand where values leave it open.',
  currency: 'The currency of amounts that name none.',
  'phone-country': 'The country of phone numbers without a prefix.',
  visibility: 'Who sees the records that are created.',
  sample: 'How many staged rows the sample loads before a person approves the rest.',
  delta: 'How long, and for how many changes, later updates run under the approval of the full load.',
  'side-effects': 'Whether webhooks and automations were paused, or it is accepted that they fire. Only a person can say this.',
  message: 'Whether messages of this kind become activities or notes.',
  'session-status': 'Whether sessions with this status are marked by an activity type of their own or in the subject.',
  'status-times': 'Whether the times of status changes stand in one text field or in a date field each.',
  'text-limit': 'Whether a text over the limit is split into numbered parts or cut.',
  vanished: 'What happens to a loaded record whose row is missing in a later export.',
});

/** The form an answer of this kind has, as JSON Schema. */
export function formOf(kind: DecisionKind): Record<string, unknown> {
  const { $schema: _, ...form } = z.toJSONSchema(ANSWERS[kind], { io: 'input', unrepresentable: 'any' });
  return form;
}

/** Targets that a column can be given, besides those the form's description names. */
export const targetsOf = (kind: DecisionKind): string[] =>
  kind === 'field' ? [...PLAIN_TARGETS, 'person|organization|deal.custom.<slug>', 'link:<object>', 'file', 'ignore'] : [];
