import { CutoverError } from '@cutover/domain';
import { describe, expect, it } from 'vitest';
import { FALLBACK, LOAD_AT, planOf, type Spec, world } from '../testing/kit.ts';
import { compileMapping, filesInOrder, type MappingContext } from './index.ts';

const context: MappingContext = { loadAt: LOAD_AT, tierKnown: 'given', tier: 'lite', noteAuthors: false };
const clients = { object: 'client', columns: { Id: 'person.source_id', Name: 'person.name' }, id: 'Id', rows: [] } as const;

function codeOf(act: () => unknown): string {
  try {
    act();
  } catch (thrown) {
    if (thrown instanceof CutoverError) return thrown.code;
    throw thrown;
  }
  return 'nothing thrown';
}

describe('compileMapping', () => {
  it('refuses a plan without a fallback owner', () => {
    const plan = planOf({ files: {} });
    const open = { ...plan, decisions: plan.decisions.filter((d) => d.kind !== 'owner-fallback') };
    expect(codeOf(() => compileMapping(open, context))).toBe('plan-invalid');
  });

  it('asks for the fallback owner where nobody has answered yet: such a plan is not damaged', () => {
    const plan = planOf({ files: {} });
    const waiting = plan.decisions.map((d) => (d.kind === 'owner-fallback' ? { ...d, status: 'proposed' as const, answer: null } : d));
    expect(codeOf(() => compileMapping({ ...plan, decisions: waiting }, context))).toBe('not-ready');
  });

  it('refuses a column that goes to a field which the schema does not make', () => {
    const spec: Spec = { files: { 'c.csv': { ...clients, columns: { ...clients.columns, Tier: 'person.custom.tier' } } } };
    expect(codeOf(() => compileMapping(planOf(spec), context))).toBe('plan-invalid');
    expect(codeOf(() => compileMapping(planOf({ ...spec, fields: [{ entity: 'person', slug: 'tier', type: 'varchar' }] }), context))).toBe(
      'nothing thrown',
    );
  });

  it('needs no field for tags as labels or a private note as note', () => {
    const columns = {
      ...clients.columns,
      Tags: { target: 'person.custom.tags', as: { part: 'tags' } },
      Private: { target: 'person.custom.private-notes', as: { part: 'private-note' } },
    } as const;
    const spec: Spec = {
      files: { 'c.csv': { ...clients, columns } },
      decisions: [
        ['tags', {}, { as: 'labels' }],
        ['private-note', {}, { as: 'note' }],
      ],
    };
    expect(codeOf(() => compileMapping(planOf(spec), context))).toBe('nothing thrown');
  });

  it('refuses an answer that has not the form of its kind', () => {
    const plan = planOf({ files: {}, decisions: [['stage', { object: 'package', value: 'Active' }, { stage: 'Active' }]] });
    expect(codeOf(() => compileMapping(plan, context))).toBe('plan-invalid');
  });

  it('reads a rejected object as left out and a rejected field as ignored', () => {
    const plan = planOf({ files: { 'c.csv': clients, 'n.csv': { object: 'note', columns: {}, rows: [] } } });
    const rejected = plan.decisions.map((d) =>
      d.id === 'object:n.csv' || d.id === 'field:c.csv#1' ? { ...d, status: 'rejected' as const } : d,
    );
    const mapping = compileMapping({ ...plan, decisions: rejected }, context);
    expect([...mapping.files.keys()]).toEqual(['c.csv']);
    expect([...mapping.ignored]).toEqual(['n.csv']);
    expect(mapping.files.get('c.csv')?.columns.map((c) => c.header)).toEqual(['Id']);
  });

  it('sends a visibility only when the plan tier is known, with the code of that tier', () => {
    const spec = (to: string): Spec => ({ files: {}, decisions: [['visibility', {}, { to }]] });
    const code = (to: string, over: Partial<MappingContext>) => compileMapping(planOf(spec(to)), { ...context, ...over }).visibleTo;
    expect(code('company', {})).toBe(3);
    expect(code('company', { tier: 'premium' })).toBe(7);
    expect(code('group', { tier: 'ultimate' })).toBe(3);
    expect(code('owner', {})).toBe(1);
    expect(code('default', {})).toBeNull();
    expect(code('company', { tierKnown: 'assumed' })).toBeNull();
  });

  it('tells a file of details by its link to its own object and its want of an id', () => {
    const { mapping } = world({
      files: {
        'invoices.csv': { object: 'invoice', columns: { No: 'note.source_id' }, rows: [] },
        'items.csv': { object: 'invoice', columns: { Invoice: 'link:invoice' }, rows: [] },
        'coaches.csv': { object: 'coach', columns: { Id: { target: 'link:coach', as: { part: 'id' } } }, rows: [] },
      },
    });
    expect([...mapping.files.values()].map((f) => [f.file, f.detail])).toEqual([
      ['invoices.csv', false],
      ['items.csv', true],
      ['coaches.csv', false],
    ]);
  });

  it('reads values of decisions without regard to case and blanks, exact spelling first', () => {
    const { mapping } = world({
      files: {},
      decisions: [
        ['stage', { object: 'package', value: 'Active' }, { stage: 'A', order: 1, status: 'open' }],
        ['stage', { object: 'package', value: 'active' }, { stage: 'B', order: 2, status: 'open' }],
      ],
    });
    expect(mapping.stages.get('active')?.stage).toBe('B');
    expect(mapping.stages.get(' ACTIVE ')?.stage).toBe('A');
    expect(mapping.stages.get('Gone')).toBeUndefined();
  });

  it('keeps the fallback as an owner that is not resolved', () => {
    const { mapping } = world({ files: {} });
    expect(mapping.fallback).toEqual({ mail: FALLBACK, resolved: false, coach: null });
  });
});

describe('filesInOrder', () => {
  it('puts parents before children and details after what they belong to', () => {
    const file = (object: 'client' | 'session' | 'invoice' | 'file' | 'note' | 'company' | 'package' | 'coach', columns = {}) => ({
      object,
      columns,
      rows: [],
    });
    const { mapping } = world({
      files: {
        'a-items.csv': file('invoice', { I: 'link:invoice' }),
        'a-files.csv': file('file'),
        'b-sessions.csv': file('session'),
        'a-sessions.csv': file('session'),
        'c-invoices.csv': file('invoice', { No: 'note.source_id' }),
        'packages.csv': file('package'),
        'people.csv': file('client'),
        'orgs.csv': file('company'),
        'staff.csv': file('coach'),
      },
    });
    expect(filesInOrder(mapping)).toEqual([
      'staff.csv',
      'orgs.csv',
      'people.csv',
      'packages.csv',
      'a-sessions.csv',
      'b-sessions.csv',
      'c-invoices.csv',
      'a-items.csv',
      'a-files.csv',
    ]);
  });
});
