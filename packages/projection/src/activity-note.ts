import type { DesiredRecord, SourceObject, Value } from '@cutover/domain';
import { type Draft, type From, made, put } from './draft.ts';
import { paragraphs, sourceLine } from './html.ts';
import { noteRecords } from './notes.ts';
import { RULES } from './rules.ts';
import { splitHtml } from './split-html.ts';
import { LIMITS } from './text.ts';
import type { Work } from './work.ts';

/** What an activity's note is made of. */
export interface ActivityText {
  readonly object: SourceObject;
  readonly id: string;
  /** Safe HTML of the text itself, "" when there is none. */
  readonly html: string;
  /** Safe HTML of the lines that follow it. */
  readonly lines: string;
  readonly from: From;
  /** Where the rest of an over-long text can hang: links of a note. */
  readonly parents: Readonly<Record<string, Value>>;
}

/**
 * Puts the note with its last line `Source: …`. A text over the limit (100 KB since 2025, api-facts §3.4) goes on in notes on the same
 * records, or is cut, by decision.
 */
export function putActivityNote(work: Work, to: Draft, text: ActivityText): DesiredRecord[] {
  const last = text.lines + sourceLine(text.object, text.id);
  const room = Math.max(LIMITS.html - last.length - 100, 30_000);
  if (text.html.length <= room) {
    put(to, 'note', { t: 'html', v: text.html + last }, text.from);
    return [];
  }
  const [first = '', ...rest] = splitHtml(text.html, room);
  const split = work.mapping.textLimit === 'split' && Object.keys(text.parents).length > 0;
  const ending = split ? '<p>… (continued in a note)</p>' : '<p>…</p>';
  put(to, 'note', { t: 'html', v: first + ending + last }, { ...text.from, rule: split ? RULES.splitText : RULES.cut });
  if (!split) return [];
  return rest.flatMap((html, i) =>
    noteRecords(work, {
      object: text.object,
      id: `${text.id}/text-${i + 2}`,
      rows: [work.row.key],
      html: paragraphs(`Continued from ${text.object} ${text.id} (${i + 2}/${rest.length + 1})`) + html,
      from: { ...text.from, rule: RULES.splitText },
      fields: text.parents,
      provenance: Object.fromEntries(Object.keys(text.parents).map((field) => [field, made(null, text.id)])),
    }),
  );
}
