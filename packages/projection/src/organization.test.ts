import type { DesiredRecord } from '@cutover/domain';
import { describe, expect, it } from 'vitest';
import { contacts, type DecisionSpec, FALLBACK, first, ownerDecision, type Spec, valueIn, world } from '../testing/kit.ts';
import { extraRecords, reuseOf } from './index.ts';

const DANA: DecisionSpec = ownerDecision('Dana Reyes', 'dana@example.com', ['K1'], 'dana@example.com');
const companies = {
  object: 'company',
  id: 'Id',
  columns: {
    Id: 'organization.source_id',
    Name: 'organization.name',
    Coach: 'organization.owner',
    Where: 'organization.address',
    Web: 'organization.website',
    Staff: 'organization.employee_count',
    Added: 'organization.add_time',
  },
  rows: [
    ['CO1', 'Fennel & Rye, LLC', 'K1', '210 Court Street, Brooklyn', 'https://fennel.example.com', '12.6', '2023-05-19'],
    ['CO2', 'Meridian Robotics', '', '', 'N/A', '', ''],
    ['CO3', 'Lumen Arc', 'K1', '', '', '', ''],
  ],
} as const;

function people(...rows: [id: string, company: string, coach?: string][]) {
  return {
    object: 'client',
    id: 'Id',
    columns: {
      Id: 'person.source_id',
      Name: 'person.name',
      Company: { target: 'link:company', as: { separator: ';' } },
      Coach: 'person.owner',
    },
    rows: rows.map(([id, company, coach]) => [id, `Person ${id}`, company, coach ?? '']),
  } as const;
}

function practice(clients: ReturnType<typeof people>, more: Partial<Spec> = {}) {
  return world({
    files: { 'clients.csv': clients, 'companies.csv': companies },
    fields: [
      { entity: 'person', slug: 'other-companies', type: 'text' },
      { entity: 'organization', slug: 'source-system-id', type: 'varchar' },
    ],
    ...more,
    decisions: [DANA, ...(more.decisions ?? [])],
  });
}

const extras = (made: ReturnType<typeof practice>): DesiredRecord[] => [...extraRecords(made.mapping, made.index)];

describe('company → organization', () => {
  it('carries name, owner, address, website, creation and source id', () => {
    const org = first(practice(people()).records('companies.csv', 0));
    expect(org.entity).toBe('organization');
    expect(org.key).toBe('company:CO1');
    expect(valueIn(org, 'name')).toBe('Fennel & Rye, LLC');
    expect(valueIn(org, 'owner')).toBe('dana@example.com');
    expect(org.fields.address).toEqual({ t: 'address', v: '210 Court Street, Brooklyn' });
    expect(valueIn(org, 'website')).toBe('https://fennel.example.com');
    expect(valueIn(org, 'add_time')).toBe('2023-05-19T16:00:00Z');
    expect(org.createOnly).toEqual(['add_time']);
    expect(valueIn(org, 'custom.source-system-id')).toBe('CO1');
  });

  it('rounds where Pipedrive takes whole numbers only, and says so', () => {
    const org = first(practice(people()).records('companies.csv', 0));
    expect(org.fields.employee_count).toEqual({ t: 'number', v: 13 });
    expect(org.provenance.employee_count?.rule).toBe('rounded to a whole number');
  });

  it('has the fallback owner and no empty fields', () => {
    const org = first(practice(people()).records('companies.csv', 1));
    expect(valueIn(org, 'owner')).toBe(FALLBACK);
    expect(Object.keys(org.fields).sort()).toEqual(['custom.source-system-id', 'name', 'owner']);
  });
});

