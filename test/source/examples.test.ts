import { readFileSync } from 'node:fs';
import { parseConnector } from '@cutover/practice';
import { afterEach, expect, test } from 'vitest';
import { clients, readerOf } from './account.ts';
import { serveSource } from './server.ts';

const open: { close: () => unknown }[] = [];
afterEach(async () => {
  for (const one of open.splice(0)) await one.close();
});

const example = (name: string) => parseConnector(readFileSync(new URL(`../../docs/connectors/${name}`, import.meta.url), 'utf8'), name);

test('docs/connectors/pages.json reads an account with numbered pages', async () => {
  const server = await serveSource({
    key: 'k',
    lists: {
      clients: [
        {
          id: 'C1',
          name: { first: 'Ann', last: 'Berg' },
          mails: [{ address: 'ann@example.com' }, { address: 'a.berg@example.com' }],
          tags: ['vip', 'evening'],
          coach: { mail: 'dana@example.com' },
          avatar: 'x.png',
          changed: '2026-03-01T10:00:00Z',
        },
        { id: 'C2', name: { first: 'Bo', last: 'Chan' }, mails: [], tags: [], coach: null, changed: '2026-03-01T11:00:00Z' },
      ],
      coaches: [{ id: 'K1', name: 'Dana Reyes', mail: 'dana@example.com' }],
    },
  });
  const reader = readerOf(server, example('pages.json'), 'k');
  open.push(server, reader);
  const { rows, summary } = await reader.read();
  expect(rows.map((row) => [row.key, ...row.cells])).toEqual([
    ['clients#C1', 'C1', 'Ann', 'Berg', 'ann@example.com, a.berg@example.com', 'vip, evening', 'dana@example.com'],
    ['clients#C2', 'C2', 'Bo', 'Chan', '', '', ''],
    ['coaches#K1', 'K1', 'Dana Reyes', 'dana@example.com'],
  ]);
  expect(summary.files.map((file) => [file.file, file.object])).toEqual([
    ['clients', 'client'],
    ['coaches', 'coach'],
  ]);
  expect(summary.findings).toEqual([]);
});

test('docs/connectors/cursors.json reads one by link header, cursor and offset', async () => {
  const sessions = Array.from({ length: 120 }, (_, i) => ({
    id: `S${1000 + i}`,
    starts: '2026-02-03 09:00',
    zone: 'Europe/Berlin',
    minutes: '50',
    state: i === 7 ? 'deleted' : 'completed',
    attendees: [
      { client: 'C0001', came: true },
      { client: 'C0002', came: false },
    ],
    changed: '2026-03-01T10:00:00Z',
  }));
  const notes = Array.from({ length: 60 }, (_, i) => ({
    'note.id': `N${100 + i}`,
    client: 'C0001',
    written: '2026-02-03',
    body: `<p>Note ${i}</p>`,
  }));
  const server = await serveSource({
    key: 'k',
    lists: { clients: clients(75).map(({ changed: _, ...client }) => client), sessions, notes },
  });
  const reader = readerOf(server, example('cursors.json'), 'k');
  open.push(server, reader);
  const { summary, rows } = await reader.read();
  expect(summary.files.map(({ file, object, counts }) => [file, object, counts])).toEqual([
    ['clients', 'client', { rows: 75, staged: 75, rejected: 0, skipped: 0 }],
    ['sessions', 'session', { rows: 120, staged: 119, rejected: 0, skipped: 1 }],
    ['notes', 'note', { rows: 60, staged: 60, rejected: 0, skipped: 0 }],
  ]);
  expect(rows.find((row) => row.sourceId === 'S1000')?.cells).toEqual([
    ...['S1000', '2026-02-03 09:00', 'Europe/Berlin', '50', 'completed', 'C0001; C0002'],
  ]);
  expect(server.headers()).toMatchObject({ 'x-api-key': 'k', 'accept-language': 'en' });
  expect(summary.findings).toEqual([]);
});
