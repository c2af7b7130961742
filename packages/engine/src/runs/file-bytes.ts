import type { DesiredRecord, FieldDiff, RecordDiff } from '@cutover/domain';
import type { Loader } from '../load/loader.ts';
import { type RunContext, stoppedByPerson } from './execute.ts';

/** API tokens of one download (api-facts §2.2). */
export const TOKENS_PER_DOWNLOAD = 20;

/**
 * Downloads each file that was read back, and compares the digest of its bytes with that of the staged file; the difference is one more field of the record.
 * What differs is read once more, so that an answer that was damaged on its way does not pass for a damaged file.
 * @throws CutoverError what stops a run
 */
export async function withBytes(
  context: Pick<RunContext, 'ws' | 'progress'>,
  { door }: Pick<Loader, 'door'>,
  records: readonly DesiredRecord[],
  diffs: readonly RecordDiff[],
): Promise<RecordDiff[]> {
  const compared: RecordDiff[] = [];
  for (const [i, diff] of diffs.entries()) {
    const file = records[i]?.fields.file;
    if (file?.t !== 'file' || diff.id === null) {
      compared.push(diff);
      continue;
    }
    if (context.ws.ports.stop.aborted) throw stoppedByPerson();
    let got = await door.files.digest(diff.id, file.size);
    if (got?.sha256 !== file.sha256) got = await door.files.digest(diff.id, file.size);
    const field: FieldDiff = {
      field: 'bytes',
      source: file.path,
      wanted: shown(file),
      got: got === null ? null : shown(got),
      verdict: got?.sha256 === file.sha256 ? 'equal' : 'different',
      rule: null,
    };
    compared.push({ ...diff, fields: [...diff.fields, field] });
    context.progress('read bytes', i + 1, diffs.length);
  }
  return compared;
}

const shown = ({ sha256, size }: { readonly sha256: string; readonly size: number }): string => `${size} bytes, ${sha256}`;
