import type { Gate, Refusal } from '@cutover/domain';
import type { DetachedKind } from '@cutover/engine';
import type { MindEvent } from '../hands/mind.ts';
import type { Said } from '../state/state.ts';
import { refreshColumns } from './allow.ts';
import { type Chat, faultText, refreshAbout, seatOf } from './chat.ts';
import { openGate } from './gates.ts';
import { follow } from './runs.ts';

/** One turn of the mind. */
export const ask = (chat: Chat, text: string): Promise<void> => turn(chat, (signal) => seatOf(chat).mind.say(text, signal));
export const review = (chat: Chat): Promise<void> => turn(chat, (signal) => seatOf(chat).mind.review(signal));

async function turn(chat: Chat, events: (signal: AbortSignal) => AsyncIterable<MindEvent>): Promise<void> {
  const controller = new AbortController();
  chat.sitting.interrupt = () => controller.abort(new Error('interrupted by the person'));
  chat.store.send({ do: 'turn-begins' });
  let gate: Refusal | null = null;
  try {
    seatOf(chat).hand.catchUp();
    for await (const event of events(controller.signal)) {
      if (event.type === 'gate') gate = event.refusal;
      show(chat, event);
    }
  } catch (thrown) {
    chat.store.send({ do: 'turn-says', said: { who: 'house', text: faultText(thrown), look: 'bad' } });
  } finally {
    chat.sitting.interrupt = null;
    chat.store.send({ do: 'turn-ends' });
  }
  refreshAbout(chat);
  refreshColumns(chat);
  await afterTurn(chat, gate);
}

function show(chat: Chat, event: MindEvent): void {
  if (event.type === 'text') chat.store.send({ do: 'turn-text', delta: event.delta });
  const said = saidOf(event);
  if (said !== null) chat.store.send({ do: 'turn-says', said });
}

/** What stands in the history of an event that is no text. */
function saidOf(event: MindEvent): Said | null {
  if (event.type === 'tool') return { who: 'tool', name: event.name, text: event.summary, ok: event.ok };
  if (event.type !== 'error') return null;
  if (event.code === 'interrupted') return { who: 'house', text: 'Interrupted.', look: 'quiet' };
  return { who: 'house', text: `${event.message} ${event.advice}`.trim(), look: 'bad' };
}

const RUNS_BEHIND: Readonly<Record<Gate, readonly DetachedKind[]>> = {
  plan: ['schema', 'sample'],
  full: ['full'],
  rollback: ['rollback'],
  delta: ['delta'],
  repair: ['repair'],
  files: ['files'],
};

/** The mind ended at a gate: the person is shown it. It started a run: the person watches it. */
async function afterTurn(chat: Chat, gate: Refusal | null): Promise<void> {
  const { hand } = seatOf(chat);
  const run = hand.activeRun();
  if (run !== null && chat.sitting.run === null) return follow(chat, run, []);
  if (gate === null || (gate.open?.length ?? 0) > 0) return;
  const then = gate.gate === 'plan' ? hand.needed('sample') : RUNS_BEHIND[gate.gate];
  await openGate(chat, gate.gate, gate.reason, then);
}

/** Esc while an answer comes. */
export function interrupt(chat: Chat): void {
  const { interrupt: stop } = chat.sitting;
  if (stop === null) return;
  chat.store.send({ do: 'turn-stops' });
  stop();
}
