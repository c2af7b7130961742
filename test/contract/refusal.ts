import { z } from 'zod';
import type { Finding } from './check.ts';
import { operationOf } from './check.ts';
import type { Exchange } from './witness.ts';

const no = z.literal(false);
const says = z.string().min(1);
const CODES = ['ERR_SCHEMA_VALIDATION_FAILED', 'ERR_BAD_REQUEST', 'ERR_NOT_FOUND', 'ERR_UNKNOWN'] as const;
const info = 'Please check developers.pipedrive.com';

/** The few bodies of refusals that are known (api-facts §1.4): OpenAPI declares almost none. */
const v2 = z.strictObject({ success: no, error: says, code: z.enum(CODES) });
const v1 = z.strictObject({
  success: no,
  error: says,
  error_info: z.enum([info, `${info} for more information about Pipedrive API.`]),
  data: z.null(),
  additional_data: z.null(),
  code: z.string().startsWith('feature_capping_').optional(),
});
const webhook = z.strictObject({ status: z.literal('error'), success: no, errors: z.record(z.string(), z.array(says)) });
const gateway = (status: number) =>
  z.strictObject({ success: no, error: says, errorCode: z.literal(status), error_info: z.literal(info).optional() });

const schemaOf = (status: number, api: 'v1' | 'v2'): z.ZodType => {
  if (status === 401 || status === 413 || status === 410) return gateway(status);
  if (status === 429) return gateway(429);
  // Rights and caps are told in the manner of v1 everywhere.
  if (status === 403) return v1;
  return api === 'v2' ? v2 : z.union([v1, webhook]);
};

/** What in a refusal is not as it is known to be. A page is none of ours to judge: only an abuse block sends one. */
export function checkRefusal(exchange: Exchange): Finding[] {
  const { key, api } = operationOf(exchange);
  const finding = (rule: string, found: string): Finding[] => [{ operation: key, side: 'answer', at: '', rule: `refusal ${rule}`, found }];
  if (exchange.answerType.startsWith('text/html')) return exchange.status === 403 ? [] : finding('page', String(exchange.status));
  const text = exchange.answer.toString('utf8');
  const parsed = schemaOf(exchange.status, api).safeParse(JSON.parse(text));
  return parsed.success ? [] : finding(`body of ${exchange.status}`, text.slice(0, 160));
}
