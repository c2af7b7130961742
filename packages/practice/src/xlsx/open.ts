import { type Allowance, openZip } from '../archive/zip.ts';
import { bytesAt, type ExportFiles } from '../files.ts';
import { tableOf } from '../layout.ts';
import type { Limits } from '../limits.ts';
import type { TableSource } from '../table.ts';
import { sheetRows } from './sheet.ts';
import { isWorkbook, readWorkbook } from './workbook.ts';

/** The tables of a workbook, and the hand that lets go of it. */
export interface OpenBook {
  readonly tables: readonly TableSource[];
  close(): Promise<void>;
}

/**
 * The sheets of a workbook that hold rows; null when the file is none. Rows are streamed; only the shared texts stand in memory.
 * @throws Error when the workbook is damaged or too large
 */
export async function openXlsx(
  files: ExportFiles,
  path: string,
  limits: Limits,
  headerLines: Readonly<Record<string, number>> = {},
): Promise<OpenBook | null> {
  const bytes = await bytesAt(files, path);
  let kept = false;
  try {
    const left: Allowance = { bytes: limits.archiveBytes, entries: limits.entries };
    const archive = await openZip(bytes, limits, left);
    if (!isWorkbook(archive)) return null;
    const [bad] = archive.refused.filter((one) => one.path.startsWith('xl/'));
    if (bad !== undefined) throw new Error(`its part ${bad.path} is not taken: ${bad.reason}`);
    const book = await readWorkbook(archive, limits);
    const tables: TableSource[] = [];
    for (const { name, part } of book.sheets) {
      const file = `${path}!${name}`;
      const grid = {
        file,
        path,
        format: { kind: 'xlsx', encoding: 'utf-8' } as const,
        positional: true,
        batches: () => sheetRows(book, part, limits),
      };
      const table = await tableOf(grid, headerLines[file]);
      if (table !== null) tables.push(table);
    }
    kept = true;
    return { tables, close: () => bytes.close() };
  } finally {
    if (!kept) await bytes.close();
  }
}
