import type { Plan, PlanTier } from '../data/plans.ts';
import { limits, plans } from '../data/plans.ts';
import type { Switches } from '../data/switches.ts';
import type { Clock } from './clock.ts';
import { isoTime } from './clock.ts';
import type {
  Activity,
  ActivityType,
  Currency,
  Deal,
  Field,
  FieldEntity,
  Note,
  Organization,
  Person,
  Pipeline,
  Relationship,
  Stage,
  StoredFile,
  User,
  Webhook,
} from './model.ts';
import { hex40, numberBelow } from './random.ts';
import { Table } from './table.ts';

/** One company: everything it holds, in memory. `version`-keyed caches hang on the tables themselves. */
export type World = {
  readonly seed: string;
  readonly tier: PlanTier;
  readonly plan: Plan;
  readonly seats: number;
  readonly speed: number;
  readonly switches: Switches;
  readonly clock: Clock;
  /** Where the company answers, for addresses inside answers. */
  readonly origin: () => string;
  readonly company: { readonly id: number; readonly domain: string; readonly name: string };
  readonly users: Map<number, User>;
  readonly persons: Table<Person>;
  readonly organizations: Table<Organization>;
  readonly deals: Table<Deal>;
  readonly activities: Table<Activity>;
  readonly notes: Table<Note>;
  readonly files: Table<StoredFile>;
  readonly relationships: Table<Relationship>;
  readonly pipelines: Table<Pipeline>;
  readonly stages: Table<Stage>;
  readonly activityTypes: Table<ActivityType>;
  readonly fields: Readonly<Record<FieldEntity, Table<Field>>>;
  readonly webhooks: Table<Webhook>;
  readonly currencies: readonly Currency[];
  readonly counters: { fieldKey: number; option: number };
};

export type WorldSettings = Pick<World, 'seed' | 'tier' | 'seats' | 'speed' | 'switches' | 'clock' | 'origin'>;

const currencyRows = [
  ['EUR', 'Euro', 2, '€', true],
  ['USD', 'US Dollar', 2, '$', true],
  ['GBP', 'Pound Sterling', 2, '£', true],
  ['CAD', 'Canadian Dollar', 2, 'C$', false],
  ['AUD', 'Australian Dollar', 2, 'A$', false],
  ['CHF', 'Swiss Franc', 2, 'CHF', false],
  ['SEK', 'Swedish Krona', 2, 'kr', false],
  ['JPY', 'Japanese Yen', 0, '¥', false],
] as const;

/** An empty company: no rows yet. Ids, keys and the domain depend on the seed alone. */
export function emptyWorld(settings: WorldSettings): World {
  const { seed } = settings;
  const table = <T extends { readonly id: number }>(name: string, spread = 5_000) =>
    new Table<T>(1 + numberBelow(spread, seed, 'first', name));
  return {
    ...settings,
    plan: plans[settings.tier],
    company: {
      id: 1_000_000 + numberBelow(9_000_000, seed, 'company'),
      domain: `practice-${hex40(seed, 'domain').slice(0, 8)}`,
      name: 'Harbour Coaching',
    },
    users: new Map(),
    persons: table('persons'),
    organizations: table('organizations'),
    deals: table('deals'),
    activities: table('activities'),
    notes: table('notes'),
    files: table('files'),
    relationships: table('relationships', 500),
    pipelines: table('pipelines', 30),
    stages: table('stages', 150),
    activityTypes: table('activityTypes', 30),
    fields: {
      person: table('personFields', 9_000),
      organization: table('organizationFields', 9_000),
      deal: table('dealFields', 9_000),
      activity: table('activityFields', 9_000),
    },
    webhooks: table('webhooks', 900),
    currencies: currencyRows.map(([code, name, decimal_points, symbol, active], at) => ({
      id: at + 1,
      code,
      name,
      decimal_points,
      symbol,
      active,
    })),
    counters: { fieldKey: 0, option: 1 + numberBelow(800, seed, 'option') },
  };
}

export const nowIso = (world: World): string => isoTime(world.clock.now());

/** The part of a row that every kind shares, for a row made now. */
export function fresh(world: World, id: number, addTime = nowIso(world)) {
  return { id, add_time: addTime, update_time: nowIso(world), is_deleted: false, deleted_at: null } as const;
}

/** Deleted rows can be read for thirty days, then they are purged (api-facts §7). */
export const isPurged = (world: World, row: { readonly deleted_at: number | null }): boolean =>
  row.deleted_at !== null && world.clock.now() - row.deleted_at > (limits.keptDaysAfterDelete * limits.dayMs) / world.speed;

export const marked = <T extends { readonly is_deleted: boolean }>(world: World, row: T) => ({
  ...row,
  is_deleted: true,
  deleted_at: world.clock.now(),
  update_time: nowIso(world),
});

export const live = <T extends { readonly is_deleted: boolean }>(rows: readonly T[]): readonly T[] => rows.filter((row) => !row.is_deleted);
