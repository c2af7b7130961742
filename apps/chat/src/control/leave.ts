import { type Chat, say, talk } from './chat.ts';

const MOST_MS = 10_000;
const STEP_MS = 100;

/** Leaves. The example's account ends with this process: a run against it is ended first, so that nothing writes into the void. */
export async function leave(chat: Chat, code: number): Promise<void> {
  const { seat, run } = chat.sitting;
  if (seat !== null && run !== null && seat.hand.about().example) {
    talk(chat);
    say(chat, 'The run is being saved, then this ends …', 'quiet');
    seat.hand.cancel(run);
    for (let spent = 0; spent < MOST_MS && seat.hand.watch(run).active; spent += STEP_MS) await chat.wait(STEP_MS);
  }
  chat.leave(code);
}
