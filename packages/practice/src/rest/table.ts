import type { Finding } from '@cutover/domain';
import type { SourceRecord, TableSource } from '../table.ts';
import type { Endpoint } from './connector.ts';
import type { ListEnd, Pull, SourceCopy } from './copy.ts';
import { cellAt, collectPaths, covers, valueAt } from './path.ts';

const BATCH = 500;

/** One reading of a list: an attempt of a pull. */
interface Round {
  readonly pull: Pull;
  readonly attempt: number;
}

/** The version of a record that counts. */
interface Winner {
  readonly ordinal: number;
  readonly round: number;
  readonly updated: string;
}

export interface RestTable {
  readonly source: TableSource;
  /** After it was read through once. */
  findings(): Finding[];
}

/** Later instants and larger numbers are greater; other texts by their letters. */
function isOlder(a: string, b: string): boolean {
  const number = (text: string): number => (/^\d+(\.\d+)?$/.test(text) ? Number(text) : Date.parse(text));
  const [left, right] = [number(a), number(b)];
  return Number.isNaN(left) || Number.isNaN(right) ? a < b : left < right;
}

class List {
  readonly #copy: SourceCopy;
  readonly #endpoint: Endpoint;
  readonly #index: number;
  readonly #rounds: readonly Round[];
  #winners: Map<string, Winner> | null = null;
  readonly #paths = new Set<string>();
  #read = 0;
  end: ListEnd | null = null;

  constructor(copy: SourceCopy, endpoint: Endpoint, index: number) {
    this.#copy = copy;
    this.#endpoint = endpoint;
    this.#index = index;
    const all = copy
      .layers(index)
      .flatMap((pull) => Array.from({ length: copy.attempts(pull, index) }, (_, n) => ({ pull, attempt: n + 1 })));
    // Without an id nothing tells which rows of two readings are the same.
    this.#rounds = endpoint.id === undefined ? all.slice(-1) : all;
  }

  async *#items(): AsyncGenerator<{ item: unknown; text: string; ordinal: number; round: number }> {
    let ordinal = 0;
    for (const [round, { pull, attempt }] of this.#rounds.entries())
      for await (const line of this.#copy.lines(pull, this.#index, attempt)) {
        if (line.kind === 'end') this.end = line.end;
        if (line.kind !== 'row') continue;
        const item: unknown = JSON.parse(line.text);
        yield { item, text: line.text, ordinal, round };
        ordinal += 1;
      }
  }

  #id(item: unknown): string {
    return this.#endpoint.id === undefined ? '' : cellAt(item, this.#endpoint.id, '').trim();
  }

  #updated(item: unknown): string {
    return this.#endpoint.updated === undefined ? '' : cellAt(item, this.#endpoint.updated, '');
  }

  /** Which version of each record counts; read only where there can be several. */
  async #choose(): Promise<Map<string, Winner>> {
    const winners = new Map<string, Winner>();
    if (this.#rounds.length < 2 && this.#endpoint.updated === undefined) return winners;
    for await (const { item, ordinal, round } of this.#items()) {
      const id = this.#id(item);
      if (id === '') continue;
      const updated = this.#updated(item);
      const before = winners.get(id);
      if (before === undefined || round > before.round || !isOlder(updated, before.updated)) winners.set(id, { ordinal, round, updated });
    }
    return winners;
  }

  #isDeleted(item: unknown): boolean {
    const { deleted } = this.#endpoint;
    if (deleted === undefined) return false;
    const value = valueAt(item, deleted.path);
    return deleted.is === undefined
      ? value !== undefined && value !== null && value !== false && value !== ''
      : String(value) === deleted.is;
  }

  #recordOf(item: unknown, raw: string, line: number): SourceRecord {
    if (typeof item !== 'object' || item === null || Array.isArray(item))
      return { line, cells: null, raw, reason: 'it is no record (a JSON object) but a plain value or a list' };
    if (this.#isDeleted(item)) return { line, cells: null, raw, reason: 'deleted in the source', outcome: 'skipped' };
    return { line, cells: this.#endpoint.fields.map(({ path, join }) => cellAt(item, path, join)), raw };
  }

  async *batches(): AsyncGenerator<readonly SourceRecord[]> {
    let batch: SourceRecord[] = [];
    for await (const record of this.#records()) {
      batch.push(record);
      if (batch.length < BATCH) continue;
      yield batch;
      batch = [];
    }
    if (batch.length > 0) yield batch;
  }

  async *#records(): AsyncGenerator<SourceRecord> {
    this.#winners ??= await this.#choose();
    const winners = this.#winners;
    this.#read += 1;
    let line = 0;
    for await (const { item, text, ordinal, round } of this.#items()) {
      const id = this.#id(item);
      const winner = id === '' ? undefined : winners.get(id);
      // A record of an earlier reading that a later one has again is no row of its own.
      if (winner !== undefined && winner.round !== round) continue;
      line += 1;
      if (this.#read === 1) collectPaths(item, this.#paths);
      if (winner !== undefined && winner.ordinal !== ordinal && isOlder(this.#updated(item), winner.updated))
        yield {
          line,
          cells: null,
          raw: text,
          reason: 'an older version of a record that came again while the list was read',
          outcome: 'skipped',
        };
      else yield this.#recordOf(item, text, line);
    }
  }

  /** Paths that no field reads. */
  unread(): string[] {
    const { fields, ignore, id, updated, deleted } = this.#endpoint;
    const declared = [...fields.map(({ path }) => path), ...ignore, id, updated, deleted?.path].filter((path) => path !== undefined);
    return [...this.#paths]
      .map((text): string[] => JSON.parse(text))
      .filter((path) => !declared.some((one) => covers(one, path)))
      .map((path) => path.join('.'))
      .sort();
  }
}

function findingsOf(endpoint: Endpoint, list: List): Finding[] {
  const found: Finding[] = [];
  const { end } = list;
  const add = (code: string, severity: Finding['severity'], message: string, count: number, advice: string): void => {
    found.push({ code, severity, object: null, message, count, rows: [], advice });
  };
  if (end !== null && !end.settled)
    add(
      'source-moving',
      'warning',
      `the list of ${endpoint.name} changed each time it was read${end.said === null || end.said === end.came ? '' : ` (it says ${end.said} rows, ${end.came} came)`}`,
      1,
      'Everything that was seen is staged; extract again when nobody works in The Practice, or page by cursor.',
    );
  else if (end !== null && end.said !== null && end.said !== end.came)
    add(
      'source-count',
      'warning',
      `the source says that ${endpoint.name} has ${end.said} rows, and ${end.came} came`,
      Math.abs(end.said - end.came),
      'Check paging and query in the connector: some of the list may be left out.',
    );
  const unread = list.unread();
  if (unread.length > 0)
    add(
      'fields-unread',
      'info',
      `${endpoint.name} holds ${unread.length} fields that the connector does not read: ${unread.slice(0, 10).join(', ')}${unread.length > 10 ? ' …' : ''}`,
      unread.length,
      'Name them as fields or under ignore in a connector, and make a new workspace with it.',
    );
  return found;
}

/** The list of an endpoint as a table: its columns are the connector's fields, its rows the records that count. */
export function openRestTable(copy: SourceCopy, endpoint: Endpoint, index: number): RestTable {
  const list = new List(copy, endpoint, index);
  return {
    source: {
      file: endpoint.name,
      path: endpoint.name,
      format: { kind: 'rest', encoding: 'utf-8' },
      header: endpoint.fields.map(({ name }) => name),
      pads: false,
      batches: () => list.batches(),
    },
    findings: () => findingsOf(endpoint, list),
  };
}
