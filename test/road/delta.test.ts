import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type DeltaResult, runDelta, runFull, runVerify } from '@cutover/engine';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { verifies } from '../tools/verifies.ts';
import { type Edit, editExport, fullyLoaded, type Loaded, ownCopy, seen, send } from './later.ts';
import { writes } from './small.ts';

const dir = mkdtempSync(join(tmpdir(), 'delta-'));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

/** The second export, written a day later. */
const NEWER: readonly Edit[] = [
  // One field each, untouched in Pipedrive.
  [
    'clients.csv',
    'C003,Amara,Diallo,amara.diallo@example.com,amara.d@example.com; adiallo@example.com,914-555-0104',
    'C003,Amara,Diallo,amara.diallo@example.com,amara.d@example.com,914-555-0199',
  ],
  [
    'packages.csv',
    'P002,C001,Executive Presence,Fixed,Active,2400.00,USD,10,5,5',
    'P002,C001,Executive Presence,Fixed,Active,2400.00,USD,10,6,4',
  ],
  [
    'sessions.csv',
    'S146,Executive Presence: one year on,Coaching Session,2027-01-14,10:00',
    'S146,Executive Presence: one year on,Coaching Session,2027-01-15,11:30',
  ],
  ['notes.csv', 'Ask about sleep <b>before</b> anything else.', 'Ask about sleep <b>before</b> anything else. Sleeps well now.'],
  // Another field of this one is changed in Pipedrive.
  ['clients.csv', 'Branch Manager', 'Regional Manager'],
  // Both change the same field.
  ['clients.csv', 'C006,Hana,Ito,', 'C006,Hana,Ito-Brandt,'],
  // Emptied.
  [
    'clients.csv',
    'sam.okafor@example.com,2024-06-10,Active,Referral,Executive,88',
    'sam.okafor@example.com,2024-06-10,Active,Referral,Executive,',
  ],
  // Deleted in Pipedrive by then.
  ['clients.csv', 'Left on good terms; ask again in spring.', 'Asked again in spring.'],
  // New ones that hang on each other, and one on a record that is known.
  [
    'companies.csv',
    'CO14,Blue Kettle',
    'CO15,Salt Marsh Kayaks,https://saltmarsh.example.com,Sport,"1 Pier Road, Essex, MA 01929",2026-08-01,dana.reyes@example.com\nCO14,Blue Kettle',
  ],
  [
    'clients.csv',
    'C002,',
    'C042,Noor,Haddad,noor.haddad@example.com,,978-555-0188,,Salt Marsh Kayaks,Owner,dana.reyes@example.com,2026-08-02,Active,Podcast,Growth,,,Yes,,,,founder,\nC002,',
  ],
  ['packages.csv', 'P002,C001', 'P046,C042,Career Compass,Fixed,Active,1080.00,USD,6,1,5,dana.reyes@example.com,2026-08-02,,,,\nP002,C001'],
  [
    'sessions.csv',
    'S151,Spring',
    'S152,Kayaks and numbers,Coaching Session,2027-01-11,09:00,America/New_York,60,Scheduled,C042; C001,dana.reyes@example.com,P046,Phone,\nS151,Spring',
  ],
  // No longer there.
  [
    'sessions.csv',
    'S150,"Women in Leadership, reunion",Group Workshop,2027-02-18,18:00,America/New_York,90,Scheduled,C003; C008; C027,priya.nair@example.com,P005; P013; P037,"Studio, 25 Bleecker Street, New York",\n',
    '',
  ],
];

