import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { allowedColumns, extract } from '@cutover/engine';
import { allowColumn, exportColumns, withholdColumn } from '@cutover/engine/desk';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { SMALL, setOut, type Traveller } from '../tools/travel.ts';
import { verifies } from '../tools/verifies.ts';

describe('columns that a person allows', () => {
  const source = join(mkdtempSync(join(tmpdir(), 'allow-')), 'export');
  let traveller: Traveller;
  beforeAll(async () => {
    cpSync(SMALL, source, { recursive: true });
    traveller = await setOut({ source });
    await extract(traveller.ws);
  });
  afterAll(async () => {
    await traveller.close();
    rmSync(join(source, '..'), { recursive: true, force: true });
  });

  test('are found by name, by file and name, by id; a name that several have is not guessed', () => {
    const { ws } = traveller;
    expect(allowColumn(ws, ' mobile ')).toMatchObject({ id: 'field:clients.csv#5', filled: 41, allowed: true });
    expect(allowColumn(ws, 'notes.csv Body').id).toBe('field:notes.csv#4');
    expect(allowColumn(ws, 'field:clients.csv#21').name).toBe('Private Notes');
    expect(allowColumn(ws, 'Mobile').id).toBe('field:clients.csv#5');
    expect(allowedColumns(ws).toSorted()).toEqual(['field:clients.csv#21', 'field:clients.csv#5', 'field:notes.csv#4']);
    expect(() => allowColumn(ws, 'Client ID')).toThrow(
      expect.objectContaining({ code: 'no-column', message: expect.stringContaining('clients.csv Client ID (field:clients.csv#0)') }),
    );
    expect(() => allowColumn(ws, 'Shoe Size')).toThrow(expect.objectContaining({ code: 'no-column' }));
    expect(withholdColumn(ws, 'Body').allowed).toBe(false);
    expect(
      exportColumns(ws)
        .filter(({ allowed }) => allowed)
        .map(({ name }) => name),
    ).toEqual(['Mobile', 'Private Notes']);
  });

  test(`${verifies('R60')}a newer export with another column in that place is not allowed for it`, async () => {
    const { ws } = traveller;
    const file = join(source, 'clients.csv');
    const [head = '', ...rows] = readFileSync(file, 'utf8').split('\n');
    writeFileSync(file, [head.replace('Mobile', 'Health'), ...rows].join('\n'));
    await extract(ws);
    expect(allowedColumns(ws)).toEqual(['field:clients.csv#21']);
    expect(exportColumns(ws).find(({ name }) => name === 'Health')?.allowed).toBe(false);
  });
});
