import { type Fault, faultsIn } from '../fault.ts';

const P = 'packages/projection/src';

/** Sessions, messages and payments. */
export const activities: readonly Fault[] = [
  ...faultsIn(
    `${P}/schedule.ts`,
    ['exactly/session'],
    [
      {
        id: 'session/due-date',
        about: 'the day is the local one beside a time in UTC',
        find: 'v: instant === null ? moment.date : instant.slice(0, 10) }',
        replace: 'v: moment.date }',
      },
      {
        id: 'session/due-time',
        about: 'the time is the local one',
        find: "{ t: 'time', v: instant.slice(11, 16) }",
        replace: "{ t: 'time', v: (moment.time ?? '').slice(0, 5) }",
      },
      {
        id: 'session/duration',
        about: 'the length is rounded up to whole hours',
        find: 'v: formatDuration(length.minutes) }',
        replace: 'v: formatDuration(Math.ceil(length.minutes / 60) * 60) }',
      },
      {
        id: 'session/done',
        about: 'past sessions that are still "Scheduled" or cancelled are open',
        find: 'const over = endMs !== null && endMs < work.mapping.loadMs;',
        replace: 'const over = endMs === null;',
      },
      {
        id: 'session/done-cancelled',
        about: 'what is cancelled and still to come is open',
        find: 'const done = decided ?? (over || cancelled);',
        replace: 'const done = decided ?? over;',
      },
      {
        id: 'session/done-begun',
        about: 'a session that has begun and not ended is done',
        find: 'startMs + DAY : startMs + lastsMs;',
        replace: 'startMs + DAY : startMs + lastsMs - lastsMs;',
        tests: ['exactly/mutants-load-time'],
      },
    ],
  ),
  ...faultsIn(
    `${P}/work.ts`,
    ['exactly/session'],
    [
      {
        id: 'session/zone',
        about: 'the zone that the row names is not read',
        find: "if (read.ok) return read.value;\n  unreadable(work, 'zone'",
        replace: "if (read.ok) return 'UTC';\n  unreadable(work, 'zone'",
      },
      {
        id: 'message/zone',
        about: 'the zone decided for times without one is not used',
        find: 'if (cell === null) return work.mapping.zone;',
        replace: "if (cell === null) return 'UTC';",
        tests: ['exactly/message'],
      },
    ],
  ),
  ...faultsIn(
    `${P}/activity.ts`,
    ['exactly/session'],
    [
      {
        id: 'session/type',
        about: 'every session has the type that most have',
        find: 'if (decided !== undefined) return { choice: decided,',
        replace: 'if (decided !== undefined) return { choice: usual(table),',
      },
      {
        id: 'session/mark',
        about: 'cancelled and no-show sessions do not say so in the subject',
        find: 'const subject = marked ?',
        replace: "const subject = marked && kind === '' ?",
      },
      {
        id: 'session/status-type',
        about: 'cancelled and no-show sessions keep the type of the session although one of their own was decided',
        find: "if (status !== null && cancelled?.as === 'type') {",
        replace: "if (status !== null && cancelled?.as === 'type' && type.choice === null) {",
        tests: ['exactly/other-answers'],
      },
      {
        id: 'session/owner',
        about: "a session belongs to its client's coach, not to who led it",
        find: "const own = firstFilled(work.file, work.row, 'activity.owner');\n  if (own !== null) {",
        replace: "const own = firstFilled(work.file, work.row, 'activity.owner');\n  if (own !== null && clients.found.length === 0) {",
      },
      {
        id: 'session/note',
        about: 'the notes of a session lose their HTML',
        find: "html: filled(work.file, work.row, 'activity.note/text')\n      .map((c) => toHtml(c.text))",
        replace: "html: filled(work.file, work.row, 'activity.note/text')\n      .map((c) => toHtml(plainText(c.text)))",
      },
      {
        id: 'session/participants',
        about: 'only the primary client takes part',
        find: 'const v = clients.map((c, i) => ({',
        replace: 'const v = clients.slice(0, 1).map((c, i) => ({',
      },
      {
        id: 'session/primary',
        about: 'the last client is the primary one',
        find: '({ person: c.key, primary: i === 0 }));',
        replace: '({ person: c.key, primary: i === clients.length - 1 }));',
      },
      {
        id: 'session/deal',
        about: 'sessions hang on no deal',
        find: "if (deal !== null)\n    put(\n      to,\n      'deal',",
        replace: "if (deal !== null && deal.id === '')\n    put(\n      to,\n      'deal',",
      },
      {
        id: 'session/location',
        about: 'the place is left out',
        find: "if (place && !('location' in to.fields)) {",
        replace: "if (place && 'location' in to.fields) {",
      },
      {
        id: 'group/other-deals',
        about: 'the deals of the other participants are not named in the note',
        find: 'lines: places + groupLine(share) + lostLines(session.links),',
        replace: 'lines: places + lostLines(session.links),',
      },
      {
        id: 'group/one-per-client',
        about: 'one activity is made of a group session although one per client was decided',
        find: "if (people.length > 1 && mapping.group === 'one-per-client') {",
        replace: "if (people.length > 9 && mapping.group === 'one-per-client') {",
        tests: ['exactly/other-answers'],
      },
      {
        id: 'group/own-deal',
        about: "each client's share of a group session hangs on the first deal",
        find: 'clients: [client], deal: packageOf(client, deals, rest), others: [] };',
        replace: 'clients: [client], deal: packageOf(client, deals, rest) === null ? null : (deals[0] ?? null), others: [] };',
        tests: ['exactly/other-answers'],
      },
      {
        id: 'group/part-number',
        about: 'the parts of a group session carry another source id',
        find: 'i === 0 ? id : `',
        replace: 'i === 0 ? id : `0',
        tests: ['exactly/other-answers'],
      },
    ],
  ),
  ...faultsIn(
    `${P}/links.ts`,
    ['exactly/session'],
    [
      {
        id: 'group/primary-deal',
        about: 'a group session hangs on the deal named last',
        find: 'return packageOf(clients.found[0] ?? null, packages.found, clients.found) ?? packages.found[0] ?? null;',
        replace: 'return packages.found.at(-1) ?? null;',
      },
    ],
  ),
  ...faultsIn(
    `${P}/activity-note.ts`,
    ['exactly/session'],
    [
      {
        id: 'activity/source-line',
        about: 'the source is not the last line of the note',
        find: 'const last = text.lines + sourceLine(text.object, text.id);',
        replace: 'const last = sourceLine(text.object, text.id) + text.lines;',
      },
    ],
  ),
  ...faultsIn(
    `${P}/message.ts`,
    ['exactly/message'],
    [
      {
        id: 'message/decision',
        about: 'every message becomes a note, whatever was decided',
        find: "return as === 'activity' ? activityOf(work, kind) : noteOf(work, kind);",
        replace: 'return as !== as.trim() ? activityOf(work, kind) : noteOf(work, kind);',
      },
      {
        id: 'message/direction',
        about: 'the direction of a message is lost',
        find: 'return (\n    line +\n',
        replace: 'return (\n    line.slice(0, 0) +\n',
      },
      {
        id: 'message/time-of-note',
        about: 'a chat is dated on the day of the load',
        find: 'moment: when,',
        replace: 'moment: when === null ? when : null,',
      },
      {
        id: 'message/text-of-call',
        about: 'the text of a call or email is lost',
        find: 'html: body(work),',
        replace: "html: '',",
      },
    ],
  ),
  ...faultsIn(
    `${P}/invoice-facts.ts`,
    ['exactly/invoice'],
    [
      {
        id: 'payment/unsettled',
        about: 'invoices that are not settled have a payment',
        find: 'if (paid !== null) return true;',
        replace: "if (paid !== null || status !== '') return true;",
      },
      {
        id: 'payment/void',
        about: 'a void invoice has a payment when it has a payment date',
        find: 'settled: !isVoid && isSettled(',
        replace: 'settled: isSettled(',
        tests: ['exactly/mutants'],
      },
    ],
  ),
  ...faultsIn(
    `${P}/payment.ts`,
    ['exactly/invoice'],
    [
      {
        id: 'payment/day',
        about: 'the payment is dated like the invoice',
        find: 'if (facts.paid !== null && day !== null)',
        replace: "if (facts.paid !== null && day === '')",
      },
      {
        id: 'payment/done',
        about: 'payments are still to do',
        find: 'v: type?.done ?? true }',
        replace: 'v: type?.done ?? false }',
      },
      {
        id: 'payment/type',
        about: 'payments have the type of a session',
        find: "put(to, 'type', { t: 'type', v: type.type }, made(RULES.type));",
        replace: "put(to, 'type', { t: 'type', v: work.mapping.sessionTypes.all[0]?.type ?? '' }, made(RULES.type));",
      },
      {
        id: 'payment/client',
        about: 'the client takes no part in the payment',
        find: 'putPeople(to, facts.client === null ? [] : [facts.client],',
        replace: 'putPeople(to, [],',
      },
      {
        id: 'payment/source',
        about: 'the source of a payment does not say `/payment`',
        find: '/payment`;',
        replace: '/paid`;',
      },
    ],
  ),
];
