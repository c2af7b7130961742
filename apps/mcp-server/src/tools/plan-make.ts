import { makePlan, showPlan } from '@cutover/engine';
import { z } from 'zod';
import { refuseWhileRunning } from '../busy.ts';
import { defineTool, LOCAL } from '../tool.ts';
import { PlanSummary, summaryOf } from '../views/plan.ts';

export const planMake = defineTool({
  name: 'plan_make',
  title: 'Make the plan',
  description:
    'Looks at the Pipedrive account once (reads only), proposes every decision and compiles the plan. Use it after extract, or when plan_show says the plan is stale. Answers that still apply are kept.',
  input: z.strictObject({}),
  output: PlanSummary,
  annotations: { ...LOCAL, openWorldHint: true },
  alone: true,
  run: async ({ ws }, _input, extra) => {
    refuseWhileRunning(ws);
    await extra.progress('looking at the account');
    await makePlan(ws);
    const { envelope, stale } = showPlan(ws);
    return summaryOf(ws, envelope, stale);
  },
});
