import type { Decision, ExtractSummary, Finding } from '@cutover/domain';
import { inForce, ofKind } from '../decide.ts';
import type { Facts } from '../facts/facts.ts';
import { headerOf, type Layout } from '../layout.ts';
import { finding, listed, times } from './finding.ts';

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

/** The file of a row key `file#id`: an id may hold `#`, and so may a file, but tables do not. */
function fileOfKey(key: string): string {
  return key.slice(0, key.indexOf('#'));
}

/** Files that are missing, that move apart, or that nothing could be made of. */
export function fileFindings(extract: ExtractSummary, layout: Layout, facts: Facts, decisions: readonly Decision[]): Finding[] {
  const { missing } = facts.attachments;
  const large = extract.attachments.filter((one) => /^(video|audio)\//.test(one.mediaType) || one.size > 25 * 1024 * 1024);
  const left = columnsLeftOut(layout);
  const answered = new Set(ofKind(decisions, 'object').flatMap((one) => (inForce(one) === null ? [] : [one.subject.file])));
  const unused = extract.files.filter((file) => file.object === null && !answered.has(file.file));
  return [
    ...finding(
      {
        code: 'columns-left-out',
        severity: 'info',
        object: null,
        message: `${times(left.length, 'filled column is', 'filled columns are')} left out: ${listed(left)}`,
        advice: 'Give a column a target in its field decision to carry it over.',
      },
      { count: left.length, rows: [] },
    ),
    ...finding(
      {
        code: 'attachment-missing',
        severity: 'warning',
        object: 'file',
        message: `${times(missing.count, 'file is', 'files are')} named in ${listed([...new Set(missing.rows.map(fileOfKey))])} but not in the export`,
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
        message: `${times(large.length, 'recording or large file is', 'recordings and large files are')} in the export: ${listed(large.map((one) => one.path))}`,
        advice: 'They are uploaded one by one and may be over the size Pipedrive takes.',
      },
      { count: large.length, rows: [] },
    ),
    ...finding(
      {
        code: 'contracts-apart',
        severity: 'info',
        object: 'contract',
        message: `${times(facts.contracts.rows, 'contract is', 'contracts are')} kept as addresses; ${times(facts.contracts.files, 'of their files is', 'of their files are')} in the export`,
        advice: 'The transfer of the files is a step of its own, with its own yes.',
      },
      { count: facts.contracts.rows, rows: [] },
    ),
    ...finding(
      {
        code: 'file-not-recognised',
        severity: 'warning',
        object: null,
        message: `${times(unused.length, 'file is', 'files are')} of no known kind: ${listed(unused.map((file) => file.file))}`,
        advice: 'Say what it is, or leave it out, with its object decision.',
      },
      { count: unused.length, rows: [] },
    ),
  ];
}
