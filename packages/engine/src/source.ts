import { type ExportFiles, openFolder } from '@cutover/practice';
import type { Workspace } from './workspace.ts';

/**
 * The files of the source that was given at `init`, or of a newer export elsewhere.
 * @throws CutoverError `source-missing`, `source-empty`, `source-unreadable`
 */
export function sourceFiles(ws: Workspace, elsewhere?: string): Promise<ExportFiles> {
  return openFolder(elsewhere ?? ws.settings.source.path);
}
