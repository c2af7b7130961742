import type { About } from '../hands/facts.ts';
import { type Line, row, rule, span } from '../text/line.ts';

/** Where one is: the account, and how much is decided. */
export function aboutWords({ company, decided, example }: About): string {
  return [
    company ?? (example ? 'example' : 'no account asked yet'),
    ...(decided === null ? [] : [`${decided.done} of ${decided.total} decided`]),
  ].join(' · ');
}

/** The two rows on top of every screen. */
export const titleRows = (title: string, about: About, width: number): readonly Line[] => [
  row(span(title, 'strong'), span(`   ${aboutWords(about)}`, 'quiet')),
  rule(width),
];
