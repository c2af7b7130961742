export const CHECKS = [
  'target',
  'token',
  'plan tier',
  'budget',
  'clock',
  'custom fields',
  'deals',
  'activity types',
  'webhooks',
  'automations',
  'users',
  'visibility',
  'records',
  'plan',
  'probe',
] as const;
export type Check = (typeof CHECKS)[number];

/** One thing that was looked at. `error`: a load would be refused or go wrong; `warning`: it works, but a person should know. */
export interface DoctorFinding {
  readonly check: Check;
  readonly code: string;
  readonly severity: 'ok' | 'info' | 'warning' | 'error';
  readonly message: string;
  /** What to do; empty when there is nothing to do. */
  readonly advice: string;
}

export const ok = (check: Check, code: string, message: string): DoctorFinding => ({ check, code, severity: 'ok', message, advice: '' });

export const finding = (
  severity: Exclude<DoctorFinding['severity'], 'ok'>,
  check: Check,
  code: string,
  message: string,
  advice: string,
): DoctorFinding => ({ check, code, severity, message, advice });

/** The first few of a list, and how many more there are. */
export const some = (items: readonly string[], most = 5): string =>
  items.length > most ? `${items.slice(0, most).join(', ')} and ${items.length - most} more` : items.join(', ');
