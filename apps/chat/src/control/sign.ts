import { CutoverError } from '@cutover/domain';
import { NO_TEXT } from '../state/draft.ts';
import type { GateScreen } from '../state/state.ts';
import { seenAll } from '../text/scroll.ts';
import { gateFrame } from '../views/gate.ts';
import { type Chat, drawn, faultText, say, seatOf, talk } from './chat.ts';
import { beginRuns } from './runs.ts';

/** Enter: on to the next step; nothing is signed before the company's domain was typed. */
export async function gateEnter(chat: Chat): Promise<void> {
  const state = chat.store.get();
  const { screen } = state;
  if (screen.at !== 'gate') return;
  switch (screen.step) {
    case 'read':
      if (!seenAll(screen.scroll, gateFrame(state, screen).body.length)) return chat.store.send({ do: 'scroll', move: 'page-down' });
      return chat.store.send({ do: 'gate', change: { step: firstStep(chat), draft: NO_TEXT, fault: null } });
    case 'file':
      if (screen.draft.text.trim() === '')
        return chat.store.send({ do: 'gate', change: { fault: 'The file with your private key, such as approver.key.' } });
      chat.sitting.keyFile = screen.draft.text.trim();
      return chat.store.send({ do: 'gate', change: { step: 'passphrase', draft: NO_TEXT, fault: null } });
    case 'passphrase':
      return chat.store.send({ do: 'gate', change: { step: 'company', draft: NO_TEXT, fault: null } });
    case 'company':
      return sign(chat, screen);
    case 'signing':
      return;
  }
}

function firstStep(chat: Chat): GateScreen['step'] {
  if (seatOf(chat).hand.ownKey) return 'company';
  return chat.sitting.keyFile === null ? 'file' : 'passphrase';
}

async function sign(chat: Chat, screen: GateScreen): Promise<void> {
  const { hand } = seatOf(chat);
  const typed = screen.draft.text.trim();
  const expected = screen.facts.envelope.target.company.domain;
  // Asked again before the passphrase is used up.
  if (typed !== expected)
    return chat.store.send({ do: 'gate', change: { fault: `This is not the account's company domain: ${expected}.` } });
  chat.store.send({ do: 'gate', change: { step: 'signing', fault: null } });
  await drawn(chat);
  const passphrase = chat.secret.take();
  try {
    const { keyFile } = chat.sitting;
    hand.approve(screen.facts, hand.ownKey || keyFile === null ? 'example' : { file: keyFile, passphrase }, typed);
  } catch (thrown) {
    const badKey = thrown instanceof CutoverError && thrown.code === 'bad-key';
    if (badKey) chat.sitting.keyFile = null;
    return chat.store.send({ do: 'gate', change: { step: badKey ? 'file' : 'read', draft: NO_TEXT, fault: faultText(thrown) } });
  }
  talk(chat);
  say(chat, `You approved the ${screen.facts.gate} gate for ${expected}.`, 'good');
  if (screen.then.length > 0) await beginRuns(chat, screen.then);
}

export function leaveGate(chat: Chat): void {
  chat.secret.take();
  talk(chat);
  say(chat, 'Nothing was signed.', 'quiet');
}
