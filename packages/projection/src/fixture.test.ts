import type { DesiredRecord } from '@cutover/domain';
import { describe, expect, it } from 'vitest';
import { contacts, html, valueIn } from '../testing/kit.ts';
import { practiceSmall } from '../testing/practice-small.ts';
import { extraRecords } from './index.ts';

const { made, counts } = practiceSmall();
const all: DesiredRecord[] = [];
const kinds = new Map<string, number>();
for (const [file, rows] of Object.entries(counts)) {
  for (let at = 0; at < rows; at += 1) {
    const outcome = made.outcome(file, at);
    kinds.set(outcome.kind, (kinds.get(outcome.kind) ?? 0) + 1);
    if (outcome.kind === 'records') all.push(...outcome.records);
  }
}
all.push(...extraRecords(made.mapping, made.index));
const byKey = new Map(all.map((r) => [String(r.key), r]));

function get(key: string): DesiredRecord {
  const found = byKey.get(key);
  if (found === undefined) throw new Error(`no ${key}`);
  return found;
}
const tally = (entity: string, of: (r: DesiredRecord) => unknown): Record<string, number> => {
  const counted: Record<string, number> = {};
  for (const r of all.filter((one) => one.entity === entity)) counted[String(of(r))] = (counted[String(of(r))] ?? 0) + 1;
  return counted;
};

