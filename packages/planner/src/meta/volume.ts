import { type Decision, normalName, type PlanSchema } from '@cutover/domain';
import { inForce, ofKind } from '../decide.ts';
import type { Facts } from '../facts/facts.ts';
import type { Layout } from '../layout.ts';

/** How many records the load will create, by what they cost. */
export interface Volume {
  readonly organizations: number;
  readonly persons: number;
  readonly deals: number;
  readonly activities: number;
  readonly notes: number;
  readonly files: number;
  readonly relationships: number;
  /** Organizations that have relationships: each is listed once (contract §7). */
  readonly related: number;
}

/** Rows of an object that make no record of their own: those in the account already, those folded into others, those left out. */
function lessBy(decisions: readonly Decision[], object: string): number {
  return ofKind(decisions, 'duplicate').filter((decision) => {
    const use = inForce(decision)?.use;
    return decision.subject.object === object && use !== undefined && use !== 'create';
  }).length;
}

/** Where no file holds companies, each name that clients give is one. */
function organizationsOf(facts: Facts, decisions: readonly Decision[]): number {
  if (facts.companies.all.length > 0) return Math.max(0, facts.companies.all.length - lessBy(decisions, 'company'));
  return new Set(facts.clients.all.flatMap((client) => client.companies.map(normalName))).size;
}

export function volumeOf(layout: Layout, facts: Facts, decisions: readonly Decision[]): Volume {
  const answer = <K extends 'session-group' | 'invoice' | 'attachment' | 'private-note'>(kind: K) => {
    const [decision] = ofKind(decisions, kind);
    return decision === undefined ? null : inForce(decision);
  };
  const rowsOf = (object: string) =>
    layout.tables.filter((table) => table.object === object && !table.detail).reduce((sum, table) => sum + table.profile.counts.staged, 0);
  const asNote = new Map(ofKind(decisions, 'message').map((decision) => [decision.subject.value, inForce(decision)?.as === 'note']));
  const messages = [...facts.messages.counts];
  const messageNotes = messages.filter(([kind]) => asNote.get(kind) === true).reduce((sum, [, count]) => sum + count, 0);
  const messageActivities = messages.reduce((sum, [, count]) => sum + count, 0) - messageNotes;
  const { sessions, invoices } = facts;
  const perClient = answer('session-group')?.as === 'one-per-client' ? sessions.groupMembers - sessions.groups.count : 0;
  const billing = answer('invoice')?.as === 'billing-note' ? invoices.deals.size + invoices.withoutDeal : invoices.count;
  const privately = answer('private-note')?.as === 'note' ? facts.privateNotes : 0;
  const upload = answer('attachment')?.upload ?? false;
  const related = new Set([...facts.relationships].flatMap((pair) => pair.split('\u0000')));
  return {
    organizations: organizationsOf(facts, decisions),
    persons: Math.max(0, facts.clients.all.length - lessBy(decisions, 'client')),
    deals: facts.packages.all.length,
    activities: sessions.count + perClient + messageActivities + invoices.settled,
    notes: rowsOf('note') + rowsOf('intake') + billing + messageNotes + privately,
    files: upload ? facts.attachments.found : 0,
    relationships: facts.relationships.size,
    related: related.size,
  };
}

/** Requests that make the schema, by kind. */
export function schemaCalls(schema: PlanSchema, has: { fields: number; types: number }): { fields: number; types: number; stages: number } {
  return {
    fields: Math.max(0, schema.fields.filter((field) => field.use === 'create').length - has.fields),
    types: Math.max(0, schema.activityTypes.filter((type) => type.use === 'create').length - has.types),
    stages: (schema.pipeline === null ? 0 : 1) + schema.stages.length,
  };
}
