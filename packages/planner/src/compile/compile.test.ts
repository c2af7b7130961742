import { type Decision, planDigest } from '@cutover/domain';
import { describe, expect, it } from 'vitest';
import { propose } from '../propose.ts';
import { staleness } from '../staleness.ts';
import { ACCOUNT, inputOf, link, TARGET, type TestTable } from '../testing/build.ts';
import { compilePlan } from './compile.ts';

const CLIENTS: TestTable = {
  file: 'clients.csv',
  object: 'client',
  columns: [
    { name: 'Client ID', type: 'id' },
    { name: 'Full name', type: 'name' },
    { name: 'Email', type: 'mail' },
    { name: 'Company', type: 'list', reading: { separator: ';' } },
    { name: 'Lead source', type: 'enum' },
    { name: 'Favourite tea', type: 'text' },
    { name: 'Favourite tea', type: 'text' },
    { name: 'Tags', type: 'list', reading: { separator: ',' } },
    { name: 'Vegetarian', type: 'boolean' },
    { name: 'Coach', type: 'mail' },
  ],
  rows: [
    ['C1', 'Ida Frost', 'ida@example.com', 'Frost Ltd; Acme', 'Podcast', 'Assam', 'Mint', 'vip, remote', 'Y', 'bo.winter@example.com'],
    ['C2', 'Jon Vale', 'jon@example.com', '', 'podcast', '', 'Sencha', 'remote', 'N', 'lee@example.com'],
  ],
};
const COMPANIES: TestTable = {
  file: 'companies.csv',
  object: 'company',
  columns: [
    { name: 'ID', type: 'id' },
    { name: 'Name', type: 'name' },
  ],
  rows: [
    ['F1', 'Frost Ltd'],
    ['F2', 'Acme'],
  ],
};
const PACKAGES: TestTable = {
  file: 'packages.csv',
  object: 'package',
  columns: [
    { name: 'Package ID', type: 'id' },
    { name: 'Client ID', type: 'id' },
    { name: 'Package', type: 'text' },
    { name: 'Status', type: 'enum' },
    { name: 'Price', type: 'money' },
    { name: 'Balance', type: 'balance' },
    { name: 'Active since', type: 'date' },
    { name: 'Completed on', type: 'date' },
  ],
  rows: [
    ['P1', 'C1', 'Growth', 'Active', '$1,000.00', '4/10', '2026-01-02', ''],
    ['P2', 'C2', 'Growth', 'Completed', '$1,000.00', '10/10', '2026-01-02', '2026-03-02'],
  ],
};
const GROUPS: TestTable = {
  file: 'groups.csv',
  object: 'tag',
  idColumn: null,
  columns: [
    { name: 'Group', type: 'text' },
    { name: 'Inside of', type: 'text' },
    { name: 'Members', type: 'list', reading: { separator: ';' } },
  ],
  rows: [['Circle', 'Leaders', 'C1; C2']],
};

const LINKS = [link('packages.csv', 1, 'clients.csv', 'client'), link('groups.csv', 2, 'clients.csv', 'client')];
const input = inputOf([CLIENTS, COMPANIES, PACKAGES, GROUPS], { links: LINKS });
const HEAD = { lineage: '7f1c1d6e-8f5e-4a3b-9a44-0d4d4f2a1b11', serial: 3, stagedDigest: `sha256:${'a'.repeat(64)}` };

function accepted(changes: Readonly<Record<string, unknown>> = {}): Decision[] {
  return propose(input).decisions.map(
    (one) =>
      ({
        ...one,
        status: 'accepted',
        answer: changes[one.id] ?? one.proposal ?? one.alternatives[0],
        by: 'ana',
        at: '2026-05-01T09:00:00Z',
      }) as Decision,
  );
}

const compile = (decisions: readonly Decision[]) => compilePlan({ ...input, ...HEAD, decisions });
const slugs = (decisions: readonly Decision[]) =>
  compile(decisions).plan.schema.fields.map((field) => `${field.entity}.${field.slug}: ${field.type}`);

