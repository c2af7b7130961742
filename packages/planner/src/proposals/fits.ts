import { ANSWERS, type Decision, type SourceObject } from '@cutover/domain';

const ENTITIES_OF: Readonly<Record<SourceObject, readonly string[]>> = Object.freeze({
  client: ['person', 'deal', 'note'],
  company: ['organization', 'note'],
  coach: [],
  package: ['deal', 'note'],
  session: ['activity', 'note'],
  message: ['activity', 'note'],
  note: ['note', 'person', 'activity'],
  intake: ['note', 'person'],
  invoice: ['note', 'activity', 'deal'],
  contract: ['person', 'deal', 'note'],
  file: ['note'],
  tag: ['person'],
  automation: [],
});

/** Whether a field answer can be meant for a column of the object its file is taken for now. Answers of other kinds always fit. */
export function fits(decision: Decision, answer: unknown): boolean {
  if (decision.kind !== 'field') return true;
  const parsed = ANSWERS.field.safeParse(answer);
  const object = decision.subject.object;
  if (!parsed.success || typeof object !== 'string') return false;
  const { target } = parsed.data;
  if (target === 'ignore' || target === 'file' || target.startsWith('link:')) return true;
  const entities = ENTITIES_OF[object as SourceObject] ?? [];
  return entities.includes(target.split('.')[0] ?? '');
}
