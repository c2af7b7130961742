import { EXIT, type Exit } from '@cutover/domain';
import { RESERVE } from '../planning/target.ts';
import { instant } from '../ports.ts';
import type { Company } from '../settings.ts';
import type { Workspace } from '../workspace.ts';
import { budgetFindings, clockFindings, probeFindings, targetFindings, tierFindings } from './account.ts';
import type { DoctorFacts } from './facts.ts';
import type { DoctorFinding } from './finding.ts';
import { capFindings, recordFindings, sideEffectFindings, userFindings, visibilityFindings } from './load.ts';
import { readFacts } from './read.ts';

export interface DoctorReport {
  readonly at: string;
  readonly host: string;
  readonly company: Company | null;
  readonly findings: readonly DoctorFinding[];
  /** What the look itself cost. */
  readonly tokens: number;
}

/** All findings that follow from the facts, in the order in which a person would mend them. Pure. */
export function findingsOf(facts: DoctorFacts): DoctorFinding[] {
  return [
    ...targetFindings(facts),
    ...tierFindings(facts),
    ...budgetFindings(facts, RESERVE),
    ...clockFindings(facts),
    ...capFindings(facts),
    ...sideEffectFindings(facts),
    ...userFindings(facts),
    ...visibilityFindings(facts),
    ...recordFindings(facts),
    ...probeFindings(facts),
  ];
}

/**
 * Looks the account over and says what would hurt a load. Reads only; works before and after there is a plan. What stands in the way of looking
 * (no token, no connection, a refused token, a spent budget, a block) is a finding too, and decides the exit code.
 */
export async function runDoctor(ws: Workspace): Promise<{ exit: Exit; data: DoctorReport }> {
  const { facts, tokens } = await readFacts(ws);
  const findings = findingsOf(facts);
  const data = { at: instant(ws.ports.clock), host: facts.host, company: facts.company, findings, tokens };
  return { exit: exitOf(facts, findings), data };
}

function exitOf({ stopped }: DoctorFacts, findings: readonly DoctorFinding[]): Exit {
  if (stopped !== null) return stopped.exit;
  if (findings.some(({ code }) => code === 'other-target' || code === 'plan-stale' || code === 'already-migrated')) return EXIT.stale;
  return findings.some(({ severity }) => severity === 'error') ? EXIT.partial : EXIT.done;
}
