import type { AnswerOf, Decision, TargetInfo } from '@cutover/domain';
import { draft } from '../decide.ts';
import type { Facts } from '../facts/facts.ts';

/** How the load behaves: asked always, whatever the export holds. */
export function proposePolicies(target: TargetInfo, facts: Facts): Decision[] {
  const rows = Object.values(facts.staged).reduce((sum, count) => sum + (count ?? 0), 0);
  const large = target.tier === 'premium' || target.tier === 'ultimate';
  const visibility: AnswerOf<'visibility'>[] = [{ to: 'owner' }, ...(large ? [{ to: 'group' as const }] : []), { to: 'company' }];
  const maxCreates = Math.max(50, Math.ceil(rows * 0.05));
  const maxUpdates = Math.max(50, Math.ceil(rows * 0.1));
  const delta = (hours: number, rule: AnswerOf<'delta'>['rule']): AnswerOf<'delta'> => ({ hours, maxCreates, maxUpdates, rule });
  const long = [...facts.tooLong.values()];
  return [
    draft(
      'text-limit',
      'text-limit',
      {},
      {
        proposal: { as: 'split' },
        alternatives: [{ as: 'cut' }],
        confidence: 0.9,
        evidence:
          long.length === 0
            ? ['no text is over a limit']
            : long.map((one) => `${one.count} texts in ${one.column.header} are over ${one.limit.toLocaleString('en-US')} characters`),
        reason: 'Nothing is lost: a note that is too long becomes several, numbered; what does not fit a field goes to a note.',
      },
    ),
    draft(
      'vanished',
      'vanished',
      {},
      {
        proposal: { as: 'keep' },
        alternatives: [{ as: 'delete' }],
        confidence: 0.9,
        evidence: ['it counts for rows that a later export no longer holds'],
        reason: 'A row that is missing in a later export may have been filtered out: what was loaded stays and is reported.',
      },
    ),
    draft(
      'visibility',
      'visibility',
      {},
      {
        proposal: { to: 'default' },
        alternatives: visibility,
        confidence: 0.85,
        evidence: [
          target.tierKnown === 'assumed'
            ? 'the plan of the account is assumed: nothing but the default is sent'
            : `the account is on ${target.tier}`,
        ],
        reason: "Records get the account's own default, as if a user had made them.",
      },
    ),
    draft(
      'sample',
      'sample',
      {},
      {
        proposal: { size: 100 },
        alternatives: [{ size: 50 }, { size: 200 }],
        confidence: 0.8,
        evidence: [
          `${rows} rows are staged`,
          rows < 50 ? 'fewer than 50: the sample is all of them' : 'between 50 and 200 rows are allowed',
        ],
        reason: 'Enough to show every decision and oddity at least once, few enough to be read.',
      },
    ),
    draft(
      'delta',
      'delta',
      {},
      {
        proposal: delta(24, 'keep-pipedrive'),
        alternatives: [delta(48, 'keep-pipedrive'), delta(24, 'take-source')],
        confidence: 0.8,
        evidence: [`5 % of ${rows} rows may be new, 10 % changed, before a person is asked again`],
        reason: 'A day catches what is entered during the change; what a person changes in Pipedrive meanwhile is kept.',
      },
    ),
    draft(
      'side-effects',
      'side-effects',
      {},
      {
        proposal: null,
        alternatives: [{ paused: true }],
        evidence: ['loading fires the webhooks, automations and sequences of the account', 'automations cannot be read through the API'],
        reason: 'Only a person can say that they are paused, or that it is accepted that they fire.',
      },
    ),
  ];
}
