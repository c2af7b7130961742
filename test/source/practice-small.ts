import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { SMALL } from '../tools/travel.ts';
import { PAGINGS } from './account.ts';
import type { SourceRecord } from './server.ts';

const MANNERS = Object.values(PAGINGS);

interface Table {
  readonly name: string;
  readonly header: readonly string[];
  readonly records: readonly SourceRecord[];
}

function tableIn(file: string): Table {
  const [header = [], ...rows]: string[][] = parse(readFileSync(join(SMALL, file), 'utf8'), { relax_column_count: true });
  return {
    name: file.replace(/\.csv$/, ''),
    header,
    // The note that is a cell short in its file is no object that an account could hold.
    records: rows
      .filter((cells) => cells.length === header.length)
      .map((cells) => Object.fromEntries(header.map((name, index) => [name, cells[index] ?? '']))),
  };
}

/** The tables of the example export, as an account would show them: every record an object with the headers as keys. */
export const TABLES: readonly Table[] = readdirSync(SMALL)
  .filter((file) => file.endsWith('.csv'))
  .sort()
  .map(tableIn);

/** A connector for them, in all manners of paging. The first column is the id where it looks like one. */
export const CONNECTOR = {
  format: 1,
  auth: { header: 'X-Api-Key' },
  limits: { parallel: 6 },
  endpoints: TABLES.map(({ name, header }, index) => {
    const manner = MANNERS[index % MANNERS.length];
    const [first = ''] = header;
    return {
      ...manner,
      name,
      path: `${manner?.path.replace('clients', '')}${name.replace(' ', '%20')}`,
      ...(/id$|no$/i.test(first) ? { id: [first] } : {}),
      fields: header.map((column) => ({ name: column, path: [column] })),
    };
  }),
};
