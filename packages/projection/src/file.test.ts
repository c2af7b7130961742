import { describe, expect, it } from 'vitest';
import { type DecisionSpec, first, world } from '../testing/kit.ts';
import { contractFiles, extraRecords } from './index.ts';

const attachments = [
  { path: 'att/C1/plan.pdf', size: 100 },
  { path: 'att/a/same.txt', size: 1 },
  { path: 'att/b/same.txt', size: 2 },
  { path: 'att/März Bericht.pdf', size: 3 },
  { path: 'att/contracts/signed.pdf', size: 4 },
];
const files = {
  'c.csv': { object: 'client', id: 'Id', columns: { Id: 'person.source_id', Name: 'person.name' }, rows: [['C1', 'Maya Chen']] },
  'p.csv': {
    object: 'package',
    id: 'Id',
    columns: { Id: 'deal.source_id', Client: 'link:client', Name: 'deal.title' },
    rows: [['P1', 'C1', 'Compass']],
  },
  's.csv': { object: 'session', id: 'Id', columns: { Id: 'activity.source_id', Client: 'link:client' }, rows: [['S1', 'C1']] },
  'n.csv': {
    object: 'note',
    id: 'Id',
    columns: { Id: 'note.source_id', Package: 'link:package', Text: 'note.content' },
    rows: [['N1', 'P1', 'x']],
  },
} as const;
const UPLOAD: DecisionSpec = ['attachment', {}, { upload: true }];

function list(cells: Record<string, string>, decisions: DecisionSpec[] = [UPLOAD]) {
  const columns = {
    Id: 'ignore',
    Name: { target: 'file', as: { part: 'name' } },
    Path: { target: 'file', as: { part: 'path' } },
    Url: { target: 'file', as: { part: 'url' } },
    Client: 'link:client',
    Package: 'link:package',
    Session: 'link:session',
    Note: 'link:note',
  } as const;
  const given: Record<string, string> = { Id: 'F1', ...cells };
  return world({
    files: { ...files, 'f.csv': { object: 'file', id: 'Id', columns, rows: [Object.keys(columns).map((h) => given[h] ?? '')] } },
    attachments,
    decisions,
  });
}
const file = (cells: Record<string, string>) => first(list(cells).records('f.csv'));

describe('attachment → file', () => {
  it('is found by path, by name, by the end of an address', () => {
    for (const cells of [
      { Path: 'att/C1/plan.pdf' },
      { Path: '.\\att\\C1\\PLAN.pdf' },
      { Name: 'plan.pdf' },
      { Url: 'https://files.example.com/x/plan.pdf?token=1' },
    ])
      expect(file({ ...cells, Client: 'C1' }).fields.file).toMatchObject({ path: 'att/C1/plan.pdf', name: 'plan.pdf', size: 100 });
    expect(file({ Url: 'https://files.example.com/M%C3%A4rz%20Bericht.pdf', Client: 'C1' }).fields.file).toMatchObject({ size: 3 });
  });

  it('hangs on the person, the deal or the activity it names', () => {
    expect(file({ Name: 'plan.pdf', Client: 'C1' }).fields.person).toEqual({ t: 'ref', v: 'client:C1' });
    expect(file({ Name: 'plan.pdf', Package: 'P1' }).fields.deal).toEqual({ t: 'ref', v: 'package:P1' });
    const onActivity = file({ Name: 'plan.pdf', Session: 'S1' });
    expect(onActivity.fields.activity).toEqual({ t: 'ref', v: 'session:S1' });
    expect(onActivity.dependsOn).toEqual(['session:S1']);
    expect(onActivity.key).toBe('file:F1');
    expect(onActivity.createOnly).toEqual(['file', 'activity']);
  });

  it("hangs on the note's parents, for a note takes no file", () => {
    expect(file({ Name: 'plan.pdf', Note: 'N1' }).fields.deal).toEqual({ t: 'ref', v: 'package:P1' });
  });

  it('is skipped when it is missing, never guessed among several of one name', () => {
    const skipped = { kind: 'skipped', reason: 'missing in the export (see downloads.md)' };
    expect(list({ Name: 'talk.mp4', Client: 'C1' }).outcome('f.csv')).toEqual(skipped);
    expect(list({ Name: 'same.txt', Client: 'C1' }).outcome('f.csv')).toEqual(skipped);
    expect(file({ Path: 'att/b/same.txt', Name: 'same.txt', Client: 'C1' }).fields.file).toMatchObject({ size: 2 });
  });

  it('is skipped where files are not uploaded, and fails where it names nothing', () => {
    expect(list({ Name: 'plan.pdf', Client: 'C1' }, []).outcome('f.csv').kind).toBe('skipped');
    expect(list({ Name: 'plan.pdf', Client: 'C9' }).outcome('f.csv')).toMatchObject({ kind: 'failed', code: 'orphan' });
    expect(list({ Name: 'plan.pdf', Session: 'S9' }).outcome('f.csv')).toMatchObject({ kind: 'failed', code: 'orphan' });
  });
});

describe('contract documents', () => {
  it('are files of their persons in a set of their own', () => {
    const made = world({
      files: {
        ...files,
        'k.csv': {
          object: 'contract',
          id: 'Id',
          columns: {
            Id: 'ignore',
            Client: 'link:client',
            Link: { target: 'person.custom.contract-documents', as: { part: 'contract' } },
            File: { target: 'file', as: { part: 'name' } },
          },
          rows: [
            ['D1', 'C1', 'https://contracts.example.com/1', 'signed.pdf'],
            ['D2', 'C1', 'https://contracts.example.com/2', 'gone.pdf'],
          ],
        },
      },
      fields: [{ entity: 'person', slug: 'contract-documents', type: 'text' }],
      attachments,
      decisions: [UPLOAD],
    });
    const documents = [...contractFiles(made.mapping, made.index)];
    expect(documents.map((d) => d.key)).toEqual(['contract:D1/document']);
    expect(first(documents).fields).toMatchObject({ person: { t: 'ref', v: 'client:C1' }, file: { path: 'att/contracts/signed.pdf' } });
    expect([...extraRecords(made.mapping, made.index)]).toEqual([]);
  });
});
