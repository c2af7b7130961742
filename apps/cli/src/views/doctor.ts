import type { CutoverError, ProbeFile } from '@cutover/domain';
import type { DoctorFinding, DoctorReport } from '@cutover/engine';
import { oneLine, table } from './table.ts';

const MARKS: Readonly<Record<DoctorFinding['severity'], string>> = {
  ok: 'ok      ',
  info: 'note    ',
  warning: 'warning ',
  error: 'ERROR   ',
};

/** Each finding on a line of its own, with what to do below it. */
export function doctorText({ host, findings, tokens }: DoctorReport): string {
  const lines = findings.flatMap(({ severity, check, message, advice }) => [
    `${MARKS[severity]} ${message.startsWith(`${check}:`) ? message : `${check}: ${message}`}`,
    ...(advice === '' ? [] : [`         → ${advice}`]),
  ]);
  const count = (severity: 'error' | 'warning'): string => {
    const many = findings.filter((finding) => finding.severity === severity).length;
    return `${many} ${severity}${many === 1 ? '' : 's'}`;
  };
  return [...lines, '', `${host}: ${count('error')}, ${count('warning')}. The look cost ${tokens} tokens; nothing was written.`].join('\n');
}

/** What a probe settled, what not, and what is left of it. */
export function probeText(
  { file, clearedBefore, stopped }: { file: string; clearedBefore: number; stopped: CutoverError | null },
  { company, facts, unsettled, remains, tokens }: ProbeFile,
): string {
  return [
    ...(stopped === null ? [] : [`Broken off: ${stopped.code}: ${stopped.message}`, `  ${stopped.advice}`, '']),
    table(
      ['question', 'answer', 'because'],
      facts.map((fact) => [fact.switch, fact.value, oneLine(fact.evidence)]),
    ),
    '',
    table(
      ['not settled', 'because'],
      unsettled.map((each) => [each.switch, oneLine(each.why)]),
    ),
    '',
    ...(clearedBefore > 0 ? [`${clearedBefore} records that an earlier probe had left were deleted.`] : []),
    ...remains.map(({ kind, id, why }) => `Could not be deleted: ${kind} ${id} (${why}). Start the probe again, or delete it by hand.`),
    `${company.domain}: ${facts.length} questions settled, ${unsettled.length} not, ${remains.length === 0 ? 'nothing left behind' : `${remains.length} records left behind`}. ${tokens} tokens. Written to ${file}.`,
  ].join('\n');
}
