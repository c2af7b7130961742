import type { ChatState, PageScreen } from '../state/state.ts';
import { rule } from '../text/line.ts';
import type { Frame } from './frame.ts';
import { keyRows } from './keys.ts';
import { titleRows } from './title.ts';

/** A text to page through. */
export function pageFrame(state: ChatState, { title, page }: PageScreen): Frame {
  const { columns: width } = state.size;
  return {
    head: titleRows(title, state.about, width),
    body: page(width),
    foot: [
      rule(width),
      ...keyRows(
        [
          ['↑↓ Space', 'scroll'],
          ['q', 'back'],
        ],
        width,
      ),
    ],
  };
}
