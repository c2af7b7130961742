import { type AnswerOf, type Decision, normalName } from '@cutover/domain';
import { draft } from '../decide.ts';
import type { Facts } from '../facts/facts.ts';
import { ranked } from '../facts/tally.ts';
import { senseOfStatus } from '../lexicon/statuses.ts';

interface Seen {
  readonly value: string;
  readonly count: number;
}

/** Distinct package statuses as written, most frequent first. */
export function statusesOf(facts: Facts): Seen[] {
  const counts = new Map<string, number>();
  for (const one of facts.packages.all) if (one.status !== '') counts.set(one.status, (counts.get(one.status) ?? 0) + 1);
  return ranked(counts).map(([value, count]) => ({ value, count }));
}

/** Spellings of one status share a stage, called like the most frequent of them; stages are numbered from lead-like to over. */
function stageNames(statuses: readonly Seen[]): Map<string, { name: string; order: number }> {
  const groups = new Map<string, { name: string; rank: number; place: number }>();
  statuses.forEach(({ value }, place) => {
    const key = normalName(value);
    if (!groups.has(key)) groups.set(key, { name: value, rank: senseOfStatus(value)?.rank ?? 45, place });
  });
  const ordered = [...groups].sort(([, a], [, b]) => a.rank - b.rank || a.place - b.place);
  return new Map(ordered.map(([key, group], index) => [key, { name: group.name, order: index + 1 }]));
}

const OPEN_OR_OVER: readonly AnswerOf<'stage'>['status'][] = ['open', 'won', 'lost'];

/** Packages without a status: they need a stage all the same, the first open one there is. */
function withoutStatus(facts: Facts, stages: ReadonlyMap<string, { name: string; order: number }>): Decision[] {
  const count = facts.packages.all.filter((one) => one.status === '').length;
  if (count === 0) return [];
  const open = [...stages.values()]
    .filter(({ name }) => senseOfStatus(name)?.status === 'open')
    .sort((a, b) => rankOf(a.name) - rankOf(b.name));
  const active = open.find(({ name }) => rankOf(name) === 20) ?? open[0] ?? { name: 'Active', order: stages.size + 1 };
  const answer = (status: AnswerOf<'stage'>['status']): AnswerOf<'stage'> => ({ stage: active.name, order: active.order, status });
  return [
    draft(
      'stage',
      'stage:package:',
      { object: 'package', value: '' },
      {
        proposal: answer('open'),
        alternatives: [answer('won'), answer('lost')],
        confidence: 0.6,
        evidence: [`${count} of ${facts.packages.all.length} packages have no status`],
        reason: 'A package that nobody marked as over is taken to be running.',
      },
    ),
  ];
}

const rankOf = (status: string): number => senseOfStatus(status)?.rank ?? 45;

export function proposeStages(facts: Facts): Decision[] {
  const statuses = statusesOf(facts);
  const names = stageNames(statuses);
  return [
    ...statuses.map(({ value, count }) => {
      const sense = senseOfStatus(value);
      const place = names.get(normalName(value)) ?? { name: value, order: statuses.length };
      const answer = (status: AnswerOf<'stage'>['status']): AnswerOf<'stage'> => ({ stage: place.name, order: place.order, status });
      const same = place.name === value ? [] : [`another spelling of ${place.name}`];
      return draft(
        'stage',
        `stage:package:${value}`,
        { object: 'package', value },
        {
          proposal: sense === null ? null : answer(sense.status),
          alternatives: OPEN_OR_OVER.map(answer),
          ...(sense === null ? {} : { confidence: sense.sure }),
          evidence: [
            `${count} of ${facts.packages.all.length} packages`,
            ...same,
            ...(sense?.known === false ? ['no usual word for where a package stands'] : []),
          ],
          reason:
            sense === null
              ? 'Nothing in this status says whether such packages are open, won or lost.'
              : sense.known
                ? `The word says that such packages are ${sense.status}.`
                : 'An unknown status: kept as an open stage, so that no deal is closed by mistake.',
        },
      );
    }),
    ...withoutStatus(facts, names),
  ];
}
