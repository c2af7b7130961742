import { completions } from '../state/commands.ts';
import type { ChatState, Said } from '../state/state.ts';
import { cells, cut, fit } from '../text/cells.ts';
import { EMPTY, type Line, paragraph, row, rule, span } from '../text/line.ts';
import { marked } from '../text/markdown.ts';
import { oneLine, printable } from '../text/printable.ts';
import { draftRow } from './draft.ts';
import { aboutWords } from './title.ts';

const INDENT = 2;

/** One entry of the history as rows. */
export function saidRows(said: Said, width: number): readonly Line[] {
  switch (said.who) {
    case 'person':
      return [EMPTY, ...paragraph(printable(said.text), width, { lead: span('> ', 'accent'), look: 'strong' })];
    case 'mind':
      return [...(said.more ? [] : [EMPTY]), ...marked(said.text, width, INDENT)];
    case 'tool':
      return [[span(cut(`  ${said.ok ? '·' : '✗'} ${toolWords(said)}`, width - 1), said.ok ? 'quiet' : 'warn')]];
    case 'house':
      return [
        EMPTY,
        ...paragraph(printable(said.text), width, {
          look: said.look,
          lead: span(`${{ good: '✓', warn: '!', bad: '✗', plain: '•', quiet: '·' }[said.look]} `, said.look),
        }),
      ];
    case 'lines':
      return [EMPTY, ...said.lines];
  }
}

/** A tool's own summary says its name where it can. */
const toolWords = ({ name, text }: Extract<Said, { who: 'tool' }>): string =>
  text.startsWith(name) ? oneLine(text) : text === '' ? name : `${name}: ${oneLine(text)}`;

const MOST_COMPLETIONS = 6;

/** The live part below the history: what is being written, the prompt, completions and the status line. Never higher than the window. */
export function talkRows(state: ChatState): readonly Line[] {
  const { columns: width, rows } = state.size;
  const below = [rule(width), promptRow(state, width), ...completionRows(state, width), statusRow(state, width)];
  const room = Math.max(1, rows - 2 - below.length);
  return [...liveRows(state, width).slice(-room), ...below];
}

function liveRows({ turn, busy }: ChatState, width: number): Line[] {
  if (turn !== null) {
    const text = turn.text === '' ? [] : [...(turn.begun ? [] : [EMPTY]), ...marked(turn.text, width, INDENT)];
    const waiting = turn.stopping ? 'stopping …' : turn.text === '' ? 'working … (Esc interrupts)' : null;
    return waiting === null ? text : [...text, [span(`  ${waiting}`, 'quiet')]];
  }
  return busy === null ? [] : [[span(`  ${busy} …`, 'quiet')]];
}

const promptRow = ({ draft, turn, busy }: ChatState, width: number): Line =>
  turn === null && busy === null
    ? draftRow('> ', draft, width)
    : row(span('> ', 'quiet'), span(cut(oneLine(draft.text), width - 4), 'quiet'));

function completionRows({ draft, pick, columns }: ChatState, width: number): Line[] {
  const fits = completions(draft.text, columns);
  const widest = Math.min(Math.max(12, ...fits.map(({ name }) => cells(oneLine(name)) + 1)), Math.floor(width * 0.6));
  const from = Math.max(0, Math.min(pick - MOST_COMPLETIONS + 1, fits.length - MOST_COMPLETIONS));
  return fits.slice(from, from + MOST_COMPLETIONS).map(({ name, does }, i) => {
    const picked = from + i === pick;
    return row(
      span(`${picked ? '›' : ' '} ${fit(oneLine(name), widest)}`, picked ? 'accent' : 'plain'),
      span(cut(oneLine(does), Math.max(0, width - widest - 4)), 'quiet'),
    );
  });
}

/** Which mind is at work, for which account, how much is decided. */
function statusRow({ mind, about, leaving, running }: ChatState, width: number): Line {
  if (leaving) return [span(cut('Ctrl-C again leaves. Everything is saved.', width - 1), 'warn')];
  const words = [oneLine(mind), aboutWords(about), ...(running === null ? [] : [running])].join(' · ');
  const helped = `${words} · /help`;
  // In a narrow window the pointer to the help goes first, and whole.
  return [span(cells(helped) < width ? helped : cut(words, width - 1), 'quiet')];
}
