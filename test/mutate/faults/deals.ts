import { type Fault, faultsIn } from '../fault.ts';

const P = 'packages/projection/src';

/** Packages, their values and stages. */
export const deals: readonly Fault[] = [
  ...faultsIn(
    `${P}/names.ts`,
    ['exactly/deal'],
    [
      {
        id: 'deal/title',
        about: 'the title is the package alone',
        find: 'const text = client === null ? name :',
        replace: 'const text = client !== null ? name :',
      },
    ],
  ),
  ...faultsIn(
    `${P}/deal.ts`,
    ['exactly/deal'],
    [
      {
        id: 'deal/value-decision',
        about: 'the value is the total, whatever was decided',
        find: "dealValue === 'zero' ? 0 : prices[dealValue];",
        replace: "dealValue === 'zero' ? 0 : prices.total;",
      },
      {
        id: 'deal/other-value',
        about: 'the value that was not chosen is lost',
        find: 'if (which === dealValue || amount === null) continue;',
        replace: 'if (which !== dealValue || amount === null) continue;',
      },
      {
        id: 'deal/sessions',
        about: 'sessions used and remaining are those in all',
        find: 'const amount = sessions[part];',
        replace: 'const amount = sessions.total;',
      },
      {
        id: 'deal/owner',
        about: 'deals belong to the fallback owner',
        find: "{ t: 'user', v: deal.owner.mail }",
        replace: "{ t: 'user', v: work.mapping.fallback.mail }",
      },
      {
        id: 'deal/person',
        about: 'deals hang on no person',
        find: "if (client !== null) {\n    put(to, 'person'",
        replace: "if (client !== null) {\n    if (client.id === '') put(to, 'person'",
      },
      {
        id: 'deal/organization',
        about: 'deals hang on no organization',
        find: "if (company !== null)\n    put(to, 'org'",
        replace: "if (company !== null && company.id === '')\n    put(to, 'org'",
      },
      {
        id: 'deal/stage',
        about: 'every deal stands in the first open stage',
        find: "put(to, 'stage', { t: 'stage', v: stage.stage }",
        replace: "put(to, 'stage', { t: 'stage', v: firstOpen(stages.all)?.stage ?? stage.stage }",
        tests: ['exactly/stage'],
      },
      {
        id: 'deal/status',
        about: 'every deal is open',
        find: "put(to, 'status', { t: 'text', v: stage.status }",
        replace: "put(to, 'status', { t: 'text', v: 'open' }",
        tests: ['exactly/stage'],
      },
      {
        id: 'deal/won-time',
        about: 'deals are won and lost at the time of the load',
        find: 'if (at !== null) put(to, field,',
        replace: "if (at !== null && field === 'lost_time') put(to, field,",
        tests: ['exactly/stage'],
      },
      {
        id: 'deal/lost-time',
        about: 'the time of winning is the first change of status',
        find: 'times.find((t) => same(t.status, status) && t.moment !== null)',
        replace: 'times.find((t) => t.moment !== null)',
        tests: ['exactly/stage'],
      },
      {
        id: 'deal/history-times',
        about: 'the text of status changes holds days without times',
        find: 'return moment.time === null ? moment.date :',
        replace: 'return moment.time !== null ? moment.date :',
        tests: ['exactly/stage'],
      },
      {
        id: 'deal/history-names',
        about: 'the text of status changes does not say which status',
        find: 'ordered.map((t) => `',
        replace: "ordered.map((t) => t.status !== '' ? momentText(t) : `",
        tests: ['exactly/stage'],
      },
      {
        id: 'deal/history-order',
        about: 'the text of status changes runs backwards',
        find: '(sortKey(a) < sortKey(b) ? -1 : sortKey(a) > sortKey(b) ? 1 : 0)',
        replace: '(sortKey(a) < sortKey(b) ? 1 : sortKey(a) > sortKey(b) ? -1 : 0)',
        tests: ['exactly/mutants'],
      },
      {
        id: 'deal/status-dates',
        about: 'a date field of a status holds the day in UTC',
        find: "{ t: 'date', v: first.moment.date }",
        replace: "{ t: 'date', v: (first.moment.instant ?? first.moment.date).slice(0, 10) }",
        tests: ['exactly/other-answers'],
      },
      {
        id: 'deal/created',
        about: 'the day of creation is lost',
        find: "if (text === '' || field === undefined) continue;",
        replace: "if (text !== '' || field === undefined) continue;",
      },
    ],
  ),
  ...faultsIn(
    `${P}/balance.ts`,
    ['exactly/deal'],
    [
      {
        id: 'deal/remaining-credit',
        about: 'the remaining credit is what has been used',
        find: 'sessions.remaining !== null ? each * sessions.remaining : null;',
        replace: 'sessions.used !== null ? each * sessions.used : null;',
      },
    ],
  ),
];
