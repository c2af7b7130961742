import {
  type Attachment,
  type DecisionKind,
  type DesiredRecord,
  Digest,
  digestOf,
  digestOfBytes,
  type FieldAnswer,
  Mail,
  Plan,
  RowKey,
  SourceId,
  type SourceObject,
  type StagedRow,
  type ValueOf,
} from '@cutover/domain';
import { compileMapping, createIndex, type Mapping, type MappingContext, type Projected, project, type SourceIndex } from '../src/index.ts';

/** A small export under a plan, for tests: what stands in it is written out in each test. */
export interface FileSpec {
  readonly object: SourceObject | 'ignore';
  /** Header → target, or target with `as`. */
  readonly columns: Readonly<Record<string, string | FieldAnswer>>;
  readonly rows: readonly (readonly string[])[];
  /** Header of the id column; without one, ids are `r1`, `r2` … */
  readonly id?: string;
}

export interface FieldSpec {
  readonly entity: 'person' | 'organization' | 'deal';
  readonly slug: string;
  readonly type: Plan['schema']['fields'][number]['type'];
  readonly options?: readonly string[];
}

export type DecisionSpec = readonly [kind: DecisionKind, subject: Record<string, unknown>, answer: Record<string, unknown>];

export interface Spec {
  readonly files: Readonly<Record<string, FileSpec>>;
  readonly fields?: readonly FieldSpec[];
  readonly decisions?: readonly DecisionSpec[];
  readonly attachments?: readonly { readonly path: string; readonly size: number }[];
  readonly context?: Partial<MappingContext>;
}

export const FALLBACK = 'unassigned@example.com';
export const LOAD_AT = '2026-11-22T04:00:00Z';

function fieldAnswer(target: string | FieldAnswer): FieldAnswer {
  return typeof target === 'string' ? { target } : target;
}

export function planOf(spec: Spec): Plan {
  const decisions: Plan['decisions'] = [];
  const add = (id: string, kind: DecisionKind, subject: Record<string, unknown>, answer: Record<string, unknown>): void => {
    decisions.push({ id, kind, subject, status: 'accepted', answer });
  };
  for (const [file, { object, columns }] of Object.entries(spec.files)) {
    add(`object:${file}`, 'object', { file }, { object });
    Object.entries(columns).forEach(([column, target], index) => {
      add(`field:${file}#${index}`, 'field', { object, file, column, index }, { ...fieldAnswer(target) });
    });
  }
  const given = spec.decisions ?? [];
  if (!given.some(([kind]) => kind === 'owner-fallback')) add('owner-fallback', 'owner-fallback', {}, { user: FALLBACK });
  if (!given.some(([kind]) => kind === 'timezone')) add('timezone', 'timezone', {}, { zone: 'America/New_York' });
  given.forEach(([kind, subject, answer], i) => {
    add(`${kind}:${i}`, kind, subject, answer);
  });
  return Plan.parse({
    lineage: '3f1c2b1e-8a52-4d0c-9f57-6b7a2f0c1d11',
    serial: 1,
    stagedDigest: digestOf('test'),
    decisions,
    schema: {
      fields: (spec.fields ?? []).map((f) => ({ ...f, name: f.slug, options: [...(f.options ?? [])], use: 'create' })),
      pipeline: { name: 'Coaching' },
      stages: [],
      activityTypes: [],
    },
    valueMaps: {},
    ownerMap: {},
    order: [],
    policies: {
      sample: { size: 50 },
      delta: { hours: 48, maxCreates: 100, maxUpdates: 100, rule: 'keep-pipedrive' },
      notes: { overLimit: 'split', privateNotes: 'field' },
    },
    counts: {},
  });
}

/** The staged rows of a file; several rows with one id are told apart as staging does it. */
export function stagedRows(file: string, { columns, rows, id }: FileSpec): StagedRow[] {
  const at = id === undefined ? -1 : Object.keys(columns).indexOf(id);
  const seen = new Map<string, number>();
  return rows.map((cells, i) => {
    const sourceId = at < 0 ? `r${i + 1}` : (cells[at] ?? '');
    const times = (seen.get(sourceId) ?? 0) + 1;
    seen.set(sourceId, times);
    const key = `${file}#${sourceId}${times === 1 ? '' : `~${times}`}`;
    return { key: RowKey.parse(key), file, line: i + 2, sourceId: SourceId.parse(sourceId), cells: [...cells], hash: digestOf(cells) };
  });
}

export function attachmentOf(path: string, size: number): Attachment {
  return { path, name: path.slice(path.lastIndexOf('/') + 1), size, sha256: Digest.parse(digestOfBytes(path)), mediaType: 'text/plain' };
}

export interface World {
  readonly mapping: Mapping;
  readonly index: SourceIndex;
  row(file: string, at: number): StagedRow;
  /** Outcome of the row at a place of a file, from 0. */
  outcome(file: string, at?: number): Projected;
  /** Records of that row. */
  records(file: string, at?: number): DesiredRecord[];
}

export function world(spec: Spec): World {
  const rows = new Map(Object.entries(spec.files).map(([file, f]) => [file, stagedRows(file, f)]));
  const context: MappingContext = { loadAt: LOAD_AT, tierKnown: 'given', tier: 'lite', noteAuthors: false, ...spec.context };
  const mapping = compileMapping(planOf(spec), context);
  const attachments = (spec.attachments ?? []).map((a) => attachmentOf(a.path, a.size));
  const index = createIndex(mapping, { rows: (file) => rows.get(file) ?? [], attachments });
  const row = (file: string, at: number): StagedRow => {
    const found = rows.get(file)?.[at];
    if (found === undefined) throw new Error(`no row ${at} in ${file}`);
    return found;
  };
  const outcome = (file: string, at = 0): Projected => project(mapping, index, row(file, at));
  return {
    mapping,
    index,
    row,
    outcome,
    records(file, at = 0) {
      const made = outcome(file, at);
      if (made.kind !== 'records') throw new Error(`${file} ${at}: ${JSON.stringify(made)}`);
      return made.records;
    },
  };
}

/** The first of some records, which must exist. */
export function first<T>(list: readonly T[]): T {
  const [one] = list;
  if (one === undefined) throw new Error('nothing there');
  return one;
}

/** A field's plain value (`v`), or undefined. */
export function valueIn(record: DesiredRecord, field: string): unknown {
  const value = record.fields[field];
  return value === undefined || !('v' in value) ? undefined : value.v;
}

export function html(record: DesiredRecord, field: 'note' | 'content'): string {
  const value = record.fields[field];
  if (value?.t !== 'html') throw new Error(`${record.key} has no ${field}`);
  return value.v;
}

export function contacts(record: DesiredRecord, field: 'emails' | 'phones'): ValueOf<'contacts'>['v'] {
  const value = record.fields[field];
  if (value?.t !== 'contacts') throw new Error(`${record.key} has no ${field}`);
  return value.v;
}

export function mail(text: string): Mail {
  return Mail.parse(text);
}

/** Decision that one coach's records go to a user, or to the fallback. */
export function ownerDecision(name: string, address: string, aliases: readonly string[], user: string | null): DecisionSpec {
  const subject = { object: 'coach', value: address, name, mail: address, aliases: [...aliases, name, address] };
  return ['owner', subject, user === null ? { fallback: true } : { user }];
}
