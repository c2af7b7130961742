import { useApp, useInput, usePaste, useWindowSize } from 'ink';
import { type ReactElement, useEffect, useSyncExternalStore } from 'react';
import type { Key } from '../control/keys.ts';
import { keysOf } from '../control/keys.ts';
import type { ChatState } from '../state/state.ts';
import type { Store } from '../state/store.ts';
import { TOP } from '../text/scroll.ts';
import { frameOf } from '../views/screen.ts';
import { talkRows } from '../views/talk.ts';
import { Framed } from './Framed.tsx';
import { History } from './History.tsx';
import { Rows } from './Rows.tsx';

interface Props {
  readonly store: Store;
  readonly press: (key: Key) => void;
  /** Told once how this window is closed. */
  readonly onReady: (close: (code: number) => void) => void;
}

/** The whole window: the history above, and below it either the conversation or the screen that covers it. */
export function App({ store, press, onReady }: Props): ReactElement {
  const { exit } = useApp();
  const { columns, rows } = useWindowSize();
  const state = useSyncExternalStore(store.listen, store.get);
  useEffect(() => onReady((code) => exit(code)), [exit, onReady]);
  useEffect(() => store.send({ do: 'size', columns, rows }), [store, columns, rows]);
  useInput((input, pressed) => {
    for (const key of keysOf(input, pressed)) press(key);
  });
  usePaste((text) => press({ is: 'text', text, pasted: true }));
  return (
    <>
      <History said={state.said} width={state.size.columns} />
      <Below state={state} />
    </>
  );
}

function Below({ state }: { readonly state: ChatState }): ReactElement {
  const frame = frameOf(state);
  if (frame === null) return <Rows lines={talkRows(state)} width={state.size.columns} />;
  return <Framed frame={frame} scroll={'scroll' in state.screen ? state.screen.scroll : TOP} size={state.size} />;
}
