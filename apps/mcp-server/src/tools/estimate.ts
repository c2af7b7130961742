import { showPlan } from '@cutover/engine';
import { z } from 'zod';
import { Row } from '../page.ts';
import { defineTool, READS } from '../tool.ts';

export const estimate = defineTool({
  name: 'estimate',
  title: 'Estimate the cost',
  description:
    "What the load costs in Pipedrive's API tokens and requests, line by line, how many days that takes on each plan, how near the account's caps come, and how hard the migration is. Use it before a person approves the plan.",
  input: z.strictObject({}),
  output: z.object({
    tier: z.string(),
    seats: z.number(),
    tierKnown: z.string(),
    tokens: z.number(),
    requests: z.number(),
    days: z.number(),
    minutesAtFullRate: z.number(),
    lines: z.array(Row),
    table: z.array(Row),
    cheaper: z.array(Row),
    caps: z.array(Row),
    grade: Row,
  }),
  annotations: READS,
  run: ({ ws }) => {
    const { target, meta } = showPlan(ws).envelope;
    const { estimate: cost, caps, grade } = meta;
    return { tier: target.tier, seats: target.seats, tierKnown: target.tierKnown, ...cost, cheaper: cost.cheaper ?? [], caps, grade };
  },
});
