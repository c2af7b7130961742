import type { Workspace } from '../../workspace.ts';
import type { Veil } from './veil.ts';

/** What was read, by figures alone: which kinds of file, how many rows, what the columns look like to the reader. */
export function sourcePart({ ledger, settings }: Workspace, { mark }: Veil) {
  const summary = ledger.staging.summary();
  return {
    kind: settings.source.kind,
    files: (summary?.files ?? []).map(({ file, format, object, confidence, counts, columns }) => ({
      file: mark(file),
      format: { kind: format.kind, encoding: format.encoding },
      object,
      confidence,
      counts,
      columns: columns.map(({ index, name, type, filled, distinct, distinctExact, length }) => ({
        index,
        name: mark(name),
        type,
        filled,
        distinct: distinctExact ? distinct : `over ${distinct}`,
        longest: length.max,
      })),
    })),
    attachments: summary?.attachments.length ?? 0,
    staged: ledger.staging.counts().map(({ file, ...counts }) => ({ file: mark(file), ...counts })),
    findings: (summary?.findings ?? []).map(({ code, severity, count }) => ({ code, severity, count })),
  };
}

/** The plan by kinds and figures: nothing it names, nothing anybody answered. */
export function planPart({ ledger }: Workspace, { mark }: Veil) {
  const decisions = new Map<string, Record<string, number>>();
  for (const { kind, status } of ledger.decisions.all()) {
    const counts = decisions.get(kind) ?? {};
    counts[status] = (counts[status] ?? 0) + 1;
    decisions.set(kind, counts);
  }
  const envelope = ledger.plan.loadEnvelope();
  if (envelope === null) return { decisions: Object.fromEntries(decisions) };
  const { plan, target, meta, digest } = envelope;
  return {
    decisions: Object.fromEntries(decisions),
    digest: mark(digest),
    serial: plan.serial,
    tool: meta.tool,
    target: { tier: target.tier, seats: target.seats, tierKnown: target.tierKnown },
    fields: plan.schema.fields.map(({ entity, type, options, use }) => ({ entity, type, options: options.length, use })),
    stages: plan.schema.stages.length,
    activityTypes: plan.schema.activityTypes.map(({ use }) => use),
    counts: plan.counts,
    caps: meta.caps.map(({ what, planned, present, cap }) => ({ what, planned, present, cap })),
    estimate: { tokens: meta.estimate.tokens, requests: meta.estimate.requests, days: meta.estimate.days },
    findings: meta.findings.map(({ code, severity, count }) => ({ code, severity, count })),
    owners: meta.owners.map(({ coach, records, how }) => ({ coach: mark(coach), records, how })),
  };
}
