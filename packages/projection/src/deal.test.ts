import { describe, expect, it } from 'vitest';
import {
  type DecisionSpec,
  FALLBACK,
  type FieldSpec,
  type FileSpec,
  first,
  ownerDecision,
  type Spec,
  valueIn,
  world,
} from '../testing/kit.ts';

type Columns = FileSpec['columns'];
const DANA: DecisionSpec = ownerDecision('Dana Reyes', 'dana@example.com', ['K1'], 'dana@example.com');
const SAM: DecisionSpec = ownerDecision('Sam Okafor', 'sam@example.com', ['K2'], 'sam@example.com');
const STAGES: DecisionSpec[] = [
  ['stage', { object: 'package', value: 'Active' }, { stage: 'Active', order: 2, status: 'open' }],
  ['stage', { object: 'package', value: 'New' }, { stage: 'New', order: 1, status: 'open' }],
  ['stage', { object: 'package', value: 'Completed' }, { stage: 'Completed', order: 3, status: 'won' }],
  ['stage', { object: 'package', value: 'Cancelled' }, { stage: 'Lost', order: 4, status: 'lost' }],
];
const clients = {
  object: 'client',
  id: 'Id',
  columns: { Id: 'person.source_id', Name: 'person.name', Mail: 'person.emails', Company: 'link:company', Coach: 'person.owner' },
  rows: [
    ['C1', 'Maya Chen', 'maya@example.com', 'CO1', 'K2'],
    ['C2', 'Raj Patel', '', '', ''],
  ],
} as const;
const companies = {
  object: 'company',
  id: 'Id',
  columns: { Id: 'organization.source_id', Name: 'organization.name' },
  rows: [
    ['CO1', 'Brightwater'],
    ['CO2', 'Tallgrass'],
  ],
} as const;

const field = (slug: string, type: FieldSpec['type']): FieldSpec => ({ entity: 'deal', slug, type });

function deal(columns: Columns, cells: Record<string, string>, more: Partial<Spec> = {}) {
  const headers = ['Id', 'Client', 'Package', ...Object.keys(columns)];
  const given: Record<string, string> = { Id: 'P1', Client: 'C1', Package: 'Compass', ...cells };
  const packages = {
    object: 'package',
    id: 'Id',
    columns: { Id: 'deal.source_id', Client: 'link:client', Package: 'deal.title', ...columns },
    rows: [headers.map((h) => given[h] ?? '')],
  } as const;
  const made = world({
    ...more,
    files: { 'clients.csv': clients, 'companies.csv': companies, 'packages.csv': packages },
    decisions: [DANA, SAM, ...STAGES, ...(more.decisions ?? [])],
  });
  return { ...made, deal: first(made.records('packages.csv')) };
}

describe('title and links', () => {
  it('names client and package, links person and the primary company of the person', () => {
    const { deal: made } = deal({}, {});
    expect(valueIn(made, 'title')).toBe('Maya Chen – Compass');
    expect(made.fields.person).toEqual({ t: 'ref', v: 'client:C1' });
    expect(made.fields.org).toEqual({ t: 'ref', v: 'company:CO1' });
    expect(made.dependsOn).toEqual(['client:C1', 'company:CO1']);
    expect(made.entity).toBe('deal');
    expect(made.object).toBe('package');
  });

  it('prefers the company the package names', () => {
    expect(valueIn(deal({ Org: 'link:company' }, { Org: 'Tallgrass' }).deal, 'org')).toBe('company:CO2');
  });

  it('finds the client by mail and by name', () => {
    expect(valueIn(deal({}, { Client: 'MAYA@example.com' }).deal, 'person')).toBe('client:C1');
    expect(valueIn(deal({}, { Client: 'Chen, Maya' }).deal, 'person')).toBe('client:C1');
    expect(valueIn(deal({}, { Client: 'raj  patel' }).deal, 'person')).toBe('client:C2');
  });

  it('keeps a package whose client is not there, and reports it', () => {
    const made = deal({}, { Client: 'C99' });
    expect(valueIn(made.deal, 'title')).toBe('Compass');
    expect(made.deal.fields).not.toHaveProperty('person');
    const outcome = made.outcome('packages.csv');
    expect(outcome.kind === 'records' && outcome.unread.map((u) => u.value)).toEqual(['C99']);
  });

  it('names a package without a name by its id', () => {
    expect(valueIn(deal({}, { Package: '' }).deal, 'title')).toBe('Maya Chen – Package P1');
  });
});

