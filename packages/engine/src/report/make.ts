import { CutoverError, type Report } from '@cutover/domain';
import type { JournalEvent } from '@cutover/ledger';
import { deltaWindow } from '../gates/delta.ts';
import { soundPlan } from '../gates/facts.ts';
import { META } from '../settings.ts';
import type { Workspace } from '../workspace.ts';
import { buildReport } from './build.ts';
import { writeReport } from './write.ts';

/**
 * The report, and the files it was written to beside the ledger. A closing one ends the window of the deltas: the approval of the full run covers none after it.
 * @throws CutoverError `no-plan`, `ledger-edited`, `not-ready` when there is no window to end
 */
export function makeReport(ws: Workspace, options: { readonly close?: boolean } = {}): { report: Report; files: string[] } {
  if (options.close === true) closeWindow(ws);
  const report = buildReport(ws);
  return { report, files: writeReport(ws, report) };
}

function closeWindow(ws: Workspace): void {
  if (deltaWindow(ws, soundPlan(ws, 'read')) === null)
    throw new CutoverError('not-ready', 'a closing report needs a finished full run: run cutover full first');
  ws.ledger.meta.set(META.deltaClosed, new Date(ws.ports.clock.now()).toISOString());
}

/** The audit log, oldest first; texts by digest. */
export function journalEvents(ws: Workspace): IterableIterator<JournalEvent> {
  return ws.ledger.journal.export();
}
