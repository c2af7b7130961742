import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runFull, runSample, runSchema, runVerify } from '@cutover/engine';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Account, accountOf } from '../../tools/account.ts';
import { LOAD_DAY, type LoadedRoad } from '../../tools/road.ts';
import { type SandboxState, sandboxState } from '../../tools/sandbox-state.ts';
import { planned, sayYes, setOut } from '../../tools/travel.ts';
import { verifies } from '../../tools/verifies.ts';
import { SMALL_SAMPLE, smallExport } from '../small.ts';

const dir = mkdtempSync(join(tmpdir(), 'oddities-'));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

const numbered = (count: number, words: string): string[] => Array.from({ length: count }, (_, i) => `${words} ${i + 1}.`);
/** About 250,000 characters: more than two notes hold. */
const PROTOCOL = numbered(4_000, 'What was said in the long meeting about the move: sentence');
/** About 80,000 characters: more than a text field holds. */
const MEMOIR = numbered(1_600, 'What nobody but the coach may read: sentence').join(' ');

/** The small export with what the example has none of: texts over every limit, a void invoice that was paid once, a company counted in halves. */
function oddExport(): string {
  const source = smallExport(join(dir, 'export'));
  const edit = (file: string, how: (text: string) => string): void => {
    const path = join(source, file);
    const before = readFileSync(path, 'utf8');
    const after = how(before);
    if (after === before) throw new Error(`nothing to edit in ${file}`);
    writeFileSync(path, after);
  };
  edit(
    'notes.csv',
    (text) => `${text}N900,C002,Dana Reyes,2026-01-05 10:00,${PROTOCOL.map((line) => `<p>${line}</p>`).join('')},
N901,C003,Dana Reyes,2026-01-06 10:00,She typed &lt;3 and meant R&D.,
`,
  );
  edit('clients.csv', (text) =>
    text.replace('C001,Maya,Chen', 'C001,May,Chen').replace('Brother is the CFO; money talk only one to one.', MEMOIR),
  );
  edit('invoices.csv', (text) => `${text}INV-1900,C002,P003,2024-02-12,2024-03-01,$500.00,USD,Void,$0.00,2024-02-21\n`);
  edit('companies.csv', (text) =>
    text.replace(/^(.+)$/gm, (row) => `${row},${row.startsWith('company_id') ? 'Staff' : row.startsWith('CO02') ? '12.5' : '40'}`),
  );
  return source;
}

const ANSWERS = {
  ...SMALL_SAMPLE,
  'field:companies.csv#7': { set: { target: 'organization.employee_count' } },
};

let account: Account;
let state: SandboxState;
let verified: LoadedRoad['verify'];

beforeAll(async () => {
  const begun = Date.now();
  const traveller = await setOut({ source: oddExport(), now: () => LOAD_DAY + (Date.now() - begun) });
  const before = sandboxState(await traveller.get('state'));
  await planned(traveller, ANSWERS);
  sayYes(traveller, 'plan');
  await runSchema(traveller.ws, {});
  await runSample(traveller.ws, {});
  sayYes(traveller, 'full');
  await runFull(traveller.ws, {});
  verified = (await runVerify(traveller.ws, {})).data;
  state = sandboxState(await traveller.get('state'));
  account = accountOf(state, before);
  await traveller.close();
});

test(`${verifies('R40', 'R44')}read back, nothing differs`, () => {
  const unlike = verified.records.flatMap(({ entity, sourceId, fields }) =>
    fields.filter(({ verdict }) => verdict === 'different').map(({ field, wanted, got }) => ({ entity, sourceId, field, wanted, got })),
  );
  expect(unlike).toEqual([]);
  expect(verified.records.filter(({ id }) => id === null)).toEqual([]);
});

