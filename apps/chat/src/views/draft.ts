import type { Draft } from '../state/draft.ts';
import { cells, cut } from '../text/cells.ts';
import { type Line, span } from '../text/line.ts';
import { oneLine, printable } from '../text/printable.ts';

/** A line that is being typed, with its cursor; when it is longer than the room, the part around the cursor. */
export function draftRow(lead: string, { text, at }: Draft, width: number): Line {
  const room = Math.max(4, width - cells(lead) - 2);
  let left = shown(text.slice(0, at));
  while (cells(left) > room - 1) left = left.slice(Math.max(1, Math.floor(left.length / 4)));
  const under = shown([...text.slice(at)][0] ?? ' ');
  const right = shown(text.slice(at + ([...text.slice(at)][0]?.length ?? 0)));
  return [span(lead, 'accent'), span(left), span(under, 'marked'), span(cut(right, room - cells(left) - cells(under)))];
}

const shown = (text: string): string => printable(text.replace(/\n/g, ' '));

/** A question with its answer line. */
export const askRow = (question: string, draft: Draft, width: number): Line => draftRow(`${oneLine(question)} `, draft, width);
