/** What the QA report says: words of the finding, and source ids of the rows behind it (`file:line` for rows that could not be read). */
export interface ExpectedFinding {
  readonly about: string;
  readonly words: RegExp;
  readonly rows: readonly string[];
}

const row = (about: string, words: RegExp, rows: readonly string[]): ExpectedFinding => ({ about, words, rows });

export const findings: readonly ExpectedFinding[] = [
  row('company that does not exist', /compan/i, ['C022']),
  row('client that does not exist', /client/i, ['S105']),
  row('package that does not exist', /package/i, ['INV-1013']),
  row('coach without a user', /user/i, ['K4']),
  row('record without a coach: client', /coach|owner/i, ['C033']),
  row('record without a coach: company', /coach|owner/i, ['CO14']),
  row('duplicate in the export', /same|duplicate|twice/i, ['C012', 'C039']),
  row('duplicate in the account: client', /account/i, ['C001']),
  row('duplicate in the account: company', /account/i, ['CO01']),
  row('status without an equivalent', /status/i, ['P038']),
  row('package without a price', /price|value/i, ['P021']),
  row('sessions outside any package', /package/i, ['S001', 'S043', 'S052', 'S079', 'S101', 'S122']),
  row('past and still scheduled', /past|schedul|over/i, ['S094', 'S141', 'S145']),
  row('note author who is nobody', /author|coach|user/i, ['N005']),
  row('note author without a user', /author|coach|user/i, ['N012', 'N014', 'N021']),
  row('file missing', /missing|not in the export/i, ['F007']),
];
