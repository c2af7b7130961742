import { CutoverError, type Gate, Refusal } from '@cutover/domain';
import type { DetachedKind } from '@cutover/engine';
import type { GateFacts } from '../hands/facts.ts';
import { NO_TEXT } from '../state/draft.ts';
import type { GateScreen } from '../state/state.ts';
import { TOP } from '../text/scroll.ts';
import { plural } from '../words/objects.ts';
import { type Chat, say, seatOf, working } from './chat.ts';

/** The refusal inside an error, if it is one. */
export function refusalIn(thrown: unknown): Refusal | null {
  if (!(thrown instanceof CutoverError) || thrown.code !== 'approval-required') return null;
  const parsed = Refusal.safeParse(thrown.details.data);
  return parsed.success ? parsed.data : null;
}

const READING: Partial<Record<Gate, string>> = {
  rollback: 'Reading the account for what would be taken back',
  delta: 'Reading the export again, and the account',
  repair: 'Reading everything back for what differs',
};

/** Works out what a gate is about. @returns null when it cannot be opened now, which was said */
export async function gateFactsOf(chat: Chat, gate: Gate, reason: Refusal['reason']): Promise<GateFacts | null> {
  let facts: GateFacts | null = null;
  await working(chat, READING[gate] ?? 'Working out what this gate is about', async () => {
    const { hand } = seatOf(chat);
    try {
      facts = await hand.gate(gate, reason);
    } catch (thrown) {
      if (!(thrown instanceof CutoverError) || thrown.code !== 'decisions-open') throw thrown;
      const { decided } = hand.about();
      say(
        chat,
        `${plural(decided === null ? 0 : decided.total - decided.done, 'decision')} still wait for your answer: /decisions. The ${gate} gate comes after.`,
        'warn',
      );
    }
  });
  return facts;
}

/** Shows a gate whole. @param then runs that start once it is signed */
export function showGate(chat: Chat, facts: GateFacts, then: readonly DetachedKind[]): void {
  const screen: GateScreen = {
    at: 'gate',
    facts,
    step: 'read',
    scroll: TOP,
    draft: NO_TEXT,
    file: chat.sitting.keyFile,
    fault: null,
    then,
  };
  chat.store.send({ do: 'show', screen });
}

/** Works a gate out and shows it. @param then runs that start once it is signed */
export async function openGate(chat: Chat, gate: Gate, reason: Refusal['reason'], then: readonly DetachedKind[]): Promise<void> {
  const facts = await gateFactsOf(chat, gate, reason);
  if (facts !== null) showGate(chat, facts, then);
}
