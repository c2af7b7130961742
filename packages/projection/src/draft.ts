import {
  type DesiredRecord,
  type Entity,
  type Provenance,
  type RowKey,
  SourceId,
  type SourceObject,
  TargetKey,
  type Value,
} from '@cutover/domain';

/** A value of the export that could not be carried over as it stands, and why. */
export interface Unread {
  readonly field: string;
  readonly column: string;
  readonly value: string;
  readonly reason: string;
}

/** A record while it is being put together. */
export interface Draft {
  readonly fields: Record<string, Value>;
  readonly provenance: Record<string, Provenance>;
  readonly after: TargetKey[];
}

/** Where a value came from: column header(s), the text there, the rule that changed it. */
export interface From {
  readonly column: string | null;
  readonly source: string;
  readonly rule: string | null;
}

export function draft(): Draft {
  return { fields: {}, provenance: {}, after: [] };
}

/** Sets a field and says where it came from; null sets nothing. */
export function put(to: Draft, field: string, value: Value | null, from: From): void {
  if (value === null) return;
  to.fields[field] = value;
  to.provenance[field] = from;
}

/** A value that the plan or the links make, not one column's text. */
export function made(rule: string | null, source = '', column: string | null = null): From {
  return { column, source, rule };
}

export function targetKey(object: SourceObject, id: string): TargetKey {
  return TargetKey.parse(`${object}:${id}`);
}

interface Head {
  readonly entity: Entity;
  readonly object: SourceObject;
  /** With its part. */
  readonly id: string;
  readonly rows: readonly RowKey[];
}

const CREATE_ONLY: Readonly<Partial<Record<Entity, readonly string[]>>> = Object.freeze({
  person: ['add_time'],
  organization: ['add_time'],
  // Links and bytes of a file cannot be changed afterwards (api-facts §3.7), nor can a relationship's two ends.
  file: ['file', 'person', 'deal', 'activity', 'org'],
  relationship: ['parent', 'linked', 'kind'],
});

/** The finished record; what it refers to becomes what it depends on. */
export function record(head: Head, from: Draft): DesiredRecord {
  const dependsOn = new Set<TargetKey>(from.after);
  for (const value of Object.values(from.fields)) {
    if (value.t === 'ref') dependsOn.add(value.v);
    if (value.t === 'participants') for (const { person } of value.v) dependsOn.add(person);
  }
  return {
    entity: head.entity,
    key: targetKey(head.object, head.id),
    object: head.object,
    sourceId: SourceId.parse(head.id),
    rows: [...new Set(head.rows)],
    fields: from.fields,
    provenance: from.provenance,
    createOnly: (CREATE_ONLY[head.entity] ?? []).filter((field) => field in from.fields),
    dependsOn: [...dependsOn],
  };
}
