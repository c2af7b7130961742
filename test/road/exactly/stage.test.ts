import { beforeAll, describe, expect, test } from 'vitest';
import { type Account, accountOf, column, tallyBy } from '../../tools/account.ts';
import { loadedRoad } from '../../tools/road.ts';
import { verifies } from '../../tools/verifies.ts';
import { deals, stages } from './expected/deals.ts';
import { type ExpectedHistory, histories } from './expected/histories.ts';

let account: Account;

beforeAll(async () => {
  const { before, state } = await loadedRoad();
  account = accountOf(state, before);
});

describe('package status → stage in one pipeline', () => {
  test(`${verifies('R17', 'R31')}one pipeline with a stage for each status, in a sensible order`, () => {
    const pipelines = [...new Set(account.deals.map(({ pipeline }) => pipeline))];
    expect(pipelines).toHaveLength(1);
    expect(account.stages(pipelines[0] ?? '')).toEqual(stages.map(([name]) => name));
  });

  test(`${verifies('R17')}every deal stands in the stage of its status`, () => {
    expect(column(deals, ({ id }) => account.deal(id).stage)).toEqual(column(deals, ({ stage }) => stage));
    expect(tallyBy(account.deals, ({ stage }) => stage)).toEqual(Object.fromEntries(stages));
  });

  test(`${verifies('R17')}open, won or lost by the stage’s decision`, () => {
    expect(column(deals, ({ id }) => account.deal(id).status)).toEqual(column(deals, ({ status }) => status));
    expect(tallyBy(account.deals, ({ status }) => status)).toEqual({ open: 31, won: 10, lost: 4 });
  });

  test(`${verifies('R17', 'R43')}won and lost times are kept, in UTC`, () => {
    expect(column(deals, ({ id }) => account.deal(id).wonTime)).toEqual(
      column(deals, ({ status, closed }) => (status === 'won' ? closed : null)),
    );
    expect(column(deals, ({ id }) => account.deal(id).lostTime)).toEqual(
      column(deals, ({ status, closed }) => (status === 'lost' ? closed : null)),
    );
  });
});

describe('status change times → one text', () => {
  const words = { active: /activ/i, paused: /pause/i, completed: /complete/i, cancelled: /cancel/i } as const;
  const statuses = ['active', 'paused', 'completed', 'cancelled'] as const;

  test(`${verifies('R17', 'R43')}the text holds each change with its status and its exact local time, and nothing else`, () => {
    const told = (id: string): readonly string[] => {
      const text = account.deal(id).custom('Status history');
      return typeof text === 'string' ? text.split('\n') : [];
    };
    /** What a deal's text says about each status; a time it does not know is `?`. */
    const read = ({ id }: ExpectedHistory) =>
      statuses.map((status) => {
        const lines = told(id).filter((line) => words[status].test(line));
        return lines.map((line) => /\d{4}-\d{2}-\d{2} \d{2}:\d{2}/.exec(line)?.[0] ?? '?').join(', ') || null;
      });
    expect(column(histories, read)).toEqual(column(histories, (row) => statuses.map((status) => row[status])));
    expect(column(histories, ({ id }) => told(id).length)).toEqual(
      column(histories, (row) => statuses.filter((status) => row[status] !== null).length),
    );
  });

  test(`${verifies('R17')}it is one text field, not a field for each status`, () => {
    const fields = account.newFields('deal');
    expect(['varchar', 'text']).toContain(fields.find(({ name }) => name === 'Status history')?.type);
    for (const name of ['Activated At', 'Paused At', 'Completed At', 'Cancelled At']) {
      expect(fields.map((field) => field.name)).not.toContain(name);
    }
  });
});
