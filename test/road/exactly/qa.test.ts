import { beforeAll, describe, expect, test } from 'vitest';
import { type LoadedRoad, loadedRoad } from '../../tools/road.ts';
import { verifies } from '../../tools/verifies.ts';
import { findings } from './expected/findings.ts';

type Finding = LoadedRoad['envelope']['meta']['findings'][number];
let told: readonly Finding[];

beforeAll(async () => {
  told = (await loadedRoad()).envelope.meta.findings;
});

const text = ({ code, message, advice }: Finding) => `${code} ${message} ${advice}`;
/** Whether a finding's rows name a source id: as `clients.csv#C022`, `client:C022` or the id alone. */
const names = ({ rows }: Finding, id: string) => rows.some((row) => row.split(/[#:\s+]/).includes(id));

describe('the QA report, before the plan gate', () => {
  test.each(findings)(`${verifies('R32')}$about: $rows`, ({ words, rows }) => {
    const about = told.filter((finding) => words.test(text(finding)));
    const missing = rows.filter((id) => !about.some((finding) => names(finding, id)));
    expect(missing, `of ${told.map((finding) => `${finding.code} [${finding.rows.join(' ')}]`).join('\n')}`).toEqual([]);
  });

  test(`${verifies('R15', 'R32')}a company that does not exist is named by what was written`, () => {
    const about = told.filter((finding) => names(finding, 'C022') && /compan/i.test(text(finding)));
    expect(about.length).toBeGreaterThan(0);
  });

  test(`${verifies('R24', 'R32')}a value that is spelled two ways is said`, () => {
    expect(told.some((finding) => /spell|variant|written/i.test(text(finding)) && /hear about us|referral/i.test(text(finding)))).toBe(
      true,
    );
  });

  test(`${verifies('R11', 'R32')}rows that could not be read are said before the gate`, () => {
    const about = told.filter((finding) => /reject|could not be read|unreadable/i.test(text(finding)));
    const rows = about.flatMap((finding) => finding.rows);
    for (const place of ['notes.csv:19', 'sessions.csv:117']) expect(rows).toContain(place);
  });

  test(`${verifies('R32')}counts of sessions outside any package, and of those that are past and still scheduled`, () => {
    const count = (words: RegExp, id: string) => told.find((finding) => words.test(text(finding)) && names(finding, id))?.count;
    expect(count(/package/i, 'S001')).toBe(17);
    expect(count(/past|schedul|over/i, 'S094')).toBe(3);
  });
});
