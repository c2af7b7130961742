import type { ColumnProfile } from '@cutover/domain';
import { LIMITS } from './limits.ts';
import { openExport } from './open-export.ts';
import { openTables } from './open-tables.ts';
import { scan } from './scan.ts';

/** A column by itself: its profile, and its different short values as far as they were kept, most frequent first. */
export interface LookedAt {
  readonly profile: ColumnProfile;
  readonly values: readonly string[];
}

/**
 * The columns of one file that is a table, whatever it may be a table of; its first line is the header.
 * @throws CutoverError `source-missing` and `source-unreadable` of the file; nothing is returned for a file without any table
 */
export async function lookAt(path: string): Promise<LookedAt[]> {
  const files = await openExport(path);
  try {
    const [file] = await files.list();
    if (file === undefined) return [];
    const opened = await openTables(files, file, LIMITS, { [file.path]: { headerLine: 1 } });
    try {
      const [table] = opened.tables;
      if (table === undefined) return [];
      const { columns } = await scan(table);
      return columns.map((column) => ({ profile: column.profile(), values: column.values.sorted().map(({ value }) => value) }));
    } finally {
      await opened.close();
    }
  } finally {
    await files.close?.();
  }
}
