import { type Decision, Mail } from '@cutover/domain';
import { inForce, ofKind } from '../decide.ts';

export type ValueMaps = Record<string, Record<string, string>>;

/** What each value becomes, for reading: derived from the decisions and nothing else. */
export function valueMapsOf(decisions: readonly Decision[]): ValueMaps {
  const maps: ValueMaps = {};
  const put = (map: string, from: unknown, to: string) => {
    if (typeof from !== 'string') return;
    const entries = maps[map] ?? {};
    maps[map] = entries;
    entries[from] = to;
  };
  for (const decision of ofKind(decisions, 'stage')) {
    const answer = inForce(decision);
    if (answer !== null) put('stage', decision.subject.value, `${answer.stage} (${answer.status})`);
  }
  for (const decision of ofKind(decisions, 'activity-type')) {
    const answer = inForce(decision);
    const map = decision.subject.object === 'session' ? 'activity-type' : `activity-type:${decision.subject.object}`;
    if (answer !== null) put(map, decision.subject.value, 'newType' in answer ? answer.newType.name : answer.type);
  }
  for (const decision of ofKind(decisions, 'message')) {
    const answer = inForce(decision);
    if (answer !== null) put('message', decision.subject.value, answer.as);
  }
  for (const decision of ofKind(decisions, 'session-status')) {
    const answer = inForce(decision);
    if (answer !== null) put('session-status', decision.subject.value, answer.as);
  }
  for (const decision of ofKind(decisions, 'picklist')) {
    for (const [from, to] of Object.entries(inForce(decision)?.merge ?? {})) put(decision.id, from, to);
  }
  return maps;
}

export interface Owners {
  readonly fallback: Mail | null;
  /** Coach (mail, else name, else text) → user's mail. */
  readonly map: Record<string, Mail>;
}

export function ownersOf(decisions: readonly Decision[]): Owners {
  const [last] = ofKind(decisions, 'owner-fallback');
  const named = last === undefined ? null : inForce(last);
  const fallback = named === null ? null : Mail.parse(named.user);
  const map: Record<string, Mail> = {};
  for (const decision of ofKind(decisions, 'owner')) {
    const answer = inForce(decision);
    const coach = decision.subject.value;
    if (answer === null || typeof coach !== 'string') continue;
    const user = 'user' in answer ? answer.user : fallback;
    if (user !== null) map[coach] = user;
  }
  return { fallback, map };
}
