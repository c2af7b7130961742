import { deltaDryRun, startDetached } from '@cutover/engine';
import { z } from 'zod';
import { defineTool } from '../tool.ts';

export const runStart = defineTool({
  name: 'run_start',
  title: 'Start a run',
  description:
    'Starts a run in a process of its own, or resumes it, and returns its handle for run_status at once (delta reads the export first). All but verify, and a delta within the approved bounds, answer approval_required until a person has approved at a terminal.',
  input: z.strictObject({ kind: z.enum(['schema', 'sample', 'full', 'delta', 'verify', 'repair', 'rollback', 'files']) }),
  output: z.object({
    status: z.enum(['started', 'approval_required']),
    run: z.string().optional(),
    kind: z.string().optional(),
    watch: z.string().optional(),
    gate: z.string().optional(),
    digest: z.string().optional(),
    reason: z.string().optional(),
    ask: z.string().describe('what a person must run').optional(),
    open: z.array(z.string()).optional(),
    openTotal: z.number().optional(),
  }),
  annotations: { readOnlyHint: false, destructiveHint: true, idempotentHint: false, openWorldHint: true },
  alone: true,
  run: async ({ ws, command }, { kind }, extra) => {
    if (kind === 'delta' && ws.ledger.runs.resumable(kind) === null) {
      await extra.progress('reading the export and the account');
      await deltaDryRun(ws, {});
    }
    const run = startDetached(ws, kind, command);
    return { status: 'started' as const, run, kind, watch: 'run_status with this run' };
  },
});
