import { ENTITIES, type PlanEnvelope, Report } from '@cutover/domain';
import { z } from 'zod';
import { soundPlan } from '../gates/facts.ts';
import { instant } from '../ports.ts';
import { META } from '../settings.ts';
import type { Workspace } from '../workspace.ts';
import { tally } from './counts.ts';
import { notMigrated } from './not-migrated.ts';

/** The migration report as of now, from the ledger alone. @throws CutoverError `no-plan`, `ledger-edited` */
export function buildReport(ws: Workspace): Report {
  const { ledger } = ws;
  const envelope = soundPlan(ws, 'read');
  const { counts, failures, skipped } = tally(ledger, envelope);
  const runs = ledger.runs.list();
  return Report.parse({
    lineage: ws.settings.lineage,
    company: ws.company()?.domain ?? '',
    madeAt: instant(ws.ports.clock),
    planDigest: envelope.digest,
    runs: runs.map((run) => ({
      run: run.run,
      kind: run.kind,
      state: run.state,
      started: run.startedAt,
      ended: run.endedAt,
      tokens: run.tokens,
    })),
    counts,
    failures,
    rejects: [...ledger.staging.rejects()].map(({ raw: _, ...reject }) => reject),
    owners: envelope.meta.owners.map(({ coach, user, how, records }) => ({ coach, user, how, records })),
    fields: fieldLog(ws, envelope),
    valueMaps: envelope.plan.valueMaps,
    tokens: {
      estimated: envelope.meta.estimate.tokens,
      spent: (ledger.meta.get(META.planTokens, z.number()) ?? 0) + runs.reduce((sum, run) => sum + run.tokens, 0),
    },
    notMigrated: notMigrated(ws, envelope, skipped),
    discrepancies: discrepanciesOf(ws),
    journalHead: ledger.journal.head()?.digest ?? null,
    ids: idsOf(ws),
  });
}

/** Source id ↔ Pipedrive id, for every record that is there. */
function idsOf(ws: Workspace): Report['ids'] {
  return ENTITIES.flatMap((entity) =>
    [...ws.ledger.ids.iterate(entity)]
      .filter((row) => row.state === 'live' || row.state === 'kept')
      .map((row) => ({ object: row.object, source_id: row.sourceId, entity, pipedrive_id: row.pipedriveId })),
  );
}

const FieldBinding = z.looseObject({ key: z.string() });

/** Which decision made which custom field, and what its key became in this account. */
function fieldLog(ws: Workspace, envelope: PlanEnvelope): Report['fields'] {
  return envelope.plan.schema.fields.map(({ entity, slug, name, type }) => {
    const decision = envelope.plan.decisions.find(
      (candidate) => candidate.kind === 'field' && candidate.answer?.target === `${entity}.custom.${slug}`,
    );
    const bound = FieldBinding.safeParse(ws.ledger.bindings.get('field', `${entity}/${slug}`)?.value);
    return { decision: decision?.id ?? 'schema', entity, name, key: bound.success ? bound.data.key : null, type };
  });
}

const VerifySummary = z.looseObject({ different: z.number() });

function discrepanciesOf(ws: Workspace): number | null {
  const summary = VerifySummary.safeParse(ws.ledger.runs.latest('verify')?.summary);
  return summary.success ? summary.data.different : null;
}
