import type { Attachment, DesiredRecord, RowKey, SourceObject, Value } from '@cutover/domain';
import { fileTexts } from './attachments.ts';
import { draft, type From, made, put, record } from './draft.ts';
import { linkedTo, linksOf } from './links.ts';
import { RULES } from './rules.ts';
import { targetId } from './tables.ts';
import type { Work } from './work.ts';

interface FileParts {
  readonly object: SourceObject;
  readonly id: string;
  readonly rows: readonly RowKey[];
  readonly attachment: Attachment;
  /** person, deal, org, activity. */
  readonly links: Readonly<Record<string, Value>>;
  readonly from: From;
}

export function fileRecord({ object, id, rows, attachment, links, from }: FileParts): DesiredRecord {
  const to = draft();
  const { path, name, size, sha256, mediaType } = attachment;
  put(to, 'file', { t: 'file', path, name, size, sha256, mediaType }, from);
  for (const [field, value] of Object.entries(links)) put(to, field, value, made(null));
  return record({ entity: 'file', object, id, rows }, to);
}

export type FileOutcome =
  | { readonly kind: 'records'; readonly records: DesiredRecord[] }
  | { readonly kind: 'skipped'; readonly reason: string }
  | { readonly kind: 'failed'; readonly code: string; readonly reason: string };

export const MISSING = 'missing in the export (see downloads.md)';

/** A row of the attachments list → a file on the person, deal or activity it names. */
export function projectFile(work: Work): FileOutcome {
  if (!work.mapping.upload) return { kind: 'skipped', reason: 'attachments are not uploaded by decision' };
  const texts = fileTexts(work.file, work.row);
  const attachment = texts.map((t) => work.index.attachment(t)).find((found) => found !== null) ?? null;
  if (attachment === null) return { kind: 'skipped', reason: MISSING };
  const links = fileLinks(work);
  if (Object.keys(links).length === 0)
    return { kind: 'failed', code: 'orphan', reason: 'the file names no client, package, session or note that is in the export' };
  const from = made(RULES.file, texts[0] ?? attachment.path);
  return {
    kind: 'records',
    records: [fileRecord({ object: 'file', id: targetId(work.row), rows: [work.row.key], attachment, links, from })],
  };
}

/** What the row names; a note's file hangs on what the note hangs on (api-facts §10). */
function fileLinks(work: Work): Record<string, Value> {
  const { clients, packages } = linksOf(work.index, work.file, work.row);
  const session = linkedTo(work.file, work.row, 'link:session', work.index.session).found[0] ?? null;
  const note = linkedTo(work.file, work.row, 'link:note', work.index.note).found[0] ?? null;
  const company = linkedTo(work.file, work.row, 'link:company', work.index.company).found[0] ?? null;
  const links: Record<string, Value> = {};
  const set = (field: string, entry: { readonly key: DesiredRecord['key'] } | null | undefined): void => {
    if (entry != null) links[field] = { t: 'ref', v: entry.key };
  };
  set('person', clients.found[0] ?? note?.client);
  set('deal', packages.found[0] ?? note?.deal);
  set('org', company);
  set('activity', session);
  return links;
}
