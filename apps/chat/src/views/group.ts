import type { Decision } from '@cutover/domain';
import type { ChatState, GroupScreen } from '../state/state.ts';
import { cells } from '../text/cells.ts';
import { type Line, paragraph, rule, span } from '../text/line.ts';
import { oneLine, printable } from '../text/printable.ts';
import { seenAll } from '../text/scroll.ts';
import { answerWords } from '../words/answer.ts';
import { percent } from '../words/objects.ts';
import type { Frame } from './frame.ts';
import { keyRows } from './keys.ts';
import { titleRows } from './title.ts';

/** What one entry of the list is about, in a few words. */
function aboutOf({ subject, id }: Decision): string {
  const { column, value, name, file } = subject;
  for (const text of [column, name, value, file]) if (typeof text === 'string' && text !== '') return oneLine(text);
  return oneLine(id);
}

function entry(decision: Decision, width: number): Line[] {
  const answer = decision.proposal === null ? '' : answerWords(decision.kind, decision.proposal);
  const sure = decision.confidence === null ? '' : ` (${percent(decision.confidence)})`;
  const about = aboutOf(decision);
  const column = Math.min(30, Math.max(12, Math.floor(width / 3)));
  const lead = cells(about) > column ? null : span(about.padEnd(column + 2));
  const rest = printable(`${answer}${sure}`);
  if (lead !== null) return paragraph(rest, width, { lead, hang: column + 2, look: 'good' });
  return [...paragraph(about, width), ...paragraph(rest, width, { indent: column + 2, look: 'good' })];
}

/** Several sure proposals as one list; the key that accepts them all comes once the whole list was on screen. */
export function groupFrame(state: ChatState, screen: GroupScreen): Frame {
  const { columns: width } = state.size;
  const { decisions, fault, saving, scroll } = screen;
  const body = decisions.flatMap((decision) => entry(decision, width));
  const ready = seenAll(scroll, body.length);
  const keys: [string, string][] = ready
    ? [
        ['Enter', `accept all ${decisions.length}`],
        ['q', 'back, one by one'],
      ]
    : [
        ['↓ Space', `see the rest first (${Math.min(scroll.seen, body.length)} of ${body.length} rows seen)`],
        ['q', 'back'],
      ];
  return {
    head: [
      ...titleRows(`Together: ${screen.title}`, state.about, width),
      ...paragraph(`${decisions.length} proposals that are at least 90 % sure.`, width, { look: 'quiet' }),
    ],
    body,
    foot: [
      ...(saving ? paragraph('Saving …', width, { look: 'quiet' }) : []),
      ...(fault === null ? [] : paragraph(printable(fault), width, { look: 'bad', lead: span('! ', 'bad') })),
      rule(width),
      ...keyRows(keys, width),
    ],
  };
}
