import { z } from 'zod';
import { Mail } from './brand.ts';
import { DateOrder, SourceObject } from './source.ts';
import { CUSTOM_ENTITIES, FieldType } from './target.ts';

/** Targets a column can have, besides `<entity>.custom.<slug>`, `link:<object>`, `file` and `ignore` (contract §2, api-facts §3). */
export const PLAIN_TARGETS = [
  'person.name',
  'person.first_name',
  'person.last_name',
  'person.emails',
  'person.phones',
  'person.owner',
  'person.labels',
  'person.source_id',
  'person.add_time',
  'person.birthday',
  'person.job_title',
  'person.postal_address',
  'person.notes',
  'person.im',
  'person.marketing_status',
  'person.visible_to',
  'organization.name',
  'organization.address',
  'organization.website',
  'organization.linkedin',
  'organization.industry',
  'organization.annual_revenue',
  'organization.employee_count',
  'organization.owner',
  'organization.labels',
  'organization.source_id',
  'organization.add_time',
  'deal.title',
  'deal.value',
  'deal.currency',
  'deal.owner',
  'deal.stage',
  'deal.status',
  'deal.source_id',
  'deal.labels',
  'deal.probability',
  'deal.lost_reason',
  'deal.won_time',
  'deal.lost_time',
  'deal.close_time',
  'deal.expected_close_date',
  'activity.subject',
  'activity.type',
  'activity.due_date',
  'activity.due_time',
  'activity.duration',
  'activity.done',
  'activity.location',
  'activity.note',
  'activity.public_description',
  'activity.owner',
  'activity.source_id',
  'note.content',
  'note.add_time',
  'note.owner',
  'note.source_id',
] as const;

const plain: ReadonlySet<string> = new Set(PLAIN_TARGETS);
const custom = new RegExp(`^(${CUSTOM_ENTITIES.join('|')})\\.custom\\.[a-z0-9]+(-[a-z0-9]+)*$`);
const link = /^link:([a-z]+)$/;

function isTarget(text: string): boolean {
  if (plain.has(text) || text === 'file' || text === 'ignore' || custom.test(text)) return true;
  const object = link.exec(text)?.[1];
  return object !== undefined && SourceObject.safeParse(object).success;
}

export const FieldTarget = z.string().refine(isTarget, 'a target such as person.emails, deal.custom.<slug>, link:client, file or ignore');
export type FieldTarget = z.infer<typeof FieldTarget>;

/**
 * What a column is within its target, when the target alone does not say. One closed list:
 * - `deal.value`: `total`, `unit` (price of one session)
 * - `deal.custom.*`: `sessions-total`, `sessions-used`, `sessions-remaining`, `status-time` (with `status`), `created`
 * - any column of a package: `period-start` and `period-end`, the dates by which sessions that name no package find theirs
 * - `activity.due_time`/`due_date`: `zone` (the column names the time zone), `start`
 * - `activity.note`: `text`, `direction`, `link`; `activity.done`: `status`; `activity.subject`: `title`
 * - `note.content`: `text`, `title`, `answer` (header is the question, unless another column holds it), and for invoices `number amount currency status date balance description`,
 *   for their lines `line-description line-quantity line-amount`; `activity.due_date` on invoices: `paid`
 * - `link:<own object>`: `id`, `mail`, `name`, `parent`; `link:client` in a list of members: `member`
 * - `person.custom.*`: `private-note`, `tags`, `contract`, `social`; `file`: `path`, `name`, `url`
 */
export const FieldPart = z.enum([
  'total',
  'unit',
  'sessions-total',
  'sessions-used',
  'sessions-remaining',
  'status-time',
  'created',
  'period-start',
  'period-end',
  'zone',
  'start',
  'text',
  'direction',
  'link',
  'status',
  'title',
  'answer',
  'number',
  'amount',
  'currency',
  'date',
  'balance',
  'description',
  'line-description',
  'line-quantity',
  'line-amount',
  'paid',
  'id',
  'mail',
  'name',
  'parent',
  'member',
  'private-note',
  'tags',
  'contract',
  'social',
  'path',
  'url',
]);
export type FieldPart = z.infer<typeof FieldPart>;

