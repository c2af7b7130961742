import { describe, expect, it } from 'vitest';
import { type DecisionSpec, first, html, valueIn, world } from '../testing/kit.ts';

const client = { object: 'client', id: 'Id', columns: { Id: 'person.source_id', Name: 'person.name' } } as const;
const company = { object: 'company', id: 'Id', columns: { Id: 'organization.source_id', Name: 'organization.name' } } as const;
const deal = {
  object: 'package',
  id: 'Id',
  columns: { Id: 'deal.source_id', Client: 'link:client', Title: 'deal.title' },
} as const;

/** Two clients called Maya Chen, one Amara Diallo who bought the same package twice, two companies called Acme. */
const shared = (decisions: readonly DecisionSpec[] = []) =>
  world({
    decisions,
    files: {
      'c.csv': {
        ...client,
        rows: [
          ['C1', 'Maya Chen'],
          ['C2', 'Maya Chen'],
          ['C3', 'Amara Diallo'],
        ],
      },
      'co.csv': {
        ...company,
        rows: [
          ['O1', 'Acme'],
          ['O2', 'Acme'],
        ],
      },
      'p.csv': {
        ...deal,
        rows: [
          ['P1', 'C3', 'Growth'],
          ['P2', 'C3', 'Growth'],
        ],
      },
      'i.csv': {
        object: 'intake',
        id: 'Id',
        columns: { Id: 'note.source_id', Client: 'link:client', Goal: 'note.content' },
        rows: [
          ['I1', 'Chen, Maya', 'Calm'],
          ['I2', 'Nobody', 'Calm'],
        ],
      },
      's.csv': {
        object: 'session',
        id: 'Id',
        columns: { Id: 'activity.source_id', Client: 'link:client', Package: 'link:package' },
        rows: [
          ['S1', 'Chen, Maya', ''],
          ['S2', 'Amara Diallo', 'Growth'],
          ['S3', 'Chen, Maya; Amara Diallo; Nobody', ''],
        ],
      },
      'n.csv': {
        object: 'note',
        id: 'Id',
        columns: { Id: 'note.source_id', Client: 'link:client', Company: 'link:company', Text: 'note.content' },
        rows: [
          ['N1', 'C3', 'Acme', 'Hello'],
          ['N2', '', 'Acme', 'Hello'],
        ],
      },
      'v.csv': {
        object: 'invoice',
        id: 'Id',
        columns: { Id: 'note.content', Client: 'link:client' },
        rows: [['V1', 'maya chen']],
      },
    },
  });

describe('a name that several have', () => {
  it('is said to be that where a row hangs on nothing else', () => {
    const { outcome } = shared();
    const why = (file: string, at: number) => {
      const made = outcome(file, at);
      return made.kind === 'failed' ? made.reason : made.kind;
    };
    expect(why('i.csv', 0)).toBe('the response names several clients: Chen, Maya');
    expect(why('i.csv', 1)).toBe('the response names no client that is in the export');
    expect(why('n.csv', 1)).toBe('the note names several companies: Acme');
    expect(why('v.csv', 0)).toBe('the invoice names several clients: maya chen');
  });

  it('stays readable in the note of what is loaded without it, apart from what the export lacks', () => {
    const { records } = shared();
    const note = (at: number) => html(first(records('s.csv', at)), 'note');
    expect(note(0)).toBe('<p>Names several clients: Chen, Maya</p><p>Source: session S1</p>');
    expect(note(1)).toBe('<p>Names several packages: Growth</p><p>Source: session S2</p>');
    expect(note(2)).toBe('<p>Not found in the export, client: Nobody</p><p>Names several clients: Chen, Maya</p><p>Source: session S3</p>');
    expect(html(first(records('n.csv', 0)), 'content')).toBe('<p>Hello</p><p>Names several companies: Acme</p><p>Source: note N1</p>');
  });

  it('is reported as a value that could not be carried over, whole', () => {
    const made = shared().outcome('s.csv', 0);
    expect(made.kind === 'records' && made.unread).toEqual([
      { field: 'participants', column: 'Client', value: 'Chen, Maya', reason: 'several of the export have this name' },
    ]);
  });

  it.each(['merge', 'skip', 'existing'] as const)('means the one that they are by a duplicate decision: %s', (use) => {
    const { records } = shared([['duplicate', { object: 'client', keys: ['client:C1', 'client:C2'], match: 'pair' }, { use }]]);
    expect(valueIn(first(records('i.csv', 0)), 'person')).toBe('client:C1');
  });

  it('means none where they were decided to be two', () => {
    const { outcome } = shared([['duplicate', { object: 'client', keys: ['client:C1', 'client:C2'], match: 'pair' }, { use: 'create' }]]);
    expect(outcome('i.csv', 0)).toMatchObject({ kind: 'failed', reason: 'the response names several clients: Chen, Maya' });
  });
});
