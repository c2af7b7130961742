import type { Sent } from '../load/send.ts';

export interface FailedUndo {
  readonly entity: string;
  readonly id: number | string;
  readonly reason: string;
}

/** Why a step that was sent is not done; null: it is. */
export function failedUndo(about: Omit<FailedUndo, 'reason'>, sent: Sent<{ readonly outcome: 'done' }>): FailedUndo | null {
  if (sent.outcome === 'done') return null;
  return { ...about, reason: sent.outcome === 'refused' ? sent.reason : `no answer after ${sent.sends} tries` };
}