export const FieldAs = z.strictObject({
  /** Name and type of a custom field, and its options when they are not simply the values found. */
  name: z.string().min(1).max(255).optional(),
  type: FieldType.optional(),
  options: z.array(z.string().min(1).max(255)).optional(),
  /** The account has this field already: its absence makes the plan stale. */
  existing: z.boolean().optional(),
  with: z.literal('time').optional(),
  from: z.literal('end').optional(),
  split: z.enum(['used/total', 'total/used', 'remaining/total']).optional(),
  part: FieldPart.optional(),
  /** For `status-time`: the package status whose beginning the column dates. */
  status: z.string().optional(),
  /** Label of a mail or phone: work, home, mobile, other. */
  label: z.string().optional(),
  order: DateOrder.optional(),
  decimal: z.enum(['.', ',']).optional(),
  separator: z.string().optional(),
});
export type FieldAs = z.infer<typeof FieldAs>;

const NewType = z.strictObject({ name: z.string().min(1), icon: z.string().min(1) });

/** The answer of each kind of decision (contract §2). */
export const ANSWERS = Object.freeze({
  object: z.strictObject({ object: z.union([SourceObject, z.literal('ignore')]) }),
  field: z.strictObject({ target: FieldTarget, as: FieldAs.optional() }),
  'activity-type': z.union([
    z.strictObject({ type: z.string().min(1), done: z.boolean().optional() }),
    z.strictObject({ newType: NewType, done: z.boolean().optional() }),
  ]),
  'session-group': z.strictObject({ as: z.enum(['one-activity', 'one-per-client']) }),
  stage: z.strictObject({ stage: z.string().min(1), order: z.number().int().positive(), status: z.enum(['open', 'won', 'lost']) }),
  'deal-value': z.strictObject({ use: z.enum(['remaining', 'total', 'zero']) }),
  owner: z.union([z.strictObject({ user: Mail }), z.strictObject({ fallback: z.literal(true) })]),
  'owner-fallback': z.strictObject({ user: Mail }),
  picklist: z.strictObject({ merge: z.record(z.string(), z.string().min(1)) }),
  duplicate: z.strictObject({ use: z.enum(['existing', 'create', 'merge', 'skip']), mail: Mail.optional() }),
  tags: z.strictObject({ as: z.enum(['set', 'labels', 'ignore']) }),
  'private-note': z.strictObject({ as: z.enum(['field', 'note', 'ignore']) }),
  invoice: z.strictObject({ as: z.enum(['each', 'billing-note']) }),
  attachment: z.strictObject({ upload: z.boolean() }),
  contract: z.strictObject({ transfer: z.boolean() }),
  timezone: z.strictObject({ zone: z.string().min(1) }),
  'date-format': z.strictObject({ order: DateOrder }),
  currency: z.strictObject({ code: z.string().regex(/^[A-Z]{3}$/) }),
  'phone-country': z.strictObject({ code: z.string().regex(/^[A-Z]{2}$/) }),
  visibility: z.strictObject({ to: z.enum(['default', 'owner', 'group', 'company']) }),
  sample: z.strictObject({ size: z.number().int().min(50).max(200) }),
  delta: z.strictObject({
    hours: z
      .number()
      .positive()
      .max(24 * 30),
    maxCreates: z.number().int().nonnegative(),
    maxUpdates: z.number().int().nonnegative(),
    rule: z.enum(['keep-pipedrive', 'take-source']),
  }),
  'side-effects': z.strictObject({ paused: z.literal(true) }),
  message: z.strictObject({ as: z.enum(['activity', 'note']) }),
  'session-status': z.strictObject({ as: z.enum(['type', 'subject']) }),
  'status-times': z.strictObject({ as: z.enum(['text', 'dates']) }),
  'text-limit': z.strictObject({ as: z.enum(['split', 'cut']) }),
  vanished: z.strictObject({ as: z.enum(['keep', 'delete']) }),
});

export type DecisionKind = keyof typeof ANSWERS;
export const DECISION_KINDS = Object.freeze(Object.keys(ANSWERS) as DecisionKind[]);
export type AnswerOf<K extends DecisionKind> = z.infer<(typeof ANSWERS)[K]>;
export type Answer = AnswerOf<DecisionKind>;
export type FieldAnswer = AnswerOf<'field'>;
