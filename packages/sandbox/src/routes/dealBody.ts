import { z } from 'zod';
import { day, dealMoment, decimal, filledText, flag, list, looseObject, object, oneOf, text, whole } from '../core/schema.ts';

const shape = {
  owner_id: whole().optional(),
  person_id: whole().nullable().optional(),
  org_id: whole().nullable().optional(),
  pipeline_id: whole().optional(),
  stage_id: whole().optional(),
  value: decimal().optional(),
  currency: text().optional(),
  is_deleted: flag().optional(),
  is_archived: flag().optional(),
  archive_time: dealMoment().nullable().optional(),
  status: oneOf(['open', 'won', 'lost']).optional(),
  probability: decimal()
    .min(0, 'This value should be between 0 and 100.')
    .max(100, 'This value should be between 0 and 100.')
    .nullable()
    .optional(),
  lost_reason: text().nullable().optional(),
  visible_to: whole().optional(),
  close_time: dealMoment().nullable().optional(),
  won_time: dealMoment().optional(),
  lost_time: dealMoment().optional(),
  /** Null is refused and an empty text is stored as 0000-00-00 (api-facts §3.3). */
  expected_close_date: z
    .union([z.literal(''), day()], {
      error: (issue) => (typeof issue.input === 'string' ? 'This value is not a valid date.' : "The value is not a valid 'string'"),
    })
    .optional(),
  label_ids: list(whole()).optional(),
  channel_id: text().nullable().optional(),
  custom_fields: looseObject().optional(),
};

export const dealCreateBody = object({ title: filledText(), ...shape });
export const dealUpdateBody = object({ title: filledText().optional(), ...shape });
export type DealUpdate = z.output<typeof dealUpdateBody>;
