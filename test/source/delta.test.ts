import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { extract, runDelta, runFull, runSample, runSchema, runVerify } from '@cutover/engine';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { sandboxState } from '../tools/sandbox-state.ts';
import { planned, sayYes, setOut, type Traveller } from '../tools/travel.ts';
import { verifies } from '../tools/verifies.ts';
import { CONNECTOR, TABLES } from './practice-small.ts';
import { type SourceServer, serveSource } from './server.ts';

const NAMES = ['clients', 'coaches', 'companies'];

let server: SourceServer;
let traveller: Traveller;
let dir: string;

/** Loads coaches, companies and clients of the example over REST. */
beforeAll(async () => {
  const tables = TABLES.filter(({ name }) => NAMES.includes(name));
  server = await serveSource({ lists: Object.fromEntries(tables.map(({ name, records }) => [name, records])) });
  dir = mkdtempSync(join(tmpdir(), 'cutover-rest-delta-'));
  const { auth: _, ...open } = CONNECTOR;
  const endpoints = open.endpoints
    .filter(({ name }) => NAMES.includes(name))
    .map((endpoint) =>
      endpoint.id === undefined ? endpoint : { ...endpoint, since: { parameter: 'changed_since' }, ignore: ['changed'] },
    );
  const connector = join(dir, 'connector.json');
  writeFileSync(connector, JSON.stringify({ ...open, endpoints }));
  traveller = await setOut({ source: server.url, connector });
  await planned(traveller);
  sayYes(traveller, 'plan');
  await runSchema(traveller.ws, {});
  await runSample(traveller.ws, {});
  sayYes(traveller, 'full');
  await runFull(traveller.ws, {});
});

afterAll(async () => {
  await traveller?.close();
  await server?.close();
  rmSync(dir, { recursive: true, force: true });
});

const names = async () => sandboxState(await traveller.get('state')).persons.map(({ name }) => name);

test(`${verifies('R3', 'R38')}a delta asks for what changed alone: it is updated, the rest stays, and what is not listed has not vanished`, async () => {
  const clients = server.lists.get('clients') ?? [];
  const soon = new Date(Date.now() + 60_000).toISOString();
  const hana = clients[5];
  clients[5] = { ...hana, 'Last Name': 'Ito-Brandt', changed: soon };
  clients.push({
    ...hana,
    'Client ID': 'C900',
    'First Name': 'Nia',
    'Last Name': 'Abara',
    'E-mail': 'nia.abara@example.com',
    changed: soon,
  });
  clients.splice(1, 1);
  const before = server.seen.length;
  const { data } = await runDelta(traveller.ws, {});
  expect(data).toMatchObject({ created: 1, updated: 1, failed: 0, vanished: [] });
  expect(await names()).toEqual(expect.arrayContaining(['Hana Ito-Brandt', 'Nia Abara', 'Tomasz Kowalczyk']));
  const asked = server.seen.slice(before).filter((request) => request.includes('/clients'));
  expect(asked).toHaveLength(1);
  expect(asked[0]).toContain('changed_since=');
  const verified = await runVerify(traveller.ws, {});
  expect(verified.data).toMatchObject({ different: 0, missing: 0 });
});

test('only a full listing tells what vanished', async () => {
  expect((await extract(traveller.ws, { changedOnly: true })).change).toMatchObject({ vanished: 0 });
  expect((await extract(traveller.ws)).change).toMatchObject({ vanished: 1 });
  expect([...traveller.ws.ledger.staging.vanished()].map((row) => row.key)).toEqual(['clients#C002']);
});
