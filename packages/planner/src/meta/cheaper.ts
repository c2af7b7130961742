import { type AccountSnapshot, ANSWERS, type Decision, type Estimate, type PlanSchema, type TargetInfo } from '@cutover/domain';
import { inForce } from '../decide.ts';
import type { Facts } from '../facts/facts.ts';
import type { Layout } from '../layout.ts';
import { estimateOf } from './estimate.ts';
import { volumeOf } from './volume.ts';

/** The decisions whose answers change how many records there are, and what the cheaper answer means. */
const WAYS: readonly { readonly kind: Decision['kind']; readonly answer: unknown; readonly what: string }[] = [
  { kind: 'invoice', answer: { as: 'billing-note' }, what: 'one billing note for each deal instead of a note for each invoice' },
  { kind: 'attachment', answer: { upload: false }, what: 'files are not uploaded' },
  { kind: 'session-group', answer: { as: 'one-activity' }, what: 'a group session is one activity with all its clients' },
  { kind: 'private-note', answer: { as: 'field' }, what: 'private notes go to a field instead of notes' },
  { kind: 'message', answer: { as: 'activity' }, what: 'messages of this kind become activities, which cost half of a note' },
];

/** What other answers would save, each taken alone, most first. Only what saves anything. */
export function cheaperWays(
  input: { readonly account: AccountSnapshot; readonly target: TargetInfo },
  layout: Layout,
  facts: Facts,
  decisions: readonly Decision[],
  schema: PlanSchema,
): NonNullable<Estimate['cheaper']> {
  const tokensOf = (list: readonly Decision[]): number =>
    estimateOf(input.account, input.target, schema, volumeOf(layout, facts, list)).tokens;
  const now = tokensOf(decisions);
  return decisions
    .flatMap((decision) => {
      const way = WAYS.find(({ kind }) => kind === decision.kind);
      if (way === undefined || JSON.stringify(inForce(decision)) === JSON.stringify(way.answer)) return [];
      const answer = ANSWERS[decision.kind].parse(way.answer);
      const other = { ...decision, status: 'amended', answer } as Decision;
      const tokens = now - tokensOf(decisions.map((one) => (one === decision ? other : one)));
      return tokens > 0 ? [{ decision: decision.id, what: way.what, tokens }] : [];
    })
    .toSorted((a, b) => b.tokens - a.tokens);
}
