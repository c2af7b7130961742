import type { DesiredRecord, SourceObject, Value } from '@cutover/domain';
import { fileName } from '@cutover/values';
import { cell, columnsAt, type Filled, filled, firstFilled, headers } from './cells.ts';
import { type From, made } from './draft.ts';
import { fileRecord } from './file.ts';
import { escapeHtml, factLine, looksHtml, severalLines, toHtml } from './html.ts';
import type { Parents } from './index-types.ts';
import { linkedTo, linksOf, unlinked } from './links.ts';
import { noteRecords } from './notes.ts';
import { RULES } from './rules.ts';
import { targetId } from './tables.ts';
import { oneLine } from './text.ts';
import { instantOf, type Moment, momentOf, type Work } from './work.ts';

/** A client note → a note with its text, time, author and the names of its attachments; files of its own that no list holds go with it. */
export function projectNote(work: Work): DesiredRecord[] | null {
  const titles = filled(work.file, work.row, 'note.content/title');
  const texts = textCells(work);
  const head = titles.map((c) => `<p><strong>${escapeHtml(oneLine(c.text))}</strong></p>`).join('');
  const files = attached(work);
  const names = files.map((f) => factLine(f.found ? 'Attachment' : 'Attachment, missing in the export', f.name)).join('');
  const records = parentNote(work, {
    object: 'note',
    html: head + texts.map((c) => toHtml(c.text)).join('') + names,
    moment: addTime(work),
    author: firstFilled(work.file, work.row, 'note.owner'),
    from: contentFrom([...titles, ...texts]),
  });
  return records === null ? null : [...records, ...ownFiles(work, files)];
}

function textCells(work: Work): Filled[] {
  return filled(work.file, work.row, 'note.content').filter((c) => c.column.as.part === undefined || c.column.as.part === 'text');
}

/** When a note was written; null when no column says it or it cannot be read. */
export function addTime(work: Work): Moment | null {
  const at = firstFilled(work.file, work.row, 'note.add_time');
  return at === null ? null : momentOf(work, 'add_time', at, work.mapping.zone);
}

export function contentFrom(cells: readonly Filled[]): From {
  const html = cells.some((c) => looksHtml(c.text));
  return { column: headers(cells) || null, source: cells.map((c) => c.text).join('\n'), rule: html ? RULES.sanitised : RULES.textToHtml };
}

interface ParentNote {
  readonly object: SourceObject;
  readonly html: string;
  readonly moment: Moment | null;
  readonly author: Filled | null;
  readonly from: From;
}

/**
 * A note on the records its row points to, with time and author. Null when it points to none: Pipedrive takes no note that hangs on
 * nothing (api-facts §3.5).
 */
export function parentNote(work: Work, note: ParentNote): DesiredRecord[] | null {
  const parents = noteParents(work);
  if (parents === null) return null;
  const fields: Record<string, Value> = { ...parents.fields };
  const provenance: Record<string, From> = { ...parents.provenance };
  const set = (field: string, value: Value, from: From): void => {
    fields[field] = value;
    provenance[field] = from;
  };
  const at = note.moment === null ? null : instantOf(work, note.moment);
  if (at !== null) {
    const written = firstFilled(work.file, work.row, 'note.add_time') ?? firstFilled(work.file, work.row, 'activity.due_date');
    set('add_time', { t: 'instant', v: at.v }, { column: written?.column.header ?? null, source: written?.text ?? '', rule: at.rule });
  }
  let byline = '';
  if (note.author !== null) {
    const owner = work.index.owner(note.author.text);
    if (work.mapping.noteAuthors && owner.resolved)
      set('author', { t: 'user', v: owner.mail }, { column: note.author.column.header, source: note.author.text, rule: RULES.coachToUser });
    else byline = factLine('Author', oneLine(owner.coach ?? note.author.text));
  }
  return noteRecords(work, {
    object: note.object,
    id: targetId(work.row),
    rows: [work.row.key],
    html: note.html + byline + parents.lines,
    from: note.from,
    fields,
    provenance,
  });
}

interface NoteLinks {
  readonly fields: Readonly<Record<string, Value>>;
  readonly provenance: Readonly<Record<string, From>>;
  /** References that lead nowhere, when others do. */
  readonly lines: string;
}

/** Person, deal and organization that a row names; those of its session when it names only that. */
function noteParents(work: Work): NoteLinks | null {
  const { clients, packages } = linksOf(work.index, work.file, work.row);
  const companies = linkedTo(work.file, work.row, 'link:company', work.index.company, work.index.shared.company);
  const session = linkedTo(work.file, work.row, 'link:session', work.index.session);
  const of: Parents | null = session.found[0] ?? null;
  const fields: Record<string, Value> = {};
  const provenance: Record<string, From> = {};
  const set = (field: string, entry: { readonly key: Parents['key'] } | null | undefined, from: From): void => {
    if (entry == null) return;
    fields[field] = { t: 'ref', v: entry.key };
    provenance[field] = from;
  };
  set('person', clients.found[0] ?? of?.client, { column: clients.columns || null, source: clients.source, rule: RULES.person });
  set('deal', packages.found[0] ?? of?.deal, { column: packages.columns || null, source: packages.source, rule: RULES.deal });
  set('org', companies.found[0], { column: companies.columns, source: companies.source, rule: RULES.company });
  if (Object.keys(fields).length === 0) return null;
  const others = clients.found.slice(1).map((c) => c.name);
  const about = others.length === 0 ? '' : factLine('Also about', others.join(', '));
  const nowhere = unlinked({ client: clients, package: packages, company: companies });
  const lost = nowhere.lost.length === 0 ? '' : factLine('Not found in the export', oneLine(nowhere.lost.join(', ')));
  return { fields, provenance, lines: about + lost + severalLines(nowhere.several) };
}

interface Attached {
  readonly name: string;
  readonly text: string;
  readonly found: boolean;
}

/** Files that the note's cells name. A cell is one name, unless only its parts are files of the export. */
function attached(work: Work): Attached[] {
  const seen = new Map<string, Attached>();
  for (const column of columnsAt(work.file, 'file')) {
    const text = cell(work.row, column);
    if (text === '') continue;
    const whole = work.index.attachment(text) !== null;
    const parts = whole ? [text] : text.split(/\s*[;|\n]\s*/u).filter((part) => part.trim() !== '');
    for (const part of parts) {
      const found = work.index.attachment(part);
      const name = oneLine(found?.name ?? (fileName(part) || part));
      if (!seen.has(name)) seen.set(name, { name, text: part, found: found !== null });
    }
  }
  return [...seen.values()];
}

/** Files hang on the note's parents (a file cannot hang on a note, api-facts §10); those on a list of attachments come from there. */
function ownFiles(work: Work, files: readonly Attached[]): DesiredRecord[] {
  const parents = noteParents(work);
  if (!work.mapping.upload || parents === null) return [];
  const id = targetId(work.row);
  const own = files.map((f) => work.index.attachment(f.text)).filter((f) => f !== null && !work.index.listed.has(f.path));
  return own.flatMap((found, i) => {
    if (found === null) return [];
    const part = i === 0 ? `${id}/file` : `${id}/file-${i + 1}`;
    return [
      fileRecord({
        object: 'note',
        id: part,
        rows: [work.row.key],
        attachment: found,
        links: parents.fields,
        from: made(RULES.file, found.path),
      }),
    ];
  });
}
