import type { Attachment, FileProfile, Finding } from '@cutover/domain';
import type { Refused } from './archive/zip.ts';
import type { Staged } from './stage.ts';

const count = (n: number, one: string, many = `${one}s`): string => `${n} ${n === 1 ? one : many}`;

function ofFile({ profile, clashes, clashCount, rejectedLines, shared }: Staged): Finding[] {
  const { file, object, counts, format } = profile;
  const found: Finding[] = [];
  const add = (code: string, severity: Finding['severity'], message: string, n: number, rows: string[], advice: string): void => {
    found.push({ code, severity, object, message, count: n, rows, advice });
  };
  if (object === null && counts.rows > 0) {
    add(
      'file-unrecognised',
      'warning',
      `${file} (${count(counts.rows, 'row')}) is of no known kind: ${profile.reasons.join('; ')}`,
      counts.rows,
      [],
      'Say what it is, or leave it out.',
    );
  }
  if (counts.rows === 0) add('file-empty', 'info', `${file} has a header and no rows`, 0, [], 'Check that the export is complete.');
  if (clashCount > 0) {
    const rows = clashes.map((clash) => clash.key);
    add(
      'id-twice',
      'warning',
      `${count(clashCount, 'row')} of ${file} use an id that another row has, with other content`,
      clashCount,
      rows,
      'Both are kept apart; look which one is right.',
    );
  }
  for (const [other, n] of shared) {
    add(
      'id-in-two-files',
      'warning',
      `${count(n, 'row')} of ${file} use an id that another row of ${other} has`,
      n,
      [],
      'Both are kept apart. When they are the same records twice, leave one of the files out.',
    );
  }
  if (counts.rejected > 0) {
    add(
      'rows-rejected',
      'warning',
      `${count(counts.rejected, 'row')} of ${file} cannot be read`,
      counts.rejected,
      rejectedLines.map((line) => `${file}:${line}`),
      'The list of rejects has each with its line and reason: mend them and extract again, or go without them.',
    );
  }
  if (format.encoding === 'windows-1252') {
    add(
      'encoding-guessed',
      'info',
      `${file} is not UTF-8 and was read as Windows-1252`,
      counts.rows,
      [],
      'Look at names with accents; export as UTF-8 when they are wrong.',
    );
  }
  return found;
}

function headless({ file, object, columns }: FileProfile): Finding[] {
  if (columns.length < 2 || columns.some(({ name }) => name !== '')) return [];
  return [
    {
      code: 'header-missing',
      severity: 'warning',
      object,
      message: `${file} has no line of headers: its columns are known by their values alone`,
      count: columns.length,
      rows: [`${file}:1`],
      advice: 'Look at what each column is taken for, or export with headers.',
    },
  ];
}

function twiceNamed(profile: FileProfile): Finding[] {
  const seen = new Map<string, number>();
  for (const column of profile.columns)
    if (column.name.trim() !== '') seen.set(column.name.trim(), (seen.get(column.name.trim()) ?? 0) + 1);
  const twice = [...seen].filter(([, n]) => n > 1).map(([name]) => name);
  if (twice.length === 0) return [];
  const message = `${profile.file} has several columns named ${twice.map((name) => `“${name}”`).join(', ')}`;
  return [
    {
      code: 'header-twice',
      severity: 'info',
      object: profile.object,
      message,
      count: twice.length,
      rows: [],
      advice: 'They are told apart by their position.',
    },
  ];
}

/** What a person should know about the files as such, in the order of the files. */
export function findingsOf(staged: readonly Staged[]): Finding[] {
  return staged.flatMap((one) => [...ofFile(one), ...headless(one.profile), ...twiceNamed(one.profile)]);
}

/** Names that promise rows. */
const TABLE_NAME = /\.(csv|tsv|tab|psv|json|ndjson|jsonl|xlsx|xlsm|xlsb|xls|ods|numbers|gsheet|parquet|db|sqlite)$/i;
const MAY_HOLD_ROWS = /spreadsheet|excel|application\/(json|zip|gzip|x-7z)/;

/** Files that may hold rows in a format that is not read, and that no table lists as an attachment. */
export function unreadOf(files: readonly Attachment[]): Finding[] {
  return files
    .filter((file) => MAY_HOLD_ROWS.test(file.mediaType) || TABLE_NAME.test(file.name))
    .map(({ path, size }) => (size === 0 ? nothingIn(path) : unread(path)));
}

const unread = (path: string): Finding => ({
  code: 'format-unread',
  severity: 'warning',
  object: null,
  message: `${path} may hold rows, and none of them were read: its format is not known`,
  count: 1,
  rows: [path],
  advice: 'Save it as CSV or XLSX beside the others.',
});

const nothingIn = (path: string): Finding => ({
  code: 'file-empty',
  severity: 'warning',
  object: null,
  message: `${path} is empty: it has not even a header`,
  count: 1,
  rows: [path],
  advice: 'Check that the export is complete.',
});

/** Files and parts of archives that were not taken, each by name. */
export function refusedOf(refused: readonly Refused[]): Finding[] {
  return refused.map(({ path, reason }) => ({
    code: 'file-refused',
    severity: 'warning',
    object: null,
    message: `${path} was not read: ${reason}`,
    count: 1,
    rows: [path],
    advice: 'When it belongs to the export, put it into the folder as a file of its own that can be read.',
  }));
}