describe('compilePlan', () => {
  it('names every field the projection writes to, and no other', () => {
    expect(slugs(accepted())).toEqual([
      'person.source-system-id: varchar',
      'person.lead-source: enum',
      'person.favourite-tea: varchar',
      'person.favourite-tea-2: varchar',
      'person.tags: set',
      'person.vegetarian: enum',
      'person.other-companies: text',
      'organization.source-system-id: varchar',
      'deal.source-system-id: varchar',
      'deal.balance: varchar',
      'deal.active-since: date',
      'deal.completed-on: date',
      'deal.sessions-total: double',
      'deal.sessions-used: double',
      'deal.sessions-remaining: double',
      'deal.total-price: monetary',
    ]);
  });

  it('has options after merges, groups with those above them, and Yes and No for booleans', () => {
    const { fields } = compile(accepted()).plan.schema;
    const options = (slug: string) => fields.find((field) => field.slug === slug)?.options;
    expect(options('lead-source')).toEqual(['Podcast']);
    expect(options('tags')).toEqual(['vip', 'remote', 'Circle', 'Leaders']);
    expect(options('vegetarian')).toEqual(['Yes', 'No']);
    const unmerged = compile(accepted({ 'picklist:client:Lead source': { merge: {} } })).plan.schema.fields;
    expect(unmerged.find((field) => field.slug === 'lead-source')?.options).toEqual(['Podcast', 'podcast']);
  });

  it('follows what was decided about values, tags, status times and ignored columns', () => {
    expect(slugs(accepted({ 'deal-value': { use: 'total' } }))).toContain('deal.remaining-credit: monetary');
    expect(slugs(accepted({ tags: { as: 'labels' } }))).not.toContain('person.tags: set');
    expect(slugs(accepted({ 'field:clients.csv#4': { target: 'ignore' } }))).not.toContain('person.lead-source: enum');
    const history = slugs(accepted({ 'status-times': { as: 'text' } }));
    expect(history).toContain('deal.status-history: text');
    expect(history).not.toContain('deal.active-since: date');
    const dates = accepted({ 'status-times': { as: 'dates' } });
    expect(slugs(dates)).toEqual(expect.arrayContaining(['deal.active-since: date', 'deal.completed-on: date']));
    expect(slugs(dates)).not.toContain('deal.status-history: text');
    const answer = compile(dates).plan.decisions.find((one) => one.id === 'field:packages.csv#6')?.answer;
    expect(answer).toMatchObject({ target: 'deal.custom.active-since', as: { type: 'date', part: 'status-time', status: 'Active' } });
    expect(slugs(accepted({ 'object:packages.csv': { object: 'ignore' } })).filter((slug) => slug.startsWith('deal.'))).toEqual([]);
  });

  it('is the same for the same input, sorted by id, and changes with an answer', () => {
    const first = compile(accepted());
    const shuffled = compilePlan({ ...input, ...HEAD, decisions: accepted().reverse() });
    expect(planDigest(first.plan)).toBe(planDigest(compile(accepted()).plan));
    expect(shuffled.plan.decisions).toEqual(first.plan.decisions);
    expect(first.plan.decisions.map((one) => one.id)).toEqual(first.plan.decisions.map((one) => one.id).toSorted());
    expect(planDigest(compile(accepted({ 'text-limit': { as: 'cut' } })).plan)).not.toBe(planDigest(first.plan));
  });

  it('maps coaches to users, and statuses to stages in order', () => {
    const { plan } = compile(accepted());
    expect(plan.ownerMap).toEqual({ 'bo.winter@example.com': 'bo.winter@example.com', 'lee@example.com': 'ana.lopez@example.com' });
    expect(plan.schema.pipeline).toEqual({ name: 'Coaching packages' });
    expect(plan.schema.stages).toEqual([
      { name: 'Active', order: 1, status: 'open' },
      { name: 'Completed', order: 2, status: 'won' },
    ]);
    expect(plan.counts).toEqual({ client: 2, company: 2, package: 2, tag: 1 });
    expect(plan.policies.sample).toEqual({ size: 100 });
  });

  it('names no id or key of the account, even of a field that is reused', () => {
    const key = 'f0'.repeat(20);
    const account = {
      ...ACCOUNT,
      fields: [{ entity: 'person' as const, key, name: 'Favourite Tea', type: 'varchar', custom: true, options: [] }],
    };
    const { decisions } = propose({ ...input, account });
    const { plan } = compilePlan({ ...input, account, ...HEAD, decisions });
    expect(plan.schema.fields.find((field) => field.slug === 'favourite-tea')).toMatchObject({ name: 'Favourite Tea', use: 'existing' });
    const text = JSON.stringify(plan);
    expect(text).not.toContain(key);
    expect(text).not.toContain(ACCOUNT.company.domain);
  });

  it('needs the activity types of the answers: those of the account, those to be made, none for what becomes a note', () => {
    const sessions: TestTable = {
      file: 'sessions.csv',
      object: 'session',
      columns: [
        { name: 'Session ID', type: 'id' },
        { name: 'Session type', type: 'enum' },
        { name: 'Date', type: 'date' },
        { name: 'Status', type: 'enum' },
      ],
      rows: [
        ['S1', 'Coaching', '2026-01-02', 'No-show'],
        ['S2', 'Admin', '2026-01-03', 'Done'],
      ],
    };
    const messages: TestTable = {
      file: 'messages.csv',
      object: 'message',
      columns: [
        { name: 'Message ID', type: 'id' },
        { name: 'Channel', type: 'enum' },
        { name: 'Sent at', type: 'datetime' },
      ],
      rows: [
        ['M1', 'Chat', '2026-01-02 10:00'],
        ['M2', 'Email', '2026-01-02 10:00'],
      ],
    };
    const own = inputOf([sessions, messages]);
    const answered = (changes: Readonly<Record<string, unknown>>) =>
      propose(own).decisions.map(
        (one) => ({ ...one, status: 'accepted', answer: changes[one.id] ?? one.proposal ?? one.alternatives[0] }) as Decision,
      );
    const typesIn = (changes: Readonly<Record<string, unknown>>) =>
      compilePlan({ ...own, ...HEAD, decisions: answered(changes) }).plan.schema.activityTypes.map(({ name, use }) => `${use} ${name}`);
    expect(typesIn({})).toEqual(['existing Task', 'existing Meeting', 'existing Email']);
    expect(
      typesIn({
        'activity-type:session:Coaching': { newType: { name: 'Coaching', icon: 'bulb' } },
        'session-status:session:No-show': { as: 'type' },
        'message:message:Chat': { as: 'activity' },
        'activity-type:message:Chat': { type: 'Call' },
      }),
    ).toEqual(['existing Task', 'create Coaching', 'existing Call', 'existing Email', 'create No-show']);
  });

  it('counts what the load costs by the floor of the contract', () => {
    const { estimate, owners, caps, grade } = compile(accepted()).meta;
    const tokens = (what: string) => estimate.lines.find((line) => line.what === what)?.tokens;
    expect(tokens('persons')).toBe(10);
    expect(tokens('organizations')).toBe(10);
    expect(tokens('deals')).toBe(10);
    expect(tokens('organization relationships')).toBe(10);
    expect(tokens('relationships of organizations')).toBe(40);
    expect(tokens('custom fields')).toBe(80);
    expect(tokens('pipeline and stages')).toBe(15);
    expect(tokens('list pages of persons')).toBe(10);
    expect(tokens('what each step reads about the account')).toBe(750);
    expect(estimate.tokens).toBe(10 + 10 + 10 + 10 + 40 + 80 + 15 + 30 + 750);
    expect(estimate.table).toHaveLength(16);
    expect(owners).toContainEqual({
      coach: 'lee@example.com',
      mail: 'lee@example.com',
      records: 1,
      user: 'ana.lopez@example.com',
      how: 'fallback',
    });
    expect(caps[0]).toMatchObject({ what: 'custom fields', planned: 16, present: 0, cap: 30, advice: [] });
    expect(grade.letter).toMatch(/^[ABCD]$/);
  });

  it('says what to fold when the fields do not fit', () => {
    const fields = Array.from({ length: 20 }, (_, i) => ({
      entity: 'person' as const,
      key: `k${i}`,
      name: `Own ${i}`,
      type: 'varchar',
      custom: true,
      options: [],
    }));
    const { meta } = compilePlan({ ...input, account: { ...ACCOUNT, fields }, ...HEAD, decisions: accepted() });
    expect(meta.caps[0]).toMatchObject({ planned: 16, present: 20, cap: 30 });
    expect(meta.caps[0]?.advice).toContain('Favourite tea (person): 50 % filled');
    expect(meta.findings[0]).toMatchObject({ code: 'field-cap', severity: 'error', count: 6 });
    const roomy = compilePlan({
      ...input,
      account: { ...ACCOUNT, fields },
      target: { ...TARGET, tier: 'growth' },
      ...HEAD,
      decisions: accepted(),
    });
    expect(roomy.meta.findings.some((one) => one.code === 'field-cap')).toBe(false);
  });
});

