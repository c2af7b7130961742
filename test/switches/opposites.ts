import { listSwitches } from '@cutover/sandbox';
import type { Left } from '../chaos/meaning.ts';
import type { SceneName } from './scenes.ts';

/** A switch with another value than its default. */
export interface Opposite {
  readonly name: string;
  readonly value: string;
  readonly scene: SceneName;
}

/** Where each switch can show its other side; those not named here show it on the plain road, if anywhere. */
const SCENE_OF: Readonly<Record<string, SceneName>> = {
  'burst-body': 'crowded',
  'reset-unit': 'crowded',
  'burst-retry-after': 'crowded',
  'search-window': 'crowded',
  'block-after': 'stampede',
  'block-seconds': 'stampede',
  'daily-error-info': 'spent',
  'daily-reset-zone': 'spent',
  'failed-calls': 'spent',
  'token-headers': 'spent',
  'search-lag-seconds': 'lost',
  'list-lag-seconds': 'lost',
  'deleted-in-search': 'lost',
  'limit-over-max': 'lost',
  'label-field-code': 'labelled',
  'label-options-v2': 'labelled',
  'labels-per-deal': 'labelled',
  'builtin-field-codes': 'labelled',
  'long-text': 'long',
  'oversized-note': 'long',
  'oversized-file': 'long',
  'file-cap-mb': 'long',
  'delete-stage-with-deals': 'edited',
  'delete-pipeline-with-deals': 'edited',
  'delete-used-option': 'edited',
  'read-deleted': 'tidied',
  'read-merged': 'tidied',
  'dead-parent': 'tidied',
  'files-after-parent': 'tidied',
  'deleted-note': 'tidied',
  'deal-undelete': 'tidied',
  'required-fields': 'required',
  'type-name-reuse': 'twice',
};

/** Every value of every switch that is not its default, in the order of the table. */
export const OPPOSITES: readonly Opposite[] = listSwitches().flatMap(({ name, values, default: usual }) =>
  values.filter((value) => value !== usual).map((value) => ({ name, value, scene: SCENE_OF[name] ?? 'plain' })),
);

/** How the road under a setting ends otherwise than the usual one, and why that is right. What is not said here is as usual. */
export interface Ends {
  readonly why: string;
  /** A thing that the load left, as both sides are compared; null leaves it out. */
  readonly loaded?: (left: Left) => Left | null;
  readonly exits?: Readonly<Record<string, number>>;
  /** Whether the rollback brings the digest back. */
  readonly undone?: boolean;
  /** Marks of what may be left over after the rollback. */
  readonly remains?: RegExp;
  /** What is left over is the same by its marks; what it is linked to may be another matter. */
  readonly remainsByMark?: true;
  /** What each write that failed must say, and how many there are at least. */
  readonly failed?: { readonly says: RegExp; readonly least: number };
  /** Marks of what must be missing after the load, with all that hangs on it. */
  readonly missing?: RegExp;
  /** The counts in the report may differ: what failed is counted as failed. */
  readonly counts?: false;
}

const without =
  (pattern: RegExp) =>
  (left: Left): Left | null =>
    pattern.test(left.mark) ? null : left;

export const ENDS: Readonly<Record<string, Ends>> = {
  'organization-details=off': {
    why: 'without the built-in fields, website and industry are custom fields',
    loaded: ({ mark, holds }) =>
      mark.startsWith('organization field')
        ? null
        : { mark, holds: holds.replaceAll(/"(website|linkedin)":"[^"]*",?/g, '').replaceAll(/,(?=})/g, '') },
  },
  'activity-time-shape=HH:MM': {
    why: 'the account answers times without seconds',
    loaded: ({ mark, holds }) => ({ mark, holds: holds.replaceAll(/"(\d\d:\d\d):00"/g, '"$1"') }),
  },
  'new-pipeline=default-stages': {
    why: 'the stages that came with the pipeline are told in a notice and left to a person',
    loaded: without(/^stages pipelines Coaching packages\/(Qualified|Contact Made|Demo Scheduled|Proposal Made|Negotiations Started)/),
  },
  'type-name-reuse=new-key': {
    why: 'the type made the second time has another key',
    loaded: ({ mark, holds }) => ({ mark, holds: holds.replace('"key_string":"payment_1"', '"key_string":"payment"') }),
  },
  'person-org-null=refused': {
    why: 'what was filled on the person who was there cannot be emptied: told as failed, unless a probe said so before',
    exits: { rollback: 5 },
    undone: false,
    remains: /^earlier persons/,
    failed: { says: /^person: .*org_id/, least: 1 },
  },
  'custom-null=refused': {
    why: 'what was filled on the records that were there cannot be emptied: told as failed, unless a probe said so before',
    exits: { rollback: 5 },
    undone: false,
    remains: /^earlier (persons|organizations)/,
    failed: { says: /^(person|organization): .*custom_fields/, least: 1 },
  },
  'required-fields=enforced': {
    why: 'each person without the required field is refused and told, and so is what hangs on them',
    exits: { sample: 5 },
    failed: { says: /^person: Required field 'Referred by' is empty/, least: 7 },
    missing: /^(persons|activities|notes|deals|files|activityTypes|earlier)/,
    counts: false,
  },
  'dead-parent=id-cleared': {
    why: 'records that stay are no longer linked to those that somebody deleted',
    remainsByMark: true,
  },
  'file-cap-mb=10': {
    why: 'the one file over the cap is refused and told',
    failed: { says: /^file: File size exceeds the limit/, least: 1 },
    missing: /^files okonkwo-360-summary\.txt/,
    counts: false,
  },
};

/** Settings under which the schema run stops with a message that names a field: the person gives it another name, approves again, and the road goes on. */
export interface Stop {
  readonly why: string;
  /** The name stands in its first group. */
  readonly names: RegExp;
  readonly rename: (name: string) => string;
  readonly loaded: (left: Left) => Left;
}

export const STOPS: Readonly<Record<string, Stop>> = {
  'field-names=unique': {
    why: 'a custom field may not be named like a built-in one: the schema run stops and names it, and a person gives it another name',
    names: /A field named '([^']+)' already exists/,
    rename: (name) => `${name} (Practice)`,
    loaded: ({ mark, holds }) => ({ mark: mark.replace(' (Practice)', ''), holds: holds.replaceAll(' (Practice)"', '"') }),
  },
};

/** What a probe would have told, where it makes the road end as usual. */
export const PROBED: readonly string[] = ['person-org-null=refused', 'custom-null=refused'];
