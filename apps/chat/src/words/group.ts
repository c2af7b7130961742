import { type Decision, isOpen } from '@cutover/domain';
import { oneLine } from '../text/printable.ts';

/** Proposals of at least this confidence may be accepted together. */
export const SURE = 0.9;

/** Decisions that a person may look at as one list: the columns of one file, or all of one kind. */
export function groupKey({ kind, subject }: Decision): string {
  return kind === 'field' ? `field:${String(subject.file)}` : kind;
}

const TITLES: Readonly<Record<string, string>> = {
  object: 'what the files hold',
  owner: 'owners',
  stage: 'stages',
  'activity-type': 'activity types',
  duplicate: 'duplicates',
  message: 'messages',
  'session-status': 'session statuses',
  picklist: 'spellings',
};

export const groupTitle = ({ kind, subject }: Decision): string =>
  kind === 'field' ? `columns of ${oneLine(String(subject.file))}` : (TITLES[kind] ?? kind.replaceAll('-', ' '));

/** The open decisions of one group with a sure proposal. */
export function sureGroup(decisions: readonly Decision[], of: Decision): readonly Decision[] {
  const key = groupKey(of);
  return decisions.filter(
    (decision) => isOpen(decision) && decision.proposal !== null && (decision.confidence ?? 0) >= SURE && groupKey(decision) === key,
  );
}