describe('staleness', () => {
  const { plan } = compile(accepted());

  it('is silent on the account the plan was made for, whatever was added there', () => {
    const grown = {
      ...ACCOUNT,
      users: [...ACCOUNT.users, { id: 9, name: 'New', mail: 'new@example.com', active: true, admin: false }],
      currencies: [...ACCOUNT.currencies, 'GBP'],
    };
    expect(staleness(plan, ACCOUNT)).toEqual([]);
    expect(staleness(plan, grown)).toEqual([]);
  });

  it('names users, currencies, types and reused fields that are gone or otherwise', () => {
    expect(staleness(plan, { ...ACCOUNT, users: ACCOUNT.users.filter((user) => user.id !== 2) })).toEqual([
      'the user bo.winter@example.com is missing',
    ]);
    expect(
      staleness(plan, { ...ACCOUNT, users: ACCOUNT.users.map((user) => ({ ...user, active: user.id !== 2 && user.active })) }),
    ).toEqual(['the user bo.winter@example.com is deactivated']);
    expect(staleness(plan, { ...ACCOUNT, currencies: ['USD'] })).toEqual(['the currency EUR is not enabled']);
    const reuse = {
      ...plan,
      schema: {
        ...plan.schema,
        fields: [{ entity: 'person' as const, slug: 'tea', name: 'Tea', type: 'enum' as const, options: [], use: 'existing' as const }],
        activityTypes: [{ name: 'Meeting', icon: 'meeting', use: 'existing' as const }],
      },
    };
    expect(staleness(reuse, ACCOUNT)).toEqual(['the person field Tea is missing']);
    const other = { entity: 'person' as const, key: 'k', name: 'tea', type: 'text', custom: true, options: [] };
    expect(staleness(reuse, { ...ACCOUNT, fields: [other], activityTypes: [] })).toEqual([
      'the person field Tea is of type text, not enum',
      'the activity type Meeting is missing or switched off',
    ]);
  });
});
