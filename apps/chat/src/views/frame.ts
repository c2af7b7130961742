import type { Line } from '../text/line.ts';

/** A screen of its own: what stays on top, what scrolls, what stays below. */
export interface Frame {
  readonly head: readonly Line[];
  readonly body: readonly Line[];
  readonly foot: readonly Line[];
}

/** The cursor's row is left free, so that the terminal never scrolls by itself. */
const FREE_ROWS = 1;
const LEAST_BODY = 3;

/** Rows that the scrolling part has. */
export const bodyRows = (frame: Frame, rows: number): number =>
  Math.max(LEAST_BODY, rows - FREE_ROWS - frame.head.length - frame.foot.length);
