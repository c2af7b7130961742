import { describe, expect, it } from 'vitest';
import { stagedRows, world } from '../testing/kit.ts';
import { createFinder, looksLikeId } from './finder.ts';
import { createIndex } from './index.ts';

describe('finder', () => {
  const finder = createFinder<string>();
  finder.add('one', { ids: ['C1'], mails: ['a@example.com'], names: ['Maya Chen'] });
  finder.add('two', { ids: ['C2'], mails: ['b@example.com', 'a@example.com'], names: ['Raj Patel'] });
  finder.add('three', { ids: ['C3'], names: ['raj  PATEL', 'Fennel & Rye, LLC'] });

  it('finds by id, in any case', () => {
    expect([finder.find('C1'), finder.find(' c2 '), finder.find('C9')]).toEqual(['one', 'two', null]);
  });

  it('finds by mail, also beside a name; the first to have it keeps it', () => {
    expect([finder.find('A@example.com'), finder.find('Somebody <b@example.com>')]).toEqual(['one', 'two']);
  });

  it('finds by a name that one has, in any spelling, and by none that two have', () => {
    expect([
      finder.find('Chen, Maya'),
      finder.find('maya  chen'),
      finder.find('Fennel and Rye'),
      finder.find('fennel & rye llc'),
      finder.find('Raj Patel'),
    ]).toEqual(['one', 'one', null, 'three', null]);
    expect([finder.ambiguous('RAJ PATEL'), finder.ambiguous('Maya Chen'), finder.ambiguous('Nobody')]).toEqual([true, false, false]);
  });

  it('finds nothing for nothing', () => {
    expect([finder.find(''), finder.find('  '), finder.find('!!')]).toEqual([null, null, null]);
  });
});

describe('looksLikeId', () => {
  it('tells references from names', () => {
    expect(['CO99', '1042', 'C-17', '#88', 'rec8fJ2kLmNopQrs'].filter(looksLikeId)).toHaveLength(5);
    expect(['Halcyon Labs', 'Brightwater', '3M Company', 'Studio 54', 'Fennel & Rye, LLC', 'Ltd'].filter(looksLikeId)).toEqual([]);
  });
});

describe('createIndex', () => {
  const files = {
    'c.csv': { object: 'client', id: 'Id', columns: { Id: 'person.source_id', Name: 'person.name' }, rows: [['C1', 'Maya Chen']] },
    's.csv': {
      object: 'session',
      id: 'Id',
      columns: { Id: 'activity.source_id', Client: 'link:client' },
      rows: [
        ['S1', 'C1'],
        ['S2', 'C1'],
      ],
    },
    'f.csv': { object: 'file', id: 'Id', columns: { Id: 'ignore', Session: 'link:session' }, rows: [['F1', 'S2']] },
  } as const;

  it('reads sessions once where something points to them, and not at all otherwise', () => {
    const reads = (spec: Record<string, (typeof files)[keyof typeof files]>) => {
      const { mapping } = world({ files: spec });
      let count = 0;
      const index = createIndex(mapping, {
        rows: (file) => {
          if (file === 's.csv') count += 1;
          const found = spec[file];
          return found === undefined ? [] : stagedRows(file, found);
        },
        attachments: [],
      });
      return { count, found: index.session('S2')?.key ?? null, other: index.session('S1') };
    };
    expect(reads(files)).toEqual({ count: 1, found: 'session:S2', other: null });
    expect(reads({ 'c.csv': files['c.csv'], 's.csv': files['s.csv'] })).toEqual({ count: 0, found: null, other: null });
  });

  it('climbs groups that name each other in a circle once', () => {
    const made = world({
      files: {
        'g.csv': {
          object: 'tag',
          columns: {
            Id: { target: 'link:tag', as: { part: 'id' } },
            Name: { target: 'link:tag', as: { part: 'name' } },
            Above: { target: 'link:tag', as: { part: 'parent' } },
          },
          rows: [
            ['1', 'A', '2'],
            ['2', 'B', '1'],
          ],
        },
      },
    });
    expect(made.index.tags('1')).toEqual(['A', 'B']);
    expect(made.index.tags('b')).toEqual(['B', 'A']);
    expect(made.index.tags('other')).toEqual(['other']);
  });

  it('reads a list of members that points to groups by id', () => {
    const made = world({
      files: {
        'c.csv': files['c.csv'],
        'g.csv': {
          object: 'tag',
          columns: { Id: { target: 'link:tag', as: { part: 'id' } }, Name: { target: 'link:tag', as: { part: 'name' } } },
          rows: [['7', 'Leaders']],
        },
        'm.csv': {
          object: 'tag',
          columns: { Group: 'link:tag', Who: { target: 'link:client', as: { part: 'member' } } },
          rows: [['7', 'Maya Chen']],
        },
      },
    });
    expect(made.index.groups.get('client:C1')).toEqual({ labels: ['Leaders'], rows: ['m.csv#r1'] });
  });
});
