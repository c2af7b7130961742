import { Static } from 'ink';
import type { ReactElement } from 'react';
import type { Said } from '../state/state.ts';
import { saidRows } from '../views/talk.ts';
import { Rows } from './Rows.tsx';

/** What was said, printed once and left to the terminal's own scrolling. It keeps the width it was printed with. */
export function History({ said, width }: { readonly said: readonly Said[]; readonly width: number }): ReactElement {
  return <Static items={[...said]}>{(one, place) => <Rows key={place} lines={saidRows(one, width)} width={width} />}</Static>;
}
