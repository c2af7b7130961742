import type { ExtractSummary, Finding } from '@cutover/domain';
import type { Facts } from '../facts/facts.ts';
import { headerOf, type Layout } from '../layout.ts';
import { finding, times } from './finding.ts';

/** Filled columns that nothing is made of: left out knowingly, not in silence. Coaches and automations are not migrated anyway. */
function columnsLeftOut(layout: Layout): string[] {
  return layout.tables
    .filter((table) => table.object !== 'coach' && table.object !== 'automation')
    .flatMap((table) => {
      const used = new Set(table.columns.map((column) => column.index));
      const open = table.profile.columns.filter(
        (profile) => profile.filled > 0 && !used.has(profile.index) && table.profile.idColumn !== profile.index,
      );
      return open.map((profile) => `${table.file}: ${headerOf(profile)}`);
    });
}

/** Files that are missing, that move apart, or that nothing could be made of. */
export function fileFindings(extract: ExtractSummary, layout: Layout, facts: Facts): Finding[] {
  const { missing } = facts.attachments;
  const large = extract.attachments.filter((one) => /^(video|audio)\//.test(one.mediaType) || one.size > 25 * 1024 * 1024);
  const left = columnsLeftOut(layout);
  const unused = extract.files.filter((file) => file.object === null && !layout.tables.some((table) => table.file === file.file));
  return [
    ...finding(
      {
        code: 'columns-left-out',
        severity: 'info',
        object: null,
        message: `${times(left.length, 'filled column is', 'filled columns are')} left out: ${left.slice(0, 5).join(', ')}`,
        advice: 'Give a column a target in its field decision to carry it over.',
      },
      { count: left.length, rows: left },
    ),
    ...finding(
      {
        code: 'attachment-missing',
        severity: 'warning',
        object: 'file',
        message: `${times(missing.count, 'file is', 'files are')} named but not in the export`,
        advice:
          'Recordings and large files have no bulk export: download them one by one from The Practice and put them into the folder at the path named.',
      },
      missing,
    ),
    ...finding(
      {
        code: 'large-files',
        severity: 'info',
        object: 'file',
        message: `${times(large.length, 'recording or large file is', 'recordings and large files are')} in the export`,
        advice: 'They are uploaded one by one and may be over the size Pipedrive takes.',
      },
      { count: large.length, rows: large.map((one) => one.path) },
    ),
    ...finding(
      {
        code: 'contracts-apart',
        severity: 'info',
        object: 'contract',
        message: `${times(facts.contracts.rows, 'contract is', 'contracts are')} kept as addresses; ${facts.contracts.files} of their files are in the export`,
        advice: 'The transfer of the files is a step of its own, with its own yes.',
      },
      { count: facts.contracts.rows, rows: [] },
    ),
    ...finding(
      {
        code: 'file-not-recognised',
        severity: 'warning',
        object: null,
        message: `${times(unused.length, 'file is', 'files are')} of no known kind`,
        advice: 'Say what it is, or leave it out, with its object decision.',
      },
      { count: unused.length, rows: unused.map((file) => file.file) },
    ),
  ];
}
