import { type Decision, isOpen } from '@cutover/domain';
import type { Verdict } from '@cutover/engine/desk';
import { NO_TEXT } from '../state/draft.ts';
import type { CardScreen, GroupScreen } from '../state/state.ts';
import { seenAll, TOP } from '../text/scroll.ts';
import { groupFrame } from '../views/group.ts';
import { answerWords } from '../words/answer.ts';
import { groupTitle, sureGroup } from '../words/group.ts';
import { plural } from '../words/objects.ts';
import { typedAnswer } from './answer.ts';
import { type Chat, drawn, faultText, refreshAbout, say, seatOf, talk } from './chat.ts';

/** Keys that were pressed while an answer was being saved belong to the card that is gone; they are let pass. */
const SETTLE_MS = 80;
/** So long after an answer the person is taken to read the next card. */
const READING_MS = 500;

/** The next open decision after this one, round the list; those passed over come last. */
export function nextOpen(list: readonly Decision[], after: string | null, skipped: readonly string[]): Decision | null {
  const at = list.findIndex(({ id }) => id === after);
  const round = [...list.slice(at + 1), ...list.slice(0, at + 1)].filter((one) => isOpen(one) && one.id !== after);
  return round.find(({ id }) => !skipped.includes(id)) ?? null;
}

function card(chat: Chat, decision: Decision, list: readonly Decision[], rest: Partial<CardScreen> = {}): CardScreen {
  const { hand } = seatOf(chat);
  hand.keepPlace(decision.id);
  const shown = { decision, examples: hand.examples(decision) };
  return { at: 'card', shown, list, scroll: TOP, skipped: [], why: false, edit: null, fault: null, done: null, saving: false, ...rest };
}

/** Opens the cards where the person left them. */
export function openCards(chat: Chat): void {
  const { hand } = seatOf(chat);
  const list = hand.decisions();
  const place = hand.place();
  const left = list.find((one) => one.id === place && isOpen(one)) ?? nextOpen(list, place, []);
  if (left !== null) chat.store.send({ do: 'show', screen: card(chat, left, list) });
  else if (list.length > 0) say(chat, allDecided(list), 'good');
  else say(chat, 'There are no decisions yet: say "start", and the export is read and the plan drafted.', 'warn');
}

const allDecided = (list: readonly Decision[]): string =>
  `All ${list.length} decisions are answered. /sample shows what the plan comes to, and asks for your yes.`;

/** On to the next card, or back to the conversation when there is none. */
function onward(chat: Chat, from: CardScreen, done: string | null, skipped: readonly string[]): void {
  const list = seatOf(chat).hand.decisions();
  const next = nextOpen(list, from.shown.decision.id, skipped);
  const open = list.filter(isOpen).length;
  if (next === null) talk(chat);
  if (next !== null) chat.store.send({ do: 'show', screen: card(chat, next, list, { skipped, done }) });
  else if (open === 0) say(chat, allDecided(list), 'good');
  else say(chat, `${plural(open, 'decision')} passed over and still open: /decisions shows them again.`, 'warn');
}

const current = (chat: Chat): CardScreen | null => {
  const { screen } = chat.store.get();
  return screen.at === 'card' && !screen.saving ? screen : null;
};

/** Saves one answer and goes on. */
export async function answerCard(chat: Chat, verdict: Verdict): Promise<void> {
  const screen = current(chat);
  if (screen === null) return;
  const { decision } = screen.shown;
  if ('accept' in verdict && decision.proposal === null)
    return chat.store.send({
      do: 'card',
      change: { fault: 'Nothing is proposed here: choose by its number, or press e and write an answer.' },
    });
  const done = doneText(decision, verdict);
  // A yes is saved at once; after any other answer the other questions may be others, and finding that out takes a moment.
  const quick = 'accept' in verdict;
  chat.store.send({ do: 'card', change: { saving: true, fault: null, done: quick ? done : null } });
  if (!quick) await drawn(chat);
  try {
    seatOf(chat).hand.answer([decision], verdict);
  } catch (thrown) {
    return showAgain(chat, screen, faultText(thrown));
  }
  await settled(chat);
  refreshAbout(chat);
  onward(chat, screen, done, screen.skipped);
  await catchUpSoon(chat);
}

/** Compiles the plan anew while the person reads; not between two answers that come fast. Whoever needs the plan before does not wait for this. */
async function catchUpSoon(chat: Chat): Promise<void> {
  const { sitting } = chat;
  sitting.answers += 1;
  const { answers } = sitting;
  await chat.wait(READING_MS);
  if (sitting.answers === answers) seatOf(chat).hand.catchUp();
}

