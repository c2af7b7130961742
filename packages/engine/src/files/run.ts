import { type DesiredRecord, EXIT, type PlanEnvelope } from '@cutover/domain';
import { contractFiles } from '@cutover/projection';
import { projectorNow } from '../delta/scope.ts';
import { soundPlan } from '../gates/facts.ts';
import { standsFor } from '../load/loader.ts';
import { execute, type RunContext, type RunResult, type Worked } from '../runs/execute.ts';
import { load, startLoading } from '../runs/loading.ts';
import { needFinished, type RunOptions } from '../runs/open.ts';
import type { Projector } from '../runs/projecting.ts';
import type { Workspace } from '../workspace.ts';

export interface FilesResult {
  readonly present: number;
  readonly uploaded: number;
  readonly failed: number;
  /** Whether the plan says that contract documents are to be transferred at all. */
  readonly decided: boolean;
}

/**
 * Transfers the contract documents that lie in the export to their people, behind a gate of their own. Each is hashed while it is sent, and must be the staged one.
 * @throws CutoverError `approval-required`, `not-ready` and what stops a run
 */
export function runFiles(ws: Workspace, options: RunOptions): Promise<RunResult<FilesResult>> {
  return execute(ws, 'files', options, (context) => work(context));
}

async function work(context: RunContext): Promise<Worked<FilesResult>> {
  needFinished(context.ws, 'files', 'full');
  const loading = await startLoading(context);
  const decided = transfersContracts(context.envelope);
  const documents = decided ? documentsOf(loading.projector) : [];
  const wanted = documents.map((record) => ({ record, reuse: null, unread: [], lost: [] }));
  const { present, created, failed } = await load(context, loading, wanted, new Map([['file', documents.length]]));
  const data = { present, uploaded: created, failed, decided };
  return { exit: failed > 0 ? EXIT.partial : EXIT.done, data, summary: data };
}

/** The contract documents that lie in the export. */
export const documentsOf = (projector: Projector): DesiredRecord[] => [...contractFiles(projector.mapping, projector.index)];

export function transfersContracts({ plan }: PlanEnvelope): boolean {
  return plan.decisions.some(({ kind, answer }) => kind === 'contract' && answer?.transfer === true);
}

export interface FilesDryRun {
  readonly decided: boolean;
  readonly present: number;
  readonly operations: readonly { readonly key: string; readonly name: string; readonly size: number; readonly person: string }[];
}

/** The documents that a transfer would send. Asks the target nothing. @throws CutoverError as `soundPlan`, `not-ready` */
export function filesDryRun(ws: Workspace): FilesDryRun {
  const envelope = soundPlan(ws, 'loaded');
  const decided = transfersContracts(envelope);
  const documents = decided ? documentsOf(projectorNow(ws, envelope)) : [];
  const missing = documents.filter(({ key }) => standsFor(ws.ledger, key) === null);
  const operations = missing.flatMap(({ key, fields: { file, person } }) =>
    file?.t === 'file' && person?.t === 'ref' ? [{ key, name: file.name, size: file.size, person: person.v }] : [],
  );
  return { decided, present: documents.length - missing.length, operations };
}
