/** A window over rows: which one is on top, and how far down anybody has looked. */
export interface Scroll {
  readonly top: number;
  /** Rows from the first that have been on screen. */
  readonly seen: number;
}

export type Move = 'up' | 'down' | 'page-up' | 'page-down' | 'home' | 'end' | 'stay';

export const TOP: Scroll = Object.freeze({ top: 0, seen: 0 });

/**
 * Moves a window of `height` rows over `total`; `seen` only grows, and only without a gap, so the end counts as seen once everything before was.
 * Who jumped to the end and reads on is brought to the first row that was jumped over.
 */
export function moved(scroll: Scroll, move: Move, total: number, height: number): Scroll {
  const last = Math.max(0, total - height);
  const jumped = scroll.top >= last && !seenAll(scroll, total) && (move === 'down' || move === 'page-down');
  const step: Readonly<Record<Move, number>> = {
    up: scroll.top - 1,
    down: scroll.top + 1,
    'page-up': scroll.top - Math.max(1, height - 1),
    'page-down': scroll.top + Math.max(1, height - 1),
    home: 0,
    end: last,
    stay: scroll.top,
  };
  const top = Math.min(last, Math.max(0, jumped ? scroll.seen : step[move]));
  const bottom = Math.min(total, top + height);
  return { top, seen: top <= scroll.seen ? Math.max(scroll.seen, bottom) : scroll.seen };
}

export const seenAll = (scroll: Scroll, total: number): boolean => scroll.seen >= total;
