import type { PlanMeta } from '@cutover/domain';
import { table } from './table.ts';

const PARTS = Object.freeze({
  compatibility: 'compatibility',
  clarity: 'clarity of the map',
  constraints: 'constraints',
  volume: 'volume',
} as const);

/** The letter, the four parts it comes from, each with its reason, and how long it takes. */
export function gradeText({ letter, parts, timeline }: PlanMeta['grade']): string[] {
  return [
    `Grade ${letter}: ${timeline.replace(/\.+$/, '')}.`,
    ...(['compatibility', 'clarity', 'constraints', 'volume'] as const).map(
      (part) => `  ${PARTS[part]}: ${Math.round(parts[part].score * 100)} of 100 (${parts[part].why})`,
    ),
  ];
}

/** Days of loading by plan of Pipedrive and seats: a plan a line, seats across. */
export function daysText({ table: days }: PlanMeta['estimate']): string {
  const tiers = [...new Set(days.map(({ tier }) => tier))];
  const seats = [...new Set(days.map((one) => one.seats))];
  const said = (tier: string, count: number): string => {
    const found = days.find((one) => one.tier === tier && one.seats === count);
    return found === undefined ? '' : found.days < 0.01 ? '< 0.01' : found.days.toFixed(2);
  };
  return table(
    ['days of loading', ...seats.map((count) => (count === 1 ? '1 seat' : `${count} seats`))],
    tiers.map((tier) => [tier, ...seats.map((count) => said(tier, count))]),
  );
}
