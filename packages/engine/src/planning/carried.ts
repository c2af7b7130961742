import type { Decision } from '@cutover/domain';

const MOST_NAMED = 8;

function named(what: string, ids: readonly string[]): string[] {
  if (ids.length === 0) return [];
  const more = ids.length > MOST_NAMED ? ` and ${ids.length - MOST_NAMED} more` : '';
  return [`${what} ${ids.slice(0, MOST_NAMED).join(', ')}${more}`];
}

/** What became of the answers given so far when everything was proposed anew, in a sentence; null when nothing was answered or nothing is different. */
export function carried(before: readonly Decision[], after: readonly Decision[]): string | null {
  const answered = before.filter(({ status }) => status !== 'proposed');
  if (answered.length === 0) return null;
  const now = new Map(after.map((decision) => [decision.id, decision]));
  const known = new Set(before.map(({ id }) => id));
  const kept = answered.filter(({ id }) => (now.get(id)?.status ?? 'proposed') !== 'proposed');
  const reopened = answered.filter(({ id }) => now.get(id)?.status === 'proposed').map(({ id }) => id);
  const dropped = answered.filter(({ id }) => !now.has(id)).map(({ id }) => id);
  const asked = after.filter(({ id, status }) => !known.has(id) && status === 'proposed').map(({ id }) => id);
  const changes = [...named('open again:', reopened), ...named('no longer asked:', dropped), ...named('new:', asked)];
  return changes.length === 0 ? null : [`${kept.length} of ${answered.length} answers kept`, ...changes].join('; ');
}
