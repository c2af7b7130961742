import type { PlanEnvelope, Report } from '@cutover/domain';
import type { Workspace } from '../workspace.ts';
import { objectsOf, type Tally } from './counts.ts';

/** What stays behind or needs a hand, with what to do about it. */
export function notMigrated(ws: Workspace, envelope: PlanEnvelope, skipped: Tally['skipped']): Report['notMigrated'] {
  return [...leftOut(skipped), ...notRead(envelope), ...contracts(ws, envelope), ...fixedLimits(envelope)];
}

function leftOut(skipped: Tally['skipped']): Report['notMigrated'] {
  return skipped.map(({ object, reason, count }) => ({
    object,
    what: `${count} ${count === 1 ? 'row' : 'rows'}`,
    why: reason,
    todo:
      object === 'automation'
        ? 'Rebuild them in Pipedrive: see rebuild.md.'
        : object === 'file'
          ? 'Download them from The Practice by hand and attach them: see downloads.md.'
          : 'Nothing, if this is what you decided.',
  }));
}

/** Filled cells that are not what their column's target needs: the plan counts them, the diff and verify name each. */
function notRead(envelope: PlanEnvelope): Report['notMigrated'] {
  return envelope.meta.findings
    .filter(({ code }) => code === 'value-not-read')
    .map(({ object, message, rows, count }) => ({
      object: object ?? 'client',
      what: message,
      why: `they stand in ${rows.join(', ')}${count > rows.length ? ' …' : ''}`,
      todo: 'Enter them in Pipedrive by hand, or mend them in The Practice and run cutover delta.',
    }));
}

function contracts(ws: Workspace, envelope: PlanEnvelope): Report['notMigrated'] {
  const files = [...objectsOf(ws.ledger, envelope)]
    .filter(([, { object, ignored }]) => object === 'contract' && !ignored)
    .map(([file]) => file);
  const rows = ws.ledger.staging
    .counts()
    .filter((count) => files.includes(count.file))
    .reduce((sum, count) => sum + count.staged, 0);
  const sent = [...ws.ledger.ids.iterate('file')].filter((row) => row.object === 'contract' && row.state !== 'reverted').length;
  if (rows === sent) return [];
  return [
    {
      object: 'contract',
      what: sent === 0 ? `the documents of ${rows} contracts` : `the documents of ${rows - sent} of ${rows} contracts`,
      why: 'their addresses are in a field of the person; the files are a step of their own (cutover files)',
      todo: 'Fetch the documents that the export lacks from their addresses before The Practice is closed: see downloads.md.',
    },
  ];
}

/** True of every migration (api-facts §3.11, §7). */
function fixedLimits(envelope: PlanEnvelope): Report['notMigrated'] {
  const has = (object: 'package' | 'session'): boolean => (envelope.plan.counts[object] ?? 0) > 0;
  return [
    ...(has('package')
      ? [
          {
            object: 'package',
            what: 'creation time of deals',
            why: 'Pipedrive sets it itself',
            todo: 'It is kept in a custom date field where the export has it.',
          },
        ]
      : []),
    ...(has('session')
      ? [
          {
            object: 'session',
            what: 'creation time of activities',
            why: 'Pipedrive sets it itself',
            todo: 'Due date and time are those of the session.',
          },
        ]
      : []),
    {
      object: 'automation',
      what: 'reminders, sequences and contract templates',
      why: 'The Practice does not export them',
      todo: 'Write them down before it is closed and rebuild what is still needed.',
    },
  ];
}
