import { beforeAll, describe, expect, test } from 'vitest';
import { type Account, accountOf, column, tallyBy } from '../../tools/account.ts';
import { loadedRoad } from '../../tools/road.ts';
import { verifies } from '../../tools/verifies.ts';
import { people } from './expected/people.ts';
import { otherDeals, places, sessionNotes } from './expected/session-texts.ts';
import { sessions } from './expected/sessions.ts';

let account: Account;

beforeAll(async () => {
  const { before, state } = await loadedRoad();
  account = accountOf(state, before);
});

const activity = (id: string) => account.activity(`session ${id}`);
const ofSessions = () => account.activities.filter((each) => each.source?.startsWith('session '));

describe('session → activity', () => {
  test(`${verifies('R18', 'R26')}every session is one activity whose note ends in its source, with or without a text`, () => {
    expect(
      ofSessions()
        .map(({ source }) => source)
        .toSorted(),
    ).toEqual(sessions.map(({ id }) => `session ${id}`));
    expect(activity('S119').lines.filter((line) => !line.includes('https://zoom.example.com'))).toEqual(['Source: session S119']);
  });

  test(`${verifies('R18', 'R30')}the type is the one decided for the kind of session`, () => {
    expect(column(sessions, ({ id }) => activity(id).type)).toEqual(column(sessions, ({ type }) => type));
    expect(tallyBy(ofSessions(), ({ type }) => type)).toEqual({ Meeting: 128, Call: 12, Task: 10 });
  });

  test(`${verifies('R18', 'R43')}date and time are turned to UTC together, winter and summer, over midnight and new year`, () => {
    expect(column(sessions, ({ id }) => `${activity(id).dueDate} ${activity(id).dueTime}`)).toEqual(
      column(sessions, ({ date, time }) => `${date} ${time}`),
    );
  });

  test(`${verifies('R19')}the length is kept`, () => {
    expect(column(sessions, ({ id }) => activity(id).duration)).toEqual(column(sessions, ({ duration }) => duration));
  });

  test(`${verifies('R18')}done is what has ended, whatever its status, and what was cancelled; the rest is open`, () => {
    expect(column(sessions, ({ id }) => activity(id).done)).toEqual(column(sessions, ({ done }) => done));
    const open = sessions.filter(({ id }) => !activity(id).done).map(({ id }) => id);
    expect(open).toEqual(['S146', 'S147', 'S148', 'S150', 'S151']);
  });

  test(`${verifies('R18', 'R42')}the owner is who led it`, () => {
    expect(column(sessions, ({ id }) => activity(id).owner)).toEqual(column(sessions, ({ owner }) => owner));
  });

  test(`${verifies('R18', 'R42')}the clients are its participants, who booked is the primary; one who does not exist is left out`, () => {
    const primaryFirst = (people: readonly string[]) => [...people.slice(0, 1), ...people.slice(1).toSorted()];
    expect(column(sessions, ({ id }) => primaryFirst(activity(id).participants))).toEqual(
      column(sessions, ({ people }) => primaryFirst(people)),
    );
  });

  test(`${verifies('R18', 'R42')}it hangs on the package’s deal`, () => {
    expect(column(sessions, ({ id }) => activity(id).deal)).toEqual(column(sessions, ({ deal }) => deal));
    expect(ofSessions().filter(({ deal }) => deal === null)).toHaveLength(17);
  });

  test(`${verifies('R42')}its organization is that of who booked it`, () => {
    const home = new Map(people.map(({ id, org }) => [id, org]));
    expect(column(sessions, ({ id }) => activity(id).org)).toEqual(column(sessions, (row) => home.get(row.people[0] ?? '') ?? null));
  });

  test(`${verifies('R18')}the subject is the title`, () => {
    const held = sessions.filter(({ mark }) => mark === null);
    expect(column(held, ({ id }) => activity(id).subject)).toEqual(column(held, ({ title }) => title));
  });

  test(`${verifies('R4')}cancelled and no-show sessions say so in the subject, beside the title`, () => {
    const marked = sessions.filter(({ mark }) => mark !== null);
    expect(marked).toHaveLength(15);
    for (const { id, mark, title } of marked) {
      expect(activity(id).subject, `session ${id}`).toContain(title);
      expect(activity(id).subject, `session ${id}`).toContain(mark);
    }
  });
});

describe('what was said in a session', () => {
  test(`${verifies('R18')}the notes are in the activity’s note, line by line`, () => {
    const rows = sessionNotes.map(([id, lines]) => ({ id, lines }));
    expect(column(rows, ({ id, lines }) => activity(id).lines.filter((line) => lines.includes(line)))).toEqual(
      column(rows, ({ lines }) => lines),
    );
  });

  test(`${verifies('R18', 'R21')}HTML keeps its lists, emphasis and links`, () => {
    const { html } = activity('S025');
    expect(html).toContain('<strong>Wins:</strong>');
    expect(html).toContain('<em>her</em>');
    expect(html).toMatch(/<ul>\s*<li>Write the delegation list<\/li>\s*<li>Two evenings without mail<\/li>\s*<\/ul>/);
    expect(activity('S026').html).toContain('<b>eleven</b>');
    expect(activity('S095').html).toContain('<u>12 March</u>');
    expect(activity('S096').html).toMatch(/<ol>\s*<li>one walk a day<\/li>/);
    expect(activity('S137').html).toContain('<a href="https://notes.example.com/brightwater"');
  });

  test(`${verifies('R18')}signs that HTML uses are read as they were written`, () => {
    expect(activity('S076').lines).toContain('Feels < 50% sure, acts 100% sure. We looked at the gap.');
    expect(activity('S031').lines).toContain('Moved to the corner office & hates it.');
  });

  test(`${verifies('R18')}plain text keeps its lines`, () => {
    expect(activity('S100').lines.slice(0, 3)).toEqual([
      'First session on summer time.',
      'Trustees: three for, two against, one asleep.',
      'Next: the letter, one page, no adjectives.',
    ]);
  });

  test(`${verifies('R18')}the place is the location; where there is no place, what was written is not lost`, () => {
    const written = new Map(places);
    for (const { id } of sessions) {
      const where = written.get(id);
      const { location, lines } = activity(id);
      if (where === undefined) expect(location, `session ${id}`).toBeNull();
      else if (/^(Studio|Office)/.test(where)) expect(location, `session ${id}`).toBe(where);
      else expect([location, ...lines].join('\n'), `session ${id}`).toContain(where);
    }
    expect(activity('S043').location).toBeNull();
  });
});

describe('group sessions', () => {
  test(`${verifies('R18', 'R42')}one activity with all participants on the primary’s deal; its note names the others’ deals`, () => {
    expect(activity('S023').deal).toBe('P005');
    for (const [id, titles] of otherDeals) {
      for (const title of titles) expect(activity(id).lines.join('\n'), `session ${id}`).toContain(title);
    }
  });

  test(`${verifies('R18')}sessions of one package name no other deal`, () => {
    const several = new Set(otherDeals.map(([id]) => id));
    const naming = sessions.filter(({ id }) => !several.has(id) && /other deals/i.test(activity(id).lines.join('\n')));
    expect(naming.map(({ id }) => id)).toEqual([]);
  });
});
