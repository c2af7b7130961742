import { type ExportFiles, openExport } from '@cutover/practice';
import type { Workspace } from './workspace.ts';

/**
 * The files of the source that was given at `init`, or of a newer export elsewhere: a folder, an archive or one file. Whoever opens it closes it.
 * @throws CutoverError `source-missing`, `source-empty`, `source-unreadable`
 */
export function sourceFiles(ws: Workspace, elsewhere?: string): Promise<ExportFiles> {
  return openExport(elsewhere ?? ws.settings.source.path);
}
