/** The text of an answer while its stream is retried. */
export interface ShownText {
  /** A new attempt begins. */
  readonly restart: () => void;
  /** Takes the attempt's next text and returns what has to be shown of it. */
  readonly show: (delta: string) => string;
}

/**
 * Nothing is shown twice: an attempt that begins as the broken one did goes on silently until it says something new; one that says something
 * else begins on a line of its own.
 */
export function createShownText(): ShownText {
  let shown = '';
  let attempt = '';
  return Object.freeze({
    restart: () => {
      attempt = '';
    },
    show: (delta: string): string => {
      const following = attempt === shown;
      attempt += delta;
      if (!following && shown.startsWith(attempt)) return '';
      const fresh = following ? delta : attempt.startsWith(shown) ? attempt.slice(shown.length) : `\n\n${attempt}`;
      shown = attempt;
      return fresh;
    },
  });
}