describe('owner', () => {
  it("is the package's own coach, else the client's owner, else the fallback", () => {
    expect(valueIn(deal({ Coach: 'deal.owner' }, { Coach: 'Dana Reyes' }).deal, 'owner')).toBe('dana@example.com');
    const inherited = deal({ Coach: 'deal.owner' }, { Coach: 'TBD' }).deal;
    expect(valueIn(inherited, 'owner')).toBe('sam@example.com');
    expect(inherited.provenance.owner?.rule).toBe("the client's owner");
    expect(valueIn(deal({ Coach: 'deal.owner' }, { Coach: 'Nobody Known' }).deal, 'owner')).toBe(FALLBACK);
    expect(valueIn(deal({}, { Client: '' }).deal, 'owner')).toBe(FALLBACK);
  });
});

describe('value', () => {
  const columns = {
    Price: { target: 'deal.value', as: { part: 'total' } },
    Unit: { target: 'deal.value', as: { part: 'unit' } },
    Cur: 'deal.currency',
    Total: { target: 'deal.custom.sessions-total', as: { part: 'sessions-total', type: 'double' } },
    Used: { target: 'deal.custom.sessions-used', as: { part: 'sessions-used', type: 'double' } },
    Left: { target: 'deal.custom.sessions-remaining', as: { part: 'sessions-remaining', type: 'double' } },
  } as const;
  const fields = [
    field('sessions-total', 'double'),
    field('sessions-used', 'double'),
    field('sessions-remaining', 'double'),
    field('total-price', 'monetary'),
    field('remaining-credit', 'monetary'),
  ];
  const made = (cells: Record<string, string>, use = 'remaining', decisions: DecisionSpec[] = []) =>
    deal(columns, cells, { fields, decisions: [['deal-value', {}, { use }], ...decisions] }).deal;

  it('is what remains × the price of one session', () => {
    const one = made({ Unit: '90', Total: '10', Used: '7', Left: '3', Price: '1000' });
    expect(one.fields.value).toEqual({ t: 'number', v: 270 });
    expect(one.provenance.value?.rule).toBe('sessions remaining × price of one session, two decimals');
  });

  it('takes total ÷ sessions where no price of one is given, to two decimals', () => {
    const one = made({ Price: '$1,000.00', Total: '3', Left: '1' });
    expect(one.fields.value).toEqual({ t: 'number', v: 333.33 });
    expect(one.provenance.value?.rule).toBe('sessions remaining × (total ÷ sessions in all), two decimals');
    expect(valueIn(made({ Price: '2400', Total: '10', Used: '5' }), 'value')).toBe(1200);
    expect(valueIn(made({ Price: '1680', Total: '8', Left: '3' }), 'value')).toBe(630);
  });

  it('is the total, or zero, by decision; the other amounts stand in fields', () => {
    const cells = { Price: '2400', Total: '10', Left: '5' };
    expect(valueIn(made(cells, 'total'), 'value')).toBe(2400);
    expect(made(cells, 'total').fields['custom.remaining-credit']).toEqual({ t: 'money', v: 1200, currency: 'USD' });
    expect(made(cells, 'total').fields).not.toHaveProperty('custom.total-price');
    expect(valueIn(made(cells, 'zero'), 'value')).toBe(0);
    expect(valueIn(made(cells, 'zero'), 'custom.total-price')).toBe(2400);
    expect(valueIn(made(cells, 'zero'), 'custom.remaining-credit')).toBe(1200);
    expect(valueIn(made(cells), 'custom.total-price')).toBe(2400);
  });

  it('is unknown, not zero, when no price is given', () => {
    const one = made({ Price: '—', Total: '8', Left: '4' });
    expect(one.fields).not.toHaveProperty('value');
    expect(one.fields).not.toHaveProperty('custom.total-price');
    expect(valueIn(one, 'custom.sessions-remaining')).toBe(4);
  });

  it('is zero when nothing remains', () => {
    expect(valueIn(made({ Price: '3000', Total: '12', Left: '0' }), 'value')).toBe(0);
  });

  it('has the currency of its column, else that of the amount, else the one decided', () => {
    expect(valueIn(made({ Price: '100', Total: '1', Left: '1', Cur: 'eur' }), 'currency')).toBe('EUR');
    expect(valueIn(made({ Price: '100,00 €', Total: '1', Left: '1' }), 'currency')).toBe('EUR');
    const decided = made({ Price: '100', Total: '1', Left: '1' }, 'remaining', [['currency', {}, { code: 'CHF' }]]);
    expect(valueIn(decided, 'currency')).toBe('CHF');
    expect(decided.provenance.currency?.rule).toBe('no currency written: the one decided');
  });

  it('keeps the three figures, the third from the other two', () => {
    const one = made({ Total: '12', Used: '4.5' });
    expect([
      valueIn(one, 'custom.sessions-total'),
      valueIn(one, 'custom.sessions-used'),
      valueIn(one, 'custom.sessions-remaining'),
    ]).toEqual([12, 4.5, 7.5]);
  });

  it('owes nothing when more was used than was included', () => {
    const one = made({ Price: '1000', Total: '10', Used: '12' });
    expect([valueIn(one, 'custom.sessions-remaining'), valueIn(one, 'value')]).toEqual([0, 0]);
  });

  it('takes two counts in a cell of counts for used or remaining, and total', () => {
    const one = made({ Price: '1000', Total: '3/10' });
    expect([
      valueIn(one, 'custom.sessions-total'),
      valueIn(one, 'custom.sessions-used'),
      valueIn(one, 'custom.sessions-remaining'),
    ]).toEqual([10, 3, 7]);
    expect(one.provenance['custom.sessions-total']).toEqual({
      column: 'Total',
      source: '3/10',
      rule: 'two counts in one cell: used/total',
    });
    expect(one.provenance['custom.sessions-used']?.rule).toBe('two counts in one cell: used/total');
    expect(valueIn(one, 'value')).toBe(700);
    // A column of its own says it better.
    expect(valueIn(made({ Total: '3/10', Used: '4' }), 'custom.sessions-used')).toBe(4);
    expect(valueIn(made({ Total: '10/3' }), 'custom.sessions-total')).toBeUndefined();
  });

  it('takes a balance apart in the order of its column', () => {
    const split = (how: 'used/total' | 'total/used' | 'remaining/total', text: string) => {
      const one = deal(
        { Balance: { target: 'deal.custom.balance', as: { split: how } } },
        { Balance: text },
        { fields: [...fields, field('balance', 'varchar')] },
      ).deal;
      return [
        valueIn(one, 'custom.sessions-total'),
        valueIn(one, 'custom.sessions-used'),
        valueIn(one, 'custom.sessions-remaining'),
        valueIn(one, 'custom.balance'),
      ];
    };
    expect(split('used/total', '3/10')).toEqual([10, 3, 7, '3/10']);
    expect(split('total/used', '10/3')).toEqual([10, 3, 7, '10/3']);
    expect(split('remaining/total', '2 of 16')).toEqual([16, 14, 2, '2 of 16']);
  });
});

