import type { Attachment, StagedRow } from '@cutover/domain';
import { fileName, filePath } from '@cutover/values';
import { cell, columnsAt } from './cells.ts';
import type { SourceRows } from './index-types.ts';
import type { FileMap, Mapping } from './mapping-types.ts';
import { filesOf } from './tables.ts';

interface Attachments {
  attachment(text: string): Attachment | null;
  readonly listed: ReadonlySet<string>;
}

/** Texts of a row that may lead to its file, the surest first: path, name, anything, address. */
export function fileTexts(file: FileMap, row: StagedRow): string[] {
  const columns = new Set(['file/path', 'file/name', 'file', 'file/url'].flatMap((target) => columnsAt(file, target)));
  return [...columns].map((column) => cell(row, column)).filter((text) => text !== '');
}

/** Files of the export by path, else by a name that only one has; and the paths that lists of attachments hold. */
export function createAttachments(mapping: Mapping, source: SourceRows): Attachments {
  const byPath = new Map<string, Attachment>();
  const byName = new Map<string, Attachment | null>();
  for (const one of source.attachments) {
    byPath.set(filePath(one.path).toLowerCase(), one);
    const name = fileName(one.path).toLowerCase();
    byName.set(name, byName.has(name) ? null : one);
  }
  const attachment = (text: string): Attachment | null =>
    byPath.get(filePath(text).toLowerCase()) ?? byName.get(fileName(text).toLowerCase()) ?? null;
  const listed = new Set<string>();
  for (const file of filesOf(mapping, 'file')) {
    for (const row of source.rows(file.file)) {
      const found = fileTexts(file, row)
        .map(attachment)
        .find((one) => one !== null);
      if (found) listed.add(found.path);
    }
  }
  return { attachment, listed };
}
