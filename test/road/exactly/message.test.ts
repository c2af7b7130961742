import { beforeAll, describe, expect, test } from 'vitest';
import { type Account, accountOf, column } from '../../tools/account.ts';
import { loadedRoad } from '../../tools/road.ts';
import { verifies } from '../../tools/verifies.ts';
import { messages } from './expected/messages.ts';

let account: Account;

beforeAll(async () => {
  const { before, state } = await loadedRoad();
  account = accountOf(state, before);
});

const talks = messages.filter(({ channel }) => channel !== 'Chat');
const chats = messages.filter(({ channel }) => channel === 'Chat');
const activity = (id: string) => account.activity(`message ${id}`);
const note = (id: string) => account.note(`message ${id}`);

describe('calls and emails → activities', () => {
  test(`${verifies('R1', 'R43')}of type Call or Email, and no others`, () => {
    const made = account.activities.flatMap(({ source }) => (source?.startsWith('message ') ? [source] : []));
    expect(made.toSorted()).toEqual(talks.map(({ id }) => `message ${id}`));
    expect(column(talks, ({ id }) => activity(id).type)).toEqual(column(talks, ({ channel }) => channel));
  });

  test(`${verifies('R43')}at their original time in UTC, with their length`, () => {
    expect(column(talks, ({ id }) => `${activity(id).dueDate} ${activity(id).dueTime}`)).toEqual(
      column(talks, ({ date, time }) => `${date} ${time}`),
    );
    expect(column(talks, ({ id }) => activity(id).duration)).toEqual(column(talks, ({ duration }) => duration));
    expect(column(talks, ({ id }) => activity(id).done)).toEqual(column(talks, () => true));
  });

  test(`${verifies('R42', 'R20')}with the client as participant and the coach as owner`, () => {
    expect(column(talks, ({ id }) => activity(id).participants)).toEqual(column(talks, ({ person }) => [person]));
    expect(column(talks, ({ id }) => activity(id).owner)).toEqual(column(talks, ({ owner }) => owner));
  });

  test(`${verifies('R43')}an email keeps its subject`, () => {
    const emails = talks.filter(({ subject }) => subject !== null);
    expect(column(emails, ({ id }) => activity(id).subject)).toEqual(column(emails, ({ subject }) => subject));
  });

  test(`${verifies('R43')}a text keeps its paragraphs`, () => {
    expect(activity('M004').html).toMatch(/Hi Maya,<\/p>\s*<p>here is the list we made this morning/);
  });
});

describe('chats → notes', () => {
  test(`${verifies('R1', 'R43')}on the person, at their original time in UTC`, () => {
    const made = account.notes.flatMap(({ source }) => (source?.startsWith('message ') ? [source] : []));
    expect(made.toSorted()).toEqual(chats.map(({ id }) => `message ${id}`));
    expect(column(chats, ({ id }) => note(id).person)).toEqual(column(chats, ({ person }) => person));
    expect(column(chats, ({ id }) => note(id).addTime)).toEqual(column(chats, ({ date, time }) => `${date} ${time}:00`));
  });
});

test(`${verifies('R43')}every message keeps its direction and its text`, () => {
  for (const { id, channel, direction, lines } of messages) {
    const got = channel === 'Chat' ? note(id).lines : activity(id).lines;
    expect(got.join('\n'), `message ${id}`).toContain(direction);
    expect(
      got.filter((line) => lines.includes(line)),
      `message ${id}`,
    ).toEqual(lines);
  }
});
