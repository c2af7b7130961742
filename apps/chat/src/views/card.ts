import { canReject, type Decision, proposerWords } from '@cutover/domain';
import type { CardScreen, ChatState } from '../state/state.ts';
import { EMPTY, type Line, labelled, paragraph, rule, span } from '../text/line.ts';
import { oneLine, printable } from '../text/printable.ts';
import { answerWords } from '../words/answer.ts';
import { meaningOf } from '../words/meaning.ts';
import { percent } from '../words/objects.ts';
import { questionOf } from '../words/question.ts';
import { askRow } from './draft.ts';
import { bodyRows, type Frame } from './frame.ts';
import { keyRows } from './keys.ts';
import { titleRows } from './title.ts';

/** Alternatives that have a key. */
export const CHOICES = 9;
const SHOWN_EVIDENCE = 3;

/** A decision as a card: the question, what is proposed and why, what else there is, and the keys. */
export function cardFrame(state: ChatState, screen: CardScreen, group: readonly Decision[]): Frame {
  const { columns: width } = state.size;
  const { decision } = screen.shown;
  const frame = (keys: readonly [string, string][]): Frame => ({
    head: [...titleRows('Decision', state.about, width), ...paragraph(questionOf(decision), width, { look: 'strong' })],
    body: [EMPTY, ...proposal(decision, width), ...examples(screen, width), ...evidence(screen, width), EMPTY, ...choices(decision, width)],
    foot: [...saidRows(screen, width), rule(width), ...(screen.edit === null ? keyRows(keys, width) : editRows(screen, width))],
  });
  const keys = keysOf(decision, group);
  const plain = frame(keys);
  // In a low window not all of it fits: what is below is there to be asked for.
  return screen.scroll.top + bodyRows(plain, state.size.rows) < plain.body.length ? frame([['↓', 'more'], ...keys]) : plain;
}

function proposal(decision: Decision, width: number): Line[] {
  const { proposal: proposed, confidence } = decision;
  if (proposed === null) return labelled('Proposal', 'none: only you can say this', width, { look: 'warn' });
  const sure =
    confidence === null ? '' : confidence >= 0.9 ? ` — ${percent(confidence)} sure` : ` — ${percent(confidence)} sure: look closely`;
  const by = decision.proposedBy === 'built-in' ? '' : ` (by ${proposerWords(decision.proposedBy)})`;
  return [
    ...labelled('Proposal', printable(`${answerWords(decision.kind, proposed)}${sure}${by}`), width, {
      look: (confidence ?? 1) >= 0.9 ? 'good' : 'warn',
    }),
    ...labelled('In Pipedrive', printable(meaningOf(decision, proposed)), width),
    ...(decision.reason === '' ? [] : labelled('Because', printable(decision.reason), width)),
  ];
}

const examples = ({ shown }: CardScreen, width: number): Line[] =>
  shown.examples.length === 0 ? [] : labelled('Examples', `${shown.examples.map(oneLine).join(' · ')}  (masked)`, width);

function evidence({ shown, why }: CardScreen, width: number): Line[] {
  const { decision } = shown;
  const texts = decision.evidence.filter((text) => shown.examples.length === 0 || !text.startsWith('masked examples'));
  const some = why ? texts : texts.slice(0, SHOWN_EVIDENCE);
  const rows = some.flatMap((text, i) => labelled(i === 0 ? 'Evidence' : '', printable(text), width));
  if (!why) return rows;
  return [
    ...rows,
    ...labelled('Known as', oneLine(decision.id), width, { look: 'quiet' }),
    ...labelled('Proposed by', oneLine(decision.proposedBy), width, { look: 'quiet' }),
    ...(decision.proposal === null ? [] : labelled('As data', oneLine(JSON.stringify(decision.proposal)), width, { look: 'quiet' })),
  ];
}

function choices(decision: Decision, width: number): Line[] {
  const rows = decision.alternatives
    .slice(0, CHOICES)
    .flatMap((answer, i) => [
      ...paragraph(printable(answerWords(decision.kind, answer)), width, { indent: 2, lead: span(`${i + 1}  `, 'accent') }),
      ...(decision.kind === 'field' ? [] : paragraph(printable(meaningOf(decision, answer)), width, { indent: 5, look: 'quiet' })),
    ]);
  const out = canReject(decision.kind) ? paragraph('leave it out', width, { indent: 2, lead: span('r  ', 'accent') }) : [];
  return rows.length + out.length === 0 ? [] : [...paragraph('Instead', width, { look: 'quiet' }), ...rows, ...out];
}

function saidRows({ fault, done, saving }: CardScreen, width: number): Line[] {
  if (saving && done === null) return paragraph('Saving …', width, { look: 'quiet' });
  if (fault !== null) return paragraph(printable(fault), width, { look: 'bad', lead: span('! ', 'bad') });
  return done === null ? [] : paragraph(printable(done), width, { look: 'good', lead: span('✓ ', 'good') });
}

function keysOf(decision: Decision, group: readonly Decision[]): [string, string][] {
  const count = Math.min(decision.alternatives.length, CHOICES);
  return [
    ...(decision.proposal === null ? [] : [['Enter', 'accept'] as [string, string]]),
    ...(count === 0 ? [] : [[count === 1 ? '1' : `1–${count}`, 'choose'] as [string, string]]),
    ['e', 'edit'],
    ...(canReject(decision.kind) ? [['r', 'leave out'] as [string, string]] : []),
    ['?', 'why'],
    ['s', 'skip'],
    ['u', 'undo'],
    ...(group.length > 1 ? [['g', `${group.length} sure ones like this`] as [string, string]] : []),
    ['q', 'back'],
  ];
}

const editRows = ({ edit, shown }: CardScreen, width: number): Line[] => [
  ...paragraph(hintOf(shown.decision), width, { look: 'quiet' }),
  askRow('Your answer:', edit ?? { text: '', at: 0 }, width),
  ...keyRows(
    [
      ['Enter', 'save'],
      ['Esc', 'back to the card'],
    ],
    width,
  ),
];

/** What may be typed. */
function hintOf({ kind, proposal: proposed, alternatives }: Decision): string {
  const like = proposed ?? alternatives[0];
  if (kind === 'field') return 'A target such as person.phones, deal.custom.tier, link:client or ignore; or the whole answer as JSON.';
  return `The answer as JSON${like === undefined ? '' : `, such as ${oneLine(JSON.stringify(like))}`}; or the one word in it.`;
}
