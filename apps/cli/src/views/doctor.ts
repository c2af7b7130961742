import type { DoctorFinding, DoctorReport } from '@cutover/engine';

const MARKS: Readonly<Record<DoctorFinding['severity'], string>> = {
  ok: 'ok      ',
  info: 'note    ',
  warning: 'warning ',
  error: 'ERROR   ',
};

/** Each finding on a line of its own, with what to do below it. */
export function doctorText({ host, findings, tokens }: DoctorReport): string {
  const lines = findings.flatMap(({ severity, check, message, advice }) => [
    `${MARKS[severity]} ${check}: ${message}`,
    ...(advice === '' ? [] : [`         → ${advice}`]),
  ]);
  const count = (severity: DoctorFinding['severity']): number => findings.filter((finding) => finding.severity === severity).length;
  return [
    ...lines,
    '',
    `${host}: ${count('error')} errors, ${count('warning')} warnings. The look cost ${tokens} tokens; nothing was written.`,
  ].join('\n');
}
