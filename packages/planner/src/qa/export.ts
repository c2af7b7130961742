import type { ExtractSummary, Finding } from '@cutover/domain';

/** Findings of the reading that the plan makes itself, under the decisions in force. */
const MADE_HERE: ReadonlySet<string> = new Set(['file-unrecognised']);

/** What reading the export raised (rejected rows, encodings, ids used twice …): each once, and none that the plan words anew. */
export function exportFindings(extract: ExtractSummary): Finding[] {
  const seen = new Set<string>();
  return extract.findings.filter((one) => {
    const id = JSON.stringify([one.code, one.object, one.message, one.rows]);
    if (MADE_HERE.has(one.code) || seen.has(id)) return false;
    seen.add(id);
    return true;
  });
}