/** Figures and examples of fixtures/practice-small/README.md, "What must come out". */
describe('the example practice', () => {
  it('becomes as many records as its README says', () => {
    // Halcyon Labs, which a client names and companies.csv does not have, becomes none.
    expect(
      Object.fromEntries(
        ['person', 'organization', 'relationship', 'deal', 'activity', 'note', 'file'].map((e) => [
          e,
          all.filter((r) => r.entity === e).length,
        ]),
      ),
    ).toEqual({
      person: 40,
      organization: 14,
      relationship: 4,
      deal: 45,
      activity: 167,
      note: 59,
      file: 6,
    });
    expect(byKey.size).toBe(all.length);
    expect(kinds.get('failed')).toBeUndefined();
  });

  it('has its owners', () => {
    expect(tally('person', (r) => valueIn(r, 'owner'))).toEqual({
      'dana.reyes@example.com': 11,
      'sam.okafor@example.com': 12,
      'priya.nair@example.com': 11,
      'unassigned@example.com': 6,
    });
    expect(tally('deal', (r) => valueIn(r, 'owner'))).toEqual({
      'priya.nair@example.com': 15,
      'sam.okafor@example.com': 13,
      'dana.reyes@example.com': 12,
      'unassigned@example.com': 5,
    });
  });

  it('has its stages and values', () => {
    expect(tally('deal', (r) => `${valueIn(r, 'stage')}, ${valueIn(r, 'status')}`)).toEqual({
      'Active, open': 25,
      'Paused, open': 5,
      'Rolled Over, open': 1,
      'Completed, won': 10,
      'Cancelled, lost': 4,
    });
    const sum = (field: string, stage: string): number =>
      all
        .filter((r) => r.entity === 'deal' && valueIn(r, 'stage') === stage)
        .reduce((total, r) => total + Number(valueIn(r, field) ?? 0), 0);
    const stages = ['Active', 'Paused', 'Rolled Over', 'Completed', 'Cancelled'];
    expect(stages.map((s) => sum('value', s))).toEqual([18685, 3505, 450, 0, 3285]);
    expect(stages.map((s) => sum('custom.total-price', s))).toEqual([35780, 6160, 900, 17420, 5060]);
  });

  it('has its activities', () => {
    expect(tally('activity', (r) => valueIn(r, 'type'))).toEqual({ Meeting: 128, Call: 15, Email: 3, Task: 10, Payment: 11 });
    expect(all.filter((r) => r.entity === 'activity' && valueIn(r, 'done') === false).map((r) => r.sourceId)).toEqual([
      'S146',
      'S147',
      'S148',
      'S150',
      'S151',
    ]);
    expect(all.filter((r) => r.object === 'session' && 'deal' in r.fields)).toHaveLength(133);
  });

  it.each([
    ['S025', '2025-10-31', '14:00', '00:50', 'Meeting', ['C001'], 'P002', 'dana.reyes@example.com'],
    ['S026', '2025-11-03', '15:00', '00:50', 'Meeting', ['C001'], 'P002', 'dana.reyes@example.com'],
    ['S099', '2026-03-08', '16:00', '01:00', 'Meeting', ['C034'], 'P042', 'unassigned@example.com'],
    ['S059', '2026-01-01', '04:15', '00:30', 'Meeting', ['C018'], 'P028', 'dana.reyes@example.com'],
    ['S119', '2026-04-17', '00:30', '01:00', 'Meeting', ['C029'], 'P039', 'unassigned@example.com'],
    ['S001', '2025-09-17', '15:30', '00:20', 'Call', ['C030'], null, 'priya.nair@example.com'],
    ['S043', '2025-11-28', '18:00', '01:00', 'Task', [], null, 'dana.reyes@example.com'],
    ['S023', '2025-10-30', '22:00', '01:30', 'Meeting', ['C003', 'C008', 'C013', 'C025'], 'P005', 'priya.nair@example.com'],
    ['S105', '2026-03-19', '16:00', '01:00', 'Meeting', ['C009', 'C006'], 'P015', 'sam.okafor@example.com'],
    ['S148', '2027-01-27', '14:00', '00:15', 'Meeting', ['C012'], 'P021', 'priya.nair@example.com'],
  ])('session %s', (id, date, time, duration, type, people, deal, owner) => {
    const r = get(`session:${id}`);
    expect([valueIn(r, 'due_date'), valueIn(r, 'due_time'), valueIn(r, 'duration'), valueIn(r, 'type'), valueIn(r, 'owner')]).toEqual([
      date,
      time,
      duration,
      type,
      owner,
    ]);
    expect(r.fields.participants?.t === 'participants' ? r.fields.participants.v.map((p) => p.person) : []).toEqual(
      people.map((p) => `client:${p}`),
    );
    expect(valueIn(r, 'deal') ?? null).toBe(deal === null ? null : `package:${deal}`);
    expect(html(r, 'note').endsWith(`<p>Source: session ${id}</p>`)).toBe(true);
  });

  it('merges the man on two cards', () => {
    const r = get('client:C012');
    expect(contacts(r, 'emails').map((c) => c.value)).toEqual(['oluwaseun.adeyemi@example.com']);
    expect(contacts(r, 'phones').map((c) => c.value)).toEqual(['+12015550115']);
    expect(valueIn(r, 'custom.tags')).toEqual(['health care', 'evening slots']);
    expect(['package:P020', 'package:P021'].map((key) => valueIn(get(key), 'person'))).toEqual(['client:C012', 'client:C012']);
  });

  it('writes groups out with those above them', () => {
    expect(valueIn(get('client:C027'), 'custom.tags')).toEqual([
      'executive',
      'remote',
      'Spring Circle 2026',
      'Women in Leadership',
      'Leaders',
    ]);
    expect(tally('person', (r) => JSON.stringify(valueIn(r, 'custom.tags') ?? '').includes('"Leaders"')).true).toBe(8);
    expect(get('client:C033').fields).not.toHaveProperty('custom.tags');
  });

  it('keeps invoices and payments', () => {
    expect(tally('note', (r) => `${r.object} on ${'deal' in r.fields ? 'deal' : 'person'}`)).toEqual({
      'note on person': 24,
      'intake on person': 12,
      'message on person': 3,
      'invoice on deal': 18,
      'invoice on person': 2,
    });
    expect(html(get('invoice:INV-1006'), 'content')).toContain('<li>Travel to Newark: 3 × 45.50 = 136.50 USD</li>');
  });

  it('keeps what notes say and who said it', () => {
    expect(html(get('note:N005'), 'content')).toContain('Author: Ana Belmonte');
    expect(html(get('note:N016'), 'content')).not.toMatch(/script|alert\(/);
    expect(html(get('note:N022'), 'content')).toContain('missing in the export: intro-recording.mp4');
    expect(valueIn(get('note:N023'), 'add_time')).toBe('2026-03-09T01:15:00Z');
    expect(valueIn(get('intake:Q009'), 'add_time')).toBe('2025-11-24T00:00:00Z');
  });
});
