import { asCutoverError } from '@cutover/domain';
import type { MindHand } from '../hands/mind.ts';
import type { PersonHand } from '../hands/person.ts';
import type { SetUp } from '../hands/set-up.ts';
import type { Said } from '../state/state.ts';
import type { Store } from '../state/store.ts';

/** Both hands at one workspace. */
export interface Seat {
  readonly hand: PersonHand;
  readonly mind: MindHand;
}

/** What is typed without echo: kept outside the state, so that it is never drawn, logged or handed on. */
export interface Secret {
  add(text: string): void;
  back(): void;
  /** What was typed; forgotten by asking. */
  take(): string;
}

/** Everything the key presses work with. */
export interface Chat {
  readonly store: Store;
  readonly secret: Secret;
  readonly now: () => number;
  readonly wait: (ms: number) => Promise<void>;
  /** Takes a seat at the example, or at a workspace made from what was asked. @throws CutoverError */
  readonly sit: (at: 'example' | SetUp) => Promise<Seat>;
  readonly tokenIsSet: boolean;
  readonly leave: (code: number) => void;
  /** What this sitting has come to. */
  readonly sitting: {
    seat: Seat | null;
    /** Ends the turn that is under way. */
    interrupt: (() => void) | null;
    /** The approver's key file, asked once. */
    keyFile: string | null;
    /** The passphrase given for a key that is being made. */
    newPassphrase: string;
    /** The run that is being watched. */
    run: string | null;
    /** How many times cards were answered. */
    answers: number;
    /** The run that was asked to stop. */
    asked: string | null;
  };
}

/** Long enough for what was sent to be drawn before work that keeps the process busy. */
const DRAWN_MS = 40;

export const drawn = (chat: Chat): Promise<void> => chat.wait(DRAWN_MS);

/** @throws Error when nobody sits: a screen that needs a workspace cannot be open then */
export function seatOf(chat: Chat): Seat {
  const { seat } = chat.sitting;
  if (seat === null) throw new Error('no workspace is open');
  return seat;
}

/** An error in a person's words: what is wrong, and what to do. */
export function faultText(thrown: unknown): string {
  const { code, message, advice } = asCutoverError(thrown);
  return `${code}: ${message}. ${advice}`.replace(/\.\. /g, '. ');
}

export const say = (chat: Chat, text: string, look: Extract<Said, { who: 'house' }>['look'] = 'plain'): void =>
  chat.store.send({ do: 'say', said: [{ who: 'house', text, look }] });

export const talk = (chat: Chat): void => chat.store.send({ do: 'show', screen: { at: 'talk' } });

export function refreshAbout(chat: Chat): void {
  chat.store.send({ do: 'about', about: seatOf(chat).hand.about() });
}

/** Work that keeps the prompt waiting; a failure is said, never thrown. @returns whether it came to its end */
export async function working(chat: Chat, what: string, work: () => Promise<void> | void): Promise<boolean> {
  chat.store.send({ do: 'busy', what });
  await drawn(chat);
  try {
    await work();
    return true;
  } catch (thrown) {
    say(chat, faultText(thrown), 'bad');
    return false;
  } finally {
    chat.store.send({ do: 'busy', what: null });
  }
}
