import type { Report } from '@cutover/domain';
import type { JournalEvent } from '@cutover/ledger';
import type { Workspace } from '../workspace.ts';
import { buildReport } from './build.ts';
import { writeReport } from './write.ts';

/** The report, and the files it was written to beside the ledger. @throws CutoverError `no-plan`, `ledger-edited` */
export function makeReport(ws: Workspace): { report: Report; files: string[] } {
  const report = buildReport(ws);
  return { report, files: writeReport(ws, report) };
}

/** The audit log, oldest first; texts by digest. */
export function journalEvents(ws: Workspace): IterableIterator<JournalEvent> {
  return ws.ledger.journal.export();
}
