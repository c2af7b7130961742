import type { ReactElement } from 'react';
import type { Scroll } from '../text/scroll.ts';
import { bodyRows, type Frame } from '../views/frame.ts';
import { Rows } from './Rows.tsx';

interface Props {
  readonly frame: Frame;
  readonly scroll: Scroll;
  readonly size: { readonly columns: number; readonly rows: number };
}

/** A screen over the conversation: head, the part of the body that is in the window, foot. */
export function Framed({ frame, scroll, size }: Props): ReactElement {
  const shown = frame.body.slice(scroll.top, scroll.top + bodyRows(frame, size.rows));
  return <Rows lines={[...frame.head, ...shown, ...frame.foot]} width={size.columns} />;
}
