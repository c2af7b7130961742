import { type Decision, Decision as DecisionSchema } from '@cutover/domain';
import { describe, expect, it } from 'vitest';
import { propose } from './propose.ts';
import { ACCOUNT, inputOf, link, type TestTable } from './testing/build.ts';

const CLIENTS: TestTable = {
  file: 'people.csv',
  object: 'client',
  columns: [
    { name: 'Ref', type: 'id' },
    { name: 'Name', type: 'name' },
    { name: 'E-mail', type: 'mail' },
    { name: 'Coach', type: 'mail' },
    { name: 'Referral source', type: 'enum' },
    { name: 'Shoe size', type: 'number' },
    { name: 'Fax', type: 'text' },
    { name: 'Private notes', type: 'longtext' },
    { name: 'Employer', type: 'name', reading: { separator: ';' } },
  ],
  rows: [
    ['C1', 'Ida Frost', 'ida@example.com', 'bo.winter@example.com', 'Podcast', '38', '', 'Prefers mornings.', 'Frost Ltd; Acme'],
    ['C2', 'Ida Frost', 'ida@example.com', 'bo.winter@example.com', 'podcast', '38', '', '', ''],
    ['C3', 'Jon Vale', 'jon@example.com', 'lee@example.com', 'Friend', '44.5', '', '', 'Acme'],
    ['C4', 'Mia Vale', 'jon@example.com', 'TBD', 'Friend', '', '', '', 'Nowhere Inc'],
  ],
};

const PACKAGES: TestTable = {
  file: 'deals.csv',
  object: 'package',
  columns: [
    { name: 'Package ID', type: 'id' },
    { name: 'Client', type: 'id' },
    { name: 'Package', type: 'text' },
    { name: 'Status', type: 'enum' },
    { name: 'Price', type: 'money' },
    { name: 'Sessions included', type: 'integer' },
    { name: 'Sessions used', type: 'integer' },
    { name: 'Paused on', type: 'date' },
  ],
  rows: [
    ['P1', 'C1', 'Growth', 'Active', '$1,000.00', '10', '4', ''],
    ['P2', 'C3', 'Start', 'completed', '$500.00', '5', '5', '2026-01-02'],
    ['P3', 'C3', 'Start', 'Completed', '—', '5', '5', ''],
    ['P4', 'C9', 'Start', 'Cancelled', '$300.00', '3', '1', ''],
    ['P5', 'C1', 'Start', 'Paused', '$300.00', '3', '1', '2026-01-05'],
    ['P6', 'C1', 'Start', 'Marinating', '$300.00', '3', '1', ''],
  ],
};

const SESSIONS: TestTable = {
  file: 'calendar.csv',
  object: 'session',
  columns: [
    { name: 'Session ID', type: 'id' },
    { name: 'Type', type: 'enum' },
    { name: 'Date', type: 'date', reading: { order: 'ambiguous' } },
    { name: 'Minutes', type: 'integer' },
    { name: 'Clients', type: 'list', reading: { separator: ';' } },
    { name: 'Status', type: 'enum' },
    { name: 'Time zone', type: 'zone' },
  ],
  rows: [
    ['S1', 'Coaching', '01/02/2026', '50', 'C1', 'Completed', 'America/New_York'],
    ['S2', 'Intro chat', '03/02/2026', '20', 'C3', 'No-show', 'America/New_York'],
    ['S3', 'Group circle', '04/02/2026', '90', 'C1; C3', 'Late cancelled', 'America/New_York'],
    ['S4', 'Admin', '05/02/2026', '30', '', 'Completed', 'America/New_York'],
  ],
};

const COMPANIES: TestTable = {
  file: 'firms.csv',
  object: 'company',
  columns: [
    { name: 'id', type: 'id' },
    { name: 'Company', type: 'name' },
  ],
  rows: [
    ['F1', 'Frost Ltd'],
    ['F2', 'ACME'],
  ],
};

const LINKS = [link('deals.csv', 1, 'people.csv', 'client', 'id', 0.8), link('calendar.csv', 4, 'people.csv', 'client')];
const account = {
  ...ACCOUNT,
  persons: [{ id: 5, name: 'Ida Frost', mails: ['IDA@example.com'], phones: [], orgId: null, sourceId: null }],
  organizations: [{ id: 6, name: 'Acme', sourceId: null }],
  fields: [{ entity: 'person' as const, key: 'f'.repeat(40), name: 'Shoe Size', type: 'double', custom: true, options: [] }],
};
const input = inputOf([CLIENTS, PACKAGES, SESSIONS, COMPANIES], { links: LINKS, account });
const { decisions, findings } = propose(input);

function of(id: string): Decision {
  const found = decisions.find((decision) => decision.id === id);
  if (found === undefined) throw new Error(`no decision ${id}; there are ${decisions.map((one) => one.id).join(', ')}`);
  return found;
}

