import type { SandboxState } from '../tools/sandbox-state.ts';

/**
 * What a migration left in an account, by meaning: one line per thing, without ids, so that two accounts can be compared. It knows nothing of the product.
 */
export interface Left {
  /** What it is, by its own mark: `person C001`, `note session S001`, `file goals.txt of person C001` … */
  readonly mark: string;
  /** All it holds and all it is linked to, by name. */
  readonly holds: string;
}

type Row = { readonly id: number; readonly is_deleted: boolean; readonly [key: string]: unknown };
type FieldRow = SandboxState['personFields'][number];

const SOURCE_FIELD = 'Source System ID';
/** Set by the account alone, or other on every account. */
const VOLATILE = new Set([
  'id',
  'file_name',
  'update_time',
  'is_deleted',
  'stage_change_time',
  'last_update_user_id',
  'url',
  'people_count',
  'order_nr',
]);
const COUNTED = /_count$|^(next|last)_activity|^(lead|log|mail|comment)_|^remote_|^cc_email$|^origin/;

const sourceLine = (text: unknown): string | null => {
  const line = String(text ?? '').match(/Source: ([^<\n]+)(?:<[^>]*>|\s)*$/);
  return line?.[1]?.trim() ?? null;
};

/** Everything there that was not there before, and everything that was and has another content. */
export function leftIn(before: SandboxState, now: SandboxState): Left[] {
  const view = viewOf(now, before);
  const old = viewOf(before, before);
  const left: Left[] = [];
  for (const kind of KINDS) {
    const known = new Map(rowsOf(before, kind).map((row) => [row.id, row]));
    for (const row of rowsOf(now, kind)) {
      const was = known.get(row.id);
      known.delete(row.id);
      if (was === undefined) {
        if (!row.is_deleted) left.push({ mark: view.mark(kind, row), holds: view.holds(kind, row) });
      } else if (was.is_deleted !== row.is_deleted || old.holds(kind, was) !== view.holds(kind, row)) {
        left.push({ mark: `earlier ${view.mark(kind, row)} (${row.id})`, holds: row.is_deleted ? 'deleted' : view.holds(kind, row) });
      }
    }
  }
  left.push(...fieldsLeft(before, now));
  return left.toSorted((a, b) => (a.mark + a.holds < b.mark + b.holds ? -1 : 1));
}

function fieldsLeft(before: SandboxState, now: SandboxState): Left[] {
  const left: Left[] = [];
  for (const [entity, list] of FIELD_LISTS) {
    const known = new Map(before[list].map((field) => [field.field_code, holdsOf(field)]));
    for (const field of now[list]) {
      const mark = `${entity} field ${field.field_name}`;
      if (!known.has(field.field_code)) {
        if (!field.is_deleted) left.push({ mark, holds: holdsOf(field) });
      } else if (known.get(field.field_code) !== holdsOf(field)) left.push({ mark: `earlier ${mark}`, holds: holdsOf(field) });
    }
  }
  return left;
}

const holdsOf = (field: FieldRow): string =>
  `${field.field_type} ${field.is_deleted ? 'deleted' : ''} ${(field.options ?? []).map((option) => option.label).join(', ')}`;

const FIELD_LISTS = [
  ['person', 'personFields'],
  ['organization', 'organizationFields'],
  ['deal', 'dealFields'],
] as const;

const KINDS = [
  'organizations',
  'persons',
  'deals',
  'activities',
  'notes',
  'files',
  'organizationRelationships',
  'pipelines',
  'stages',
  'activityTypes',
] as const;
type Kind = (typeof KINDS)[number];

const rowsOf = (state: SandboxState, kind: Kind): readonly Row[] => state[kind];

