import { readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { filesWith, folder, type Place, settle } from './place.ts';
import { refused } from './refused.ts';

let place: Place;
beforeAll(async () => {
  place = await settle();
  await place.at('approved');
});
afterAll(() => place.close());

const init = (workspace: string, source: string, target = place.sandbox.url, trust = `${place.key}.pub`): string[] => [
  ...['init', workspace, '--source', source, '--target', target, '--trust', trust],
];

/** A workspace whose export is this folder. */
async function reading(source: string): Promise<string> {
  const workspace = place.fresh('reading');
  await place.well(init(workspace, source));
  return workspace;
}

const exportWith = (files: Readonly<Record<string, string>>): string => {
  const dir = folder(place.fresh('export'));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(dir, name), text);
  return dir;
};

/** A port on which nothing listens. */
function deadPort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}

describe('the export', () => {
  test('a missing folder is refused at init, and no workspace is begun', async () => {
    const workspace = place.fresh('never');
    const missing = join(place.dir, 'no such export');
    await refused(
      place,
      init(workspace, missing),
      { code: 'source-missing', exit: 2, names: [missing, 'not there'] },
      { untouched: [workspace] },
    );
    await refused(
      place,
      init(workspace, '/dev/null'),
      { code: 'source-missing', exit: 2, names: ['/dev/null', 'neither a folder nor a file'] },
      { untouched: [workspace] },
    );
  });

  test('a folder that went away since init', async () => {
    const source = exportWith({ 'clients.csv': 'Client ID,Name\n' });
    const workspace = await reading(source);
    const gone = join(place.dir, 'gone');
    await refused(
      place,
      ['extract', '--source', gone, '--workspace', workspace],
      { code: 'source-missing', exit: 2, names: [gone] },
      { untouched: [workspace] },
    );
  });

  test('an empty export', async () => {
    const source = exportWith({});
    const workspace = await reading(source);
    await refused(
      place,
      ['extract', '--workspace', workspace],
      { code: 'source-empty', exit: 1, names: [source] },
      { untouched: [workspace] },
    );
  });

  test('files that are not read are named, and nothing in them reaches the terminal as it is', async () => {
    const clients = 'Client ID,First Name,Last Name\u001b[2J,Email\nC1,Maya,Chen,maya@example.com\nC2,Tomasz,Kowal,tomasz@example.com\n';
    const workspace = await reading(exportWith({ 'clients.csv': clients, 'empty.csv': '', 'gone\u001b[31m\u202e.csv': '' }));
    const answer = await place.run(['extract', '--workspace', workspace]);
    expect(answer.exit).toBe(0);
    expect(answer.out).toContain('! empty.csv is empty: it has not even a header. Check that the export is complete.');
    expect(answer.out).toContain('gone\\u001b[31m\\u202e.csv is empty');
    const profile = await place.run(['profile', '--workspace', workspace]);
    expect(`${answer.out}${answer.err}${profile.out}${profile.err}`).not.toMatch(/(?!\n)\p{Cc}|\p{Bidi_Control}/u);
  });

  test('files that nothing recognises are named', async () => {
    const source = exportWith({ 'weather.csv': 'Day,Rain,Wind\nMonday,3,NW\nTuesday,0,S\n' });
    const workspace = await reading(source);
    await refused(
      place,
      ['extract', '--workspace', workspace],
      { code: 'source-unrecognised', exit: 1, names: ['weather.csv'] },
      { untouched: [workspace] },
    );
  });
});

describe('the token', () => {
  const plan = (workspace: string): string[] => ['plan', '--workspace', workspace];

  test('none', async () => {
    const workspace = await place.at('read');
    await refused(
      place,
      plan(workspace),
      { code: 'no-token', exit: 7, names: [new URL(place.sandbox.url).host] },
      { untouched: [workspace], env: { PIPEDRIVE_API_TOKEN: '' } },
    );
  });

  test('a wrong one', async () => {
    const workspace = await place.at('read');
    const wrong = '0123456789abcdef0123456789abcdef01234567';
    await refused(
      place,
      plan(workspace),
      { code: 'unauthorized', exit: 7, names: [] },
      { untouched: [workspace], env: { PIPEDRIVE_API_TOKEN: wrong } },
    );
    expect(filesWith(workspace, wrong)).toEqual([]);
  });

  test('one saved for another host is not sent, and one that others can read is not used', async () => {
    const workspace = await place.at('read');
    const file = join(workspace, 'pipedrive-token.json');
    const env = { PIPEDRIVE_API_TOKEN: '' };
    writeFileSync(file, JSON.stringify({ host: 'acme.pipedrive.com', token: 'saved-for-acme' }), { mode: 0o600 });
    await refused(
      place,
      plan(workspace),
      { code: 'token-elsewhere', exit: 7, names: [file, 'acme.pipedrive.com'] },
      { untouched: [workspace], env },
    );
    const open = await place.at('read');
    const readable = join(open, 'pipedrive-token.json');
    writeFileSync(readable, JSON.stringify({ host: new URL(place.sandbox.url).host, token: 'seen-by-all' }), { mode: 0o644 });
    await refused(place, plan(open), { code: 'no-token', exit: 7, names: [readable, '0600'] }, { untouched: [open], env });
    const damaged = await place.at('read');
    const half = join(damaged, 'pipedrive-token.json');
    writeFileSync(half, '{"host": "acme', { mode: 0o600 });
    await refused(place, plan(damaged), { code: 'no-token', exit: 7, names: [half] }, { untouched: [damaged], env });
  });

  test('an unreachable host', async () => {
    const workspace = place.fresh('unreachable');
    const port = await deadPort();
    await place.well(init(workspace, place.source, `http://127.0.0.1:${port}`));
    await place.well(['extract', '--workspace', workspace]);
    await refused(
      place,
      plan(workspace),
      { code: 'unreachable', exit: 1, names: [`the connection to 127.0.0.1:${port} failed`] },
      { untouched: [workspace] },
    );
  });

  test.each([
    'https://pipedrive.example.com',
    'http://acme.pipedrive.com',
    'https://acme.pipedrive.com.example.com',
    'https://user:secret@acme.pipedrive.com',
    'http://10.0.0.1:4010',
    'http://localhost:4010',
    'not an address',
  ])('a target that is not allowed: %s', async (target) => {
    const workspace = place.fresh('never');
    const refusal = { code: 'target-not-allowed', exit: 2, names: ['--target'] } as const;
    const answer = await refused(place, init(workspace, place.source, target), refusal, { untouched: [workspace] });
    expect(JSON.stringify(answer)).not.toContain('secret');
  });
});

