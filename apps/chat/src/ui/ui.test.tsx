import { setTimeout as delay } from 'node:timers/promises';
import type { Decision } from '@cutover/domain';
import { render } from 'ink-testing-library';
import { afterEach, describe, expect, it } from 'vitest';
import type { Key } from '../control/keys.ts';
import { FIRST } from '../state/state.ts';
import { createStore, type Store } from '../state/store.ts';
import { TOP } from '../text/scroll.ts';
import { App } from './App.tsx';

/** A column whose header tries to be a terminal escape. */
const DECISION: Decision = {
  id: 'field:clients.csv#0',
  kind: 'field',
  subject: { object: 'client', file: 'clients.csv', column: 'Mob\u001b[2Jile\u202e', index: 0 },
  proposal: { target: 'person.phones', as: { label: 'mobile' } },
  alternatives: [{ target: 'ignore' }],
  confidence: 0.97,
  evidence: ['41 of 41 filled'],
  reason: 'The header is a usual name for it.',
  proposedBy: 'model:m\u001b[31m@rerank@1',
  status: 'proposed',
  answer: null,
  by: null,
  at: null,
};

const open: { unmount: () => void }[] = [];
afterEach(() => {
  for (const one of open.splice(0)) one.unmount();
});

async function shown(store: Store, keys: Key[] = []): Promise<ReturnType<typeof render>> {
  const app = render(<App store={store} press={(key) => keys.push(key)} onReady={() => undefined} />);
  open.push(app);
  await delay(60);
  return app;
}

describe('the window', () => {
  it('shows prompt, mind, account and count', async () => {
    const store = createStore({
      ...FIRST,
      mind: 'built-in guide',
      about: { company: 'acme', decided: { done: 31, total: 64 }, example: false },
    });
    const app = await shown(store);
    expect(app.lastFrame()).toContain('built-in guide · acme · 31 of 64 decided · /help');
    store.send({ do: 'size', columns: 42, rows: 24 });
    await delay(60);
    expect(app.lastFrame()?.split('\n').at(-1)).toBe('built-in guide · acme · 31 of 64 decided');
  });

  it('hands keys on: a letter, Enter, Ctrl-C', async () => {
    const keys: Key[] = [];
    const app = await shown(createStore(FIRST), keys);
    for (const input of ['x', '\r', '\u0003']) {
      app.stdin.write(input);
      await delay(20);
    }
    expect(keys).toEqual([{ is: 'text', text: 'x' }, { is: 'enter' }, { is: 'ctrl', text: 'c' }]);
  });

  it('shows a card with nothing of the export that a terminal would obey', async () => {
    const store = createStore(FIRST);
    store.send({
      do: 'show',
      screen: {
        at: 'card',
        shown: { decision: DECISION, examples: ['+9 \u001b]0;x\u0007'] },
        list: [DECISION],
        scroll: TOP,
        skipped: [],
        why: true,
        edit: null,
        fault: null,
        done: null,
        saving: false,
      },
    });
    const frame = (await shown(store)).lastFrame() ?? '';
    expect(frame).toContain('Where does the column “Mob\\u001b[2Jile\\u202e” of clients.csv go?');
    expect(frame).toContain('Person → Phones (mobile) — 97 % sure');
    expect(frame).toContain('+9 \\u001b]0;x\\u0007');
    expect(frame).toContain('model:m\\u001b[31m@rerank@1');
    for (const control of ['\u202e', '\u0007']) expect(frame).not.toContain(control);
  });

  it('counts what a run has done, how fast, and how long it will take', async () => {
    const store = createStore(FIRST);
    store.send({
      do: 'show',
      screen: {
        at: 'run',
        watched: {
          run: 'full-1',
          kind: 'full',
          state: 'running',
          active: true,
          stages: [{ name: 'person', done: 20, total: 40 }],
          tokens: 120,
          since: 1_000_000,
          notices: [],
          summary: {},
        },
        expected: { person: 40, deal: 60 },
        estimate: 3155,
        now: 1_010_000,
        stopping: false,
      },
    });
    const frame = (await shown(store)).lastFrame() ?? '';
    expect(frame).toMatch(/person +█+░+ 20 of 40/);
    expect(frame).toMatch(/deal +░+ 0 of 60/);
    expect(frame).toContain('2.0 a second · 120 API tokens of about 3,155');
    expect(frame).toContain('about 40 s left');
  });
});
