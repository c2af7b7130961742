import { startDetached } from '@cutover/engine';
import { z } from 'zod';
import { defineTool } from '../tool.ts';

export const runStart = defineTool({
  name: 'run_start',
  title: 'Start a run',
  description:
    'Starts schema, sample, full, verify or rollback in a process of its own, or resumes it, and returns its handle for run_status at once. All but verify answer approval_required until a person has approved at a terminal.',
  input: z.strictObject({ kind: z.enum(['schema', 'sample', 'full', 'verify', 'rollback']) }),
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
  run: ({ ws, command }, { kind }) => {
    const run = startDetached(ws, kind, command);
    return { status: 'started' as const, run, kind, watch: 'run_status with this run' };
  },
});
