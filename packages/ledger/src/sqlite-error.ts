import { CutoverError } from '@cutover/domain';
import Database from 'better-sqlite3';

const CORRUPT = /^SQLITE_(CORRUPT|NOTADB)/;
const FULL = /^SQLITE_(FULL|IOERR)/;
const UNWRITABLE = /^SQLITE_(READONLY|CANTOPEN|PERM|AUTH)/;
const BUSY = /^SQLITE_(BUSY|LOCKED)/;

/** What SQLite threw, in the words of the error table; anything else passes unchanged. The message always names the file. */
export function translateError(thrown: unknown, file: string): unknown {
  if (!(thrown instanceof Database.SqliteError)) return thrown;
  const { code, message } = thrown;
  const details = { place: { file }, found: `${code}: ${message}`, cause: thrown };
  if (CORRUPT.test(code)) return new CutoverError('ledger-corrupt', `the ledger ${file} is damaged or not a ledger (${message})`, details);
  if (FULL.test(code)) return new CutoverError('disk-full', `the ledger ${file} could not be written: ${message}`, details);
  if (UNWRITABLE.test(code))
    return new CutoverError('bad-file', `the ledger ${file} cannot be opened for writing: ${message}; check who may write there`, details);
  if (BUSY.test(code)) return new CutoverError('run-active', `another process is writing to the ledger ${file}: ${message}`, details);
  return new CutoverError('internal', `the ledger ${file} refused a statement: ${message}`, details);
}
