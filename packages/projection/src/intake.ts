import type { DesiredRecord } from '@cutover/domain';
import { filled, firstFilled } from './cells.ts';
import { escapeHtml, toHtml } from './html.ts';
import { addTime, contentFrom, parentNote } from './note.ts';
import { asked } from './questions.ts';
import { oneLine } from './text.ts';
import type { Work } from './work.ts';

/**
 * An intake response → one note: each question in bold, its answer below; questions without an answer are left out. Where the question stands in
 * a column of its own, what it says there is the heading.
 */
export function projectIntake(work: Work): DesiredRecord[] | null {
  const cells = filled(work.file, work.row, 'note.content');
  const html = asked(work.file, work.row, cells)
    .map(({ question, text }) => {
      const bold = question === '' ? '' : `<p><strong>${escapeHtml(oneLine(question))}</strong></p>`;
      return bold + toHtml(text);
    })
    .join('');
  const author = firstFilled(work.file, work.row, 'note.owner');
  return parentNote(work, { object: 'intake', html, moment: addTime(work), author, from: contentFrom(cells) });
}
