import type { AnswerOf, Decision } from '@cutover/domain';
import { draft } from '../decide.ts';
import type { Facts } from '../facts/facts.ts';
import { remainingValue, sumsBy, totalValue } from '../facts/packages.ts';
import { ranked } from '../facts/tally.ts';
import type { Column, Layout } from '../layout.ts';
import { sortOf } from '../lexicon/activities.ts';
import { notHeld } from '../lexicon/statuses.ts';

export function proposeDealValue(facts: Facts, currency: string): Decision[] {
  const packages = facts.packages.all;
  if (packages.length === 0) return [];
  const remaining = packages.filter((one) => remainingValue(one) !== null).length;
  const total = packages.filter((one) => totalValue(one) !== null).length;
  const use: AnswerOf<'deal-value'>['use'] = remaining > 0 ? 'remaining' : total > 0 ? 'total' : 'zero';
  return [
    draft(
      'deal-value',
      'deal-value',
      {},
      {
        proposal: { use },
        alternatives: [{ use: 'remaining' }, { use: 'total' }, { use: 'zero' }],
        confidence: remaining > 0 ? 0.75 : total > 0 ? 0.7 : 0.9,
        evidence: [
          `remaining credit: ${sumsBy(packages, remainingValue, currency)} over ${remaining} packages`,
          `total price: ${sumsBy(packages, totalValue, currency)} over ${total} packages`,
          `${packages.length - total} of ${packages.length} packages have no price`,
        ],
        reason:
          use === 'remaining'
            ? 'What is still owed in sessions is what is open in the pipeline; the total is kept in a field of its own.'
            : use === 'total'
              ? 'The export does not say how many sessions remain.'
              : 'The export holds no prices.',
      },
    ),
  ];
}

export function proposeGroups(facts: Facts): Decision[] {
  const { groups, groupMembers } = facts.sessions;
  if (groups.count === 0) return [];
  return [
    draft(
      'session-group',
      'session-group',
      {},
      {
        proposal: { as: 'one-activity' },
        alternatives: [{ as: 'one-per-client' }],
        confidence: 0.85,
        evidence: [
          `${groups.count} sessions have several clients, ${groupMembers} seats in all`,
          `one for each client makes ${groupMembers - groups.count} more activities`,
        ],
        reason: 'One session is one entry in the calendar; every client is a participant of it.',
      },
    ),
  ];
}

/** One decision for each status that says a session was cancelled or missed. */
export function proposeSessionStatuses(facts: Facts): Decision[] {
  return ranked(facts.sessions.statuses.counts).flatMap(([value, count]) => {
    const kind = notHeld(value);
    if (kind === null) return [];
    return [
      draft(
        'session-status',
        `session-status:session:${value}`,
        { object: 'session', value },
        {
          proposal: { as: 'subject' },
          alternatives: [{ as: 'type' }],
          confidence: 0.8,
          evidence: [`${count} of ${facts.sessions.count} sessions`, `reads as ${kind === 'no-show' ? 'missed' : 'cancelled'}`],
          reason: `The subject says [${value}], and the session keeps its type; an activity type of its own is the other way.`,
        },
      ),
    ];
  });
}

export function proposeMessages(facts: Facts): Decision[] {
  return ranked(facts.messages.counts).map(([value, count]) => {
    const { sort } = sortOf(value);
    const talk = /chat|sms|text|whatsapp|message|dm|messenger|slack|comment/i.test(value);
    const activity = !talk && (sort.sort === 'call' || sort.sort === 'email');
    return draft(
      'message',
      `message:message:${value}`,
      { object: 'message', value },
      {
        proposal: { as: activity ? 'activity' : 'note' },
        alternatives: [{ as: activity ? 'note' : 'activity' }],
        confidence: activity ? 0.9 : talk ? 0.8 : 0.55,
        evidence: [`${count} messages of this kind`, activity ? 'Pipedrive has an activity for it' : 'Pipedrive has no activity for it'],
        reason: activity
          ? 'Calls and mails are activities with their own time.'
          : 'Short messages read best as notes, with their original time.',
      },
    );
  });
}

export function proposeInvoices(facts: Facts): Decision[] {
  const { count, settled, deals, withoutDeal, lineRows } = facts.invoices;
  if (count === 0) return [];
  const saved = Math.max(0, count - withoutDeal - deals.size) * 10;
  return [
    draft(
      'invoice',
      'invoice',
      {},
      {
        proposal: { as: 'each' },
        alternatives: [{ as: 'billing-note' }],
        confidence: 0.8,
        evidence: [
          `${count} invoices with ${lineRows} lines, ${settled} settled`,
          `on ${deals.size} deals, ${withoutDeal} on no deal`,
          `one billing note for each deal saves ${saved} tokens`,
        ],
        reason: 'A note for each invoice keeps its date in the time line.',
      },
    ),
  ];
}