describe('stage, status and their times', () => {
  const history = (status: string) =>
    ({ target: 'deal.custom.status-history', as: { part: 'status-time', status, type: 'text' } }) as const;
  const columns = {
    Status: 'deal.stage',
    'Activated At': history('Active'),
    'Done At': history('Completed'),
    'Stopped At': history('Cancelled'),
    Why: 'deal.lost_reason',
  } as const;
  const fields = [field('status-history', 'text')];
  const made = (cells: Record<string, string>) => deal(columns, cells, { fields }).deal;

  it('follow the stage decision', () => {
    const one = made({ Status: 'active' });
    expect(one.fields.stage).toEqual({ t: 'stage', v: 'Active' });
    expect(one.fields.status).toEqual({ t: 'text', v: 'open' });
    expect(one.fields).not.toHaveProperty('won_time');
  });

  it('keep the time of winning and losing, in UTC, only with that status', () => {
    const won = made({ Status: 'Completed', 'Activated At': '2025-09-01 09:00', 'Done At': '2025-10-24 17:05' });
    expect(won.fields.won_time).toEqual({ t: 'instant', v: '2025-10-24T21:05:00Z' });
    expect(won.fields).not.toHaveProperty('lost_time');
    const lost = made({ Status: 'Cancelled', 'Stopped At': '2026-02-13 16:40', Why: 'Moved away' });
    expect(lost.fields.lost_time).toEqual({ t: 'instant', v: '2026-02-13T21:40:00Z' });
    expect(valueIn(lost, 'lost_reason')).toBe('Moved away');
    expect(made({ Status: 'Active', 'Done At': '2025-10-24 17:05', Why: 'Moved away' }).fields).not.toHaveProperty('won_time');
    expect(made({ Status: 'Active', Why: 'Moved away' }).fields).not.toHaveProperty('lost_reason');
  });

  it('stand as one text with exact local times, in the order in which they happened', () => {
    const one = made({ Status: 'Cancelled', 'Activated At': '2026-01-19 09:25', 'Stopped At': '2025-07-16 14:00' });
    expect(valueIn(one, 'custom.status-history')).toBe(
      'Cancelled: 2025-07-16 14:00 (America/New_York)\nActive: 2026-01-19 09:25 (America/New_York)',
    );
    expect(valueIn(made({ 'Activated At': '2026-01-19' }), 'custom.status-history')).toBe('Active: 2026-01-19');
    expect(valueIn(made({ 'Activated At': 'in spring' }), 'custom.status-history')).toBe('Active: in spring');
  });

  it('name the zone that a time itself carries', () => {
    expect(valueIn(made({ 'Activated At': '2026-01-19 09:25 Europe/Berlin' }), 'custom.status-history')).toBe(
      'Active: 2026-01-19 09:25 (Europe/Berlin)',
    );
  });

  it('stand in date fields by decision', () => {
    const dates = {
      Status: 'deal.stage',
      At: { target: 'deal.custom.activated-at', as: { part: 'status-time', status: 'Active', type: 'date' } },
    } as const;
    const one = deal(dates, { Status: 'Active', At: '2025-12-31 23:15' }, { fields: [field('activated-at', 'date')] }).deal;
    expect(one.fields['custom.activated-at']).toEqual({ t: 'date', v: '2025-12-31' });
  });

  it('put a status nobody decided about into the first open stage, and report it', () => {
    const one = deal(columns, { Status: 'Rolled Over' }, { fields });
    expect(valueIn(one.deal, 'stage')).toBe('New');
    const outcome = one.outcome('packages.csv');
    expect(outcome.kind === 'records' && outcome.unread.map((u) => [u.field, u.value])).toEqual([['stage', 'Rolled Over']]);
  });
});

describe('other fields', () => {
  it('keep the creation date in a date field', () => {
    const one = deal(
      { Made: { target: 'deal.custom.created', as: { part: 'created', type: 'date' } } },
      { Made: '2025-10-27 08:00' },
      { fields: [field('created', 'date')] },
    ).deal;
    expect(one.fields['custom.created']).toEqual({ t: 'date', v: '2025-10-27' });
    expect(one.fields).not.toHaveProperty('add_time');
  });

  it('carry the source id, the expected close date and a whole probability', () => {
    const one = deal(
      { End: 'deal.expected_close_date', Chance: 'deal.probability', Kind: 'deal.custom.kind' },
      { End: '12/31/2026', Chance: '62.5%', Kind: 'Fixed' },
      { fields: [field('source-system-id', 'varchar'), field('kind', 'varchar')] },
    ).deal;
    expect(valueIn(one, 'custom.source-system-id')).toBe('P1');
    expect(one.fields.expected_close_date).toEqual({ t: 'date', v: '2026-12-31' });
    expect(valueIn(one, 'probability')).toBe(63);
    expect(valueIn(one, 'custom.kind')).toBe('Fixed');
  });
});
