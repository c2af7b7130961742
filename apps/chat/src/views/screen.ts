import type { ChatState } from '../state/state.ts';
import { sureGroup } from '../words/group.ts';
import { cardFrame } from './card.ts';
import { diffFrame } from './diff.ts';
import type { Frame } from './frame.ts';
import { gateFrame } from './gate.ts';
import { groupFrame } from './group.ts';
import { pageFrame } from './page.ts';
import { runFrame } from './run.ts';
import { welcomeFrame } from './welcome.ts';

/** The screen that covers the conversation now; null while one talks. */
export function frameOf(state: ChatState): Frame | null {
  const { screen } = state;
  switch (screen.at) {
    case 'talk':
      return null;
    case 'card':
      return cardFrame(state, screen, sureGroup(screen.list, screen.shown.decision));
    case 'group':
      return groupFrame(state, screen);
    case 'gate':
      return gateFrame(state, screen);
    case 'diff':
      return diffFrame(state, screen);
    case 'run':
      return runFrame(state, screen);
    case 'page':
      return pageFrame(state, screen);
    case 'welcome':
      return welcomeFrame(state, screen);
  }
}