function viewOf(state: SandboxState, before: SandboxState) {
  const fields = new Map(FIELD_LISTS.flatMap(([, list]) => state[list].map((field) => [field.field_code, field] as const)));
  const sourceKeys = new Set([...fields.values()].filter((field) => field.field_name === SOURCE_FIELD).map((field) => field.field_code));
  const earlier = new Map(KINDS.map((kind) => [kind, new Set(rowsOf(before, kind).map((row) => row.id))]));
  const byId = new Map(KINDS.map((kind) => [kind, new Map(rowsOf(state, kind).map((row) => [row.id, row]))]));
  const mails = new Map(state.users.map((user) => [user.id, user.email]));
  const types = new Map(state.activityTypes.map((type) => [type.key_string, type.name]));

  const sourceOf = (row: Row): string | null => {
    for (const [key, value] of Object.entries((row.custom_fields as Record<string, unknown> | undefined) ?? {}))
      if (sourceKeys.has(key) && typeof value === 'string') return value;
    return null;
  };

  const ref = (kind: Kind, id: unknown): string => {
    const row = byId.get(kind)?.get(Number(id));
    if (row === undefined) return `(no such ${kind} ${id})`;
    return `${earlier.get(kind)?.has(row.id) ? `earlier ${row.id} ` : ''}${mark(kind, row)}${row.is_deleted ? ' (deleted)' : ''}`;
  };

  const parentOf = (row: Row): string => {
    for (const [key, kind] of PARENTS) if (typeof row[key] === 'number') return ref(kind, row[key]);
    return 'nothing';
  };

  function mark(kind: Kind, row: Row): string {
    switch (kind) {
      case 'persons':
      case 'organizations':
      case 'deals':
        return `${kind} ${sourceOf(row) ?? `without source id: ${row.name ?? row.title}`}`;
      case 'activities':
        return `activities ${sourceLine(row.note) ?? `without source line: ${row.subject}`}`;
      case 'notes':
        return `notes ${sourceLine(row.content) ?? `without source line: ${String(row.content).slice(0, 60)}`}`;
      case 'files':
        return `files ${row.name} of ${parentOf(row)}`;
      case 'organizationRelationships':
        return `relationship ${row.type} ${sideOf(row.rel_owner_org_id)} > ${sideOf(row.rel_linked_org_id)}`;
      case 'stages':
        return `stages ${ref('pipelines', row.pipeline_id)}/${row.name}`;
      default:
        return `${kind} ${row.name}`;
    }
  }

  const sideOf = (side: unknown): string => {
    const named = side as { readonly value?: number } | null;
    return ref('organizations', named?.value);
  };

  const custom = (values: unknown): Record<string, unknown> =>
    Object.fromEntries(
      Object.entries((values as Record<string, unknown> | null) ?? {})
        .flatMap(([key, value]) => {
          const field = fields.get(key);
          return value === null || field === undefined ? [] : [[field.field_name, optioned(field, value)] as const];
        })
        .toSorted(([a], [b]) => (a < b ? -1 : 1)),
    );

  const label = (field: FieldRow, id: unknown): string =>
    (field.options ?? []).find((option) => option.id === id)?.label ?? `(option ${id})`;
  const optioned = (field: FieldRow, value: unknown): unknown => {
    if (field.field_type === 'enum') return label(field, value);
    if (field.field_type === 'set' && Array.isArray(value)) return value.map((id) => label(field, id)).toSorted();
    return value;
  };

  const people = (value: unknown): unknown =>
    Array.isArray(value) ? value.map((each) => `${ref('persons', each.person_id)}${each.primary ? ' first' : ''}`).toSorted() : value;

  const linked = (kind: Kind) => (value: unknown) => ref(kind, value);
  const mailOf = (value: unknown): string => mails.get(Number(value)) ?? '(other user)';
  const TOLD: Readonly<Record<string, (value: unknown) => unknown>> = {
    owner_id: mailOf,
    user_id: mailOf,
    creator_user_id: mailOf,
    person_id: linked('persons'),
    org_id: linked('organizations'),
    deal_id: linked('deals'),
    activity_id: linked('activities'),
    stage_id: linked('stages'),
    pipeline_id: linked('pipelines'),
    custom_fields: custom,
    type: (value) => types.get(String(value)) ?? value,
    participants: people,
  };
  const told = (key: string, value: unknown): unknown => {
    if (value === null || value === undefined) return undefined;
    const tell = TOLD[key];
    if (tell !== undefined) return tell(value);
    // Given by the account when none was written: the moment of the load.
    if (/_time$/.test(key) && typeof value === 'string') return Date.parse(value) > Date.now() - 86_400_000 ? 'now' : value;
    return typeof value === 'object' ? undefined : value;
  };

  const PLAIN = new Set(['emails', 'phones', 'location', 'address', 'label_ids']);
  const holds = (kind: Kind, row: Row): string => {
    const told_ = Object.entries(row).flatMap(([key, value]) => {
      if (VOLATILE.has(key) || COUNTED.test(key)) return [];
      const text = PLAIN.has(key) ? value : told(key, value);
      return text === undefined || text === null ? [] : [[key, text] as const];
    });
    const sides = kind === 'organizationRelationships' ? { from: sideOf(row.rel_owner_org_id), to: sideOf(row.rel_linked_org_id) } : {};
    return JSON.stringify({ ...Object.fromEntries(told_.toSorted(([a], [b]) => (a < b ? -1 : 1))), ...sides });
  };
  return { mark, holds };
}

const PARENTS = [
  ['activity_id', 'activities'],
  ['deal_id', 'deals'],
  ['person_id', 'persons'],
  ['org_id', 'organizations'],
] as const;

/** The three counts that have to be zero, with what they count. */
export interface Zeros {
  readonly duplicates: readonly string[];
  readonly missing: readonly string[];
  /** There under its mark, but with another content or another link than in the undisturbed load, or not wanted at all. */
  readonly wrong: readonly string[];
}

/** Compares what a disturbed load left with what an undisturbed one left. */
export function zerosOf(expected: readonly Left[], got: readonly Left[]): Zeros {
  const wanted = grouped(expected);
  const found = grouped(got);
  const duplicates: string[] = [];
  const missing: string[] = [];
  const wrong: string[] = [];
  for (const [mark, holds] of found) {
    const want = wanted.get(mark) ?? [];
    if (want.length === 0) wrong.push(`not wanted: ${mark}: ${holds.join(' | ')}`);
    if (holds.length > Math.max(1, want.length)) duplicates.push(`${holds.length} × ${mark}`);
    const other = holds.filter((each) => !want.includes(each));
    if (want.length > 0 && other.length > 0) wrong.push(`${mark}: ${other.join(' | ')}\n    wanted ${want.join(' | ')}`);
  }
  for (const [mark, holds] of wanted) if ((found.get(mark)?.length ?? 0) < holds.length) missing.push(mark);
  return { duplicates, missing, wrong };
}

function grouped(all: readonly Left[]): Map<string, string[]> {
  const groups = new Map<string, string[]>();
  for (const { mark, holds } of all) groups.set(mark, [...(groups.get(mark) ?? []), holds]);
  return groups;
}

export const ALL_ZERO: Zeros = { duplicates: [], missing: [], wrong: [] };