describe('propose', () => {
  it('gives every decision once, in the form of its kind, with alternatives where the kind needs them', () => {
    expect(new Set(decisions.map((one) => one.id)).size).toBe(decisions.length);
    for (const decision of decisions) {
      expect(DecisionSchema.safeParse(decision).success, decision.id).toBe(true);
      expect(decision.status).toBe('proposed');
      expect(decision.evidence.length, decision.id).toBeLessThanOrEqual(6);
      if (decision.kind !== 'field' && decision.kind !== 'object') expect(decision.alternatives.length, decision.id).toBeGreaterThan(0);
    }
  });

  it('maps columns by name and values, and keeps unknown ones as custom fields', () => {
    expect(of('field:people.csv#1').proposal).toEqual({ target: 'person.name' });
    expect(of('field:people.csv#2').proposal).toEqual({ target: 'person.emails', as: { label: 'work' } });
    expect(of('field:people.csv#3').proposal).toEqual({ target: 'person.owner' });
    expect(of('field:people.csv#6').proposal).toEqual({ target: 'ignore' });
    expect(of('field:people.csv#7').proposal).toEqual({
      target: 'person.custom.private-notes',
      as: { part: 'private-note', type: 'text', name: 'Private notes' },
    });
    expect(of('field:people.csv#8').proposal).toEqual({ target: 'link:company', as: { separator: ';' } });
    expect(of('field:deals.csv#7').proposal).toEqual({
      target: 'deal.custom.status-history',
      as: { name: 'Status history', type: 'text', part: 'status-time', status: 'Paused' },
    });
  });

  it('reuses a custom field of the account with the same name and type', () => {
    expect(of('field:people.csv#5').proposal).toEqual({
      target: 'person.custom.shoe-size',
      as: { name: 'Shoe Size', type: 'double', existing: true },
    });
    expect(of('field:people.csv#5').reason).toContain('account has');
  });

  it('shows no mail address of a client in evidence of fields and duplicates', () => {
    const shown = decisions
      .filter((one) => one.kind === 'field' || one.kind === 'duplicate')
      .flatMap((one) => [...one.evidence, one.reason]);
    expect(shown.filter((text) => text.includes('ida@') || text.includes('Ida'))).toEqual([]);
  });

  it('makes stages in a sensible order, one for all spellings, and does not close what it does not know', () => {
    expect(of('stage:package:Active').proposal).toEqual({ stage: 'Active', order: 1, status: 'open' });
    expect(of('stage:package:Paused').proposal).toEqual({ stage: 'Paused', order: 2, status: 'open' });
    expect(of('stage:package:Marinating').proposal).toEqual({ stage: 'Marinating', order: 3, status: 'open' });
    expect(of('stage:package:Marinating').confidence).toBeLessThan(0.5);
    expect(of('stage:package:completed').proposal).toEqual({ stage: 'Completed', order: 4, status: 'won' });
    expect(of('stage:package:Completed').proposal).toEqual({ stage: 'Completed', order: 4, status: 'won' });
    expect(of('stage:package:Cancelled').proposal).toEqual({ stage: 'Cancelled', order: 5, status: 'lost' });
  });

  it('takes activity types of the account by what session types mean', () => {
    expect(of('activity-type:session:Coaching').proposal).toEqual({ type: 'Meeting' });
    expect(of('activity-type:session:Intro chat').proposal).toEqual({ type: 'Call' });
    expect(of('activity-type:session:Group circle').proposal).toEqual({ type: 'Meeting' });
    expect(of('activity-type:session:Admin').proposal).toEqual({ type: 'Task' });
  });

  it('asks about missed and cancelled sessions only', () => {
    const asked = decisions.filter((one) => one.kind === 'session-status').map((one) => one.id);
    expect(asked.sort()).toEqual(['session-status:session:Late cancelled', 'session-status:session:No-show']);
  });

  it('finds owners by mail without case, else falls back', () => {
    expect(of('owner:coach:bo.winter@example.com').proposal).toEqual({ user: 'bo.winter@example.com' });
    expect(of('owner:coach:lee@example.com').proposal).toEqual({ fallback: true });
    expect(of('owner-fallback').proposal).toEqual({ user: 'ana.lopez@example.com' });
    expect(of('owner-fallback').confidence).toBeLessThanOrEqual(0.5);
    expect(decisions.some((one) => one.id === 'owner:coach:TBD')).toBe(false);
  });

  it('adds up what each choice of deal value gives', () => {
    // 6 × 100 remaining in P1; 2 × 100 in each of P4, P5, P6; 0 in P2; P3 has no price.
    expect(of('deal-value').evidence[0]).toBe('remaining credit: 1,200.00 USD over 5 packages');
    expect(of('deal-value').evidence[1]).toBe('total price: 2,400.00 USD over 5 packages');
  });

  it('finds duplicates in the export and in the account', () => {
    expect(of('duplicate:client:C1').proposal).toEqual({ use: 'existing' });
    expect(of('duplicate:client:C1').subject).toEqual({
      object: 'client',
      key: 'client:C1',
      sourceId: 'C1',
      match: 'account',
      name: 'Ida Frost',
      mail: 'ida@example.com',
    });
    expect(of('duplicate:company:F2').proposal).toEqual({ use: 'existing' });
    expect(of('duplicate:client:C1+C2').proposal).toEqual({ use: 'merge' });
    expect(of('duplicate:client:C3+C4').proposal).toEqual({ use: 'create' });
  });

  it('merges variants of a pick-list value', () => {
    const decision = of('picklist:client:Referral source');
    expect(decision.proposal).toEqual({ merge: { podcast: 'Podcast' } });
    expect(decision.subject).toMatchObject({ file: 'people.csv', index: 4, field: 'person.custom.referral-source' });
  });

  it('proposes how values are read, with evidence', () => {
    expect(of('timezone').proposal).toEqual({ zone: 'America/New_York' });
    expect(of('currency').proposal).toEqual({ code: 'EUR' });
    expect(of('phone-country').proposal).toEqual({ code: 'US' });
    expect(of('date-format').proposal).toEqual({ order: 'mdy' });
    expect(of('side-effects')).toMatchObject({ proposal: null, alternatives: [{ paused: true }], confidence: null });
    expect(of('session-group').evidence[0]).toContain('1 sessions have several clients');
  });

  it('reports what does not fit together', () => {
    const codes = new Map(findings.map((one) => [`${one.code} ${one.object}`, one]));
    expect(codes.get('dangling-client package')).toMatchObject({ count: 1, rows: ['deals.csv#P4'] });
    expect(codes.get('dangling-company client')).toMatchObject({ count: 1, rows: ['people.csv#C4'] });
    expect(codes.get('status-without-equivalent package')).toMatchObject({ count: 1, rows: ['deals.csv#P6'] });
    expect(codes.get('coach-without-user coach')?.message).toContain('l***@e***.com');
    expect(codes.get('ambiguous-dates session')).toMatchObject({ count: 4 });
    expect(codes.get('no-coach client')).toMatchObject({ count: 1, rows: ['people.csv#C4'] });
    expect(codes.get('session-without-client session')).toMatchObject({ count: 1, rows: ['calendar.csv#S4'] });
  });
});

