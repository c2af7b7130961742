import type { StagedRow } from '@cutover/domain';
import type { Mapping } from './mapping-types.ts';
import { targetId } from './tables.ts';

/** The record of the account that a row's record is to be: found by mail, else by name. */
export interface Reuse {
  /** `existing`: link to it and fill only its empty fields; `merge`: our values win. */
  readonly use: 'existing' | 'merge';
  readonly by: 'mail' | 'name';
  readonly value: string;
}

/** What the duplicate decision says about a row that matched a record of the account; null: a record of its own is made. */
export function reuseOf(mapping: Mapping, row: StagedRow): Reuse | null {
  const object = mapping.files.get(row.file)?.object;
  if (object === undefined || mapping.duplicates.length === 0) return null;
  const id = targetId(row);
  const names = (keys: readonly string[]): boolean =>
    keys.includes(row.key) || keys.includes(`${object}:${id}`) || (id === row.sourceId && keys.includes(row.sourceId));
  for (const { match, use, keys, object: of, name, mail } of mapping.duplicates) {
    if (match !== 'account' || of !== object || !names(keys)) continue;
    if (use !== 'existing' && use !== 'merge') return null;
    if (mail !== null) return { use, by: 'mail', value: mail };
    return name === null ? null : { use, by: 'name', value: name };
  }
  return null;
}