describe('affiliations', () => {
  it('links the first company and lists the others', () => {
    const made = practice(people(['C1', 'Lumen Arc; Meridian Robotics; Fennel & Rye, LLC']));
    const person = first(made.records('clients.csv'));
    expect(person.fields.org).toEqual({ t: 'ref', v: 'company:CO3' });
    expect(valueIn(person, 'custom.other-companies')).toBe('Meridian Robotics; Fennel & Rye, LLC');
    expect(person.dependsOn).toEqual(['company:CO3']);
  });

  it('takes a name with a comma for one company', () => {
    const made = practice(people(['C1', 'Fennel & Rye, LLC']));
    expect(first(made.records('clients.csv')).fields.org).toEqual({ t: 'ref', v: 'company:CO1' });
  });

  it('finds companies by id and by name in another spelling', () => {
    const made = practice(people(['C1', 'co2'], ['C2', 'LUMEN  ARC.']));
    expect(valueIn(first(made.records('clients.csv', 0)), 'org')).toBe('company:CO2');
    expect(valueIn(first(made.records('clients.csv', 1)), 'org')).toBe('company:CO3');
  });

  it('gives a client without company no link', () => {
    expect(first(practice(people(['C1', '—'])).records('clients.csv')).fields).not.toHaveProperty('org');
  });

  it('relates the first company to each other one, once, whichever way round it is said', () => {
    const made = practice(people(['C1', 'CO3; CO2; CO1'], ['C2', 'CO2; CO3'], ['C3', 'CO3; CO2']));
    const relations = extras(made);
    expect(relations.map((r) => r.key)).toEqual(['company:CO3/related/CO2', 'company:CO3/related/CO1']);
    const [one] = relations;
    expect(one?.entity).toBe('relationship');
    expect(one?.fields).toEqual({
      parent: { t: 'ref', v: 'company:CO3' },
      linked: { t: 'ref', v: 'company:CO2' },
      kind: { t: 'text', v: 'related' },
    });
    expect(one?.rows).toEqual(['clients.csv#C1', 'clients.csv#C2', 'clients.csv#C3']);
    expect(one?.dependsOn).toEqual(['company:CO3', 'company:CO2']);
  });
});

describe('a company that only clients name', () => {
  it('becomes an organization with the first such client, others link to it', () => {
    const clients = people(['C1', 'Halcyon Labs', 'K1'], ['C2', 'halcyon labs']);
    const made = practice(clients, { files: { 'clients.csv': clients } });
    const [org, person] = made.records('clients.csv', 0);
    expect(org?.entity).toBe('organization');
    expect(org?.object).toBe('company');
    expect(org?.key).toBe('company:name:halcyon labs');
    expect(org && valueIn(org, 'name')).toBe('Halcyon Labs');
    expect(org && valueIn(org, 'owner')).toBe('dana@example.com');
    expect(org && valueIn(org, 'custom.source-system-id')).toBe('name:halcyon labs');
    expect(org?.rows).toEqual(['clients.csv#C1']);
    expect(person && valueIn(person, 'org')).toBe('company:name:halcyon labs');
    const others = made.records('clients.csv', 1);
    expect(others).toHaveLength(1);
    expect(valueIn(first(others), 'org')).toBe('company:name:halcyon labs');
  });

  it('is left alone when it looks like an id that leads nowhere', () => {
    for (const text of ['CO99', '1042', 'c-17', '3f1c2b1e-8a52-4d0c-9f57-6b7a2f0c1d11']) {
      const made = practice(people(['C1', text])).records('clients.csv');
      expect(made).toHaveLength(1);
      expect(first(made).fields).not.toHaveProperty('org');
    }
  });

  it('dangles where there is a company file: no organization, its name stays with the person', () => {
    const made = practice(people(['C1', 'Halcyon Labs'], ['C2', 'CO2; Halcyon Labs'])).records('clients.csv');
    expect(made.map((r) => r.entity)).toEqual(['person']);
    expect(first(made).fields).not.toHaveProperty('org');
    expect(valueIn(first(made), 'custom.other-companies')).toBe('Halcyon Labs');
  });
});

