import { type AccountSnapshot, type Entity, PipedriveId } from '@cutover/domain';
import type { Ledger } from '@cutover/ledger';

/** The account without what this migration made in it, so that a plan made again does not take our own records for duplicates, or our fields for theirs. */
export function withoutOurs(ledger: Ledger, account: AccountSnapshot): AccountSnapshot {
  const created = new Set(ledger.bindings.created().map((binding) => `${binding.kind}\n${binding.targetId}`));
  const made = (kind: string, id: string | number): boolean => created.has(`${kind}\n${id}`);
  const ours = (entity: Entity, id: number): boolean => ledger.ids.byId(entity, PipedriveId.parse(id))?.origin === 'created';
  return {
    ...account,
    fields: account.fields.filter((field) => !made('field', field.key)),
    pipelines: account.pipelines.filter((pipeline) => !made('pipeline', pipeline.id)),
    stages: account.stages.filter((stage) => !made('stage', stage.id)),
    activityTypes: account.activityTypes.filter((type) => !made('activity-type', type.id)),
    persons: account.persons.filter((person) => !ours('person', person.id)),
    organizations: account.organizations.filter((organization) => !ours('organization', organization.id)),
    deals: account.deals.filter((deal) => !ours('deal', deal.id)),
  };
}