describe('the workspace', () => {
  const status = (workspace: string): string[] => ['status', '--workspace', workspace];

  test('none', async () => {
    const empty = folder(place.fresh('empty'));
    await refused(place, status(empty), { code: 'no-workspace', exit: 2, names: [empty] }, { untouched: [empty] });
  });

  test('init twice', async () => {
    const workspace = await place.at('made');
    await refused(
      place,
      init(workspace, place.source),
      { code: 'workspace-exists', exit: 2, names: [workspace] },
      { untouched: [workspace] },
    );
  });

  test('a corrupt ledger: overwritten, cut short, emptied', async () => {
    const ledgers: ((file: string) => void)[] = [
      (file) => writeFileSync(file, 'this is not a database, and never was one\n'.repeat(200)),
      (file) => truncateSync(file, Math.floor(readFileSync(file).length / 2 / 4096) * 4096),
      (file) => {
        const bytes = readFileSync(file);
        bytes.fill(0xa5, 4096, 3 * 4096);
        writeFileSync(file, bytes);
      },
      (file) => truncateSync(file, 0),
    ];
    for (const damage of ledgers) {
      const workspace = await place.at('approved');
      damage(join(workspace, 'ledger.sqlite'));
      await refused(place, status(workspace), { code: 'ledger-corrupt', exit: 4, names: ['ledger.sqlite'] }, { untouched: [workspace] });
    }
  });

  test('a newer ledger, and the database of another program', async () => {
    const newer = await place.at('made');
    edited(newer, (db) => db.prepare("insert into kysely_migration (name, timestamp) values ('9999_later', '2031-01-01T00:00:00Z')").run());
    await refused(place, status(newer), { code: 'ledger-newer', exit: 4, names: ['ledger.sqlite', '9999_later'] }, { untouched: [newer] });
    const foreign = folder(place.fresh('foreign'));
    const db = new Database(join(foreign, 'ledger.sqlite'));
    db.exec('create table songs (title text)');
    db.close();
    await refused(place, status(foreign), { code: 'ledger-foreign', exit: 4, names: ['ledger.sqlite'] }, { untouched: [foreign] });
  });

  test('an edited plan', async () => {
    const workspace = await place.at('approved');
    edited(workspace, (db) => db.prepare(`update plan_envelope set json = replace(json, '"serial":', '"serial":1')`).run());
    await refused(
      place,
      ['schema', '--workspace', workspace],
      { code: 'ledger-edited', exit: 4, names: ['plan'] },
      { untouched: [workspace] },
    );
  });

  test('steps out of order name the one that is missing', async () => {
    const made = await place.at('made');
    const read = await place.at('read');
    await refused(place, ['plan', '--workspace', made], { code: 'not-extracted', exit: 2, names: [] }, { untouched: [made] });
    await refused(place, ['profile', '--workspace', made], { code: 'not-extracted', exit: 2, names: [] }, { untouched: [made] });
    const steps = [
      ['no-plan', 'decisions'],
      ['no-plan', 'plan', 'show'],
      ['no-plan', 'schema'],
      ['no-plan', 'schema', '--dry-run'],
      ['no-plan', 'verify'],
      ['no-plan', 'report'],
      ['not-ready', 'diff'],
      ['not-ready', 'rollback', '--dry-run'],
    ] as const;
    for (const [code, ...command] of steps)
      await refused(place, [...command, '--workspace', read], { code, exit: 2, names: [] }, { untouched: [read] });
  });
});

/** Another program changes the ledger's file. */
function edited(workspace: string, change: (db: Database.Database) => unknown): void {
  const db = new Database(join(workspace, 'ledger.sqlite'));
  change(db);
  db.close();
}
