import { rollbackDryRun } from '@cutover/engine';
import { z } from 'zod';
import { refuseWhileRunning } from '../busy.ts';
import { firstOf, Row } from '../page.ts';
import { defineTool, LOCAL } from '../tool.ts';

const MOST_KEPT = 25;

export const rollbackPreview = defineTool({
  name: 'rollback_preview',
  title: 'Preview the rollback',
  description:
    'Reads the account and works out what a rollback would take back, what it would keep because somebody edited it since, and what cannot be undone. Use it before a person approves a rollback. Changes nothing in Pipedrive.',
  input: z.strictObject({}),
  output: z.object({
    wouldRevert: z.number(),
    operationsDigest: z.string(),
    irreversible: z.array(z.string()),
    kept: z.array(Row),
    moreKept: z.number(),
  }),
  annotations: { ...LOCAL, openWorldHint: true },
  alone: true,
  run: async ({ ws }, _input, extra) => {
    refuseWhileRunning(ws);
    await extra.progress('reading the account');
    const view = await rollbackDryRun(ws, {});
    const kept = firstOf(view.kept, MOST_KEPT, (one) => ({ ...one, fields: one.fields.slice(0, 8) }));
    return {
      wouldRevert: view.reverted,
      operationsDigest: view.operationsDigest ?? '',
      irreversible: [...(view.irreversible ?? [])],
      kept: kept.items,
      moreKept: kept.more,
    };
  },
});
