import type { AnswerOf, Decision, ExtractSummary } from '@cutover/domain';
import { draft } from '../decide.ts';
import { plural } from '../words.ts';

/** One decision for each file: what its rows are. A file nothing recognises gets no proposal: a person has to say. */
export function proposeObjects(extract: ExtractSummary): Decision[] {
  return extract.files.map((profile) => {
    const { rows, staged, rejected } = profile.counts;
    const others: AnswerOf<'object'>[] = profile.others.map((object) => ({ object }));
    const known = profile.object;
    const empty = staged === 0;
    const proposal: AnswerOf<'object'> | null = known !== null ? { object: known } : empty ? { object: 'ignore' } : null;
    return draft(
      'object',
      `object:${profile.file}`,
      { file: profile.file },
      {
        proposal,
        alternatives: [...others, { object: 'ignore' }],
        confidence: known !== null ? profile.confidence : 0.9,
        evidence: [
          `${rows} rows${rejected > 0 ? `, ${rejected} of them unreadable` : ''}, ${profile.columns.length} columns`,
          ...profile.reasons,
        ],
        reason:
          known !== null
            ? `Its headers and values are those of a table of ${plural(known)}.`
            : empty
              ? 'It has no rows.'
              : 'Nothing in its headers or values says what its rows are.',
      },
    );
  });
}