export function proposeTags(layout: Layout, facts: Facts): Decision[] {
  const columns = layout.tables.flatMap((table) => table.columns.filter((column) => column.answer.as?.part === 'tags'));
  const groups = layout.tables.some((table) => table.object === 'tag');
  if (columns.length === 0 && !groups) return [];
  return [
    draft(
      'tags',
      'tags',
      {},
      {
        proposal: { as: 'set' },
        alternatives: [{ as: 'labels' }, { as: 'ignore' }],
        confidence: 0.85,
        evidence: [
          `${facts.tags.length} different tags${groups ? ' and groups' : ''}`,
          ...(groups ? ['groups are nested: a member of a group gets those above it too'] : []),
        ],
        reason: 'A multi-select field holds any number of them and can be filtered by; labels are few and coloured.',
      },
    ),
  ];
}

export function proposePrivateNotes(facts: Facts): Decision[] {
  if (facts.privateNotes === 0) return [];
  return [
    draft(
      'private-note',
      'private-note',
      {},
      {
        proposal: { as: 'field' },
        alternatives: [{ as: 'note' }, { as: 'ignore' }],
        confidence: 0.8,
        evidence: [`${facts.privateNotes} clients have one`],
        reason: 'A long-text field stays with the person and out of the time line.',
      },
    ),
  ];
}

export function proposeAttachments(facts: Facts, total: { count: number; bytes: number }): Decision[] {
  const { rows, found, missing } = facts.attachments;
  if (rows === 0 && total.count === 0) return [];
  return [
    draft(
      'attachment',
      'attachment',
      {},
      {
        proposal: { upload: true },
        alternatives: [{ upload: false }],
        confidence: 0.9,
        evidence: [
          `${total.count} files in the export, ${(total.bytes / 1024 / 1024).toFixed(1)} MB`,
          `${rows} rows name a file: ${found} are there, ${missing.count} are missing`,
        ],
        reason: 'Files move with their record; those that are missing go on the download list.',
      },
    ),
  ];
}

export function proposeContracts(facts: Facts): Decision[] {
  const { rows, files } = facts.contracts;
  if (rows === 0) return [];
  return [
    draft(
      'contract',
      'contract',
      {},
      {
        proposal: { transfer: files > 0 },
        alternatives: [{ transfer: files === 0 }],
        confidence: files > 0 ? 0.7 : 0.9,
        evidence: [
          `${rows} contracts, ${files} of their files are in the export`,
          'the files move in a step of their own, with its own yes',
        ],
        reason:
          files > 0
            ? 'Addresses are kept in a field; the files that are there can follow.'
            : 'No contract file is in the export: only the addresses are kept.',
      },
    ),
  ];
}

const MIDNIGHT = /[ T]00:00(:00(\.0+)?)?(Z|[+-]\d{2}:?\d{2})?$/;

/** Whether a column says the day alone: no time of day would be lost in a date field. */
function isTimeless({ profile }: Column): boolean {
  if (profile.type !== 'datetime') return profile.type === 'date';
  return profile.values?.every(({ value }) => MIDNIGHT.test(value.trim())) ?? false;
}

/** Custom fields that a plan adds of its own at most: source ids, further addresses, a history. */
const OWN_FIELDS = 6;

export function proposeStatusTimes(layout: Layout, room: { present: number; cap: number }): Decision[] {
  const columns = layout.tables.flatMap((table) => table.columns.filter((column) => column.answer.as?.part === 'status-time'));
  if (columns.length === 0) return [];
  const timed = columns.filter((column) => column.profile.filled > 0 && !isTimeless(column));
  const wanted = new Set(
    layout.tables.flatMap((table) => table.columns.map((one) => one.answer.target).filter((one) => one.includes('.custom.'))),
  );
  const fits = room.present + wanted.size + OWN_FIELDS + columns.length <= room.cap;
  const as = timed.length === 0 && fits ? 'dates' : 'text';
  return [
    draft(
      'status-times',
      'status-times',
      {},
      {
        proposal: { as },
        alternatives: [{ as: as === 'dates' ? 'text' : 'dates' }],
        confidence: as === 'dates' ? 0.8 : 0.85,
        evidence: [
          `${columns.length} columns date a change of status: ${columns.map((column) => column.header).join(', ')}`,
          timed.length === 0 ? 'none of them has a time of day' : `with a time of day: ${timed.map((column) => column.header).join(', ')}`,
          `a field for each takes ${columns.length} of ${room.cap} custom fields (${room.present} are in use)`,
        ],
        reason:
          as === 'dates'
            ? 'Days alone lose nothing in date fields, which can be sorted and filtered by.'
            : timed.length > 0
              ? 'Pipedrive has no field for date and time together: one text keeps the exact times.'
              : 'The custom fields of the account are too few for one each: one text keeps them all.',
      },
    ),
  ];
}
