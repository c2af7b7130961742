import { beforeAll, describe, expect, test } from 'vitest';
import { type Account, accountOf, column } from '../../tools/account.ts';
import { loadedRoad } from '../../tools/road.ts';
import { verifies } from '../../tools/verifies.ts';
import { intakes, questions } from './expected/intake.ts';
import { notes } from './expected/notes.ts';

let account: Account;

beforeAll(async () => {
  const { before, state } = await loadedRoad();
  account = accountOf(state, before);
});

const note = (id: string) => account.note(`note ${id}`);
const intake = (id: string) => account.note(`intake ${id}`);
const sourcesOf = (object: string) => account.notes.flatMap(({ source }) => (source?.startsWith(`${object} `) ? [source] : [])).toSorted();

describe('client note → note', () => {
  test(`${verifies('R21', 'R26')}every note is one note on its person, ending in its source`, () => {
    expect(sourcesOf('note')).toEqual(notes.map(({ id }) => `note ${id}`).toSorted());
    expect(column(notes, ({ id }) => note(id).person)).toEqual(column(notes, ({ person }) => person));
    expect(column(notes, ({ id }) => note(id).deal)).toEqual(column(notes, () => null));
  });

  test(`${verifies('R21', 'R43')}with its original time in UTC`, () => {
    expect(column(notes, ({ id }) => note(id).addTime)).toEqual(column(notes, ({ at }) => at));
  });

  test(`${verifies('R21')}with its author: the user, or the name in the text where there is none`, () => {
    const known = notes.filter(({ author }) => author !== null);
    expect(column(known, ({ id }) => note(id).author)).toEqual(column(known, ({ author }) => author));
    const unknown = notes.filter(({ author }) => author === null);
    expect(unknown.map(({ id }) => id)).toEqual(['N005', 'N012', 'N014', 'N021']);
    for (const { id, by } of unknown) expect(note(id).lines.join('\n'), `note ${id}`).toContain(by);
  });

  test(`${verifies('R21')}with its text, line by line`, () => {
    expect(column(notes, ({ id, lines }) => note(id).lines.filter((line) => lines.includes(line)))).toEqual(
      column(notes, ({ lines }) => lines),
    );
  });

  test(`${verifies('R21')}HTML keeps lists, emphasis and links`, () => {
    expect(note('N001').html).toContain('<strong>Wants:</strong>');
    expect(note('N001').html).toMatch(
      /<ul>\s*<li>Team of nine<\/li>\s*<li>Two partners<\/li>\s*<li>Sleeps badly on Sundays<\/li>\s*<\/ul>/,
    );
    expect(note('N002').html).toContain('<em>three, not five</em>');
    expect(note('N004').html).toContain('<b>before</b>');
    expect(note('N006').html).toContain('<a href="https://notes.example.com/mendes-board"');
    expect(note('N008').html).toMatch(/<ol>\s*<li>Who decides\?<\/li>\s*<li>Who is asked\?<\/li>\s*<li>Who is only told\?<\/li>\s*<\/ol>/);
    expect(note('N010').html).toContain('<u>Theme of the year:</u>');
    expect(note('N014').html).toMatch(/along\.<br ?\/?>Use the mobile\./);
  });

  test(`${verifies('R21')}and loses what is dangerous`, () => {
    const { html } = note('N016');
    expect(html).toContain('<i>promoted</i>');
    expect(html).toContain('<b>asked</b>');
    expect(html).not.toMatch(/script|alert\(/i);
  });

  test(`${verifies('R21', 'R9')}its attachment is named in the text, missing ones too`, () => {
    const naming = notes.filter(({ attachment }) => attachment !== null);
    expect(naming.map(({ id }) => id)).toEqual(['N002', 'N011', 'N015', 'N020', 'N022']);
    for (const { id, attachment } of naming) expect(note(id).lines.join('\n'), `note ${id}`).toContain(attachment);
  });
});

describe('intake response → note', () => {
  test(`${verifies('R21', 'R26')}every response is one note on its person, ending in its source`, () => {
    expect(sourcesOf('intake')).toEqual(intakes.map(({ id }) => `intake ${id}`));
    expect(column(intakes, ({ id }) => intake(id).person)).toEqual(column(intakes, ({ person }) => person));
  });

  test(`${verifies('R21', 'R43')}with its original time in UTC`, () => {
    expect(column(intakes, ({ id }) => intake(id).addTime)).toEqual(column(intakes, ({ at }) => at));
  });

  test(`${verifies('R21')}each question is followed by its answer`, () => {
    const answered = (id: string, at: number, lines: number) => {
      const got = intake(id).lines;
      const place = got.indexOf(questions[at] ?? '');
      return place < 0 ? '(no such question)' : got.slice(place + 1, place + 1 + lines);
    };
    for (const { id, answers } of intakes) {
      for (const [at, answer] of answers.entries()) {
        if (answer !== null) expect(answered(id, at, answer.length), `intake ${id}, ${questions[at]}`).toEqual(answer);
      }
    }
  });

  test(`${verifies('R21')}what was not answered has no answer`, () => {
    for (const { id, answers } of intakes) {
      const { lines } = intake(id);
      const filled = answers.flatMap((answer) => answer ?? []);
      const beside = lines.filter((line) => !questions.includes(line) && !filled.includes(line));
      expect(beside, `intake ${id}`).toEqual([`Source: intake ${id}`]);
    }
  });
});