describe('a newer export', () => {
  const source = join(dir, 'first');
  let loaded: Loaded;
  let result: DeltaResult;
  let exit: number;
  const at = { C005: 0, C006: 0, C007: 0, P005: 0 };

  beforeAll(async () => {
    ownCopy(source);
    loaded = await fullyLoaded(source);
    const { traveller } = loaded;
    const account = await seen(loaded);
    at.C005 = account.person('C005').id;
    at.C006 = account.person('C006').id;
    at.C007 = account.person('C007').id;
    at.P005 = account.deal('P005').id;
    await send(traveller, 'PATCH', `v2/persons/${at.C005}`, { name: 'Siobhán O’Brien-Walsh' });
    await send(traveller, 'PATCH', `v2/persons/${at.C006}`, { name: 'Hana Ito-Sato' });
    await send(traveller, 'PATCH', `v2/deals/${at.P005}`, { title: 'Leadership Intensive, renamed' });
    await send(traveller, 'DELETE', `v2/persons/${at.C007}`);
    editExport(source, NEWER);
    ({ data: result, exit } = await runDelta(traveller.ws, {}));
  }, 120_000);
  afterAll(() => loaded.traveller.close());

  test(`${verifies('R38', 'R62')}what the export changed arrives, what a person changed stays`, async () => {
    const account = await seen(loaded);
    expect(account.person('C003').phones.map(({ value }) => value)).toEqual(['+19145550199']);
    expect(account.person('C003').emails.map(({ value }) => value)).toEqual(['amara.diallo@example.com', 'amara.d@example.com']);
    expect(account.deal('P002').value).toBe(960);
    expect(account.activity('session S146')).toMatchObject({ dueDate: '2027-01-15', dueTime: '16:30', done: false });
    expect(account.note('note N004').lines).toContain('Ask about sleep before anything else. Sleeps well now.');
    expect(account.person('C009').custom('Intake Score')).toBeNull();
    expect(account.person('C005')).toMatchObject({ name: 'Siobhán O’Brien-Walsh' });
    expect(account.person('C005').either('Job Title', 'job_title')).toBe('Regional Manager');
    expect(account.person('C006').name).toBe('Hana Ito-Sato');
    expect(account.deal('P005').title).toBe('Leadership Intensive, renamed');
  });

  test(`${verifies('R38', 'R42')}what is new is made once, with its links`, async () => {
    const account = await seen(loaded);
    expect(account.organization('CO15').name).toBe('Salt Marsh Kayaks');
    expect(account.person('C042')).toMatchObject({ name: 'Noor Haddad', org: 'CO15', owner: 'dana.reyes@example.com' });
    expect(account.deal('P046')).toMatchObject({ person: 'C042', org: 'CO15', value: 900, stage: 'Active' });
    expect(account.activity('session S152')).toMatchObject({ participants: ['C042', 'C001'], deal: 'P046', dueTime: '14:00' });
    expect(result).toMatchObject({ created: 4, reused: 0, deleted: 0, failed: 0 });
  });

  test(`${verifies('R62')}the report says what was kept, what both changed, what vanished and what is gone`, () => {
    const told = (fate: string) => result.fields.filter((note) => note.fate === fate).map(({ id, field }) => [id, field]);
    expect(told('kept')).toEqual(
      expect.arrayContaining([
        [at.C005, 'name'],
        [at.P005, 'title'],
      ]),
    );
    expect(told('kept')).toHaveLength(2);
    // The deals of Hana Ito carry her name: their titles follow the export.
    expect(told('conflict')).toEqual([[at.C006, 'name']]);
    expect(result.fields.find(({ fate }) => fate === 'conflict')).toMatchObject({
      was: 'Hana Ito',
      source: 'Hana Ito-Brandt',
      pipedrive: 'Hana Ito-Sato',
    });
    expect(result.vanished).toMatchObject([{ entity: 'activity', key: 'session:S150', outcome: 'kept' }]);
    expect(result.gone).toEqual([{ entity: 'person', id: at.C007, key: 'client:C007' }]);
    // Two rows of the export cannot be read (N025, S112), as before.
    expect({ exit, rejected: result.rejected }).toEqual({ exit: 5, rejected: 2 });
  });

  test(`${verifies('R38')}who was deleted in Pipedrive is not made again, and the vanished session is there still`, async () => {
    const account = await seen(loaded);
    expect(account.sourceIds('person')).not.toContain('C007');
    expect(account.activity('session S150').subject).toBe('Women in Leadership, reunion');
  });

  test(`${verifies('R38')}again with nothing new: no write, and full has nothing to do`, async () => {
    const { traveller } = loaded;
    const before = await writes(traveller);
    const { data } = await runDelta(traveller.ws, {});
    expect(data).toMatchObject({ created: 0, updated: 0, deleted: 0, failed: 0 });
    expect((await runFull(traveller.ws, {})).data).toMatchObject({ created: 0 });
    expect(await writes(traveller)).toBe(before);
  });

  test(`${verifies('R40')}verify compares with the newer export`, async () => {
    const { data } = await runVerify(loaded.traveller.ws, {});
    const different = data.records.flatMap(({ id, fields }) =>
      fields.flatMap(({ field, verdict }) => (verdict === 'different' ? [[id, field]] : [])),
    );
    expect(different).toEqual(
      expect.arrayContaining([
        [at.C005, 'name'],
        [at.C006, 'name'],
        [at.P005, 'title'],
      ]),
    );
    expect(different).toHaveLength(3);
    expect(data.missing).toBe(0);
  });
});