/** The card as it is now: the decision may be another than the one that was shown. */
function showAgain(chat: Chat, screen: CardScreen, fault: string): void {
  const list = seatOf(chat).hand.decisions();
  const decision = list.find(({ id }) => id === screen.shown.decision.id) ?? screen.shown.decision;
  chat.store.send({ do: 'show', screen: card(chat, decision, list, { skipped: screen.skipped, edit: screen.edit, fault }) });
}

const settled = (chat: Chat): Promise<void> => chat.wait(SETTLE_MS);

function doneText(decision: Decision, verdict: Verdict): string {
  const { kind, proposal, alternatives, subject } = decision;
  const about = [subject.column, subject.name, subject.value, subject.file].find((text) => typeof text === 'string' && text !== '') ?? kind;
  const chosen = 'choose' in verdict ? alternatives[verdict.choose - 1] : 'accept' in verdict ? proposal : null;
  const words =
    'reject' in verdict ? 'left out' : chosen === null || chosen === undefined ? 'answered in your words' : answerWords(kind, chosen);
  return `${String(about)}: ${words}. Saved; u takes it back.`;
}

export function skipCard(chat: Chat): void {
  const screen = current(chat);
  if (screen !== null) onward(chat, screen, null, [...screen.skipped, screen.shown.decision.id]);
}

/** Takes the last answer back, and shows its card. */
export async function undo(chat: Chat): Promise<void> {
  const screen = current(chat);
  const { hand } = seatOf(chat);
  const fault = (thrown: unknown): void =>
    screen === null
      ? say(chat, faultText(thrown), 'bad')
      : chat.store.send({ do: 'card', change: { fault: faultText(thrown), saving: false } });
  if (screen !== null) chat.store.send({ do: 'card', change: { saving: true, fault: null } });
  await drawn(chat);
  let ids: readonly string[];
  try {
    ids = hand.undo();
  } catch (thrown) {
    return fault(thrown);
  }
  await settled(chat);
  refreshAbout(chat);
  const list = hand.decisions();
  const decision = list.find(({ id }) => ids.includes(id));
  if (decision === undefined) return openCards(chat);
  const done = ids.length === 1 ? 'The last answer is taken back.' : `The last ${ids.length} answers, given together, are taken back.`;
  chat.store.send({ do: 'show', screen: card(chat, decision, list, { done, skipped: screen?.skipped ?? [] }) });
}

export const toggleWhy = (chat: Chat): void => {
  const screen = current(chat);
  if (screen !== null) chat.store.send({ do: 'card', change: { why: !screen.why } });
};

export const editCard = (chat: Chat): void => {
  if (current(chat) !== null) chat.store.send({ do: 'card', change: { edit: NO_TEXT, fault: null } });
};

/** The typed answer of a card, saved when it is one. */
export async function saveEdit(chat: Chat): Promise<void> {
  const screen = current(chat);
  if (screen === null || screen.edit === null) return;
  const answer = typedAnswer(screen.shown.decision, screen.edit.text);
  if ('fault' in answer) return chat.store.send({ do: 'card', change: { fault: answer.fault } });
  await answerCard(chat, { set: answer.answer });
}

/** Shows all sure proposals like this one as a list. */
export function openGroup(chat: Chat): void {
  const screen = current(chat);
  if (screen === null) return;
  const decisions = sureGroup(screen.list, screen.shown.decision);
  const group: GroupScreen = {
    at: 'group',
    title: groupTitle(screen.shown.decision),
    decisions,
    scroll: TOP,
    back: screen,
    fault: null,
    saving: false,
  };
  if (decisions.length > 1) chat.store.send({ do: 'show', screen: group });
  else chat.store.send({ do: 'card', change: { fault: 'There are no others like this one that are sure.' } });
}

/** Accepts the whole list, once all of it was on screen. */
export async function acceptGroup(chat: Chat): Promise<void> {
  const state = chat.store.get();
  const { screen } = state;
  if (screen.at !== 'group' || screen.saving) return;
  if (!seenAll(screen.scroll, groupFrame(state, screen).body.length)) return chat.store.send({ do: 'scroll', move: 'page-down' });
  chat.store.send({ do: 'group', change: { saving: true, fault: null } });
  await drawn(chat);
  try {
    seatOf(chat).hand.answer(screen.decisions, { accept: true });
  } catch (thrown) {
    return chat.store.send({ do: 'group', change: { saving: false, fault: faultText(thrown) } });
  }
  await settled(chat);
  refreshAbout(chat);
  onward(chat, screen.back, `${screen.decisions.length} proposals accepted (${screen.title}); u takes them back.`, screen.back.skipped);
  await catchUpSoon(chat);
}