describe('texts over the limit', () => {
  const withoutBlanks = (lines: readonly string[]): string => lines.join('').replace(/\s/g, '');

  test(`${verifies('R21', 'R44')}a long note is three notes, numbered, each within the limit, and nothing of it is lost`, () => {
    const parts = ['note N900', 'note N900/2', 'note N900/3'].map((source) => account.note(source));
    expect(account.notes.filter(({ source }) => source?.startsWith('note N900'))).toHaveLength(3);
    for (const { html, person, addTime } of parts) {
      expect(html.length).toBeLessThanOrEqual(100_000);
      expect({ person, addTime }).toEqual({ person: 'C002', addTime: '2026-01-05 15:00:00' });
    }
    expect(parts.map(({ lines }) => lines[0])).toEqual(['(1/3)', '(2/3)', '(3/3)']);
    expect(withoutBlanks(parts.flatMap(({ lines }) => lines.slice(1, -1)))).toBe(withoutBlanks(PROTOCOL));
  });

  test(`${verifies('R14', 'R44')}a long text is cut in its field, and whole in a note on the person`, () => {
    const field = String(account.person('C009').custom('Private Notes'));
    expect(field.length).toBe(65_000);
    expect(MEMOIR.startsWith(field.slice(0, -1))).toBe(true);
    expect(field.endsWith('…')).toBe(true);
    const whole = account.notes.filter(({ source }) => source?.startsWith('client C009/'));
    expect(whole.map(({ person }) => person)).toEqual(['C009']);
    expect(whole[0]?.lines.slice(0, -1)).toEqual(['Private Notes', MEMOIR]);
  });
});

test(`${verifies('R21')}signs that HTML uses are read as they were written, even where they look like it`, () => {
  expect(account.note('note N901').lines.slice(0, 1)).toEqual(['She typed &lt;3 and meant R&D.']);
});

describe('a void invoice', () => {
  test(`${verifies('R5')}says in a line of its own, beside its status, that it is void and what it had been over`, () => {
    const { lines } = account.note('invoice INV-1900');
    expect(lines.filter((line) => /^void\b/i.test(line))).toHaveLength(1);
    expect(lines.find((line) => /^void\b/i.test(line))).toContain('500.00 USD');
  });

  test(`${verifies('R5', 'R22')}has no payment, though it has a day of payment`, () => {
    const payments = account.activities.flatMap(({ source }) => (source?.endsWith('/payment') ? [source] : []));
    expect(payments.toSorted()).toEqual(['invoice INV-1002/payment', 'invoice INV-1015/payment']);
  });
});

test(`${verifies('R23', 'R44')}a number with a half goes rounded into a field of whole numbers, and the rule says so`, () => {
  const staff = state.organizations.map(({ name, ...row }) => [name, row.employee_count]);
  expect(staff).toContainEqual(['Fennel & Rye, LLC', 13]);
  expect(staff).toContainEqual(['Okonkwo Logistics', 40]);
  const told = verified.records.find(({ entity, sourceId }) => entity === 'organization' && sourceId === 'CO02');
  expect(told?.fields.find(({ field }) => field === 'employee_count')).toMatchObject({
    source: '12.5',
    wanted: '13',
    rule: expect.stringMatching(/whole/),
  });
});

test(`${verifies('R17', 'R43')}the changes of status stand in the order in which they happened`, () => {
  expect(String(account.deal('P009').custom('Status history')).match(/\d{4}-\d{2}-\d{2} \d{2}:\d{2}/g)).toEqual([
    '2025-07-16 14:00',
    '2026-01-19 09:25',
  ]);
});

test(`${verifies('R42')}merged into a person of the account: our values win, but not the name, nor the time of creation`, async () => {
  const traveller = await setOut({ source: join(dir, 'export') });
  try {
    const was = sandboxState(await traveller.get('state'));
    const old = was.persons.find((person) => person.emails.some((mail) => mail.value === 'maya.chen@example.com'));
    await planned(traveller, { ...ANSWERS, 'duplicate:client:C001': { set: { use: 'merge' } } });
    sayYes(traveller, 'plan');
    await runSchema(traveller.ws, {});
    await runSample(traveller.ws, {});
    sayYes(traveller, 'full');
    await runFull(traveller.ws, {});
    const maya = accountOf(sandboxState(await traveller.get('state')), was).person('C001');
    expect({ id: maya.id, name: maya.name, addTime: maya.addTime }).toEqual({ id: old?.id, name: 'Maya Chen', addTime: old?.add_time });
    expect(maya.owner).toBe('dana.reyes@example.com');
    expect(maya.phones.map(({ value }) => value)).toEqual(['+12125550101']);
  } finally {
    await traveller.close();
  }
});
