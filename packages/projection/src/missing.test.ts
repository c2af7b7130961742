import { expect, test } from 'vitest';
import { world } from '../testing/kit.ts';
import { missingFiles } from './missing.ts';

const client = {
  object: 'client',
  id: 'Id',
  columns: { Id: 'person.source_id', Name: 'person.name' },
  rows: [['C1', 'Maya Chen']],
} as const;

function missing(rows: readonly (readonly string[])[], attachments: readonly { path: string; size: number }[] = []) {
  const columns = {
    Id: 'ignore',
    Path: { target: 'file', as: { part: 'path' } },
    Name: { target: 'file', as: { part: 'name' } },
    Url: { target: 'file', as: { part: 'url' } },
    Client: 'link:client',
  } as const;
  const files = { 'c.csv': client, 'f.csv': { object: 'file', id: 'Id', columns, rows } } as const;
  const { mapping, index, row } = world({ files, attachments, decisions: [['attachment', {}, { upload: true }]] });
  const rowsOf = (file: string) => (file === 'f.csv' ? rows.map((_, at) => row(file, at)) : []);
  return [...missingFiles(mapping, index, rowsOf)].map(({ name, path, address, client: whose }) => [name, path, address, whose]);
}

test('a file is missing when no text of its row leads to one', () => {
  const there = [{ path: 'att/plan.pdf', size: 1 }];
  const rows = [
    ['F1', 'att/plan.pdf', '', '', 'C1'],
    ['F2', '', '', 'https://files.example.com/x/plan.pdf?token=1', 'C1'],
    ['F3', '', 'talk.mp4', 'https://files.example.com/r/9', 'C1'],
    ['F4', '', '', '', 'C1'],
  ];
  expect(missing(rows, there)).toEqual([['talk.mp4', null, 'https://files.example.com/r/9', 'Maya Chen']]);
});

test('the name is the end of the path or of the address, where the row gives none', () => {
  expect(
    missing([
      ['F1', 'att\\C1\\talk.mp4', '', '', ''],
      ['F2', '', '', 'https://files.example.com/M%C3%A4rz.pdf?t=1', 'C9'],
    ]),
  ).toEqual([
    ['talk.mp4', 'att\\C1\\talk.mp4', null, null],
    ['März.pdf', null, 'https://files.example.com/M%C3%A4rz.pdf?t=1', null],
  ]);
});
