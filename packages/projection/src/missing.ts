import type { RowKey, SourceObject, StagedRow } from '@cutover/domain';
import { fileName } from '@cutover/values';
import { fileTexts } from './attachments.ts';
import { cell, columnsAt } from './cells.ts';
import type { SourceIndex } from './index-types.ts';
import { linksOf, withClients } from './links.ts';
import type { FileMap, Mapping } from './mapping-types.ts';
import { clean } from './text.ts';

/** A file that a row names and the export lacks. */
export interface MissingFile {
  readonly object: SourceObject;
  readonly row: RowKey;
  readonly file: string;
  readonly line: number;
  readonly name: string;
  /** As the row has it. */
  readonly path: string | null;
  readonly address: string | null;
  readonly client: string | null;
}

const isAddress = (text: string): boolean => /^https?:\/\//i.test(text.trim());

/** The texts of a row that name a file each, in groups that mean the same file. */
function groupsOf(file: FileMap, row: StagedRow, index: SourceIndex): string[][] {
  if (file.object === 'file') return [fileTexts(file, row)];
  if (file.object === 'contract')
    return [
      file.columns
        .filter((c) => c.target === 'file' || c.as.part === 'contract' || c.target.endsWith('.contract-documents'))
        .map((c) => cell(row, c)),
    ];
  return columnsAt(file, 'file').flatMap((column) => {
    const text = cell(row, column);
    if (text === '' || index.attachment(text) !== null) return [];
    return text.split(/\s*[;|\n]\s*/u).map((part) => [part]);
  });
}

/** Files to download by hand: recordings, large files, contract documents, whatever rows name and the export lacks. In the order of the files and rows. */
export function* missingFiles(mapping: Mapping, index: SourceIndex, rows: (file: string) => Iterable<StagedRow>): Iterable<MissingFile> {
  for (const file of mapping.files.values()) {
    if (!file.columns.some(({ target, as }) => target === 'file' || as.part === 'contract' || target.endsWith('.contract-documents')))
      continue;
    for (const row of rows(file.file)) {
      const client = withClients(linksOf(index, file, row)).clients.found[0]?.name ?? null;
      const { key, line } = row;
      for (const group of groupsOf(file, row, index)) {
        const texts = group.map(clean).filter((text) => text !== '');
        if (texts.length === 0 || texts.some((text) => index.attachment(text) !== null)) continue;
        const local = texts.filter((text) => !isAddress(text));
        const path = local.find((text) => /[\\/]/.test(text)) ?? null;
        const name = fileName(local.find((text) => !/[\\/]/.test(text)) ?? path ?? texts[0] ?? '') || (texts[0] ?? '');
        yield { object: file.object, row: key, file: file.file, line, name, path, address: texts.find(isAddress) ?? null, client };
      }
    }
  }
}
