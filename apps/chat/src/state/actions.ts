import type { About, NamedColumn } from '../hands/facts.ts';
import type { Move } from '../text/scroll.ts';
import type { Edit } from './draft.ts';
import type { CardScreen, DiffFilter, GateScreen, GroupScreen, RunScreen, Said, Screen, WelcomeScreen } from './state.ts';

/** Everything that can change what is on screen. */
export type Action =
  | { readonly do: 'size'; readonly columns: number; readonly rows: number }
  | { readonly do: 'mind'; readonly name: string }
  | { readonly do: 'about'; readonly about: About }
  | { readonly do: 'columns'; readonly columns: readonly NamedColumn[] }
  | { readonly do: 'say'; readonly said: readonly Said[] }
  | { readonly do: 'busy'; readonly what: string | null }
  | { readonly do: 'running'; readonly what: string | null }
  | { readonly do: 'leaving'; readonly leaving: boolean }
  // The line being typed, wherever one is typed.
  | { readonly do: 'edit'; readonly edit: Edit }
  | { readonly do: 'put'; readonly text: string }
  | { readonly do: 'typed'; readonly line: string }
  | { readonly do: 'recall'; readonly to: 'older' | 'newer' }
  | { readonly do: 'pick'; readonly by: 1 | -1 }
  | { readonly do: 'complete' }
  // A turn of the mind.
  | { readonly do: 'turn-begins' }
  | { readonly do: 'turn-text'; readonly delta: string }
  | { readonly do: 'turn-says'; readonly said: Said }
  | { readonly do: 'turn-stops' }
  | { readonly do: 'turn-ends' }
  // Screens.
  | { readonly do: 'show'; readonly screen: Screen }
  | { readonly do: 'scroll'; readonly move: Move }
  | { readonly do: 'card'; readonly change: Partial<Omit<CardScreen, 'at'>> }
  | { readonly do: 'group'; readonly change: Partial<Omit<GroupScreen, 'at'>> }
  | { readonly do: 'gate'; readonly change: Partial<Omit<GateScreen, 'at'>> }
  | { readonly do: 'welcome'; readonly change: Partial<Omit<WelcomeScreen, 'at'>> }
  | { readonly do: 'run'; readonly change: Partial<Omit<RunScreen, 'at'>> }
  | { readonly do: 'filter'; readonly filter: DiffFilter };
