import type { DesiredRecord, RowKey, SourceObject, Value } from '@cutover/domain';
import { type Draft, draft, type From, made, put, record } from './draft.ts';
import { escapeHtml, paragraphs, sourceLine } from './html.ts';
import { RULES } from './rules.ts';
import { splitHtml } from './split-html.ts';
import { LIMITS } from './text.ts';
import type { Work } from './work.ts';

/** What a note hangs on and says. */
export interface NoteParts {
  readonly object: SourceObject;
  /** Id of the note: source id with its part. */
  readonly id: string;
  readonly rows: readonly RowKey[];
  /** Safe HTML without the `Source:` line. */
  readonly html: string;
  readonly from: From;
  /** Links, time, author: the same on every part of a split note. */
  readonly fields: Readonly<Record<string, Value>>;
  readonly provenance: Draft['provenance'];
}

/** Room for a part's number beside its text. */
const NUMBERING = 40;

/**
 * A note as one record, or, when it is over Pipedrive's size limit, as numbered parts (`/2`, `/3` …) or cut, by decision. Each ends in its
 * own `Source:` line.
 */
export function noteRecords(work: Work, note: NoteParts): DesiredRecord[] {
  const room = LIMITS.html - sourceLine(note.object, `${note.id}/999`).length;
  if (note.html.length <= room) return [one(note, note.id, note.html, note.from)];
  const parts = splitHtml(note.html, room - NUMBERING);
  if (work.mapping.textLimit === 'cut') return [one(note, note.id, `${parts[0] ?? ''}<p>…</p>`, { ...note.from, rule: RULES.cut })];
  const from = { ...note.from, rule: RULES.splitText };
  return parts.map((html, i) => {
    const id = i === 0 ? note.id : `${note.id}/${i + 1}`;
    return one(note, id, `<p>(${i + 1}/${parts.length})</p>${html}`, from);
  });
}

function one(note: NoteParts, id: string, html: string, from: From): DesiredRecord {
  const to = draft();
  put(to, 'content', { t: 'html', v: html + sourceLine(note.object, id) }, from);
  Object.assign(to.fields, note.fields);
  Object.assign(to.provenance, note.provenance);
  return record({ entity: 'note', object: note.object, id, rows: note.rows }, to);
}

/** Notes that hold whole the texts a record's fields had to cut. */
export function overflowNotes(
  work: Work,
  parent: {
    readonly entity: 'person' | 'org' | 'deal';
    readonly object: SourceObject;
    readonly id: string;
    readonly rows: readonly RowKey[];
  },
  ref: Value,
): DesiredRecord[] {
  return work.overflow.flatMap(({ slug, name, text }) => {
    const html = `<p><strong>${escapeHtml(name)}</strong></p>${paragraphs(text)}`;
    return noteRecords(work, {
      object: parent.object,
      id: `${parent.id}/text-${slug}`,
      rows: parent.rows,
      html,
      from: made(RULES.splitText, text.slice(0, 200), name),
      fields: { [parent.entity]: ref },
      provenance: { [parent.entity]: made(null) },
    });
  });
}
