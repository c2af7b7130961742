import {
  type DeltaDryRun,
  deltaDryRun,
  type FilesDryRun,
  filesDryRun,
  type RepairView,
  repairDryRun,
  type Workspace,
} from '@cutover/engine';

/** What a delta, a repair or a transfer of documents would do, as a person reads it before they say yes. */
export interface Ahead {
  readonly rows: readonly (readonly [label: string, text: string])[];
  readonly lists: readonly { readonly title: string; readonly lines: readonly string[] }[];
  /** Why there is nothing to do; null when there is. */
  readonly nothing: string | null;
  /** Further digest that the yes is over. */
  readonly digest: string | null;
}

export type LaterKind = 'delta' | 'repair' | 'files';

/** Works it out: a delta reads export and account, a repair the account, documents neither. Nothing is written there. @throws CutoverError as the dry runs */
export async function aheadOf(ws: Workspace, kind: LaterKind): Promise<Ahead> {
  if (kind === 'delta') return deltaAhead(await deltaDryRun(ws, {}), ws.ledger.staging.digest());
  return kind === 'repair' ? repairAhead(await repairDryRun(ws)) : filesAhead(filesDryRun(ws));
}

const FATES: Readonly<Record<DeltaDryRun['fields'][number]['fate'], string>> = {
  kept: 'changed in Pipedrive, kept',
  conflict: 'changed in both, Pipedrive kept',
  taken: 'changed in both, the export taken',
  fixed: 'not carried over',
};

function deltaAhead({ created, reused, updated, deleted, fields, vanished, gone, within, until }: DeltaDryRun, rows: string): Ahead {
  return {
    rows: [
      ['Creates', `${created}${reused === 0 ? '' : `; ${reused} there already`}`],
      ['Updates', String(updated)],
      ['Deletes', String(deleted)],
      ['Bounds', within ? `within those you approved, until ${until ?? 'the report is closed'}` : 'beyond those you approved'],
    ],
    lists: lists([
      ['Fields that are not simply updated', fields.map(({ key, field, fate }) => `${key}, ${field}: ${FATES[fate]}`)],
      ['No longer in the export', vanished.map(({ key, outcome, why }) => `${key}: ${outcome}${why === null ? '' : ` (${why})`}`)],
      ['Not in Pipedrive any more, never made again', gone.map(({ key }) => key)],
    ]),
    nothing:
      created + reused + updated + deleted + fields.length + vanished.length + gone.length === 0
        ? 'The export was read again: nothing in it is new or changed.'
        : null,
    digest: rows,
  };
}

function repairAhead({ operations, beyond, operationsDigest }: RepairView): Ahead {
  const made = operations.filter(({ op }) => op === 'create');
  return {
    rows: [
      ['Changes', String(operations.length - made.length)],
      ['Makes', String(made.length)],
    ],
    lists: lists([
      [
        'What is written',
        operations.flatMap(({ key, fields }) =>
          fields.map(({ field, got, wanted }) => `${key}, ${field}: ${got ?? '—'} → ${wanted ?? '—'}`),
        ),
      ],
      ['What is made', made.map(({ key }) => key)],
      ['What no request can mend', beyond.map(({ key, fields, why }) => `${key}, ${fields.join(', ')}: ${why}`)],
    ]),
    nothing: operations.length > 0 ? null : repairless(beyond.length),
    digest: operationsDigest ?? null,
  };
}

const repairless = (beyond: number): string =>
  beyond === 0
    ? 'Everything was read back: nothing differs that could be repaired.'
    : `Everything was read back: ${beyond} records differ in what no request can mend; /report says more.`;

function filesAhead({ decided, present, operations }: FilesDryRun): Ahead {
  return {
    rows: [['Sends', `${operations.length} documents${present === 0 ? '' : `; ${present} there already`}`]],
    lists: lists([['Documents', operations.map(({ name, size, person }) => `${name} (${size} bytes) to ${person}`)]]),
    nothing: !decided
      ? 'The plan says that documents of contracts are not transferred.'
      : operations.length === 0
        ? 'No document of a contract is left to be sent.'
        : null,
    digest: null,
  };
}

const lists = (all: readonly (readonly [title: string, lines: readonly string[]])[]): Ahead['lists'] =>
  all.flatMap(([title, lines]) => (lines.length === 0 ? [] : [{ title, lines }]));