describe('answers given before', () => {
  const accept = (id: string): Decision =>
    ({ ...of(id), status: 'accepted', answer: of(id).proposal, by: 'ana', at: '2026-05-01T09:00:00Z' }) as Decision;

  it('stay with their author while they still apply', () => {
    const again = propose({ ...input, existing: [accept('field:people.csv#1'), accept('timezone')] });
    expect(again.decisions.find((one) => one.id === 'field:people.csv#1')).toMatchObject({
      status: 'accepted',
      by: 'ana',
      answer: { target: 'person.name' },
    });
    expect(again.decisions.find((one) => one.id === 'timezone')).toMatchObject({
      status: 'accepted',
      answer: { zone: 'America/New_York' },
    });
    expect(again.decisions.map((one) => one.id)).toEqual(decisions.map((one) => one.id));
  });

  it('are dropped when the file becomes another object, and its columns are proposed anew', () => {
    const turned = {
      ...of('object:people.csv'),
      status: 'amended',
      answer: { object: 'company' },
      by: 'ana',
      at: '2026-05-01T09:00:00Z',
    } as Decision;
    const again = propose({ ...input, existing: [turned, accept('field:people.csv#1'), accept('field:people.csv#6')] });
    const field = again.decisions.find((one) => one.id === 'field:people.csv#1');
    expect(field).toMatchObject({ status: 'proposed', answer: null, proposal: { target: 'organization.name' } });
    expect(field?.subject).toMatchObject({ object: 'company' });
    expect(again.decisions.find((one) => one.id === 'field:people.csv#6')).toMatchObject({
      status: 'accepted',
      answer: { target: 'ignore' },
    });
  });

  it('leave out a file that was rejected', () => {
    const none = { ...of('object:people.csv'), status: 'rejected', answer: null, by: 'ana', at: '2026-05-01T09:00:00Z' } as Decision;
    const again = propose({ ...input, existing: [none] });
    expect(again.decisions.some((one) => one.id.startsWith('field:people.csv'))).toBe(false);
    expect(again.findings.some((one) => one.code === 'no-clients')).toBe(true);
  });

  it('keep a proposal of a model while the question is open', () => {
    const better = {
      ...of('field:people.csv#5'),
      proposal: { target: 'person.custom.boots', as: { name: 'Boots', type: 'double' } },
      proposedBy: 'model:m@fields@1',
    } as Decision;
    const again = propose({ ...input, existing: [better] });
    expect(again.decisions.find((one) => one.id === 'field:people.csv#5')).toMatchObject({
      proposedBy: 'model:m@fields@1',
      proposal: { target: 'person.custom.boots' },
    });
  });
});