describe('duplicates', () => {
  const clients = {
    object: 'client',
    id: 'Id',
    columns: {
      Id: 'person.source_id',
      Name: 'person.name',
      Mail: 'person.emails',
      Phone: 'person.phones',
      Coach: 'person.owner',
      Job: 'person.custom.job',
      Tags: { target: 'person.custom.tags', as: { part: 'tags' } },
    },
    rows: [
      ['C1', 'Seun Adeyemi', 'seun@example.com', '(201) 555-0115', '', '', 'health'],
      ['C2', 'Seun Adeyemi', 'SEUN@example.com; s.a@example.com', '201-555-0115', 'K1', 'Clinic Lead', 'evening'],
    ],
  } as const;
  const packages = {
    object: 'package',
    id: 'Id',
    columns: { Id: 'deal.source_id', Client: 'link:client', Name: 'deal.title' },
    rows: [
      ['P1', 'C2', 'Compass'],
      ['P2', 's.a@example.com', 'Voice'],
    ],
  } as const;
  const fields = [
    { entity: 'person', slug: 'job', type: 'varchar' },
    { entity: 'person', slug: 'tags', type: 'set', options: ['health', 'evening'] },
  ] as const;
  const pair = (use: string) =>
    world({
      files: { 'c.csv': clients, 'p.csv': packages },
      fields,
      decisions: [DANA, ['duplicate', { object: 'client', keys: ['client:C1', 'client:C2'], match: 'pair' }, { use }]],
    });
  const account = (use: string, mail?: string) =>
    world({
      files: { 'c.csv': clients, 'p.csv': packages },
      fields,
      decisions: [
        [
          'duplicate',
          { object: 'client', key: 'client:C1', sourceId: 'C1', match: 'account', name: 'Seun A.', mail: mail ?? null },
          { use },
        ],
      ],
    });

  it('merge: the second is folded into the first, its links lead there', () => {
    const made = pair('merge');
    const person = first(made.records('c.csv', 0));
    expect(contacts(person, 'emails').map((c) => c.value)).toEqual(['seun@example.com', 's.a@example.com']);
    expect(contacts(person, 'phones').map((c) => c.value)).toEqual(['+12015550115']);
    expect(valueIn(person, 'owner')).toBe('dana@example.com');
    expect(valueIn(person, 'custom.job')).toBe('Clinic Lead');
    expect(valueIn(person, 'custom.tags')).toEqual(['health', 'evening']);
    expect(person.rows).toEqual(['c.csv#C1', 'c.csv#C2']);
    expect(made.outcome('c.csv', 1)).toEqual({ kind: 'part-of', keys: ['client:C1'] });
    expect(valueIn(first(made.records('p.csv', 0)), 'person')).toBe('client:C1');
    expect(valueIn(first(made.records('p.csv', 1)), 'person')).toBe('client:C1');
  });

  it('skip: the second adds nothing, its links lead to the first', () => {
    const made = pair('skip');
    const person = first(made.records('c.csv', 0));
    expect(contacts(person, 'emails').map((c) => c.value)).toEqual(['seun@example.com']);
    expect(valueIn(person, 'owner')).toBe(FALLBACK);
    expect(made.outcome('c.csv', 1).kind).toBe('skipped');
    expect(valueIn(first(made.records('p.csv', 0)), 'person')).toBe('client:C1');
  });

  it('create: both stay', () => {
    const made = pair('create');
    expect(made.records('c.csv', 1)).toHaveLength(1);
    expect(valueIn(first(made.records('p.csv', 0)), 'person')).toBe('client:C2');
  });

  it('a circle of pairs still leaves one record', () => {
    const decisions: DecisionSpec[] = [
      ['duplicate', { object: 'client', keys: ['client:C1', 'client:C2'] }, { use: 'merge' }],
      ['duplicate', { object: 'client', keys: ['client:C2', 'client:C1'] }, { use: 'merge' }],
    ];
    const made = world({ files: { 'c.csv': clients }, fields, decisions });
    expect(made.records('c.csv', 0)).toHaveLength(1);
    expect(made.outcome('c.csv', 1)).toEqual({ kind: 'part-of', keys: ['client:C1'] });
  });

  it('account, existing and merge: the record is made and says which one of the account it is', () => {
    const by = (use: string, mail?: string) => {
      const made = account(use, mail);
      expect(made.records('c.csv', 0)).toHaveLength(1);
      return [0, 1].map((at) => reuseOf(made.mapping, made.row('c.csv', at)));
    };
    expect(by('existing', 'seun@example.com')).toEqual([
      { key: 'client:C1', use: 'existing', by: 'mail', value: 'seun@example.com' },
      null,
    ]);
    expect(by('merge')).toEqual([{ key: 'client:C1', use: 'merge', by: 'name', value: 'Seun A.' }, null]);
    expect(by('create')).toEqual([null, null]);
  });

  it('account, skip: the row is left out and links to it lead nowhere', () => {
    const made = account('skip');
    expect(made.outcome('c.csv', 0).kind).toBe('skipped');
    const deal = world({
      files: { 'c.csv': clients, 'p.csv': { ...packages, rows: [['P1', 'C1', 'Compass']] } },
      fields,
      decisions: [['duplicate', { object: 'client', key: 'client:C1', sourceId: 'C1' }, { use: 'skip' }]],
    });
    expect(first(deal.records('p.csv')).fields).not.toHaveProperty('person');
  });

  it('rows that claim one id are kept apart', () => {
    const made = world({
      files: {
        'c.csv': {
          ...clients,
          rows: [
            ['C1', 'A B', '', '', '', '', ''],
            ['C1', 'D E', '', '', '', '', ''],
          ],
        },
      },
      fields,
    });
    expect([0, 1].map((at) => first(made.records('c.csv', at)).key)).toEqual(['client:C1', 'client:C1~2']);
  });
});
