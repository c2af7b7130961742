import type { Decision } from '@cutover/domain';
import type { DetachedKind, SampleDiff } from '@cutover/engine';
import type { About, GateFacts, NamedColumn, Shown, Watched } from '../hands/facts.ts';
import type { Line } from '../text/line.ts';
import type { Scroll } from '../text/scroll.ts';
import type { Draft } from './draft.ts';

/** One entry of the history; printed once and never again. */
export type Said =
  | { readonly who: 'person'; readonly text: string }
  /** `more`: it goes on from the entry before. */
  | { readonly who: 'mind'; readonly text: string; readonly more: boolean }
  | { readonly who: 'tool'; readonly name: string; readonly text: string; readonly ok: boolean }
  /** What the program itself says. */
  | { readonly who: 'house'; readonly text: string; readonly look: 'plain' | 'good' | 'warn' | 'bad' | 'quiet' }
  | { readonly who: 'lines'; readonly lines: readonly Line[] };

/** A turn of the mind that is under way. */
export interface Turn {
  /** The line that is still being written. */
  readonly text: string;
  /** Something of this turn's text stands in the history. */
  readonly begun: boolean;
  readonly stopping: boolean;
}

export interface TalkScreen {
  readonly at: 'talk';
}

export interface CardScreen {
  readonly at: 'card';
  readonly shown: Shown;
  /** All decisions as they stood when the card was shown. */
  readonly list: readonly Decision[];
  readonly scroll: Scroll;
  /** Passed over in this sitting. */
  readonly skipped: readonly string[];
  readonly why: boolean;
  readonly edit: Draft | null;
  readonly fault: string | null;
  /** What the last key press did. */
  readonly done: string | null;
  readonly saving: boolean;
}

export interface GroupScreen {
  readonly at: 'group';
  readonly title: string;
  readonly decisions: readonly Decision[];
  readonly scroll: Scroll;
  readonly back: CardScreen;
  readonly fault: string | null;
  readonly saving: boolean;
}

export type GateStep = 'read' | 'file' | 'passphrase' | 'company' | 'signing';

export interface GateScreen {
  readonly at: 'gate';
  readonly facts: GateFacts;
  readonly step: GateStep;
  readonly scroll: Scroll;
  readonly draft: Draft;
  readonly file: string | null;
  readonly fault: string | null;
  /** Runs that start once it is signed. */
  readonly then: readonly DetachedKind[];
}

export type DiffFilter = 'all' | 'different' | 'declared' | 'equal';

export interface DiffScreen {
  readonly at: 'diff';
  readonly diff: SampleDiff;
  readonly filter: DiffFilter;
  readonly scroll: Scroll;
}

export interface RunScreen {
  readonly at: 'run';
  readonly watched: Watched;
  /** Records it is expected to write, by entity. */
  readonly expected: Readonly<Record<string, number>>;
  readonly estimate: number | null;
  readonly now: number;
  readonly stopping: boolean;
}

export interface PageScreen {
  readonly at: 'page';
  readonly title: string;
  readonly page: Page;
  readonly scroll: Scroll;
}

/** A text to page through; rows are made for the width there is. */
export type Page = (width: number) => readonly Line[];

export type WelcomeStep = 'choose' | 'source' | 'target' | 'folder' | 'key' | 'passphrase' | 'again' | 'token' | 'making';

export interface WelcomeScreen {
  readonly at: 'welcome';
  readonly step: WelcomeStep;
  readonly given: Readonly<Record<string, string>>;
  readonly draft: Draft;
  readonly fault: string | null;
}

export type Screen = TalkScreen | CardScreen | GroupScreen | GateScreen | DiffScreen | RunScreen | PageScreen | WelcomeScreen;

/** Everything the screen is drawn from. Holds no secret: what is typed without echo never comes here. */
export interface ChatState {
  readonly mind: string;
  readonly about: About;
  readonly said: readonly Said[];
  readonly turn: Turn | null;
  /** Work of the program that keeps the prompt waiting; what it is. */
  readonly busy: string | null;
  /** The run that goes on behind the conversation, and how far it is. */
  readonly running: string | null;
  readonly draft: Draft;
  /** Lines typed before, oldest first, and how far back the person has gone. */
  readonly typed: readonly string[];
  readonly recall: number | null;
  /** What can be allowed to the assistant, for completion. */
  readonly columns: readonly NamedColumn[];
  /** Which completion is picked. */
  readonly pick: number;
  readonly screen: Screen;
  /** Ctrl-C was pressed once on an idle prompt. */
  readonly leaving: boolean;
  readonly size: { readonly columns: number; readonly rows: number };
}

export const FIRST: ChatState = Object.freeze<ChatState>({
  mind: '',
  about: { company: null, decided: null, example: false },
  said: [],
  turn: null,
  busy: null,
  running: null,
  draft: { text: '', at: 0 },
  typed: [],
  recall: null,
  columns: [],
  pick: 0,
  screen: { at: 'talk' },
  leaving: false,
  size: { columns: 80, rows: 24 },
});
