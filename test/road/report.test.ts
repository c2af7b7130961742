import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Report } from '@cutover/domain';
import { journalEvents } from '@cutover/engine';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type LoadedRoad, wholeRoad } from '../tools/road.ts';
import type { Traveller } from '../tools/travel.ts';
import { verifies } from '../tools/verifies.ts';

let traveller: Traveller;
let road: LoadedRoad;
const file = (name: string): string => readFileSync(join(traveller.ws.dir, name), 'utf8');

beforeAll(async () => {
  ({ traveller, road } = await wholeRoad());
});
afterAll(() => traveller.close());

describe('what is written beside the ledger', () => {
  test(`${verifies('R50')}ids.csv: source id and Pipedrive id of every record, as the account has them`, () => {
    const [head, ...rows] = file('ids.csv').trimEnd().split('\r\n');
    expect(head).toBe('object,source_id,entity,pipedrive_id');
    // 40 persons, 14 organizations, 4 relationships, 45 deals, 167 activities, 59 notes, 6 files; C039 stands for C012's person.
    expect(rows).toHaveLength(40 + 14 + 4 + 45 + 167 + 59 + 6);
    const maya = road.state.persons.find((person) => person.name === 'Maya Chen');
    expect(rows).toContain(`client,C001,person,${maya?.id}`);
    expect(rows.filter((row) => row.startsWith('invoice,INV-1015,note,'))).toHaveLength(1);
    expect(rows.filter((row) => row.startsWith('invoice,INV-1015/payment,activity,'))).toHaveLength(1);
    expect(new Set(rows.map((row) => row.split(',').slice(2).join(','))).size).toBe(rows.length);
  });

  test(`${verifies('R28', 'R49')}rebuild.md: each automation with trigger, condition and action, and what does the same in Pipedrive`, () => {
    const text = file('rebuild.md');
    expect(text.match(/^## /gm)).toHaveLength(6);
    const reminder = text.slice(text.indexOf('## A001'), text.indexOf('## A002'));
    expect(reminder).toContain('- When this happens: ');
    expect(reminder).toContain('- Then do this: ');
    expect(reminder).toContain('**In Pipedrive:** ');
    expect(text.slice(text.indexOf('## A006'))).toMatch(/birthday/i);
  });

  test(`${verifies('R48', 'R63')}report.json and report.md come from one structure, with what was estimated and what was spent`, () => {
    const report = Report.parse(JSON.parse(file('report.json')));
    expect(report.counts).toEqual(road.report.counts);
    const text = file('report.md');
    for (const { object, source } of report.counts) expect(text).toContain(`| ${object} | ${source} |`);
    expect(text).toContain(`API tokens: ${report.tokens.estimated} estimated, ${report.tokens.spent} spent.`);
    expect(report.tokens.spent).toBeGreaterThan(2_000);
    expect(Math.abs(report.tokens.estimated - report.tokens.spent) / report.tokens.spent).toBeLessThan(0.2);
    expect(report.owners).toContainEqual({
      coach: expect.stringContaining('Lee Marsh'),
      user: 'unassigned@example.com',
      how: 'fallback',
      records: expect.any(Number),
    });
    expect(report.fields.find((field) => field.name === 'Coaching Tier')).toEqual({
      decision: 'field:clients.csv#13',
      entity: 'person',
      name: 'Coaching Tier',
      key: expect.stringMatching(/^[0-9a-f]{40}$/),
      type: 'enum',
    });
  });

  test(`${verifies('R9', 'R8')}what stays behind is listed: the missing recording, the contract documents`, () => {
    const left = road.report.notMigrated.map(({ object, why, todo }) => `${object}: ${why} ${todo}`);
    expect(left.some((line) => line.startsWith('file: ') && /missing/.test(line) && /by hand/.test(line))).toBe(true);
    expect(left.some((line) => line.startsWith('contract: ') && /step of their own/.test(line))).toBe(true);
  });

  test(`${verifies('R9', 'R8')}downloads.md: each file that a row names and the export lacks, whose it is, where it is to be found and put`, () => {
    const text = file('downloads.md');
    expect(text.match(/^## .*/gm)).toEqual(['## Attachments and recordings (1)', '## Contract documents (3)']);
    expect(text.match(/^- .*/gm)).toEqual([
      '- [ ] `attachments/C031/intro-recording.mp4` of Zeynep Yılmaz (attachments.csv, line 8; notes.csv, line 24)',
      '- [ ] `addendum-maya-chen-2025.pdf` of Maya Chen, from `https://contracts.example.com/d/maya-chen-2025` (contracts.csv, line 3)',
      '- [ ] `coaching-agreement-ruiz.pdf` of Esperanza Ruiz, from `https://contracts.example.com/d/ruiz` (contracts.csv, line 5)',
      '- [ ] `coaching-agreement-wu.pdf` of Mei-Ling Wu, from `https://contracts.example.com/d/wu` (contracts.csv, line 6)',
    ]);
  });

  test(`${verifies('R11')}rejects.csv: file, line, column, value, reason, and the row itself`, () => {
    const text = file('rejects.csv');
    expect(text).toMatch(/^outcome,file,line,column,value,reason,row\r\n/);
    expect(text).toMatch(/rejected,sessions\.csv,117,Date,Tuesday after Easter,/);
    expect(text).toMatch(/rejected,notes\.csv,19,/);
  });
});

describe('the audit log', () => {
  test(`${verifies('R39')}has every write, decision, approval and run, and no text of a note`, () => {
    const events = [...journalEvents(traveller.ws)];
    const results = events.filter((event) => event.type === 'result' && event.state === 'done');
    // Records created, one person and one organization filled, and the schema: 25 fields, pipeline, 5 stages, the type Payment.
    expect(results).toHaveLength(333 + 2 + 32);
    expect(events.filter((event) => event.type === 'approval').map((event) => event.gate)).toEqual(['plan', 'full']);
    expect(new Set(events.flatMap((event) => (event.type === 'run' ? [event.kind] : [])))).toEqual(
      new Set(['schema', 'sample', 'full', 'verify']),
    );
    const text = JSON.stringify(events);
    // From N001, from a private note, from a chat.
    for (const secret of ['Wants:', 'Contract renewal with the trustees', 'Stuck in Poughkeepsie']) expect(text).not.toContain(secret);
    expect(text).not.toContain(traveller.sandbox.token);
  });
});
