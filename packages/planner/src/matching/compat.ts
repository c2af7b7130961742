import type { ColumnProfile, ValueType } from '@cutover/domain';

/** Types that easily pass for one another; a hard type gate hurts as soon as a profile errs. */
const NEAR: Partial<Record<ValueType, readonly ValueType[]>> = {
  text: ['longtext', 'html', 'name', 'enum', 'id', 'address'],
  longtext: ['html'],
  html: ['longtext'],
  name: ['text', 'enum'],
  enum: ['text', 'name', 'boolean', 'id', 'currency'],
  boolean: ['enum'],
  id: ['integer', 'text', 'enum'],
  integer: ['number', 'money', 'id', 'duration'],
  number: ['money', 'integer', 'percent', 'duration'],
  money: ['number', 'integer'],
  date: ['datetime'],
  datetime: ['date'],
  time: ['datetime', 'duration'],
  duration: ['time', 'integer', 'number'],
  list: ['text', 'enum', 'name', 'id', 'mail', 'phone'],
  address: ['text', 'longtext'],
  path: ['text', 'url', 'id'],
  url: ['text', 'path'],
  phone: ['text', 'integer'],
  currency: ['enum', 'text'],
  zone: ['text', 'enum'],
};

/**
 * How well (0..1) the values of a column agree with the types a meaning expects. Soft: a share of fitting values counts, a near type counts
 * half; a column about whose values nothing is known is neutral.
 */
export function typeFit(profile: ColumnProfile, wanted: readonly ValueType[]): number {
  if (wanted.length === 0 || profile.type === 'empty') return 0.7;
  if (wanted.includes(profile.type)) return 1;
  let best = 0.2;
  for (const type of wanted) {
    best = Math.max(best, (profile.matches[type] ?? 0) * 0.9);
    if (NEAR[profile.type]?.includes(type)) best = Math.max(best, 0.6);
  }
  return best;
}
